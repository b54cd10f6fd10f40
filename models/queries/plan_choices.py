"""The plans somebody may choose from, by the numbers of their orders. Counts nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Order, Plan


@dataclass(frozen=True, kw_only=True)
class PlanChoice:
    """A plan in a list to choose from."""

    plan_id: int
    order: str
    title: str


def plan_choices(session: Session, plan_ids: Collection[int] | None) -> tuple[PlanChoice, ...]:
    """These plans, or all where None, the newest order first."""
    columns: list[Any] = [Plan.id, Order.number, Plan.title, Order.title]
    found = select(*columns).join_from(Plan, Order, col(Order.id) == Plan.order_id)
    if plan_ids is not None:
        found = found.where(col(Plan.id).in_(plan_ids))
    rows = session.execute(found.order_by(col(Order.issued_on).desc(), col(Plan.id).desc()))
    return tuple(PlanChoice(plan_id=row[0], order=row[1], title=row[2] or row[3]) for row in rows)
