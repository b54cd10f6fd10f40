"""A digest in words: parts by capacity, sections by urgency, entries by order, a subject with its counts.

Takes a decided letter and decides only how it is said. Knows neither templates nor e-mail.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from notifications import words
from notifications.entries import Entry, Urgency, asked, entry, together, urgency
from states.escalation import Letter, Line
from states.ladder import Standing
from states.rungs import Addressee

SUBJECT = "Срок: "
ORDERS_IN_SUBJECT = 3
COUNTS_IN_SUBJECT = 3

SECTION_TITLES = {
    Urgency.OVERDUE: "Просрочено",
    Urgency.SOON: "Скоро срок",
    Urgency.RETURNED: "Возвращено на доработку",
    Urgency.NOT_REVIEWED: "Отчёты ждут приёмки",
    Urgency.TO_DECIDE: "Ждут решения",
    Urgency.UNDATED: "Срок не назначен",
    Urgency.POSTPONED: "Отложенные, пора решить",
    Urgency.NEW: "Новые",
    Urgency.REST: "Остальные",
}
ONLY_REST = "В работе"
COUNTS = {
    Urgency.OVERDUE: "просрочено",
    Urgency.SOON: "скоро срок",
    Urgency.RETURNED: "возвращено",
    Urgency.NOT_REVIEWED: "ждут приёмки",
    Urgency.TO_DECIDE: "ждут решения",
    Urgency.UNDATED: "без срока",
    Urgency.POSTPONED: "отложено",
    Urgency.NEW: "новых",
    Urgency.REST: "в работе",
}
PART_TITLES = {
    Addressee.EXECUTOR: "Ваши поручения",
    Addressee.COORDINATOR: "Вы координатор плана",
    Addressee.PLAN_CONTROLLER: "Вы контролируете исполнение плана",
    Addressee.ORDER_CONTROLLER: "Вы контролируете исполнение распоряжения",
}
INSTEAD_OF = {
    Addressee.COORDINATOR: "координатора плана",
    Addressee.PLAN_CONTROLLER: "контролирующего план",
    Addressee.ORDER_CONTROLLER: "контролирующего распоряжение",
}
INSTEAD_ADVICE = (
    "Письмо предназначено другому, но его адреса в реестре нет. Решите, кто этим займётся, и попросите внести адрес."
)
ADVICE = {
    Addressee.EXECUTOR: (
        "Исполните поручение и ответьте на это письмо: номер пункта, что сделано, подтверждающие документы. "
        "Если к сроку не успеть, напишите заранее причину и новую дату. Если поручение не вам, напишите и об этом."
    ),
    Addressee.COORDINATOR: (
        "Свяжитесь с теми, кто не отчитался. Отчёты, которые ждут приёмки, примите или верните на доработку. "
        "Где срока нет, назначьте его."
    ),
    Addressee.PLAN_CONTROLLER: (
        "Исполнителей и координатора уже предупредили, но дело не сдвинулось. Решите с координатором, что делать."
    ),
    Addressee.ORDER_CONTROLLER: (
        "Исполнителей, координатора и контролирующего план уже предупредили, но дело не сдвинулось. Нужно ваше решение."
    ),
}
TO_DECIDE_ADVICE = (
    " Кто просит продлить срок, тому продлите его или откажите. Кто сообщил, что поручение не по адресу, тому "
    "ответьте: оставьте поручение за ним или попросите контролирующего снять его с контроля."
)


@dataclass(frozen=True, kw_only=True)
class OrderEntries:
    """What concerns one order. `heading` is empty where the whole letter is about that order."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """Entries of one urgency; `count` is of assignments, not of entries."""

    urgency: Urgency
    title: str
    count: int
    orders: tuple[OrderEntries, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What the reader is told in one capacity, and what to do about it."""

    title: str
    advice: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A letter in words. `about` names the order when there is only one, `summary` is the subject's counts. A reminder
    by hand opens with who reminds, and quotes what that person writes.
    """

    subject: str
    summary: str
    greeting: str
    on: str
    about: str
    parts: tuple[Part, ...]
    opening: str = ""
    quoted: str = ""


def in_words(letter: Letter) -> Digest:
    """How `letter` is said: the same letter, the same words."""
    lines = _once_each(letter.lines)
    orders = _orders(lines)
    summary = _summary(lines, letter.on)
    return Digest(
        subject=f"{SUBJECT}{summary} — {_orders_in_subject(orders)}",
        summary=summary,
        greeting=words.greeting(letter.recipient.name),
        on=words.long(letter.on),
        about=_order(lines[0].standing) if len(orders) == 1 else "",
        parts=tuple(_parts(lines, letter.on, named=len(orders) > 1)),
    )


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """Who reminds by hand, in what capacity where the plan gives them one, and what they write."""

    name: str
    capacity: Addressee | None
    words: str


CAPACITIES = {
    Addressee.COORDINATOR: "координатор плана",
    Addressee.PLAN_CONTROLLER: "контролирующий исполнение плана",
    Addressee.ORDER_CONTROLLER: "контролирующий исполнение распоряжения",
}


def reminder_in_words(letter: Letter, by: Reminding) -> Digest:
    """How a reminder by hand is said: the same list, opened by who reminds."""
    digest = in_words(letter)
    capacity = CAPACITIES.get(by.capacity, "") if by.capacity else ""
    who = " ".join(part for part in (capacity, words.one_line(by.name)) if part)
    return replace(
        digest,
        subject=f"Напоминание: {digest.subject.removeprefix(SUBJECT)}",
        opening=f"Вам напоминает {who}." if who else "Вам напоминают о поручениях.",
        quoted=words.one_line(by.words),
    )


def _once_each(lines: Iterable[Line]) -> list[Line]:
    """A supervisor who stands at several levels reads of an assignment once, at the highest."""
    highest = {line.standing.assignment_id: line for line in lines if line.to is not Addressee.EXECUTOR}
    return [line for line in lines if line.to is Addressee.EXECUTOR or highest[line.standing.assignment_id] is line]


def _summary(lines: list[Line], on: date) -> str:
    """The counts, the more urgent capacity first: of a long subject only the beginning is read."""
    own = [line for line in lines if line.to is Addressee.EXECUTOR]
    supervised = [line for line in lines if line.to is not Addressee.EXECUTOR]
    said = [("", own, "у вас "), ("на контроле ", supervised, "на контроле ")]
    said.sort(key=lambda part: _most_urgent(part[1], on))
    first, *others = (
        f"{second if n else before}{_counts(part, on)}" for n, (before, part, second) in enumerate(said) if part
    )
    return "; ".join((first, *others))


def _most_urgent(lines: Iterable[Line], on: date) -> int:
    urgencies = list(Urgency)
    return min((urgencies.index(urgency(line, on)) for line in lines), default=len(urgencies))


def _counts(lines: list[Line], on: date) -> str:
    """The counts that matter most. What is merely in work is counted only where there is nothing else."""
    counts = Counter(urgency(line, on) for line in lines)
    said = [kind for kind in Urgency if counts[kind]]
    if len(said) > 1 and said[-1] is Urgency.REST:
        said.pop()
    return ", ".join(f"{COUNTS[kind]} {counts[kind]}" for kind in said[:COUNTS_IN_SUBJECT])


OrderKey = tuple[str, date]


def _orders(lines: Iterable[Line]) -> list[OrderKey]:
    return list(dict.fromkeys((line.standing.order_number, line.standing.order_issued_on) for line in lines))


def _orders_in_subject(orders: list[OrderKey]) -> str:
    if len(orders) == 1:
        return f"распоряжение № {orders[0][0]}"
    numbers = ", ".join(number for number, _ in orders[:ORDERS_IN_SUBJECT])
    more = len(orders) - ORDERS_IN_SUBJECT
    return f"распоряжения № {numbers}" + (f" и ещё {more}" if more > 0 else "")


def _order(standing: Standing) -> str:
    return f"Распоряжение № {standing.order_number} от {words.short(standing.order_issued_on)}"


def _parts(lines: list[Line], on: date, *, named: bool) -> Iterator[Part]:
    capacities = [(to, instead) for instead in (False, True) for to in Addressee]
    parts = [(one, [line for line in lines if (line.to, line.instead) == one]) for one in capacities]
    for (to, instead), told in sorted(parts, key=lambda part: _most_urgent(part[1], on)):
        if told:
            title = f"Вместо {INSTEAD_OF[to]}" if instead else PART_TITLES[to]
            sections = tuple(_sections(told, on, named=named))
            yield Part(title=title, advice=INSTEAD_ADVICE if instead else _advice(to, told), sections=sections)


def _advice(to: Addressee, lines: Iterable[Line]) -> str:
    to_decide = to is Addressee.COORDINATOR and any(asked(line) for line in lines)
    return ADVICE[to] + (TO_DECIDE_ADVICE if to_decide else "")


def _sections(lines: list[Line], on: date, *, named: bool) -> Iterator[Section]:
    for kind in Urgency:
        found = [line for line in lines if urgency(line, on) is kind]
        if found:
            orders = tuple(_by_order(found, on, named=named))
            title = ONLY_REST if kind is Urgency.REST and len(found) == len(lines) else SECTION_TITLES[kind]
            yield Section(urgency=kind, title=title, count=len(found), orders=orders)


def _by_order(lines: list[Line], on: date, *, named: bool) -> Iterator[OrderEntries]:
    for key in _orders(lines):
        of_order = [line for line in lines if (line.standing.order_number, line.standing.order_issued_on) == key]
        of_order.sort(key=together)  # who asks for something stands apart from the others of the item
        entries = tuple(entry(list(group), on) for _, group in groupby(of_order, key=together))
        yield OrderEntries(heading=_order(of_order[0].standing) if named else "", entries=entries)
