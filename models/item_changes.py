"""What people do to an item itself rather than to its assignments: its control, its roll-up rule; and what was done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from models.held_items import HeldItem, no_item
from models.order_by_number import order_by_number
from models.roll_ups import roll_up_anew
from models.tables import Assignment, ItemHistory, Occurrence, Order, Person, Plan, PlanItem
from states.assignment import OPEN, State
from states.control import CONTROL, Control, ControlMove
from states.item import SETTLED, roll_up_rule
from states.next_year import GOES_ON
from states.policy import Action
from states.schedule import ScheduleKind

_WATCHED = OPEN | {State.REPORTED, State.POSTPONED}


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What an item was and is now: its control, or its rule; `state` is what it has come to."""

    item: str
    before: str
    after: str
    state: State


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An item whose removal from control Srok proposes. `open` counts required assignments that are not done, which a
    lead or a quorum allows; `goes_on` says that it may be asked for again.
    """

    item_id: int
    order: str
    item: str
    title: str
    open: int
    goes_on: bool


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One thing done to an item itself, with the person's name as it is today. `dest` is its control after it."""

    version: int
    at: datetime
    person: str
    trigger: str
    source: Control
    dest: Control
    reason: str
    detail: str


def change_control(
    session: Session, *, item_id: int, trigger: str, person_id: int, at: datetime, reason: str = ""
) -> Changed:
    """Move an item's control. Of what is removed no letter speaks and nothing is given out; what returns is looked at
    again by the next sweep.

    Raises:
        Unknown: no such item or person.
        NotAllowed: `states.control.CONTROL` refuses, with its codes.
        TooEarly, Stale: see `HeldItem`.

    """
    held = HeldItem(session, item_id, person_id=person_id, at=at)
    before = held.item.control
    move = ControlMove(roles=held.roles, reason=reason, all_done=_all_done(session, item_id))
    after = CONTROL.advance(before, trigger, move)
    held.record(trigger, reason=reason, control=after)
    if Control.REMOVED in {before, after}:
        _attend(session, item_id, on=None if after is Control.REMOVED else held.on)
    return Changed(item=held.item.number, before=before, after=after, state=held.item.state)


def _all_done(session: Session, item_id: int) -> bool:
    """Whether all that was asked for is accepted or removed, and nothing is still to be given out. Where nobody is
    required, everybody counts.
    """
    columns: list[Any] = [Occurrence.id, Assignment.required, Assignment.state]
    query = select(*columns).join_from(Occurrence, Assignment, isouter=True)
    found: dict[int, list[Any]] = {}
    for row in session.execute(query.where(col(Occurrence.item_id) == item_id)):
        found.setdefault(row.id, []).append(row)
    counted = ([row for row in rows if row.required] or rows for rows in found.values())
    return all(row.state in SETTLED for rows in counted for row in rows)


def _attend(session: Session, item_id: int, *, on: date | None) -> None:
    """Let the next sweep from `on` look at what is open of an item; None: never, while it is out of control."""
    occurrences = select(col(Occurrence.id)).where(col(Occurrence.item_id) == item_id)
    watched = (col(Assignment.occurrence_id).in_(occurrences), col(Assignment.required))
    looks = update(Assignment).where(*watched, col(Assignment.state).in_(_WATCHED)).values(attention_on=on)
    session.execute(looks.execution_options(synchronize_session="fetch"))


def set_roll_up(
    session: Session, *, item_id: int, rule: str, person_id: int, at: datetime, reason: str = ""
) -> Changed:
    """Roll an item up by another rule, `all`, `lead`, `quorum 3` or `quorum 50%`; its stored states follow at once. The
    row of its history has `before → after` for its `detail`.

    Raises:
        Unknown: no such item or person.
        RollUpUnknown: the rule cannot be understood.
        NotPermitted: the policy lets only others do this.
        TooEarly, Stale: see `HeldItem`.

    """
    wanted = str(roll_up_rule(rule))
    held = HeldItem(session, item_id, person_id=person_id, at=at)
    held.refuse_others(Action.SET_ROLL_UP)
    before = held.item.roll_up
    if wanted == before:
        return Changed(item=held.item.number, before=before, after=wanted, state=held.item.state)
    held.record(Action.SET_ROLL_UP, reason=reason, detail=f"{before} → {wanted}", roll_up=wanted)
    return Changed(item=held.item.number, before=before, after=wanted, state=roll_up_anew(session, item_id))


def item_history(session: Session, item_id: int) -> tuple[ItemLine, ...]:
    """Everything done to an item itself, the oldest first.

    Raises:
        Unknown: no such item.

    """
    if session.get(PlanItem, item_id) is None:
        raise no_item(item_id)
    return lines_of_item(session, item_id)


def lines_of_item(session: Session, item_id: int) -> tuple[ItemLine, ...]:
    """Everything done to an item that is known to be there, the oldest first."""
    columns: list[Any] = [ItemHistory.version, ItemHistory.at, Person.name, Person.email, ItemHistory.trigger]
    columns += [ItemHistory.source, ItemHistory.dest, ItemHistory.reason, ItemHistory.detail]
    query = select(*columns).join_from(ItemHistory, Person, col(Person.id) == ItemHistory.person_id, isouter=True)
    query = query.where(col(ItemHistory.item_id) == item_id).order_by(col(ItemHistory.version))
    return tuple(
        ItemLine(
            version=row.version,
            at=row.at,
            person=row.name or row.email or "",
            trigger=row.trigger,
            source=row.source,
            dest=row.dest,
            reason=row.reason,
            detail=row.detail,
        )
        for row in session.execute(query)
    )


def proposed_for_removal(session: Session, *, order: str | None = None) -> tuple[Proposed, ...]:
    """The items that are accepted and still under control, in the order of the plans: a controller decides."""
    undone = func.count(col(Assignment.id)).filter(col(Assignment.required), col(Assignment.state).not_in(SETTLED))
    columns: list[Any] = [PlanItem.id, Order.number, PlanItem.number, PlanItem.title, PlanItem.schedule_kind]
    query = (
        select(*columns, undone)
        .join_from(PlanItem, Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Occurrence, col(Occurrence.item_id) == PlanItem.id)
        .join(Assignment, col(Assignment.occurrence_id) == Occurrence.id, isouter=True)
        .where(col(PlanItem.state) == State.ACCEPTED, col(PlanItem.control) != Control.REMOVED)
        .group_by(*columns, col(Order.id), col(PlanItem.position))
        .order_by(col(Order.id), col(PlanItem.position))
    )
    if order is not None:
        query = query.where(col(Order.id) == order_by_number(session, order).id)
    return tuple(_proposed(*row) for row in session.execute(query))


def _proposed(item_id: int, order: str, item: str, title: str, kind: ScheduleKind, undone: int) -> Proposed:
    goes_on = kind in GOES_ON | {ScheduleKind.ON_REQUEST}
    return Proposed(item_id=item_id, order=order, item=item, title=title, open=undone, goes_on=goes_on)
