"""What a supervisor's page tells beside the figures: what was escalated lately, and what waits for them themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from models.tables import (
    Assignment,
    FiringRow,
    Occurrence,
    Order,
    Outbox,
    OutboxState,
    PackageRow,
    Person,
    Plan,
    PlanItem,
    PlanRole,
)
from states.assignment import State
from states.control import Control
from states.draft import PlanRoleName
from states.package import PackageState


@dataclass(frozen=True, kw_only=True)
class Escalated:
    """A letter that told a supervisor of what is overdue: of how many assignments it spoke for the first time."""

    on: date
    to: str
    role: PlanRoleName
    order: str
    assignments: int
    state: OutboxState


@dataclass(frozen=True, kw_only=True)
class RemovableItem:
    """An item whose work is all accepted and that is still under control."""

    item_id: int
    order: str
    item: str
    title: str


@dataclass(frozen=True, kw_only=True)
class PackageToSign:
    """A package that is drafted and not signed."""

    package_id: int
    plan_id: int
    order: str
    begins_on: date
    ends_on: date


def escalated(session: Session, *, since: date, plan_ids: Collection[int] | None, limit: int) -> tuple[Escalated, ...]:
    """The letters to supervisors since a day, the newest first: a line for each plan a letter spoke of."""
    columns: list[Any] = [Outbox.written_on, Person.name, Outbox.recipient, PlanRole.role, Order.number, Outbox.state]
    found = (
        select(*columns, func.count(FiringRow.assignment_id.distinct()))  # type: ignore[attr-defined]
        .join_from(Outbox, FiringRow, col(FiringRow.outbox_id) == Outbox.id)
        .join(Person, col(Person.id) == Outbox.person_id)
        .join(Assignment, col(Assignment.id) == FiringRow.assignment_id)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(PlanRole, and_(col(PlanRole.plan_id) == PlanItem.plan_id, col(PlanRole.person_id) == Outbox.person_id))
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(Outbox.written_on) >= since)
        .group_by(col(Outbox.id), *columns)
        .order_by(col(Outbox.written_on).desc(), col(Outbox.id).desc(), PlanRole.role)
        .limit(limit)
    )
    if plan_ids is not None:
        found = found.where(col(PlanItem.plan_id).in_(plan_ids))
    return tuple(
        Escalated(on=row[0], to=row[1] or row[2], role=row[3], order=row[4], state=row[5], assignments=row[6])
        for row in session.execute(found)
    )


def removable_items(
    session: Session, *, plan_ids: Collection[int] | None, limit: int
) -> tuple[int, tuple[RemovableItem, ...]]:
    """How many items a controller may remove from control as done, and the first of them."""
    columns: list[Any] = [PlanItem.id, Order.number, PlanItem.number, PlanItem.title]
    found = (
        select(*columns, func.count().over())
        .join_from(PlanItem, Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PlanItem.state) == State.ACCEPTED, col(PlanItem.control) != Control.REMOVED)
    )
    if plan_ids is not None:
        found = found.where(col(Plan.id).in_(plan_ids))
    rows = session.execute(found.order_by(col(Order.id), col(PlanItem.position)).limit(limit)).all()
    lines = tuple(RemovableItem(item_id=row[0], order=row[1], item=row[2], title=row[3]) for row in rows)
    return (rows[0][4] if rows else 0), lines


def packages_to_sign(session: Session, *, plan_ids: Collection[int] | None) -> tuple[PackageToSign, ...]:
    """The packages that are drafted and wait for a signature."""
    columns: list[Any] = [PackageRow.id, PackageRow.plan_id, Order.number, PackageRow.begins_on, PackageRow.ends_on]
    found = (
        select(*columns)
        .join_from(PackageRow, Plan, col(Plan.id) == PackageRow.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PackageRow.state) == PackageState.DRAFT)
    )
    if plan_ids is not None:
        found = found.where(col(Plan.id).in_(plan_ids))
    rows = session.execute(found.order_by(col(PackageRow.ends_on), col(PackageRow.id)))
    return tuple(
        PackageToSign(package_id=row[0], plan_id=row[1], order=row[2], begins_on=row[3], ends_on=row[4]) for row in rows
    )
