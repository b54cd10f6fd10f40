"""Plans as their pages show them: how far each has come, its sections and items with the counts of their executors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.queries.assignment_facts import is_late
from models.tables import Assignment, Occurrence, Order, Plan, PlanItem, Section
from models.tables.work import LIVE
from states.assignment import State
from states.control import Control
from states.item import SETTLED


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """A plan among others: its items under control, those done, and the assignments that are overdue."""

    plan_id: int
    order: str
    title: str
    issued_on: date
    items: int
    accepted: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class PlanItemLine:
    """An item of a plan with counts of its required assignments; the due day is the nearest at which something is
    still to be done.
    """

    id: int
    section_id: int | None
    kind: str
    item: str
    title: str
    deadline: str
    state: State
    control: Control
    effective_due_on: date | None
    assignments: int
    accepted: int
    reported: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class SectionItems:
    """A section of a plan and its items; the clauses of the order itself have no section."""

    title: str | None
    items: tuple[PlanItemLine, ...]


def plan_lines(session: Session, *, today: date, plan_ids: Collection[int] | None) -> tuple[PlanLine, ...]:
    """These plans, or all where None, the newest first."""
    under_control = col(PlanItem.control) != Control.REMOVED
    columns: list[Any] = [Plan.id, Order.number, Plan.title, Order.issued_on]
    done = func.count().filter(under_control, col(PlanItem.state) == State.ACCEPTED)
    found = (
        select(*columns, func.count(col(PlanItem.id)).filter(under_control), done)
        .join_from(Plan, Order, col(Order.id) == Plan.order_id)
        .join(PlanItem, col(PlanItem.plan_id) == Plan.id, isouter=True)
        .group_by(*columns)
    )
    if plan_ids is not None:
        found = found.where(col(Plan.id).in_(plan_ids))
    late = _overdue(session, today)
    return tuple(
        PlanLine(
            plan_id=row[0], order=row[1], title=row[2], issued_on=row[3], items=row[4], accepted=row[5],
            overdue=late.get(row[0], 0),
        )
        for row in session.execute(found.order_by(col(Order.issued_on).desc(), col(Plan.id).desc()))
    )  # fmt: skip


def _overdue(session: Session, today: date) -> dict[int, int]:
    """How many required assignments are overdue, by plan."""
    found = (
        select(col(PlanItem.plan_id), func.count())
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .where(LIVE, is_late(today), col(Assignment.required), col(PlanItem.control) != Control.REMOVED)
        .group_by(col(PlanItem.plan_id))
    )
    return dict(session.execute(found).tuples().all())


def plan_sections(session: Session, plan_id: int, *, today: date) -> tuple[SectionItems, ...]:
    """The sections of a plan with their items, in the order of the document; the order's own clauses come last."""
    of_plan = select(col(Section.id), col(Section.title)).where(col(Section.plan_id) == plan_id)
    titles = dict(session.execute(of_plan.order_by(col(Section.position))).tuples().all())
    lines = _items(session, plan_id, today)
    found = [
        SectionItems(title=ident and titles[ident], items=tuple(line for line in lines if line.section_id == ident))
        for ident in (*titles, None)
    ]
    return tuple(one for one in found if one.items)


def _items(session: Session, plan_id: int, today: date) -> list[PlanItemLine]:
    required, undone = col(Assignment.required), col(Assignment.state).not_in(SETTLED)
    counts = [
        func.min(Assignment.effective_due_on).filter(undone, required),
        func.count().filter(required),
        func.count().filter(required, col(Assignment.state) == State.ACCEPTED),
        func.count().filter(required, col(Assignment.state) == State.REPORTED),
        func.count().filter(required, is_late(today)),
    ]
    columns: list[Any] = [PlanItem.id, PlanItem.section_id, PlanItem.kind, PlanItem.number, PlanItem.title]
    columns += [PlanItem.deadline_text, PlanItem.state, PlanItem.control]
    found = (
        select(*columns, *counts)
        .join_from(PlanItem, Occurrence, col(Occurrence.item_id) == PlanItem.id, isouter=True)
        .join(Assignment, col(Assignment.occurrence_id) == Occurrence.id, isouter=True)
        .where(col(PlanItem.plan_id) == plan_id)
        .group_by(*columns, col(PlanItem.position))
        .order_by(col(PlanItem.position))
    )
    names = tuple(PlanItemLine.__dataclass_fields__)
    return [PlanItemLine(**dict(zip(names, row, strict=True))) for row in session.execute(found)]
