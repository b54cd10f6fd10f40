"""The item x executor matrix: one cell for what became of an item at one organization. Knows no colours."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from models.package_shapes import AssignmentFacts, Executor, PackageFacts
from reporting.item_line import number
from reporting.outcome import Outcome, outcome
from reporting.words import clean, natural

SCHOOL = "school"

SIGNS = {
    Outcome.OVERDUE: "! просроч.",
    Outcome.RETURNED: "↩ доработка",
    Outcome.ASSIGNED: "○ не начато",
    Outcome.IN_PROGRESS: "◔ в работе",
    Outcome.REPORTED: "● отчёт",
    Outcome.POSTPONED: "» отложено",
    Outcome.ACCEPTED: "✓ принято",
    Outcome.REMOVED: "– снято",
}
"""A sign and a word for each outcome, so that a cell can be read without its colour."""


class Cell(NamedTuple):
    """One item at one executor. Of several occurrences the one that most needs looking at speaks."""

    outcome: Outcome
    text: str


class Row(NamedTuple):
    """An executor and its cells by the matrix's columns; None where the item is not addressed to it."""

    executor: str
    cells: tuple[Cell | None, ...]


class Heading(NamedTuple):
    """A column: an item's number and title."""

    number: str
    title: str


class Matrix(NamedTuple):
    """Executors down, items across; schools first, names in their natural order."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


def matrix(facts: PackageFacts) -> Matrix:
    """The matrix of all items that have been given out, external parties among the executors."""
    items = [item for item in facts.items if item.assignments]
    found: dict[tuple[Executor, int], list[AssignmentFacts]] = defaultdict(list)
    for column, item in enumerate(items):
        for one in item.assignments:
            found[one.executor, column].append(one)
    executors = sorted({executor for executor, _ in found}, key=executor_order)
    columns = range(len(items))
    return Matrix(
        headings=tuple(Heading(number(item), clean(item.title)) for item in items),
        rows=tuple(
            Row(clean(one.name), tuple(_cell(found.get((one, column), ()), facts.cut_off) for column in columns))
            for one in executors
        ),
    )


def executor_order(executor: Executor) -> tuple[object, ...]:
    """What to sort executors by: schools first, then № 9 before № 10."""
    return executor.kind != SCHOOL, natural(executor.name), executor.name


def _cell(assignments: Sequence[AssignmentFacts], cut_off: date) -> Cell | None:
    if not assignments:
        return None
    found = [outcome(one, cut_off) for one in assignments]
    worst = next(candidate for candidate in Outcome if candidate in found)
    text = SIGNS[worst]
    return Cell(worst, text if len(found) == 1 else f"{text} {found.count(worst)} из {len(found)}")
