"""A plan as a matrix: executors down, its items or the times of one of them across; a cell for what became of each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from models.executors import SCHOOL
from models.tables import Assignment, Occurrence, Organization, PlanItem
from states.assignment import State, is_overdue

OVERDUE = "overdue"
WORST = (
    OVERDUE,
    State.RETURNED,
    State.REPORTED,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.POSTPONED,
    State.ACCEPTED,
    State.REMOVED,
)
"""What speaks for a cell of several, the first that there is: what most needs looking at."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """An item, or one time of an item."""

    item_id: int
    item: str
    title: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What became of a column at an executor, of `several` assignments the one that speaks. `how` is one of `WORST`."""

    assignment_id: int
    how: str
    several: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """An executor with its cells by the matrix's columns; None where it is not addressed to it."""

    organization_id: int
    executor: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The matrix, or a page of its executors; `more` follow."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    more: bool


def plan_matrix(
    session: Session, plan_id: int, *, today: date, item_id: int | None = None, after: int = 0, limit: int
) -> Matrix:
    """A page of the matrix of a plan's items, or of the times of one of them; schools first, № 9 before № 10."""
    own = [col(PlanItem.plan_id) == plan_id, *([] if item_id is None else [col(PlanItem.id) == item_id])]
    found = session.execute(_executors(own).offset(after).limit(limit + 1)).all()
    executors = found[:limit]
    columns: dict[Any, Column] = {}
    cells: dict[tuple[int, Any], list[tuple[str, int]]] = defaultdict(list)
    for row in session.execute(_parts(own, [one.id for one in executors])):
        key = row.item_id if item_id is None else (row.item_id, row.place)
        due_on = row.asked_by if item_id is not None else None
        columns.setdefault(key, Column(item_id=row.item_id, item=row.number, title=row.title, due_on=due_on))
        how = OVERDUE if is_overdue(row.state, row.effective_due_on, today) else str(row.state)
        cells[row.organization_id, key].append((how, row.id))
    lines = tuple(
        Line(organization_id=one.id, executor=one.name, cells=tuple(_cell(cells.get((one.id, key))) for key in columns))
        for one in executors
    )
    return Matrix(columns=tuple(columns.values()), lines=lines, more=len(found) > limit)


def _cell(parts: Sequence[tuple[str, int]] | None) -> Cell | None:
    if not parts:
        return None
    how, ident = min(parts, key=lambda part: WORST.index(part[0]))
    return Cell(assignment_id=ident, how=how, several=len(parts))


def _executors(own: list[Any]) -> Any:
    asked = select(col(Assignment.organization_id)).join(Occurrence).join(PlanItem).where(*own)
    schools_first = case((col(Organization.kind) == SCHOOL, 0), else_=1)
    number = col(Organization.number)
    query = select(col(Organization.id), col(Organization.name)).where(col(Organization.id).in_(asked))
    return query.order_by(schools_first, func.length(number), number, col(Organization.name), col(Organization.id))


def _parts(own: list[Any], organization_ids: Sequence[int]) -> Any:
    columns: list[Any] = [Assignment.id, Assignment.organization_id, Assignment.state, Assignment.effective_due_on]
    columns += [PlanItem.id.label("item_id"), PlanItem.number, PlanItem.title]  # type: ignore[union-attr]
    columns += [col(Occurrence.position).label("place"), col(Occurrence.effective_due_on).label("asked_by")]
    query = (
        select(*columns)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
    )
    query = query.where(*own, col(Assignment.organization_id).in_(organization_ids))
    return query.order_by(col(PlanItem.position), col(Occurrence.position), col(Assignment.id))
