"""What in the plans somebody supervises waits for somebody: by kind and item, with counts, and one by one.

Everything is found by an index, so it costs what waits, not what there is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, Select, and_, cast, func, literal, or_, select, union_all
from sqlmodel import Session, col

from models.queries.apart import apart
from models.queries.assignment_facts import is_late
from models.tables import (
    Assignment,
    Occurrence,
    Order,
    Organization,
    Outbox,
    OutboxState,
    Person,
    Plan,
    PlanItem,
    PlanRole,
)
from models.tables.work import LIVE, WAITS_FOR_REVIEW
from states.assignment import OPEN, State
from states.control import Control

SOON = timedelta(days=7)


class Waits(StrEnum):
    """Why something wants attention, in the order in which people look at it."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    REPORTED = "reported"
    DECLINED = "declined"
    EXTENSIONS = "extensions"
    UNDATED = "undated"


@dataclass(frozen=True, kw_only=True)
class WaitingItem:
    """An item with assignments that wait, how many, and the earliest of their days: due, reported, declined, asked."""

    kind: Waits
    item_id: int
    plan_id: int
    order: str
    item: str
    title: str
    count: int
    since: date | None


@dataclass(frozen=True, kw_only=True)
class WaitingAssignment:
    """An assignment that waits, since the day or until the day that its kind goes by."""

    id: int
    item: str
    title: str
    order: str
    executor: str
    state: State
    effective_due_on: date | None
    since: date | None


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A letter that could not be delivered, or of which nobody knows."""

    id: int
    person: str
    recipient: str
    subject: str
    written_on: date


def waiting_items(session: Session, *, today: date, plan_ids: Collection[int] | None) -> tuple[WaitingItem, ...]:
    """Everything that waits in these plans, or in all where None: a line for each kind and item, the oldest first."""
    counted = [_counted(kind, today, plan_ids) for kind in Waits]
    rows = session.execute(union_all(*counted).order_by("since", "item_id"))
    found = [WaitingItem(**row) for row in rows.mappings()]
    return tuple(WaitingItem(**(vars(one) | {"kind": Waits(one.kind)})) for one in found)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which part of what waits a page shows: that of one item, or all; what comes behind the day and id of the page
    before; how many.
    """

    item_id: int | None = None
    after: tuple[date, int] | None = None
    limit: int = 50


def waiting_assignments(
    session: Session, kind: Waits, part: Part, *, today: date, plan_ids: Collection[int] | None
) -> tuple[WaitingAssignment, ...]:
    """The assignments of a kind by their day, a page of them."""
    since = _SINCE[kind]
    columns: list[Any] = [Assignment.id, PlanItem.number, PlanItem.title, Order.number, Organization.name]
    columns += [Assignment.state, Assignment.effective_due_on, since]
    found = _of(kind, columns, today, plan_ids).join(Organization, col(Organization.id) == Assignment.organization_id)
    if part.item_id is not None:
        found = found.where(col(PlanItem.id) == part.item_id)
    if part.after is not None:
        day, ident = part.after
        found = found.where(or_(since > day, and_(since == day, col(Assignment.id) > ident)))
    rows = session.execute(found.order_by(since, col(Assignment.id)).limit(part.limit))
    names = ("id", "item", "title", "order", "executor", "state", "effective_due_on", "since")
    return tuple(WaitingAssignment(**dict(zip(names, row, strict=True))) for row in rows)


def dead_letters(
    session: Session, *, plan_ids: Collection[int] | None, limit: int = 5
) -> tuple[int, tuple[DeadLetter, ...]]:
    """How many letters wait for a person's decision, and the latest: to whoever has a part or a role in these plans."""
    given_up = col(Outbox.state).in_((OutboxState.DEAD, OutboxState.UNKNOWN))
    columns: list[Any] = [Outbox.id, Person.name, Outbox.recipient, Outbox.subject, Outbox.written_on]
    found = select(*columns, func.count().over()).where(given_up)
    found = found.join_from(Outbox, Person, col(Person.id) == Outbox.person_id, isouter=True)
    if plan_ids is not None:
        part = (
            select(literal(1))
            .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
            .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
            .where(col(Assignment.organization_id) == Person.organization_id, col(PlanItem.plan_id).in_(plan_ids))
        )
        role = select(literal(1)).where(col(PlanRole.person_id) == Person.id, col(PlanRole.plan_id).in_(plan_ids))
        found = found.where(or_(part.correlate(Person).exists(), role.correlate(Person).exists()))
    rows = session.execute(found.order_by(col(Outbox.id).desc()).limit(limit)).all()
    lines = tuple(
        DeadLetter(id=row[0], person=row[1] or "", recipient=row[2], subject=row[3], written_on=row[4]) for row in rows
    )
    return (rows[0][5] if rows else 0), lines


_SINCE: dict[Waits, Any] = {
    Waits.OVERDUE: col(Assignment.effective_due_on),
    Waits.DUE_SOON: col(Assignment.effective_due_on),
    Waits.REPORTED: col(Assignment.reported_on),
    Waits.DECLINED: col(Assignment.declined_on),
    Waits.EXTENSIONS: col(Assignment.extension_asked_on),
    Waits.UNDATED: col(Assignment.issued_on),
}


def _waits(kind: Waits, today: date) -> Any:
    due, undone = col(Assignment.effective_due_on), col(Assignment.state).in_(OPEN)
    match kind:
        case Waits.OVERDUE:
            return and_(LIVE, is_late(today))
        case Waits.DUE_SOON:
            return and_(LIVE, undone, due >= today, due <= today + SOON)
        case Waits.REPORTED:
            return WAITS_FOR_REVIEW
        case Waits.DECLINED:
            return col(Assignment.declined_on).is_not(None)
        case Waits.EXTENSIONS:
            return col(Assignment.extension_on).is_not(None)
        case Waits.UNDATED:
            return and_(LIVE, undone, due.is_(None))


def _of(kind: Waits, columns: list[Any], today: date, plan_ids: Collection[int] | None) -> Select[Any]:
    """What waits, of required assignments of items under control: what the ladder watches."""
    found = (
        select(*columns)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(_waits(kind, today), col(Assignment.required), col(PlanItem.control) != Control.REMOVED)
    )
    return found if plan_ids is None else found.where(col(PlanItem.plan_id).in_(plan_ids))


def _counted(kind: Waits, today: date, plan_ids: Collection[int] | None) -> Select[Any]:
    """What waits of a kind, counted by item: first of all plans and by occurrence, which spares joins."""
    columns = (col(Assignment.occurrence_id), _SINCE[kind].label("since"))
    found = apart(select(*columns).where(_waits(kind, today), col(Assignment.required)), kind.value)
    of_one = [found.c.occurrence_id, func.count().label("count"), func.min(found.c.since).label("since")]
    waits = select(*of_one).group_by(found.c.occurrence_id).subquery()
    of_item: list[Any] = [PlanItem.id, PlanItem.plan_id, Order.number, PlanItem.number, PlanItem.title]
    named: list[Any] = [
        column.label(name)
        for column, name in zip(map(col, of_item), ("item_id", "plan_id", "order", "item", "title"), strict=True)
    ]
    reckoned = [cast(func.sum(waits.c.count), Integer).label("count"), func.min(waits.c.since).label("since")]
    by_item = (
        select(literal(kind.value).label("kind"), *named, *reckoned)
        .join_from(waits, Occurrence, col(Occurrence.id) == waits.c.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PlanItem.control) != Control.REMOVED)
        .group_by(*of_item)
    )
    return by_item if plan_ids is None else by_item.where(col(PlanItem.plan_id).in_(plan_ids))
