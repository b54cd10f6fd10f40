"""Lists of items with the counts of their assignments."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.queries.assignment_facts import Filter, from_assignments, is_late, narrowed, order_id
from models.tables import Assignment, Order, Organization, PlanItem
from states.assignment import State
from states.item import SETTLED


@dataclass(frozen=True, kw_only=True)
class ItemFact:
    """A line of the list of items, with the counts that are always shown beside the roll-up. `executor` is as written;
    the due days are the nearest at which something is still to be done; `roll_up` is the rule by which the item's state
    follows from its assignments, `control` the controllers' axis beside it.
    """

    id: int
    order: str
    item: str
    kind: str
    title: str
    executor: str
    deadline: str
    schedule: str
    state: State
    roll_up: str
    control: str
    due_on: date | None
    effective_due_on: date | None
    assignments: int
    accepted: int
    reported: int
    overdue: int


_FIELDS = tuple(field.name for field in fields(ItemFact))
_ALL = Filter()


def items(session: Session, wanted: Filter = _ALL, *, today: date) -> tuple[ItemFact, ...]:
    """The items that fit every part of the filter, with counts of their required assignments, in the order of the
    plans. `executor` asks for items this organization has a part in, `overdue` for those with an overdue part.

    Raises:
        OrderUnknown, OrderAmbiguous: the filter's order.

    """
    required, undone = col(Assignment.required), col(Assignment.state).not_in(SETTLED)
    late = func.count().filter(required, is_late(today))
    reckoned = [
        func.min(Assignment.due_on).filter(undone),
        func.min(Assignment.effective_due_on).filter(undone),
        func.count().filter(required),
        func.count().filter(required, col(Assignment.state) == State.ACCEPTED),
        func.count().filter(required, col(Assignment.state) == State.REPORTED),
        late,
    ]
    columns: list[Any] = [PlanItem.id, Order.number, PlanItem.number, PlanItem.kind, PlanItem.title]
    columns += [PlanItem.executors_text, PlanItem.deadline_text, PlanItem.schedule_kind, PlanItem.state]
    columns += [PlanItem.roll_up, PlanItem.control]
    query = from_assignments(select(*columns, *reckoned)).group_by(*columns, col(PlanItem.position), col(Order.id))
    query = narrowed(query, {Order.id: order_id(session, wanted)})
    query = narrowed(query, {PlanItem.number: wanted.item, PlanItem.state: wanted.state})
    if wanted.executor is not None:
        part = from_assignments(select(col(PlanItem.id))).where(col(Organization.name) == wanted.executor)
        query = query.where(col(PlanItem.id).in_(part.correlate(None)))
    if wanted.overdue:
        query = query.having(late > 0)
    rows = session.execute(query.order_by(col(Order.id), col(PlanItem.position)))
    return tuple(ItemFact(**dict(zip(_FIELDS, row, strict=True))) for row in rows)
