"""The letter by which a package goes to the operator: what it holds, as attachments or behind a link. Sends nothing,
reads no file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from itertools import chain

from models.outbox import Composed
from notifications import words
from notifications.letter_links import PACKAGE_PATH
from notifications.message import Attachment, Headers, address, eml, mailbox
from states.ladder import Recipient

_KNOWN = {
    "letter": "сопроводительное письмо",
    "summary": "информационная справка",
    "tables": "таблицы",
    "history": "выписка из журнала",
    "evidence": "подтверждающие документы",
    "manifest": "опись с контрольными суммами",
}
"""What a part is, by how its name begins."""

_STEPS = ("Б", "КБ", "МБ", "ГБ")
_STEP = 1024
_SUBJECT_AT_MOST = 160


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """A file of the package, as the letter names it. `size` in bytes."""

    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class PackageLetter:
    """What the letter says. `period` stands after «за»; `supplements` is the cut-off of what an addendum adds to;
    `link` opens the package until `open_until`, where its files do not go with the letter.
    """

    key: str
    order_number: str
    order_issued_on: date
    plan_title: str
    period: str
    cut_off: date
    supplements: date | None
    parts: tuple[PartLine, ...]
    manifest_sha256: str
    coordinator: Recipient | None
    link: str = ""
    open_until: date | None = None


def in_reading_order(parts: Iterable[PartLine]) -> tuple[PartLine, ...]:
    """The letter first, what proves it last; what is not known stands at the end."""
    order = [*_KNOWN]
    return tuple(
        sorted(parts, key=lambda one: (order.index(_kind(one)) if _kind(one) in order else len(order), one.name))
    )


def _kind(part: PartLine) -> str:
    """«summary» for `summary-2.pdf`."""
    return part.name.partition(".")[0].partition("-")[0]


def package_url(public_url: str, token: str) -> str:
    """The address that opens a package."""
    return public_url.rstrip("/") + PACKAGE_PATH + token


def compose_package(
    letter: PackageLetter, attachments: Sequence[Attachment], *, to: tuple[str, str], sender: str, at: datetime
) -> Composed:
    """The e-mail. `to` is a name and an address. `at` becomes the Date as it is; the same arguments, the same bytes.

    Raises:
        AddressUnusable: the sender, the operator or the coordinator has no address a letter can use.

    """
    name, email = to
    answers = [address(letter.coordinator.email, letter.coordinator.name)] if letter.coordinator else []
    headers = Headers(
        key=letter.key,
        sender=mailbox(sender),
        to=address(email, name),
        reply_to=answers,
        subject=_subject(letter),
        at=at,
    )
    paragraphs = [*([name] if name else []), *_paragraphs(letter)]
    return Composed(
        key=letter.key,
        message_id=headers.message_id,
        person_id=None,
        sender=headers.sender.addr_spec,
        recipient=headers.to.addr_spec,
        subject=headers.subject,
        eml=eml(headers, text=_as_text(paragraphs), html=_as_html(paragraphs, letter.link), attachments=attachments),
        written_on=at.date(),
    )


def _subject(letter: PackageLetter) -> str:
    what = "Дополнение к пакету отчётности" if letter.supplements else "Пакет отчётности"
    act = f"распоряжение от {words.short(letter.order_issued_on)} № {letter.order_number}"
    return words.clipped(words.one_line(f"{what} за {letter.period}: {act}"), _SUBJECT_AT_MOST)


def _paragraphs(letter: PackageLetter) -> list[str]:
    act = f"по распоряжению от {words.long(letter.order_issued_on)} № {letter.order_number}"
    what = "пакет отчётности"
    if letter.supplements:
        what = f"дополнение к пакету отчётности, составленному по состоянию на {words.long(letter.supplements)},"
    stands = f"по состоянию на {words.long(letter.cut_off)}"
    paragraphs = [
        "Здравствуйте!",
        f"Направляем {what} {act} ({words.one_line(letter.plan_title)}) за {letter.period} {stands}",
        "\n".join([_where(letter), *(f"– {_part(one)}" for one in letter.parts)]),
        f"Контрольные суммы файлов – в описи manifest.json, сумма самой описи (SHA-256):\n{letter.manifest_sha256}",
    ]
    return [*paragraphs, *_who_answers(letter)]


def _where(letter: PackageLetter) -> str:
    if not letter.link:
        return "Во вложении:"
    until = f" до {words.short(letter.open_until)}" if letter.open_until else ""
    return f"Пакет велик для письма ({_size(letter.parts)}). Его можно получить по ссылке{until}:\n{letter.link}"


def _who_answers(letter: PackageLetter) -> list[str]:
    one = letter.coordinator
    if one is None:
        return []
    return [
        f"О приёме пакета (номер и дата) или о замечаниях сообщите координатору плана: {one.name or one.email}"
        + (f", {one.email}." if one.name else ".")
    ]


def _part(part: PartLine) -> str:
    known = _KNOWN.get(_kind(part))
    return f"{part.name}{f' – {known}' if known else ''} ({_size([part])})"


def _size(parts: Iterable[PartLine]) -> str:
    """«34 МБ»: how much these files are together."""
    size, step = float(sum(part.size for part in parts)), 0
    while size >= _STEP and step < len(_STEPS) - 1:
        size, step = size / _STEP, step + 1
    return f"{round(size)}\N{NO-BREAK SPACE}{_STEPS[step]}"


def _as_text(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _as_html(paragraphs: Sequence[str], link: str) -> str:
    """Paragraphs and nothing else: an official letter is read and filed, not looked at."""
    shown = (escape(one).replace("\n", "<br>\n") for one in paragraphs)
    if link:
        shown = (one.replace(escape(link), f'<a href="{escape(link)}">{escape(link)}</a>') for one in shown)
    head = '<!DOCTYPE html>\n<html lang="ru"><head><meta charset="utf-8"></head><body>'
    return "\n".join(chain([head], (f"<p>{one}</p>" for one in shown), ["</body></html>", ""]))
