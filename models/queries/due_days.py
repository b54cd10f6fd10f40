"""What is due on each day of a span of days, item by item: how many, and how many of these are done or reported."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.tables import Assignment, Occurrence, Order, Plan, PlanItem
from states.assignment import OPEN, State


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """What of an item is due on a day. `open` is still to be reported on."""

    item_id: int
    order: str
    item: str
    title: str
    total: int
    accepted: int
    reported: int
    open: int


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """A day on which something is due."""

    on: date
    items: tuple[DueItem, ...]

    def count(self, what: str) -> int:
        """The sum of a count of its items."""
        return sum(getattr(one, what) for one in self.items)


def due_days(
    session: Session, first: date, last: date, *, plan_ids: Collection[int] | None, plan_id: int | None = None
) -> dict[date, DueDay]:
    """The days from `first` to `last`, both included, on which something not removed is due; None for all plans."""
    state, due = col(Assignment.state), col(Assignment.effective_due_on)
    of_item: list[Any] = [due, PlanItem.id, Order.number, PlanItem.number, PlanItem.title]
    counts = [
        func.count(),
        func.count().filter(state == State.ACCEPTED),
        func.count().filter(state == State.REPORTED),
        func.count().filter(state.in_(OPEN)),
    ]
    found = (
        select(*of_item, *counts)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(due >= first, due <= last, state != State.REMOVED)
        .group_by(*of_item, col(PlanItem.position))
        .order_by(due, col(Order.number), col(PlanItem.position))
    )
    if plan_ids is not None:
        found = found.where(col(PlanItem.plan_id).in_(plan_ids))
    if plan_id is not None:
        found = found.where(col(PlanItem.plan_id) == plan_id)
    names = tuple(DueItem.__dataclass_fields__)
    return {
        on: DueDay(on=on, items=tuple(DueItem(**dict(zip(names, row[1:], strict=True))) for row in rows))
        for on, rows in groupby(session.execute(found), lambda row: row[0])
    }
