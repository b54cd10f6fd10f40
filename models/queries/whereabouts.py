"""Where assignments belong, many at once: what says who may see them. Reads only."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Assignment, Occurrence, PlanItem


class Whereabouts(NamedTuple):
    """The plan and the organization of an assignment."""

    assignment_id: int
    plan_id: int
    organization_id: int


def whereabouts(session: Session, assignment_ids: Collection[int]) -> tuple[Whereabouts, ...]:
    """Of these assignments, those that there are, by their ids."""
    columns: list[Any] = [Assignment.id, PlanItem.plan_id, Assignment.organization_id]
    found = (
        select(*columns)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .where(col(Assignment.id).in_(assignment_ids))
    )
    return tuple(Whereabouts(*row) for row in session.execute(found.order_by(col(Assignment.id))))
