"""The letter that tells an executor what they have reported, asked for with the report: what, when, in time or not, and
which documents came along. Part of the transaction that reports. Knows no page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from html import escape
from typing import Protocol

from sqlmodel import Session

from models.letter_keys import receipt_key
from models.mail_switch import is_on
from models.outbox import Composed, enqueue_all
from models.requests import StoredEvidence
from models.roster import recipient_of
from models.tables import Person
from notifications import words
from notifications.message import AddressUnusable, Headers, address, eml, mailbox
from states.ladder import Recipient

_NEXT = (
    "Отчёт рассмотрит координатор плана; если понадобится доработка, вам напишут. Сохраните это письмо: "
    "по SHA-256 всегда видно, тот ли это документ."
)
_REPORTS = ("отчёт по {} поручению", "отчёт по {} поручениям", "отчёт по {} поручениям")


class Told(StrEnum):
    """What became of a receipt: it waits in the outbox, mail is off, or its reader has no address a letter can use."""

    QUEUED = "queued"
    OFF = "off"
    NO_ADDRESS = "no_address"


class Answered(Protocol):
    """An assignment that was reported on, as pages know it; `effective_due_on` is the working day it was due by."""

    @property
    def item(self) -> str: ...  # noqa: D102 - what the class says
    @property
    def order(self) -> str: ...  # noqa: D102 - see above
    @property
    def title(self) -> str: ...  # noqa: D102 - see above
    @property
    def executor(self) -> str: ...  # noqa: D102 - see above
    @property
    def effective_due_on(self) -> date | None: ...  # noqa: D102 - see above


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What somebody has reported under the key of a form: the same of each of `answered`, with the same documents."""

    form: str
    person_id: int
    answered: tuple[Answered, ...]
    text: str
    documents: tuple[StoredEvidence, ...]


def tell_executor(session: Session, what: Reported, *, sender: str, at: datetime) -> Told:
    """Put the letter in, once for a form. Give `at` in the reader's zone: it becomes the letter's date."""
    if not is_on(session):
        return Told.OFF
    reader = recipient_of(session.get(Person, what.person_id))
    try:
        letter = compose_receipt(what, to=reader, sender=sender, at=at) if reader else None
    except AddressUnusable:
        letter = None
    if letter is None:
        return Told.NO_ADDRESS
    enqueue_all(session, [letter], at=at)
    return Told.QUEUED


def compose_receipt(what: Reported, *, to: Recipient, sender: str, at: datetime) -> Composed:
    """The e-mail. The same arguments give the same bytes.

    Raises:
        AddressUnusable: the sender or the reader has no address a letter can use.

    """
    headers = Headers(
        key=receipt_key(what.person_id, what.form),
        sender=mailbox(sender),
        to=address(to.email, to.name),
        reply_to=[],
        subject=f"Квитанция: отправлен {_subject(what.answered)}",
        at=at,
    )
    paragraphs = _paragraphs(what, to, at)
    html = "".join(f"<p>{escape(one).replace(chr(10), '<br>')}</p>" for one in paragraphs)
    return Composed(
        key=headers.key,
        message_id=headers.message_id,
        person_id=to.person_id,
        sender=headers.sender.addr_spec,
        recipient=headers.to.addr_spec,
        subject=headers.subject,
        eml=eml(headers, text="\n\n".join(paragraphs) + "\n", html=html),
        written_on=at.date(),
    )


def _subject(answered: Sequence[Answered]) -> str:
    if len(answered) > 1:
        return f"отчёт, поручений: {len(answered)}"
    (one,) = answered
    return f"отчёт, п. {one.item} распоряжения № {one.order}"


def _paragraphs(what: Reported, to: Recipient, at: datetime) -> list[str]:
    said = [f"Что сообщено:\n{what.text}"] if what.text else []
    brought = [_documents(what.documents)] if what.documents else []
    return [
        words.greeting(to.name),
        f"{words.short(at.date())} в {at:%H:%M} отправлен {words.counted(len(what.answered), _REPORTS)}.",
        *(_answered(one, at.date()) for one in what.answered),
        *said,
        *brought,
        _NEXT,
    ]


def _answered(one: Answered, on: date) -> str:
    act = f"П. {one.item} распоряжения № {one.order}: {one.title}"
    return f"{act}\nИсполнитель: {one.executor}. {_in_time(one.effective_due_on, on)}"


def _in_time(due_on: date | None, on: date) -> str:
    if due_on is None:
        return "Срок не назначен."
    late = " Отчёт отправлен позже срока." if on > due_on else " Отчёт отправлен в срок."
    return f"Срок: {words.short(due_on)}.{late}"


def _documents(documents: Sequence[StoredEvidence]) -> str:
    lines = (f"{one.name}, байт: {one.size}, SHA-256: {one.sha256}" for one in documents)
    return "\n".join(["Приложены документы:", *lines])
