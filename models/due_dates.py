"""Giving a date to what had none («по отдельному графику»): every assignment of the occurrence at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from models.operations import Unknown, roles_of
from models.tables import Assignment, History, Occurrence, Plan, PlanItem, key
from states.as_of import SET_DUE_DATE
from states.assignment import Role, State
from states.fault import Fault
from states.workdays import WorkingDays, on_or_before


class NotDatable(Fault):
    """An item that cannot be given this date by this person; the text says why."""


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
        Unknown: no such item.
        NotDatable: the item has a date already, the date is before the order, or the person neither coordinates nor
            controls the plan.

    """
    item = session.get(PlanItem, item_id)
    if item is None:
        raise Unknown(f"there is no item {item_id}: see `srok items`")
    plan = session.get_one(Plan, item.plan_id)
    roles = roles_of(session, person_id, organization_id=0, plan_id=item.plan_id)
    if not roles & {Role.COORDINATOR, Role.CONTROLLER}:
        raise NotDatable(f"item {item.number}: only the plan's coordinator and controllers may set its date")
    undated = select(Occurrence).where(col(Occurrence.item_id) == item_id, col(Occurrence.due_on).is_(None))
    occurrence = session.execute(undated.with_for_update()).scalar_one_or_none()
    if occurrence is None:
        raise NotDatable(f"item {item.number} has a date already")
    if due_on < occurrence.issues_on:
        raise NotDatable(f"item {item.number}: {due_on} is before the order, {occurrence.issues_on}")
    effective = on_or_before(due_on, calendar)
    occurrence.due_on, occurrence.effective_due_on = due_on, effective
    on = at.astimezone(ZoneInfo(plan.time_zone)).date()
    line = {"trigger": SET_DUE_DATE, "at": at, "on": on, "person_id": person_id, "text": "", "reason": ""}
    dates = {"due_on": due_on, "effective_due_on": effective}
    return Dated(item=item.number, executors=_date_assignments(session, key(occurrence.id), dates, line))


def _date_assignments(session: Session, occurrence_id: int, dates: dict[str, Any], line: dict[str, Any]) -> int:
    undated = select(Assignment).where(col(Assignment.occurrence_id) == occurrence_id, col(Assignment.due_on).is_(None))
    rows = session.execute(undated.with_for_update()).scalars().all()
    history = [
        {"assignment_id": row.id, "version": row.version + 1, "source": row.state, "dest": row.state, **line, **dates}
        for row in rows
    ]
    changes = [
        {
            "id": row.id,
            "version": row.version + 1,
            "original_due_on": dates["due_on"],
            "due_version": row.due_version + 1,
            "attention_on": row.issued_on if row.required and row.state not in _SILENT else row.attention_on,
            **dates,
        }
        for row in rows
    ]
    if rows:
        session.execute(insert(History), history)
        session.execute(update(Assignment), changes)
    return sum(row.required for row in rows)


_SILENT = frozenset({State.ACCEPTED, State.POSTPONED, State.REMOVED})
