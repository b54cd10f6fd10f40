"""Where an assignment or a plan belongs: what has to be known to say who may see it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Assignment, Occurrence, Order, Plan, PlanItem


@dataclass(frozen=True, kw_only=True)
class AssignmentPlace:
    """Of what plan and organization an assignment is."""

    assignment_id: int
    item_id: int
    plan_id: int
    organization_id: int


@dataclass(frozen=True, kw_only=True)
class PlanPlace:
    """A plan and its order."""

    plan_id: int
    title: str
    order_id: int
    order: str
    order_title: str
    time_zone: str


def assignment_place(session: Session, assignment_id: int) -> AssignmentPlace | None:
    """Where an assignment belongs; None where there is none of this id."""
    found = (
        select(col(Assignment.id), col(PlanItem.id), col(PlanItem.plan_id), col(Assignment.organization_id))
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .where(col(Assignment.id) == assignment_id)
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return None
    return AssignmentPlace(assignment_id=row[0], item_id=row[1], plan_id=row[2], organization_id=row[3])


def plan_place(session: Session, plan_id: int) -> PlanPlace | None:
    """A plan with its order; None where there is none of this id."""
    found = (
        select(Plan.id, Plan.title, Order.id, Order.number, Order.title, Plan.time_zone)  # type: ignore[call-overload]
        .join_from(Plan, Order, col(Order.id) == Plan.order_id)
        .where(col(Plan.id) == plan_id)
    )
    row = session.execute(found).one_or_none()
    if row is None:
        return None
    return PlanPlace(plan_id=row[0], title=row[1], order_id=row[2], order=row[3], order_title=row[4], time_zone=row[5])
