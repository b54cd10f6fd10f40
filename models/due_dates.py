"""Giving a date to what had none («по отдельному графику»): every assignment of the occurrence at once."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.actors import Unknown, actor
from models.operations import Bulk, move_all
from models.tables import Assignment, Occurrence, Plan, PlanItem
from states.as_of import SET_DUE_DATE
from states.fault import Fault
from states.policy import Action, refuse_others
from states.workdays import WorkingDays, on_or_before


class NotDatable(Fault):
    """An item that cannot be given this date; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Dated:
    """The item's printed number, and for how many required executors it now has a date."""

    item: str
    executors: int


def set_due_date(
    session: Session, *, item_id: int, due_on: date, person_id: int, at: datetime, calendar: WorkingDays
) -> Dated:
    """Give an undated item its date. The date counts as the original one.

    Raises:
        Unknown: no such item or person.
        NotPermitted: the person neither coordinates nor controls the plan.
        NotDatable: the item has a date already, or the date is before the order.

    """
    item = session.get(PlanItem, item_id)
    if item is None:
        raise Unknown(f"there is no item {item_id}: see `srok items`")
    plan = session.get_one(Plan, item.plan_id)
    on = at.astimezone(ZoneInfo(plan.time_zone)).date()
    roles = actor(session, person_id).roles(plan_id=item.plan_id, organization_id=None, on=on)
    refuse_others(Action.SET_ITEM_DUE_DATE, roles, place=f"item {item.number}")
    occurrence = _undated(session, item_id)
    if occurrence is None:
        raise NotDatable(f"item {item.number} has a date already: `srok bulk extend` puts it off")
    if due_on < occurrence.issues_on:
        raise NotDatable(f"item {item.number}: {due_on} is before the order, {occurrence.issues_on}")
    assignments = select(col(Assignment.id)).where(col(Assignment.occurrence_id) == occurrence.id)
    ids = tuple(session.execute(assignments.where(col(Assignment.due_on).is_(None))).scalars())
    bulk = Bulk(assignment_ids=ids, trigger=SET_DUE_DATE, person_id=person_id, at=at, due_on=due_on)
    move_all(session, bulk, calendar=calendar)
    # Every writer locks assignments before occurrences, and looks again once it holds them.
    occurrence = _undated(session, item_id)
    if occurrence is None:
        raise NotDatable(f"item {item.number} has been given a date meanwhile")
    occurrence.due_on, occurrence.effective_due_on = due_on, on_or_before(due_on, calendar)
    session.flush()
    required = select(func.count()).where(col(Assignment.id).in_(ids), col(Assignment.required))
    return Dated(item=item.number, executors=session.execute(required).scalar_one())


def _undated(session: Session, item_id: int) -> Occurrence | None:
    undated = select(Occurrence).where(col(Occurrence.item_id) == item_id, col(Occurrence.due_on).is_(None))
    return session.execute(undated.execution_options(populate_existing=True)).scalar_one_or_none()
