"""What does not agree within an order: titles and years, references and what they point to, things said twice.
Each rule only points; none changes the reading.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from plans.clauses import Clause, deadline_of
from plans.layout import is_annex
from plans.lexing import folded, plain
from plans.reporting_duties import reporting_duties
from plans.rows import Paragraph, Row
from states.draft import DraftItem, ItemKind, Problem, Severity
from states.schedule import ScheduleKind

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEARS = re.compile(
    r"\bна\s+(?:период\s+)?(?P<years>20\d\d(?:\s?[-/]\s?20\d\d)?)\s*(?P<school>учебн\w+\s+)?г(?:од\w*|г?\.)"
)
_QUOTE = re.compile(r"«([^«»]{4,})»")
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})"
_ITEM = re.compile(
    rf"(?:под)?(?:пункт\w*|п\.)\s*{_NUMBER}\.?\s+(?:(?P<own>настоящ\w+|данн\w+)"
    r"|приложени\w+(?:\s*№?\s*(?P<annex>\d{1,2}))?(?:\s+к\s+(?P<of>\w+))?|(?P<plan>плана))",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"(?i:приложени\w+)\s*№?\s*(?P<annex>\d{1,2})(?!\d)(?:\s+к\s+(?P<of>\w+))?")
_OURS = ("настоящ", "данн")
_SHOWN = 60


def check_plan_titles(order_title: str, plan_title: str, place: str) -> Iterator[Problem]:
    """The annex's title names other years, or another thing in quotation marks, than the order's."""
    years = [set(_YEAR.findall(title)) for title in (order_title, plan_title)]
    names = [{folded(name) for name in _QUOTE.findall(plain(title))} for title in (order_title, plan_title)]
    for what, (own, other) in (("years", years), ("names", names)):
        if own and other and not own & other:
            text = (
                f"the order's title and the annex's name different {what}, {', '.join(sorted(own))} and "
                f"{', '.join(sorted(other))}: check that the annex belongs to this order"
            )
            yield _warning("annex_title_differs", place, text)


def check_plan_end(items: Iterable[DraftItem], titles: Iterable[str]) -> Iterator[Problem]:
    """Deadlines after the time the plan is for, where a title says which that is."""
    end = _end(titles)
    for item in items:
        late = [term.due_on for term in item.schedule.terms if end and term.due_on > end]
        if end and late and item.schedule.kind is not ScheduleKind.CONTINUOUS:
            text = f"{_which(item)}: «{item.deadline_text}» is after the plan's end, {end:%d.%m.%Y}: check the year"
            yield _warning("deadline_after_plan", item.place, text)


def _end(titles: Iterable[str]) -> date | None:
    for title in titles:
        if match := _YEARS.search(plain(title)):
            year = max(int(found) for found in _YEAR.findall(match["years"]))
            return date(year, 8, 31) if match["school"] else date(year, 12, 31)
    return None


def check_same_titles(items: Sequence[DraftItem]) -> Iterator[Problem]:
    """Two measures, or two clauses, in the same words: with two deadlines a warning, as is the same thing twice."""
    seen: dict[tuple[ItemKind, str], DraftItem] = {}
    for item in items:
        words = folded(item.title).strip(" .;")
        first = seen.setdefault((item.kind, words), item)
        if first is item or " " not in words or not _share(first, item):
            continue
        both = f"{_which(first)} and {_which(item)} have the same title"
        if first.schedule == item.schedule:
            text = f"{both} and deadline: executors will be asked twice unless one of them is dropped"
            yield _warning("same_title", item.place, text)
        else:
            text = f"{both} and two deadlines, «{first.deadline_text}» and «{item.deadline_text}»: check which is meant"
            yield _warning("same_title_two_deadlines", item.place, text)


def _share(one: DraftItem, other: DraftItem) -> bool:
    return bool({executor.name for executor in one.executors} & {executor.name for executor in other.executors})


def check_skipped(clauses: Iterable[Clause], items: Iterable[DraftItem]) -> Iterator[Problem]:
    """Clauses that are not put under control though they do more than approve or appoint."""
    controlled = {item.place for item in items}
    for clause in clauses:
        deadline = deadline_of(clause.task).deadline
        if clause.leads or clause.place in controlled or (clause.approves and not deadline):
            continue
        why = "only approves or appoints" if clause.approves else "names neither an executor nor a deadline"
        text = (
            f"clause {clause.number} {why} and is not put under control: «{clause.text[:_SHOWN]}»; "
            "name whom it obliges, if anybody"
        )
        yield _warning("clause_skipped", clause.place, text)


def check_reporting(items: Sequence[DraftItem], place: str) -> Iterator[Problem]:
    """A plan on which nobody is to report, or only some day."""
    duties = reporting_duties(items)
    if not duties:
        text = (
            "no clause and no measure obliges anybody to report on the plan: continuous measures are reported on by "
            "20 January of the next year; add a duty to report, if there is one"
        )
        yield _warning("reporting_missing", place, text)
    elif not any(duty.due_on for duty in duties):
        text = f"{_which(duties[0].item)} obliges to report on the plan, but not until when: set the dates"
        yield _warning("reporting_undated", duties[0].item.place, text)


def check_references(
    clauses: Iterable[Clause], items: Iterable[DraftItem], annexes: Mapping[int, bool], unnumbered: int
) -> Iterator[Problem]:
    """Clauses that refer to an annex or an item that is not there. `annexes` are the numbers found, True for the
    plan's; `unnumbered` is how many tables stand under no heading of an annex.
    """
    clauses = tuple(clauses)
    measures = {item.number for item in items if item.kind is ItemKind.MEASURE}
    own = {clause.number for clause in clauses}
    for clause in clauses:
        text = plain(clause.text)
        for match in _ITEM.finditer(text):
            elsewhere = match["annex"] and not annexes.get(int(match["annex"]), False)
            foreign = match["of"] and not match["of"].lower().startswith(_OURS)
            known = own if match["own"] else measures
            if not (elsewhere or foreign) and match["number"] not in known:
                what = f"clause {match['number']}" if match["own"] else f"measure {match['number']}"
                said = f"clause {clause.number} refers to {what}, which is not there: check the number"
                yield _warning("reference_missing", clause.place, said)
        for match in _ANNEX.finditer(text):
            number = int(match["annex"])
            foreign = match["of"] and not match["of"].lower().startswith(_OURS)
            if not (foreign or unnumbered or number in annexes):
                said = f"clause {clause.number} refers to annex {number}, which is not in the document: check the file"
                yield _warning("annex_missing", clause.place, said)


def annexes_in(rows: Iterable[Row], leads: Iterable[tuple[Sequence[Paragraph], bool]]) -> tuple[dict[int, bool], int]:
    """The numbers of the annexes found, True for the plan's; how many tables stand under no annex. `leads` are the
    lines before each table, with whether it lists measures.
    """
    found = {_annex_number(row.text): False for row in rows if isinstance(row, Paragraph) and is_annex(row.text)}
    without = 0
    for lead, measures in leads:
        headings = [line.text for line in lead if is_annex(line.text)]
        without += not headings
        if headings:
            number = _annex_number(headings[-1])
            found[number] = measures or found.get(number, False)
    return found, without


def _annex_number(text: str) -> int:
    match = re.search(r"\d{1,2}", text)
    return int(match[0]) if match else 1


def check_order_of_numbers(numbers: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """Numbers of measures (with their places) that go back: 1.3 before 1.2. One that occurs twice is said elsewhere."""
    last: dict[str, int] = defaultdict(int)
    seen: set[str] = set()
    restarted: set[str] = set()
    for number, place in numbers:
        head, _, tail = number.rpartition(".")
        if number in seen:
            restarted.add(head)
        seen.add(number)
        if not tail.isdecimal() or head in restarted:
            continue
        if int(tail) < last[head]:
            text = f"measure number {number} stands after {head}{'.' if head else ''}{last[head]}: check the numbers"
            yield _warning("number_out_of_order", place, text)
        last[head] = max(last[head], int(tail))


def _which(item: DraftItem) -> str:
    return f"{item.kind.value} {item.number}"


def _warning(code: str, place: str, text: str) -> Problem:
    return Problem(code=code, severity=Severity.WARNING, place=place, text=text)
