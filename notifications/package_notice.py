"""The letter that tells a coordinator of a draft that was assembled by itself: what it lacks, what to do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from models.letter_keys import package_draft_key
from models.outbox import Composed
from notifications import words
from notifications.message import Headers, address, eml, mailbox
from states.ladder import Recipient

_ADVICE = (
    "Что сделать: просмотреть пакет и, если что-то изменилось, составить его заново; передать на подпись "
    "контролирующему или руководителю; подписанный отправить региональному оператору."
)
_LACKS = {"overdue": "просрочено поручений", "reported": "ждут приёмки", "undated": "без срока"}


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """What was assembled. `period` stands after «за»; `lacks` counts what is overdue, reported or undated."""

    package_id: int
    edition: int
    order_number: str
    order_issued_on: date
    period: str
    cut_off: date
    lacks: Mapping[str, int]


def compose_notice(what: Drafted, *, to: Recipient, sender: str, at: datetime) -> Composed:
    """The e-mail. `at` becomes the Date as it is; the same arguments give the same bytes.

    Raises:
        AddressUnusable: the sender or the coordinator has no address a letter can use.

    """
    headers = Headers(
        key=package_draft_key(what.package_id, what.edition),
        sender=mailbox(sender),
        to=address(to.email, to.name),
        reply_to=[],
        subject=f"Срок: составлен черновик пакета отчётности, распоряжение № {what.order_number}",
        at=at,
    )
    paragraphs = _paragraphs(what, to)
    html = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
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


def _paragraphs(what: Drafted, to: Recipient) -> list[str]:
    act = f"по распоряжению от {words.short(what.order_issued_on)} № {what.order_number}"
    lacks = ", ".join(f"{said} {what.lacks[name]}" for name, said in _LACKS.items() if what.lacks.get(name))
    stands = f"за {what.period} по состоянию на {words.short(what.cut_off)}, редакция {what.edition}"
    return [
        words.greeting(to.name),
        f"Наступила отчётная дата. Составлен черновик пакета отчётности {act} {stands}.",
        f"Чего в нём не хватает: {lacks}." if lacks else "Просроченного и ждущего приёмки в нём нет.",
        _ADVICE,
        f"Номер пакета в Сроке: {what.package_id} (srok package show {what.package_id}).",
    ]
