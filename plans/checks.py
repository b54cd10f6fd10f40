"""What does not fit together in an order: numbers, quotes, annexes, groups. Each rule is general and only points; none
changes the reading.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plans.clauses import Clause
from plans.executors.scan_offices import ALL_SCHOOLS
from plans.header import AnnexHeader, Header, same_number
from plans.levels import SORTING, level_in
from plans.lexing import unbalanced_quotes
from plans.measures import Measure
from states.draft import (
    DraftGroup,
    DraftItem,
    DraftPerson,
    ExecutorKind,
    PlanRoleName,
    Problem,
    Severity,
)

_MOST_GAPS = 20


def check_header(
    header: Header, appointed: Mapping[PlanRoleName, DraftPerson], *, has_clauses: bool
) -> Iterator[Problem]:
    """An order without a number, a date, clauses, or one of the supervisors."""
    if not header.number:
        text = "the order's number is not found: write it above the title, like 25.01.2025 № 12"
        yield Problem(code="order_number_missing", severity=Severity.ERROR, place=header.place, text=text)
    if header.issued_on is None:
        text = "the order's date is not found above the title and is taken from the annex: write it there"
        yield Problem(code="order_date_missing", severity=Severity.ERROR, place=header.place, text=text)
    if not has_clauses:
        text = "no clauses are found: check whether the order itself is in the file, or only its annex"
        yield _warning("no_clauses", header.place, text)
    for role in PlanRoleName:
        if role not in appointed:
            text = f"the order names no {role.value.replace('_', ' ')}: choose one, or what is theirs goes a level up"
            yield _warning("role_missing", header.place, text)


def check_plan(measures: Sequence[Measure], place: str) -> Iterator[Problem]:
    """An order without measures: its annex may not be in the file, or its table not be understood."""
    if not measures:
        text = (
            "no plan is found, so only the order's clauses are put under control: check that its annex, if it has one, "
            "is in the file as a table whose heading names the measure, its deadline and its executor"
        )
        yield Problem(code="plan_missing", severity=Severity.ERROR, place=place, text=text)


def check_numbers(measures: Sequence[Measure]) -> Iterator[Problem]:
    """Numbers that occur twice, are missing in a row of numbers, or lack the dot the others have."""
    seen: dict[str, str] = {}
    for measure in measures:
        if measure.number and measure.number in seen:
            text = (
                f"measure number {measure.number} occurs twice, first in {seen[measure.number]}: check which is meant"
            )
            yield _warning("duplicate_number", measure.place, text)
        seen.setdefault(measure.number, measure.place)
    yield from _gaps(measures)
    dotted = sum(measure.printed.endswith(".") for measure in measures)
    for measure in measures:
        if measure.printed and not measure.printed.endswith(".") and dotted * 2 > len(measures):
            text = f"measure number {measure.printed} lacks its dot; it is read as {measure.number}."
            yield Problem(code="number_without_dot", severity=Severity.INFO, place=measure.place, text=text)


def _gaps(measures: Sequence[Measure]) -> Iterator[Problem]:
    present = {measure.number for measure in measures}
    for before, measure in itertools.pairwise(measures):
        head, _, last = measure.number.rpartition(".")
        previous_head, _, previous = before.number.rpartition(".")
        if head != previous_head or not (last.isdecimal() and previous.isdecimal()):
            continue
        skipped = range(int(previous) + 1, int(last))
        missing = [f"{head}.{number}".strip(".") for number in skipped[:_MOST_GAPS]]
        missing = [number for number in missing if number not in present]
        if missing:
            text = (
                f"measure number {', '.join(missing)} is missing before {measure.number}: check whether a row is lost"
            )
            yield _warning("number_gap", measure.place, text)


def check_clauses(clauses: Sequence[Clause]) -> Iterator[Problem]:
    """Clauses that share a number, stand under a clause of another number, or hold a list with deadlines."""
    seen: dict[str, str] = {}
    for clause in clauses:
        if clause.number in seen:
            text = f"there are two clauses {clause.number}, the first in {seen[clause.number]}: check which is meant"
            yield _warning("duplicate_clause", clause.place, text)
        seen.setdefault(clause.number, clause.place)
        if clause.under and not clause.number.startswith(f"{clause.under}."):
            text = (
                f"clause {clause.number} stands under clause {clause.under} and is read as part of it: check its number"
            )
            yield _warning("number_out_of_place", clause.place, text)
        if clause.joined:
            text = (
                f"clause {clause.number} holds a list read as one clause with one deadline: check the deadlines in it"
            )
            yield _warning("deadline_in_list", clause.place, text)


def check_annex(annex: AnnexHeader, header: Header) -> Iterator[Problem]:
    """An annex that names another number or date than the order's."""
    number_differs = annex.number and header.number and not same_number(annex.number, header.number)
    date_differs = annex.issued_on and header.issued_on and annex.issued_on != header.issued_on
    if number_differs or date_differs:
        own = f"{header.issued_on:%d.%m.%Y} № {header.number}" if header.issued_on else f"№ {header.number}"
        text = f"the annex header says «{annex.text}», the order «{own}»: the order's own is taken, check it"
        yield _warning("annex_differs", annex.place, text)
    elif annex.number and header.number and annex.number != header.number:
        text = f"the annex writes the order's number «{annex.number}», the order «{header.number}»"
        yield Problem(code="annex_number_spelling", severity=Severity.INFO, place=annex.place, text=text)


def check_quotes(items: Iterable[DraftItem]) -> Iterator[Problem]:
    """Items whose quotation marks do not pair off."""
    for item in items:
        if unbalanced_quotes(f"{item.title} {item.executors_text}") or unbalanced_quotes(item.expected_result):
            text = f"{item.kind.value} {item.number}: a quotation mark is missing; check the text"
            yield Problem(code="unbalanced_quotes", severity=Severity.INFO, place=item.place, text=text)


def check_width(items: Iterable[DraftItem], groups: Sequence[DraftGroup]) -> Iterator[Problem]:
    """Measures addressed to all schools whose title speaks of one level only."""
    members = {group.code: len(group.members) for group in groups}
    for item in items:
        everybody = any(one.kind is ExecutorKind.GROUP and one.name == ALL_SCHOOLS for one in item.executors)
        level = level_in(item.title) if everybody else None
        if level is not None and level.code in members:
            text = (
                f"{item.kind.value} {item.number} is addressed to all {members[ALL_SCHOOLS]} schools, but its title "
                f"speaks of the {members[level.code]} of «{level.title}»: choose whom it concerns"
            )
            yield _warning("wider_than_title", item.place, text)


def check_groups(groups: Sequence[DraftGroup], items: Sequence[DraftItem]) -> Iterator[Problem]:
    """Groups that items are addressed to but nobody belongs to."""
    used = Counter(one.name for item in items for one in item.executors if one.kind is ExecutorKind.GROUP)
    for group in groups:
        if not group.members and used[group.code]:
            place = next(item.place for item in items if any(one.name == group.code for one in item.executors))
            text = (
                f"«{group.title}» ({used[group.code]} items) has no members: the order does not list them, "
                "import the roster first"
            )
            yield _warning("group_empty", place, text)


def check_members(groups: Sequence[DraftGroup]) -> Iterator[Problem]:
    """Organizations that an order lists in two levels."""
    places: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        if group.code in SORTING:
            for name in group.members:
                places[name].append(group.title)
    for name, titles in places.items():
        if len(titles) > 1:
            text = f"{name} is listed in {' and in '.join(f'«{title}»' for title in titles)}: leave it in one"
            yield _warning("listed_twice", "preamble", text)


def _warning(code: str, place: str, text: str) -> Problem:
    return Problem(code=code, severity=Severity.WARNING, place=place, text=text)
