"""The plans the ladder watches: their ladders, zones, reporting days and pauses. Reads only."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, cast, select
from sqlmodel import Session, col

from models.order_by_number import order_by_number
from models.tables import Order, Plan
from states.rungs import Ladder, ladder_from
from states.waking import ChasedPlan


def chased_plans(session: Session, *, order: str | None = None) -> dict[int, ChasedPlan]:
    """Every plan as the ladder sees it, by the plan's id; only that of one order where its number is given."""
    columns: list[Any] = [Plan.id, Order.number, Order.issued_on, Plan.time_zone, cast(Plan.ladder, Text)]
    columns += [cast(Plan.reporting_dates, Text), Plan.paused_on, Plan.paused_until]
    query = select(*columns).join_from(Plan, Order, col(Order.id) == Plan.order_id)
    if order is not None:
        query = query.where(col(Order.id) == order_by_number(session, order).id)
    return {row[0]: _chased(*row) for row in session.connection().execute(query)}


def zones(session: Session) -> frozenset[str]:
    """The zones in which there are plans."""
    return frozenset(session.execute(select(col(Plan.time_zone)).distinct()).scalars())


def _chased(plan_id: int, number: str, issued_on: date, time_zone: str, *stored: Any) -> ChasedPlan:
    ladder, reporting_dates, paused_on, paused_until = stored
    return ChasedPlan(
        plan_id=plan_id,
        order_number=number,
        order_issued_on=issued_on,
        time_zone=time_zone,
        ladder=_ladder(ladder),
        reporting_dates=_days(reporting_dates),
        paused_on=paused_on,
        paused_until=paused_until,
    )


@lru_cache(maxsize=256)
def _ladder(written: str) -> Ladder:
    """Most plans have the same: thousands of them are one ladder."""
    return ladder_from(json.loads(written))


@lru_cache(maxsize=256)
def _days(written: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in json.loads(written))
