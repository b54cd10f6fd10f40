"""The link in an executor's letter: its address, the words beside it, and how it is hidden where people look at
letters. Knows no page: what opens there is the desk's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from models.links import Issued, issue, new_token
from notifications import words
from states.escalation import Letter
from states.rungs import Addressee

_PATH, PACKAGE_PATH = "/my/", "/package/"
_TOKEN = re.compile(rf"({_PATH}|{PACKAGE_PATH})[A-Za-z0-9_-]{{43}}(?![A-Za-z0-9_-])")
_MASK = r"\1…"


@dataclass(frozen=True, kw_only=True)
class LetterLink:
    """A link as a letter shows it. Its `repr`, which may come into a log, has neither token nor
    address.
    """

    token: str = field(repr=False)
    url: str = field(repr=False)
    label: str
    note: str
    person_id: int
    assignment_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Links:
    """Where links lead, and for how many days. Without `public_url` letters carry none."""

    public_url: str = ""
    days: int = 60

    def expire_at(self, at: datetime) -> datetime:
        """When a link written at an instant opens nothing any more."""
        return at + timedelta(days=self.days)

    def link_for(self, letter: Letter, *, at: datetime, narrow: bool = False) -> LetterLink | None:
        """A new link to the assignments that the reader may report on; a `narrow` one of a letter about a single
        assignment opens that one only. None for a reader who only supervises: they sign in.
        """
        own = {line.standing.assignment_id for line in letter.lines if line.to is Addressee.EXECUTOR}
        if not self.public_url or not own:
            return None
        only = min(own) if narrow and len(own) == 1 else None
        token = new_token()
        return LetterLink(
            token=token,
            url=self.public_url.rstrip("/") + _PATH + token,
            label="Открыть мои поручения" if only is None else "Открыть поручение",
            note=f"Ссылка личная, действует до {words.short(self.expire_at(at).date())}. Не пересылайте это письмо.",
            person_id=letter.recipient.person_id,
            assignment_id=only,
        )


def masked(text: str) -> str:
    """`text` in which no link opens anything, for people who look at letters of others."""
    return _TOKEN.sub(_MASK, text)


def record_links(
    session: Session, carried: Mapping[str, LetterLink | None], *, ids: Mapping[str, int], links: Links, at: datetime
) -> None:
    """Let the links open what they are for that letters of these keys carry, by the outbox's `ids`; a letter that was
    in already carries another.
    """
    new = [(link, ids[key]) for key, link in carried.items() if link and key in ids]
    issued = [
        Issued(link.token, link.person_id, outbox_id=outbox_id, assignment_id=link.assignment_id)
        for link, outbox_id in new
    ]
    issue(session, issued, at=at, expires_at=links.expire_at(at))
