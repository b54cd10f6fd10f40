"""Lists of assignments: all that fit a filter, one by its id, and those in which something waits for an answer."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select
from sqlmodel import Session, col

from models.order_by_number import order_by_number
from models.tables import Assignment, Occurrence, Order, Organization, Plan, PlanItem
from states.assignment import OPEN, State, is_overdue


@dataclass(frozen=True, kw_only=True)
class AssignmentFact:
    """A line of the list of assignments; `overdue` as of the day asked for.

    It was given out on `issued_on`. `due_on` is the nominal day, `original_due_on` the first one for ever, `due_moves`
    how often it was put off. `extension_on` is a later day that somebody asked for on `extension_asked_on` and nobody
    has decided on; `declined_on` the day on which the executor said that it is not addressed to them, while that is
    open. `evidence_asked`: a report must bring a document.
    """

    id: int
    order: str
    item_id: int
    item: str
    kind: str
    title: str
    executor: str
    state: State
    issued_on: date
    due_on: date | None
    effective_due_on: date | None
    original_due_on: date | None
    due_moves: int
    extension_on: date | None
    extension_asked_on: date | None
    declined_on: date | None
    reported_on: date | None
    resume_on: date | None
    required: bool
    evidence_asked: bool
    version: int
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which assignments or items to list; None lets all pass. `order` names one as `order_by_number` understands it,
    `executor` is an organization's exact name.
    """

    order: str | None = None
    item: str | None = None
    executor: str | None = None
    state: State | None = None
    overdue: bool = False


_ALL = Filter()


def assignments(session: Session, wanted: Filter = _ALL, *, today: date) -> tuple[AssignmentFact, ...]:
    """Assignments that fit every part of the filter, in the order of the plans; overdue as of `today`.

    Raises:
        OrderUnknown, OrderAmbiguous: the filter's order.

    """
    return _listed(session, _fitting(session, wanted, today), _AS_PLANNED, today)


def assignment(session: Session, assignment_id: int, *, today: date) -> AssignmentFact | None:
    """One assignment, None where there is none of this id."""
    found = _listed(session, _selected().where(col(Assignment.id) == assignment_id), (), today)
    return found[0] if found else None


def exists(session: Session, assignment_id: int) -> bool:
    """Whether there is such an assignment."""
    return session.get(Assignment, assignment_id) is not None


def extensions(session: Session, wanted: Filter = _ALL, *, today: date) -> tuple[AssignmentFact, ...]:
    """The assignments whose asked-for extension nobody has decided on, the one asked for first at the top."""
    asked = _fitting(session, wanted, today).where(col(Assignment.extension_on).is_not(None))
    return _listed(session, asked, (col(Assignment.extension_asked_on), *_AS_PLANNED), today)


def declined(session: Session, wanted: Filter = _ALL, *, today: date) -> tuple[AssignmentFact, ...]:
    """The assignments that an executor has declined and nobody has upheld or removed, the oldest at the top."""
    refused = _fitting(session, wanted, today).where(col(Assignment.declined_on).is_not(None))
    return _listed(session, refused, (col(Assignment.declined_on), *_AS_PLANNED), today)


def awaiting_review(session: Session, wanted: Filter = _ALL, *, today: date) -> tuple[AssignmentFact, ...]:
    """The assignments that are reported and not reviewed, the report that has waited longest at the top."""
    reported = _fitting(session, wanted, today).where(col(Assignment.state) == State.REPORTED)
    return _listed(session, reported, (col(Assignment.reported_on), *_AS_PLANNED), today)


def from_assignments(query: Select[Any]) -> Select[Any]:
    """Join everything an assignment belongs to: occurrence, item, plan, order, organization."""
    return (
        query.join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Organization, col(Organization.id) == Assignment.organization_id)
    )


def order_id(session: Session, wanted: Filter) -> int | None:
    """The key of the order that a filter names."""
    return None if wanted.order is None else order_by_number(session, wanted.order).id


def narrowed(query: Select[Any], wanted: dict[Any, object]) -> Select[Any]:
    """Only rows in which these columns have these values; a value of None lets all pass."""
    for column, value in wanted.items():
        query = query if value is None else query.where(column == value)
    return query


def is_late(today: date) -> Any:
    """The condition that an assignment is overdue, as `states.assignment.is_overdue` has it."""
    return and_(col(Assignment.effective_due_on) < today, col(Assignment.state).in_(OPEN))


_AS_PLANNED: tuple[Any, ...] = (col(Order.id), col(PlanItem.position), col(Assignment.id))
_FIELDS = tuple(field.name for field in fields(AssignmentFact) if field.name != "overdue")
_ELSEWHERE: dict[str, Any] = {
    "order": Order.number,
    "item_id": PlanItem.id,
    "item": PlanItem.number,
    "kind": PlanItem.kind,
    "title": PlanItem.title,
    "executor": Organization.name,
    "issued_on": Assignment.issued_on,
    "evidence_asked": PlanItem.evidence_asked,
}


def _selected() -> Select[Any]:
    return from_assignments(select(*(_ELSEWHERE.get(name) or getattr(Assignment, name) for name in _FIELDS)))


def _fitting(session: Session, wanted: Filter, today: date) -> Select[Any]:
    query = narrowed(_selected(), {Order.id: order_id(session, wanted), PlanItem.number: wanted.item})
    query = narrowed(query, {Organization.name: wanted.executor, Assignment.state: wanted.state})
    return query.where(is_late(today)) if wanted.overdue else query


def _listed(session: Session, query: Select[Any], order: tuple[Any, ...], today: date) -> tuple[AssignmentFact, ...]:
    rows = (dict(zip(_FIELDS, row, strict=True)) for row in session.execute(query.order_by(*order)))
    return tuple(
        AssignmentFact(**row, overdue=is_overdue(row["state"], row["effective_due_on"], today)) for row in rows
    )
