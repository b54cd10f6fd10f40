"""A decided letter becomes an e-mail: the digest's words through the templates into bytes. Sends nothing."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from models.letter_keys import digest_key, reminder_key
from models.outbox import Composed
from notifications.digest import Digest, Reminding, in_words, reminder_in_words
from notifications.message import Headers, address, eml, mailbox
from notifications.threads import thread_key
from states.escalation import Letter
from states.ladder import Recipient

_NBSP = "\N{NO-BREAK SPACE}"


def compose_digest(letter: Letter, *, sender: str, reply_to: Sequence[Recipient], at: datetime) -> Composed:
    """The e-mail that tells `letter`. `sender` is a mailbox («Срок <srok@…>»), `reply_to` are the coordinators.

    `at` becomes the Date as it is, so give it in the plan's zone. The same arguments give the same bytes.

    Raises:
        AddressUnusable: the sender, the reader or a coordinator has no address a letter can use.

    """
    key = digest_key(letter.recipient.person_id, letter.on)
    return _composed(in_words(letter), letter, key=key, sender=sender, reply_to=reply_to, at=at)


def compose_reminder(
    letter: Letter, *, by: Reminding, step_id: int, sender: str, reply_to: Sequence[Recipient], at: datetime
) -> Composed:
    """The e-mail of a reminder by hand, part of a bulk step; the rest is as in `compose_digest`.

    Raises:
        AddressUnusable: the sender, the reader or a coordinator has no address a letter can use.

    """
    key = reminder_key(step_id, letter.recipient.person_id)
    return _composed(reminder_in_words(letter, by), letter, key=key, sender=sender, reply_to=reply_to, at=at)


def _composed(
    digest: Digest, letter: Letter, *, key: str, sender: str, reply_to: Sequence[Recipient], at: datetime
) -> Composed:
    coordinators = [one for one in reply_to if one.email and one.person_id != letter.recipient.person_id]
    headers = Headers(
        key=key,
        sender=mailbox(sender),
        to=address(letter.recipient.email, letter.recipient.name),
        reply_to=[address(one.email, one.name) for one in coordinators],
        subject=digest.subject,
        at=at,
        thread=thread_key(digest.thread, letter.recipient.person_id, letter.on),
    )
    return Composed(
        key=headers.key,
        message_id=headers.message_id,
        person_id=letter.recipient.person_id,
        sender=headers.sender.addr_spec,
        recipient=headers.to.addr_spec,
        subject=digest.subject,
        eml=eml(headers, text=as_text(digest, coordinators), html=as_html(digest, coordinators)),
        written_on=letter.on,
    )


def as_text(digest: Digest, coordinators: Sequence[Recipient]) -> str:
    """The plain part: complete by itself."""
    return _templates().get_template("digest.txt.j2").render(digest=digest, coordinators=coordinators)


def as_html(digest: Digest, coordinators: Sequence[Recipient]) -> str:
    """The HTML part: styles in the elements, as mail programs want them; the dark ones stay in the head."""
    page = _templates().get_template("digest.html.j2").render(digest=digest, coordinators=coordinators)
    return _inliner().inline(page)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("notifications"),
        autoescape=select_autoescape(["html.j2"]),
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(unbroken=_unbroken, sentence=_sentence)
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _unbroken(text: str) -> str:
    """`text` with «СОШ № 4» and «п. 1.1» each kept on one line."""
    return text.replace(" № ", f"{_NBSP}№{_NBSP}").replace("№ ", f"№{_NBSP}").replace("п. ", f"п.{_NBSP}")


def _sentence(text: str) -> str:
    """`text` beginning with a capital; `capitalize` would put the rest in small letters."""
    return text[:1].upper() + text[1:]
