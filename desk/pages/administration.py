"""The administrator's first page: whether the house is well, whether letters leave, a letter to try the relay by, which
templates are in use, and how to keep a copy of everything.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Form
from sqlalchemy.engine import make_url
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from desk.access import ADMINISTRATOR
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.routes import Room
from models import mail_switch, outbox
from models.mail_switch import Turned
from models.queries.signing_in import address_of
from models.tables import OutboxState
from notifications.message import AddressUnusable
from notifications.relay import RelayUnusable
from notifications.smtp import Outcome
from notifications.template_checks import problems
from notifications.trying import try_relay
from notifications.wording import TEMPLATES
from srok.checks import Verdict
from srok.health import examine

room = Room()
_GRAVEST = (Verdict.FAIL, Verdict.WARN, Verdict.OK)


class Switch(Posted):
    """What mail is to be."""

    key: str
    mail: Literal["on", "off"]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of a letter to oneself: what the relay said, or what was wrong before it was asked."""

    to: str
    taken: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class Templates:
    """The office's own templates: which of letters and of packages are there, and what is wrong with them."""

    folder: Path
    own: tuple[str, ...]
    wrong: tuple[str, ...]


@room.show("/house", may=ADMINISTRATOR)
async def house(asked: Asking) -> Response:
    """How the house is."""
    return await _page(asked)


@room.act("/house/mail", may=ADMINISTRATOR)
def switch_mail(asked: Asking, form: Annotated[Switch, Form()]) -> Response:
    """Let letters leave, or no longer."""
    person_id, on = asked.who.person_id, form.mail == "on"
    asked.writing(lambda session, _: mail_switch.turn(session, on=on, at=asked.at, person_id=person_id), key=form.key)
    return asked.go("/house")


@room.act("/house/test-letter", may=ADMINISTRATOR)
async def test_letter(asked: Asking, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - the token was looked at
    """Try the relay by a letter to whoever asks."""
    return await _page(asked, await _tried(asked))


async def _tried(asked: Asked) -> Tried:
    settings = asked.house.settings
    to = await run_in_threadpool(_own_address, asked)
    try:
        at = asked.at.astimezone(settings.zone)
        outcome = await try_relay(settings.smtp_url, to=to, sender=settings.mail_from, at=at)
    except (AddressUnusable, RelayUnusable) as fault:
        return Tried(to=to, taken=False, said=str(fault))
    return Tried(to=to, taken=outcome.is_accepted, said=_in_words(outcome))


def _own_address(asked: Asked) -> str:
    with asked.reading() as session:
        return address_of(session, asked.who.person_id)


def _in_words(outcome: Outcome) -> str:
    return " ".join(str(part) for part in (outcome.stage, outcome.code, outcome.text) if part)


async def _page(asked: Asked, tried: Tried | None = None) -> Response:
    settings = asked.house.settings
    checks, (turned, waiting) = await asyncio.gather(examine(settings, at=asked.at), run_in_threadpool(_mail, asked))
    return asked.page(
        "house.html.j2",
        checks=sorted(checks, key=lambda one: _GRAVEST.index(one.verdict)),
        turned=turned,
        waiting=waiting,
        tried=tried,
        templates=await run_in_threadpool(_templates, settings.templates),
        database=make_url(settings.database_url).render_as_string(),
        folders=(str(settings.evidence_dir), str(settings.packages_dir)),
    )


def _mail(asked: Asked) -> tuple[Turned | None, int]:
    with asked.reading() as session:
        return mail_switch.last_turned(session), outbox.counts(session)[OutboxState.QUEUED]


def _templates(folder: Path | None) -> Templates | None:
    if folder is None:
        return None
    from reporting.as_docx import LETTER, SUMMARY, template_problems  # noqa: PLC0415 - half a second, seldom needed
    from reporting.sample_package import sample_package  # noqa: PLC0415 - the same

    own = tuple(name for name in (*TEMPLATES, LETTER, SUMMARY) if (folder / name).is_file())
    wrong = (*problems(folder), *template_problems(folder, sample_package()))
    return Templates(folder=folder, own=own, wrong=tuple(map(str, wrong)))
