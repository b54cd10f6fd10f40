"""A digest in words: parts by capacity, sections by urgency, entries by order, a summary with its counts.

Takes a decided letter and decides only how it is said. Knows neither templates nor e-mail.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from notifications import words
from notifications.capacities import CAPACITIES, Capacity
from notifications.entries import Entry, Urgency, asked, entry, together, urgency
from notifications.packages_in_words import PACKAGES_TITLE, package_entry, packages_in_brief
from notifications.threads import Thread, subject, thread_of
from states.escalation import Letter, Line
from states.ladder import Recipient
from states.milestones import PackageLine
from states.rungs import Addressee

COUNTS_IN_SUMMARY = 3

SECTION_TITLES = {
    Urgency.OVERDUE: "Просрочено",
    Urgency.SOON: "Скоро срок",
    Urgency.RETURNED: "Возвращено на доработку",
    Urgency.NOT_REVIEWED: "Отчёты ждут приёмки",
    Urgency.TO_DECIDE: "Ждут решения",
    Urgency.UNDATED: "Срок не назначен",
    Urgency.POSTPONED: "Отложенные, пора решить",
    Urgency.PACKAGE: PACKAGES_TITLE,
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
    Urgency.PACKAGE: "отчёт о плане",
    Urgency.NEW: "новых",
    Urgency.REST: "в работе",
}


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
    """A letter in words. `subject` is that of its thread, the counts of the day are its `summary`; `to` is the reader
    in the dative, where that is known; `about` names the order when there is only one. A reminder by hand opens with
    who reminds, and quotes what that person writes.
    """

    thread: Thread
    subject: str
    summary: str
    to: str
    greeting: str
    on: str
    about: str
    parts: tuple[Part, ...]
    opening: str = ""
    quoted: str = ""


def in_words(letter: Letter) -> Digest:
    """How `letter` is said: the same letter, the same words."""
    lines = _once_each(letter.lines)
    orders = _orders(lines, letter.packages)
    thread, reader = thread_of(letter), letter.recipient
    return Digest(
        thread=thread,
        subject=subject(thread, letter.on),
        summary=_summary(lines, letter),
        to=words.one_line(reader.dative) if reader.dative != reader.name else "",
        greeting=words.greeting(words.one_line(reader.name)),
        on=words.long(letter.on),
        about=_order(orders[0]) if len(orders) == 1 else "",
        parts=tuple(_parts(lines, letter, named=len(orders) > 1)),
    )


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """Who reminds by hand, by which bulk step, in what capacity where the plan gives them one, and what they write."""

    step_id: int
    name: str
    capacity: Addressee | None
    words: str


def reminder_in_words(letter: Letter, by: Reminding) -> Digest:
    """How a reminder by hand is said: the same list, opened by who reminds."""
    digest = in_words(letter)
    capacity = CAPACITIES.get(by.capacity, "") if by.capacity else ""
    who = " ".join(part for part in (capacity, words.one_line(by.name)) if part)
    return replace(
        digest,
        thread=Thread.REMINDERS,
        subject=subject(Thread.REMINDERS, letter.on),
        opening=f"Вам напоминает {who}." if who else "Вам напоминают о поручениях.",
        quoted=words.one_line(by.words),
    )


def _once_each(lines: Iterable[Line]) -> list[Line]:
    """A supervisor who stands at several levels reads of an assignment once, at the highest."""
    highest = {_reading(line): line for line in lines if line.to is not Addressee.EXECUTOR}
    return [line for line in lines if line.to is Addressee.EXECUTOR or highest[_reading(line)] is line]


def _reading(line: Line) -> tuple[int, Recipient | None]:
    return line.standing.assignment_id, line.copy_of


def _summary(lines: list[Line], letter: Letter) -> str:
    """The counts, the more urgent capacity first: beside a subject a phone shows only the beginning."""
    on = letter.on
    own = [line for line in lines if line.to is Addressee.EXECUTOR and not line.copy_of]
    supervised = [line for line in lines if line.to is not Addressee.EXECUTOR and not line.copy_of]
    copied = [line for line in lines if line.copy_of]
    said = [("", own, "у вас "), ("на контроле ", supervised, "на контроле "), ("в копии ", copied, "в копии ")]
    said.sort(key=lambda part: _most_urgent(part[1], on))
    told = [part for part in said if part[1]]
    counts = [f"{second if n else before}{_counts(part, on)}" for n, (before, part, second) in enumerate(told)]
    return "; ".join((*counts, *packages_in_brief(letter.packages)))


def _most_urgent(lines: Iterable[Line], on: date) -> int:
    return min((_RANKS[urgency(line, on)] for line in lines), default=len(_RANKS))


_RANKS = {kind: rank for rank, kind in enumerate(Urgency)}


def _counts(lines: list[Line], on: date) -> str:
    """The counts that matter most. What is merely in work is counted only where there is nothing else."""
    counts = Counter(urgency(line, on) for line in lines)
    said = [kind for kind in Urgency if counts[kind]]
    if len(said) > 1 and said[-1] is Urgency.REST:
        said.pop()
    return ", ".join(f"{COUNTS[kind]} {counts[kind]}" for kind in said[:COUNTS_IN_SUMMARY])


OrderKey = tuple[str, date]


def _orders(lines: Iterable[Line], packages: Iterable[PackageLine]) -> list[OrderKey]:
    of_lines = ((line.standing.order_number, line.standing.order_issued_on) for line in lines)
    of_packages = ((one.package.order_number, one.package.order_issued_on) for one in packages)
    return list(dict.fromkeys((*of_lines, *of_packages)))


def _order(order: OrderKey) -> str:
    return f"Распоряжение № {order[0]} от {words.short(order[1])}"


def _parts(lines: list[Line], letter: Letter, *, named: bool) -> Iterator[Part]:
    told: dict[Capacity, list[Line]] = {}
    for line in sorted(lines, key=Capacity.of):
        told.setdefault(Capacity.of(line), []).append(line)
    packages: dict[Capacity, list[PackageLine]] = {}
    for one in letter.packages:
        packages.setdefault(Capacity.of(one), []).append(one)
    capacities = sorted(told.keys() | packages.keys())
    for capacity in sorted(capacities, key=lambda one: _most_urgent(told.get(one, ()), letter.on)):
        of_part, about = told.get(capacity, []), packages.get(capacity, [])
        sections = (*_sections(of_part, letter.on, named=named), *_package_sections(about, named=named))
        asks = capacity.to is Addressee.COORDINATOR and any(asked(line) for line in of_part)
        yield Part(title=capacity.title, advice=capacity.advice(asks=asks, packages=bool(about)), sections=sections)


def _package_sections(packages: list[PackageLine], *, named: bool) -> Iterator[Section]:
    if packages:
        entries = [(package_entry(one), (one.package.order_number, one.package.order_issued_on)) for one in packages]
        orders = tuple(OrderEntries(heading=_order(of) if named else "", entries=(said,)) for said, of in entries)
        yield Section(urgency=Urgency.PACKAGE, title=PACKAGES_TITLE, count=len(packages), orders=orders)


def _sections(lines: list[Line], on: date, *, named: bool) -> Iterator[Section]:
    by_urgency: dict[Urgency, list[Line]] = {}
    for line in lines:
        by_urgency.setdefault(urgency(line, on), []).append(line)
    for kind in Urgency:
        if found := by_urgency.get(kind):
            orders = tuple(_by_order(found, on, named=named))
            title = ONLY_REST if kind is Urgency.REST and len(found) == len(lines) else SECTION_TITLES[kind]
            yield Section(urgency=kind, title=title, count=len(found), orders=orders)


def _by_order(lines: list[Line], on: date, *, named: bool) -> Iterator[OrderEntries]:
    for key in _orders(lines, ()):
        of_order = [line for line in lines if (line.standing.order_number, line.standing.order_issued_on) == key]
        of_order.sort(key=together)  # who asks for something stands apart from the others of the item
        entries = tuple(entry(list(group), on) for _, group in groupby(of_order, key=together))
        yield OrderEntries(heading=_order(key) if named else "", entries=entries)
