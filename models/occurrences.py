"""Occurrences become work: given out on their day, opened by hand, or opened for another year. Whoever carries an item
out gets an assignment; what becomes of it then is `models.operations`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, insert, literal, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.due_dates import set_due_date
from models.held_items import HeldItem
from models.ids import among
from models.roll_ups import roll_up_anew
from models.tables import Assignment, History, ItemExecutor, Occurrence, Organization, PlanItem, key
from states.assignment import LONGEST_TERM
from states.control import Control
from states.fault import Fault
from states.next_year import GOES_ON
from states.policy import Action
from states.schedule import ScheduleKind
from states.workdays import WorkingDays, on_or_before


class NotOpenable(Fault):
    """An item of which no occurrence can be opened so; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An occurrence opened by hand: the item's printed number, its days, and how many required executors have it."""

    item: str
    due_on: date
    effective_due_on: date
    executors: int


def issue_due(session: Session, *, today: date) -> int:
    """Give out every occurrence whose day has come, or has passed, of items under control; how many assignments.

    Of two at once each occurrence is given out by one: by whoever marks it as given out.
    """
    item = (col(PlanItem.id) == col(Occurrence.item_id), col(PlanItem.control) != Control.REMOVED)
    under_control = select(col(PlanItem.id)).where(*item).correlate(Occurrence).exists()
    return _issue(session, col(Occurrence.issues_on) <= today, under_control, on=today)


def issue(session: Session, occurrence_ids: Collection[int], *, on: date) -> int:
    """Give out these occurrences, where nobody has; how many assignments."""
    dialect = session.get_bind().dialect.name
    return _issue(session, among(col(Occurrence.id), dialect), on=on, ids=occurrence_ids)


def _issue(session: Session, *which: Any, on: date, **bound: Any) -> int:
    session.flush()
    claim = update(Occurrence).where(col(Occurrence.issued_on).is_(None), *which).values(issued_on=on)
    in_step = {"synchronize_session": "fetch"}
    claimed = session.execute(claim.returning(col(Occurrence.id)), bound, execution_options=in_step).scalars().all()
    if not claimed:
        return 0
    return give_out(session, claimed, on=on)


def give_out(session: Session, occurrence_ids: Collection[int], *, on: date) -> int:
    """Give assignments of these occurrences to all whom their items are addressed to and who have none yet, in the
    order of the text; how many. External parties are not chased, and an organization that merged into another is given
    nothing more.
    """
    connection = session.connection()
    given = connection.execute(_give_out(connection.dialect.name, on), {"ids": occurrence_ids})
    return len(given.all())  # the row count of such an insert is not to be relied on


def _give_out(dialect: str, on: date) -> Any:
    required, there = col(ItemExecutor.required), aliased(Assignment)
    same = (
        col(there.occurrence_id) == col(Occurrence.id),
        col(there.organization_id) == col(ItemExecutor.organization_id),
    )
    values: dict[str, Any] = {
        "occurrence_id": Occurrence.id,
        "organization_id": ItemExecutor.organization_id,
        "person_id": ItemExecutor.person_id,
        "required": required,
        "lead": col(ItemExecutor.position) == 0,
        "issued_on": literal(on),
        "original_due_on": Occurrence.due_on,
        "due_on": Occurrence.due_on,
        "effective_due_on": Occurrence.effective_due_on,
        "attention_on": case((required, literal(on))),
    }
    addressed = (
        select(*values.values())
        .join_from(Occurrence, ItemExecutor, col(ItemExecutor.item_id) == Occurrence.item_id)
        .join(Organization, col(Organization.id) == ItemExecutor.organization_id)
        .where(among(col(Occurrence.id), dialect), col(Organization.merged_into_id).is_(None))
        .where(~select(col(there.id)).where(*same).exists())
        .order_by(col(Occurrence.id), col(ItemExecutor.position))
    )
    table: Any = Assignment.__table__  # type: ignore[attr-defined]
    return insert(table).from_select(list(values), addressed).returning(table.c.id)


def open_occurrence(
    session: Session, *, item_id: int, due_on: date, person_id: int, at: datetime, calendar: WorkingDays
) -> Opened:
    """Ask for an item «по запросу» once more: its executors are given it at once. The first time dates what they have.

    Raises:
        Unknown: no such item or person.
        NotPermitted: the policy lets only others do this.
        NotOpenable: the item is not on request or out of control, or the day is past or asked for already.
        TooEarly, Stale: see `HeldItem`.

    """
    held = HeldItem(session, item_id, person_id=person_id, at=at)
    held.refuse_others(Action.OPEN_OCCURRENCE)
    effective, times = on_or_before(due_on, calendar), _occurrences_of(session, item_id)
    _refuse(held, due_on, effective, times)
    held.record(Action.OPEN_OCCURRENCE, detail=f"due {due_on}")
    undated = len(times) == 1 and times[0].due_on is None and not _is_touched(session, key(times[0].id))
    if undated:
        set_due_date(session, item_id=item_id, due_on=due_on, person_id=person_id, at=at, calendar=calendar)
        row = times[0]
    else:
        row = Occurrence(item_id=item_id, position=times[-1].position + 1, issues_on=held.on)
        row.due_on, row.effective_due_on = due_on, effective
        add(session, item_id, [row])
        issue(session, [key(row.id)], on=held.on)
    executors = _required(session, key(row.id))
    return Opened(item=held.item.number, due_on=due_on, effective_due_on=effective, executors=executors)


def _refuse(held: HeldItem, due_on: date, effective: date, times: list[Occurrence]) -> None:
    item = held.item
    if item.schedule_kind is not ScheduleKind.ON_REQUEST:
        raise NotOpenable(f"item {item.number}: {_INSTEAD.get(item.schedule_kind, _BY_ITSELF)}")
    if item.control is Control.REMOVED:
        raise NotOpenable(f"item {item.number} is removed from control: a controller returns it by `srok control`")
    if effective < held.on:
        raise NotOpenable(f"item {item.number}: {due_on} is past: choose a day from {held.on} on")
    if due_on > held.on + LONGEST_TERM:
        raise NotOpenable(f"item {item.number}: {due_on} is more than ten years away: choose an earlier day")
    if due_on in {one.due_on for one in times}:
        raise NotOpenable(f"item {item.number} is asked for by {due_on} already: see `srok assignments`")


_BY_ITSELF = "its days are those of the order, and are given out by themselves: another edition changes them"
_GOES_ON = "its days are given out by themselves: `srok next-year` carries it on"
_INSTEAD = dict.fromkeys(GOES_ON, _GOES_ON) | {
    ScheduleKind.BY_SCHEDULE: "it waits for its date: `srok due` gives it one",
    ScheduleKind.UNSTATED: "its deadline is unstated: `srok due` gives it a date",
}


def add(session: Session, item_id: int, rows: Iterable[Occurrence]) -> None:
    """Add occurrences to an item. Where everything was done, something is to be done again: its state follows."""
    session.add_all(rows)
    roll_up_anew(session, item_id)


def _occurrences_of(session: Session, item_id: int) -> list[Occurrence]:
    rows = select(Occurrence).where(col(Occurrence.item_id) == item_id).order_by(col(Occurrence.position))
    return list(session.execute(rows).scalars())


def _is_touched(session: Session, occurrence_id: int) -> bool:
    """Whether somebody has done something to an assignment of it."""
    moved = select(col(History.id)).join(Assignment).where(col(Assignment.occurrence_id) == occurrence_id)
    return session.execute(moved.limit(1)).first() is not None


def _required(session: Session, occurrence_id: int) -> int:
    required = (col(Assignment.occurrence_id) == occurrence_id, col(Assignment.required))
    return int(session.execute(select(func.count()).where(*required)).scalar_one())
