"""A decided letter becomes an e-mail: the digest's words through the templates into bytes. Sends nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import css_inline

from models.letter_keys import digest_key, reminder_key
from models.outbox import Composed
from notifications.digest import Digest, Reminding, in_words, reminder_in_words
from notifications.letter_links import LetterLink
from notifications.message import Headers, address, mailbox
from notifications.threads import thread_key
from notifications.two_parts import two_parts
from notifications.wording import HTML, TEXT, Wording
from states.escalation import Letter
from states.ladder import Recipient


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a letter is written on: the templates, and the link it carries if any."""

    wording: Wording = field(default_factory=Wording)
    link: LetterLink | None = None


PLAIN = Sheet()


def compose_digest(
    letter: Letter,
    *,
    sender: str,
    reply_to: Sequence[Recipient],
    at: datetime,
    sheet: Sheet = PLAIN,
) -> Composed:
    """The e-mail that tells `letter`. `sender` is a mailbox («Срок <srok@…>»), `reply_to` are the coordinators.

    `at` becomes the Date as it is, so give it in the plan's zone. The same arguments give the same bytes.

    Raises:
        AddressUnusable: the sender, the reader or a coordinator has no address a letter can use.

    """
    key = digest_key(letter.recipient.person_id, letter.on)
    made = _Made(digest=in_words(letter), letter=letter, key=key, sheet=sheet)
    return _composed(made, sender=sender, reply_to=reply_to, at=at)


def compose_reminder(
    letter: Letter,
    *,
    by: Reminding,
    sender: str,
    reply_to: Sequence[Recipient],
    at: datetime,
    sheet: Sheet = PLAIN,
) -> Composed:
    """The e-mail of a reminder by hand, part of a bulk step; the rest is as in `compose_digest`.

    Raises:
        AddressUnusable: the sender, the reader or a coordinator has no address a letter can use.

    """
    key = reminder_key(by.step_id, letter.recipient.person_id)
    made = _Made(digest=reminder_in_words(letter, by), letter=letter, key=key, sheet=sheet)
    return _composed(made, sender=sender, reply_to=reply_to, at=at)


@dataclass(frozen=True, kw_only=True)
class _Made:
    digest: Digest
    letter: Letter
    key: str
    sheet: Sheet


def _composed(made: _Made, *, sender: str, reply_to: Sequence[Recipient], at: datetime) -> Composed:
    letter, digest = made.letter, made.digest
    coordinators = [one for one in reply_to if one.email and one.person_id != letter.recipient.person_id]
    headers = Headers(
        key=made.key,
        sender=mailbox(sender),
        to=address(letter.recipient.email, letter.recipient.name),
        reply_to=[address(one.email, one.name) for one in coordinators],
        subject=digest.subject,
        at=at,
        thread=thread_key(digest.thread, letter.recipient.person_id, letter.on),
    )
    data = {"digest": digest, "coordinators": coordinators, "link": made.sheet.link}
    return Composed(
        key=headers.key,
        message_id=headers.message_id,
        person_id=letter.recipient.person_id,
        sender=headers.sender.addr_spec,
        recipient=headers.to.addr_spec,
        subject=digest.subject,
        eml=two_parts(headers, text=as_text(made.sheet.wording, data), html=as_html(made.sheet.wording, data)),
        written_on=letter.on,
    )


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def as_text(wording: Wording, data: Mapping[str, Any]) -> str:
    """The plain part: complete by itself."""
    return wording.render(TEXT, data)


def as_html(wording: Wording, data: Mapping[str, Any]) -> str:
    """The HTML part: styles in the elements, as mail programs want them; the dark ones stay in the head."""
    return _inliner().inline(wording.render(HTML, data))
