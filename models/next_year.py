"""Carrying a plan on into another year: what Srok proposes, and the occurrences of what people have confirmed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.held_items import HeldItem, lock_assignments
from models.occurrences import add
from models.order_by_number import order_by_number
from models.order_times import OrderTimes
from models.schedules import schedule_from
from models.tables import Occurrence, Order, Plan, PlanItem
from states.control import Control
from states.fault import Fault
from states.next_year import GOES_ON, terms_to_add
from states.policy import Action
from states.schedule import Term, due_term
from states.workdays import WorkingDays


class NotCarriedOn(Fault):
    """An item that is not carried on into a year; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class CarriedOn:
    """An item and its times in another year that are not there yet, or were not."""

    item_id: int
    plan_id: int
    order: str
    item: str
    title: str
    deadline: str
    terms: tuple[Term, ...]

    @property
    def days(self) -> str:
        """The days its times are due, in ISO form."""
        return ", ".join(str(term.due_on) for term in self.terms)


def proposed_for_year(
    session: Session, *, year: int, order: str | None = None, plan_ids: Collection[int] | None = None
) -> tuple[CarriedOn, ...]:
    """The items under control that go on, with their times in `year` that are not there yet, in the order of the plans:
    of these plans, of all where None.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.

    """
    of_order = [] if order is None else [col(Order.id) == order_by_number(session, order).id]
    of_plans = [] if plan_ids is None else [col(PlanItem.plan_id).in_(plan_ids)]
    found = (_carried_on(row, year=year) for row in _rows(session, *of_order, *of_plans))
    return tuple(one for one in found if one.terms)


def open_next_year(
    session: Session, *, item_ids: Collection[int], year: int, person_id: int, at: datetime, calendar: WorkingDays
) -> tuple[CarriedOn, ...]:
    """Add to these items what is proposed for `year`; what was added. Done again it adds nothing.

    Assignments are given out when their day comes, `Plan.opens_ahead` working days before they are due.

    Raises:
        Unknown: no such item or person.
        NotPermitted: the policy lets only others do this.
        NotCarriedOn: the item does not go on or is out of control, or the year is neither this nor the next.
        TooEarly, Stale: see `HeldItem`.

    """
    lock_assignments(session, item_ids)
    done = (_open(session, ident, year, person_id=person_id, at=at, calendar=calendar) for ident in sorted(item_ids))
    return tuple(one for one in done if one.terms)


def _open(
    session: Session, item_id: int, year: int, *, person_id: int, at: datetime, calendar: WorkingDays
) -> CarriedOn:
    held = HeldItem(session, item_id, person_id=person_id, at=at)
    held.refuse_others(Action.OPEN_NEXT_YEAR)
    _refuse(held, year)
    found = _carried_on(*_rows(session, col(PlanItem.id) == item_id), year=year)
    if not found.terms:
        return found
    held.record(Action.OPEN_NEXT_YEAR, detail=f"{year}: {found.days}")
    times = OrderTimes(
        issued_on=held.on, reporting_dates=(), calendar=calendar, today=held.on, opens_ahead=held.plan.opens_ahead
    )
    add(
        session,
        item_id,
        (
            times.occurrence(item_id, position, due_term(term, calendar))
            for position, term in enumerate(found.terms, _next_position(session, item_id))
        ),
    )
    return found


def _next_position(session: Session, item_id: int) -> int:
    last = select(func.max(Occurrence.position)).where(col(Occurrence.item_id) == item_id)
    return (session.execute(last).scalar_one_or_none() or 0) + 1


def _refuse(held: HeldItem, year: int) -> None:
    item = held.item
    if item.schedule_kind not in GOES_ON:
        raise NotCarriedOn(
            f"item {item.number} is {item.schedule_kind}: only recurring, times_per_year and continuous ones go on"
        )
    if item.control is Control.REMOVED:
        raise NotCarriedOn(f"item {item.number} is removed from control: a controller returns it by `srok control`")
    if year not in {held.on.year, held.on.year + 1}:
        raise NotCarriedOn(f"{year}: only {held.on.year} and {held.on.year + 1} can be opened on {held.on}")


def _rows(session: Session, *conditions: Any) -> list[Any]:
    columns: list[Any] = [
        PlanItem.id,
        PlanItem.plan_id,
        col(Order.number).label("order"),
        col(PlanItem.number).label("item"),
    ]
    columns += [PlanItem.title, PlanItem.deadline_text, PlanItem.schedule, Plan.reporting_dates]
    last = select(func.max(Occurrence.due_on)).where(col(Occurrence.item_id) == PlanItem.id).scalar_subquery()
    query = (
        select(*columns, last.label("last_on"))
        .join_from(PlanItem, Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PlanItem.schedule_kind).in_(sorted(GOES_ON)), col(PlanItem.control) != Control.REMOVED, *conditions)
        .order_by(col(Order.id), col(PlanItem.position))
    )
    return list(session.execute(query))


def _carried_on(row: Any, *, year: int) -> CarriedOn:
    reporting = [date.fromisoformat(day) for day in row.reporting_dates]
    return CarriedOn(
        item_id=row.id,
        plan_id=row.plan_id,
        order=row.order,
        item=row.item,
        title=row.title,
        deadline=row.deadline_text,
        terms=terms_to_add(schedule_from(row.schedule), year=year, reporting_dates=reporting, last_on=row.last_on),
    )
