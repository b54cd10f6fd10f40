"""The package by executor: discipline of each, and the list of what each is overdue with. Knows no format."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.package_shapes import AssignmentFacts, Executor, ItemFacts, PackageFacts
from reporting.answers import explanations
from reporting.item_line import due_in_words, number
from reporting.matrix import executor_order
from reporting.outcome import Discipline, Outcome, Tally, outcome
from reporting.words import NOTHING, clean
from states.assignment import State

_STATES = {State.ASSIGNED: "не начато", State.IN_PROGRESS: "в работе", State.RETURNED: "на доработке"}


@dataclass(frozen=True, kw_only=True)
class ExecutorLine:
    """An executor's required assignments and discipline."""

    name: str
    tally: Tally
    discipline: Discipline


@dataclass(frozen=True, kw_only=True)
class OverdueLine:
    """One overdue assignment. `days_late` are calendar days after the current deadline."""

    number: str
    title: str
    executor: str
    original_due: str
    current_due: str
    days_late: int
    state: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class OverdueItem:
    """An item's overdue assignments of one deadline taken together: who is late with it, and how long."""

    number: str
    title: str
    current_due: str
    days_late: int
    executors: tuple[str, ...]


def overdue_items(lines: Iterable[OverdueLine]) -> tuple[OverdueItem, ...]:
    """The overdue assignments by item and deadline, in the order in which each first stands in `lines`."""
    found: dict[tuple[str, str, str, int], list[str]] = defaultdict(list)
    for line in lines:
        found[line.number, line.title, line.current_due, line.days_late].append(line.executor)
    return tuple(
        OverdueItem(number=printed, title=title, current_due=due, days_late=late, executors=tuple(names))
        for (printed, title, due, late), names in found.items()
    )


def executor_lines(facts: PackageFacts) -> tuple[ExecutorLine, ...]:
    """Each executor that is required anywhere, the lowest discipline first, those without any last."""
    found: dict[Executor, list[AssignmentFacts]] = defaultdict(list)
    for item in facts.items:
        for one in item.assignments:
            if one.required:
                found[one.executor].append(one)
    lines = [_executor_line(one, found[one], facts.cut_off) for one in sorted(found, key=executor_order)]
    return tuple(sorted(lines, key=_worst_first))


def _executor_line(executor: Executor, assignments: list[AssignmentFacts], cut_off: date) -> ExecutorLine:
    return ExecutorLine(
        name=clean(executor.name),
        tally=Tally.of(assignments, cut_off),
        discipline=Discipline.of(assignments, cut_off),
    )


def _worst_first(line: ExecutorLine) -> tuple[float, int]:
    share = line.discipline.share
    return (2.0 if share is None else share), -line.discipline.overdue


def overdue_lines(facts: PackageFacts) -> tuple[OverdueLine, ...]:
    """Every overdue required assignment, the longest overdue first, then in the order of the document."""
    found = [
        _overdue_line(item, one, facts.cut_off)
        for item in facts.items
        for one in sorted(item.assignments, key=lambda one: executor_order(one.executor))
        if one.required and outcome(one, facts.cut_off) is Outcome.OVERDUE
    ]
    return tuple(sorted(found, key=lambda line: -line.days_late))


def _overdue_line(item: ItemFacts, one: AssignmentFacts, cut_off: date) -> OverdueLine:
    effective_on = one.stood.current.effective_on
    assert effective_on is not None
    return OverdueLine(
        number=number(item),
        title=clean(item.title),
        executor=clean(one.executor.name),
        original_due=due_in_words(one.stood.original),
        current_due=due_in_words(one.stood.current),
        days_late=(cut_off - effective_on).days,
        state=_STATES[one.stood.state],
        reasons="; ".join(f"{done}: {words}" for done, words in explanations(one)) or NOTHING,
    )
