"""Letters to the administrator, each once a day: letters that were given up, a relay that is paused, other troubles of
the house. Of one of these that does not arrive the next administrator is told, never the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from html import escape

from sqlmodel import Session

from models import outbox, relays
from models.administrators import who_hear
from models.letter_keys import ALARM, alarm_key, trouble_key, troubles_of
from models.outbox import Composed, LetterFacts
from models.relays import Pause
from models.tables import OutboxState
from notifications.message import AddressUnusable, Headers, address, eml, mailbox

MOST_NAMED = 50
_ON_ITS_WAY = {OutboxState.QUEUED, OutboxState.LEASED, OutboxState.HELD}


def tell_administrator(session: Session, *, to: str, sender: str, today: date, at: datetime) -> bool:
    """Put a letter in, if there is anything new to tell; whether there was. It goes `to`, or to the next administrator
    whom letters reach.

    Nothing is told while an earlier one has not left: a relay that is down for a week makes one letter.
    """
    last, reader = outbox.latest(session, ALARM), _reader(session, to)
    if reader is None or (last is not None and (last.written_on == today or last.state in _ON_ITS_WAY)):
        return False
    lost = outbox.given_up(session, since=last.queued_at if last else None)
    paused = relays.pauses(session)
    if not lost and not paused:
        return False
    alarm = compose_alarm(lost, paused, to=reader, sender=sender, today=today, at=at)
    return bool(outbox.enqueue_all(session, [alarm], at=at))


def _reader(session: Session, to: str) -> Address | None:
    """Who reads it: the first administrator with an address that letters can use and reach."""
    for email in who_hear(session, to):
        with suppress(AddressUnusable):
            return address(email)
    return None


def compose_alarm(
    lost: Sequence[LetterFacts], paused: Sequence[Pause], *, to: Address, sender: str, today: date, at: datetime
) -> Composed:
    """The letter, in words. The same arguments give the same bytes."""
    paragraphs = [*_of_letters(lost), *_of_relays(paused)]
    subject = f"Срок: не доставлено писем: {len(lost)}" if lost else "Срок: письма не уходят"
    key = alarm_key(today, to.addr_spec)
    headers = Headers(key=key, sender=mailbox(sender), to=to, reply_to=[], subject=subject, at=at)
    return _composed(headers, paragraphs, today)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Something in the house that a person must mend. `what` tells troubles apart, `paragraphs` say it in words."""

    what: str
    subject: str
    paragraphs: tuple[str, ...]


def tell_of_trouble(session: Session, trouble: Trouble, *, to: str, sender: str, at: datetime) -> bool:
    """Put a letter about a trouble in, once on the day of `at`; whether there is a new one. Nothing is told while an
    earlier letter about the same has not left. It goes `to`, or to the next administrator whom letters reach.
    """
    last, reader, on = outbox.latest(session, troubles_of(trouble.what)), _reader(session, to), at.date()
    if reader is None or (last is not None and (last.written_on == on or last.state in _ON_ITS_WAY)):
        return False
    key, subject = trouble_key(trouble.what, on, reader.addr_spec), trouble.subject
    headers = Headers(key=key, sender=mailbox(sender), to=reader, reply_to=[], subject=subject, at=at)
    return bool(outbox.enqueue_all(session, [_composed(headers, trouble.paragraphs, on)], at=at))


def _composed(headers: Headers, paragraphs: Sequence[str], on: date) -> Composed:
    return Composed(
        key=headers.key,
        message_id=headers.message_id,
        person_id=None,
        sender=headers.sender.addr_spec,
        recipient=headers.to.addr_spec,
        subject=headers.subject,
        eml=eml(
            headers, text="\n".join(paragraphs) + "\n", html="".join(f"<p>{escape(one)}</p>" for one in paragraphs)
        ),
        written_on=on,
    )


def _of_letters(lost: Sequence[LetterFacts]) -> list[str]:
    if not lost:
        return []
    lines = [f"№ {one.id}, {one.recipient}: {one.subject} ({_answer(one)})" for one in lost[:MOST_NAMED]]
    more = [f"… и ещё {len(lost) - MOST_NAMED}"] if len(lost) > MOST_NAMED else []
    advice = (
        "Что делать: исправить адрес (srok roster import, адрес администратора: SROK_ADMIN_EMAIL), затем "
        "srok letters retry или srok letters cancel."
    )
    return ["Не доставлены письма; о том, что в них было, узнает следующий уровень:", *lines, *more, advice]


def _of_relays(paused: Sequence[Pause]) -> list[str]:
    return [
        f"Почтовый сервер {one.name} не принимает писем с {one.paused_since:%d.%m.%Y %H:%M} UTC: {one.reason}. "
        "Письма ждут в очереди; Срок пробует снова сам (srok letters relay)."
        for one in paused
    ]


def _answer(letter: LetterFacts) -> str:
    return " ".join(str(part) for part in (letter.last_stage, letter.last_code, letter.last_text) if part)
