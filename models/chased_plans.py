"""The plans the ladder watches: their ladders, zones, reporting days and pauses. Reads only."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.order_by_number import order_by_number
from models.tables import Order, Plan
from states.rungs import ladder_from
from states.waking import ChasedPlan


def chased_plans(session: Session, *, order: str | None = None) -> dict[int, ChasedPlan]:
    """Every plan as the ladder sees it, by the plan's id; only that of one order where its number is given."""
    columns: list[Any] = [Plan, Order.number, Order.issued_on]
    query = select(*columns).join_from(Plan, Order, col(Order.id) == Plan.order_id)
    if order is not None:
        query = query.where(col(Order.id) == order_by_number(session, order).id)
    return {plan.id: _chased(plan, number, issued_on) for plan, number, issued_on in session.execute(query)}


def zones(session: Session) -> frozenset[str]:
    """The zones in which there are plans."""
    return frozenset(session.execute(select(col(Plan.time_zone)).distinct()).scalars())


def _chased(plan: Any, number: str, issued_on: date) -> ChasedPlan:
    return ChasedPlan(
        plan_id=plan.id,
        order_number=number,
        order_issued_on=issued_on,
        time_zone=plan.time_zone,
        ladder=ladder_from(plan.ladder),
        reporting_dates=tuple(date.fromisoformat(day) for day in plan.reporting_dates),
        paused_on=plan.paused_on,
        paused_until=plan.paused_until,
    )
