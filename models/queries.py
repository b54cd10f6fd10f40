"""Rows become facts: what lists, letters and people who look something up are told. Reads only."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlmodel import Session, col

from models.order_by_number import order_by_number
from models.tables import (
    Assignment,
    Evidence,
    History,
    Occurrence,
    Order,
    Organization,
    Person,
    Plan,
    PlanItem,
)
from states.assignment import OPEN, State, is_overdue
from states.item import SETTLED


@dataclass(frozen=True, kw_only=True)
class AssignmentFact:
    """A line of the list of assignments. `due_on` is the nominal day, `overdue` as of the day asked for."""

    id: int
    order: str
    item: str
    kind: str
    title: str
    executor: str
    state: State
    due_on: date | None
    effective_due_on: date | None
    overdue: bool
    required: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class ItemFact:
    """A line of the list of items, with the counts that are always shown beside the roll-up. `executor` is as written;
    the due days are the nearest at which something is still to be done.
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
    due_on: date | None
    effective_due_on: date | None
    assignments: int
    accepted: int
    reported: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class EvidenceFact:
    """A confirming document: its name, and where it lies in the evidence folder."""

    name: str
    sha256: str
    stored_as: str


@dataclass(frozen=True, kw_only=True)
class HistoryFact:
    """One change of an assignment, with the person's name as it is today. `due_on` is a date that it set."""

    version: int
    at: datetime
    trigger: str
    source: State
    dest: State
    person: str
    text: str
    reason: str
    due_on: date | None
    evidence: tuple[EvidenceFact, ...]


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


def assignments(session: Session, wanted: Filter, *, today: date) -> tuple[AssignmentFact, ...]:
    """Assignments that fit every part of the filter, in the order of the plans; overdue as of `today`."""
    columns: list[Any] = [
        Assignment.id,
        Order.number,
        PlanItem.number,
        PlanItem.kind,
        PlanItem.title,
        Organization.name,
    ]
    columns += [
        Assignment.state,
        Assignment.due_on,
        Assignment.effective_due_on,
        Assignment.required,
        Assignment.version,
    ]
    query = from_assignments(select(*columns))
    query = _narrowed(query, {Order.id: _order_id(session, wanted), PlanItem.number: wanted.item})
    query = _narrowed(query, {Organization.name: wanted.executor, Assignment.state: wanted.state})
    if wanted.overdue:
        query = query.where(_overdue(today))
    rows = session.execute(query.order_by(col(Order.id), col(PlanItem.position), col(Assignment.id)))
    return tuple(_assignment_fact(row, today) for row in rows)


def from_assignments(query: Select[Any]) -> Select[Any]:
    """Join everything an assignment belongs to: occurrence, item, plan, order, organization."""
    return (
        query.join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Organization, col(Organization.id) == Assignment.organization_id)
    )


def _overdue(today: date) -> Any:
    return and_(col(Assignment.effective_due_on) < today, col(Assignment.state).in_(OPEN))


def _assignment_fact(row: Any, today: date) -> AssignmentFact:
    ident, order, item, kind, title, executor, state, due_on, effective, required, version = row
    return AssignmentFact(
        id=ident,
        order=order,
        item=item,
        kind=kind,
        title=title,
        executor=executor,
        state=state,
        due_on=due_on,
        effective_due_on=effective,
        overdue=is_overdue(state, effective, today),
        required=required,
        version=version,
    )


def items(session: Session, wanted: Filter, *, today: date) -> tuple[ItemFact, ...]:
    """The items that fit every part of the filter, with counts of their required assignments, in the order of the
    plans. `executor` asks for items this organization has a part in, `overdue` for those with an overdue part.
    """
    required, undone = col(Assignment.required), col(Assignment.state).not_in(SETTLED)
    late = func.count().filter(required, _overdue(today))
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
    query = from_assignments(select(*columns, *reckoned)).group_by(*columns, col(PlanItem.position), col(Order.id))
    query = _narrowed(query, {Order.id: _order_id(session, wanted)})
    query = _narrowed(query, {PlanItem.number: wanted.item, PlanItem.state: wanted.state})
    if wanted.executor is not None:
        part = from_assignments(select(col(PlanItem.id))).where(col(Organization.name) == wanted.executor)
        query = query.where(col(PlanItem.id).in_(part.correlate(None)))
    if wanted.overdue:
        query = query.having(late > 0)
    rows = session.execute(query.order_by(col(Order.id), col(PlanItem.position)))
    return tuple(ItemFact(**dict(zip(_ITEM_FIELDS, row, strict=True))) for row in rows)


_ITEM_FIELDS = tuple(field.name for field in fields(ItemFact))


def _order_id(session: Session, wanted: Filter) -> int | None:
    return None if wanted.order is None else order_by_number(session, wanted.order).id


def _narrowed(query: Select[Any], wanted: dict[Any, object]) -> Select[Any]:
    for column, value in wanted.items():
        query = query if value is None else query.where(column == value)
    return query


def history(session: Session, assignment_id: int) -> tuple[HistoryFact, ...]:
    """Every change of an assignment, the oldest first."""
    columns: list[Any] = [History.id, History.version, History.at, History.trigger, History.source, History.dest]
    columns += [Person.name, Person.email, History.text, History.reason, History.due_on]
    query = select(*columns).join_from(History, Person, col(Person.id) == History.person_id, isouter=True)
    query = query.where(col(History.assignment_id) == assignment_id).order_by(col(History.version))
    rows = session.execute(query).all()
    documents = _evidence(session, [row.id for row in rows])
    return tuple(
        HistoryFact(
            version=row.version,
            at=row.at,
            trigger=row.trigger,
            source=row.source,
            dest=row.dest,
            person=row.name or row.email or "",
            text=row.text,
            reason=row.reason,
            due_on=row.due_on,
            evidence=tuple(documents.get(row.id, ())),
        )
        for row in rows
    )


def _evidence(session: Session, history_ids: list[int]) -> dict[int, list[EvidenceFact]]:
    columns: list[Any] = [Evidence.history_id, Evidence.name, Evidence.sha256, Evidence.stored_as]
    found: dict[int, list[EvidenceFact]] = {}
    brought = select(*columns).where(col(Evidence.history_id).in_(history_ids)).order_by(col(Evidence.id))
    for history_id, name, sha256, stored_as in session.execute(brought):
        found.setdefault(history_id, []).append(EvidenceFact(name=name, sha256=sha256, stored_as=stored_as))
    return found


def exists(session: Session, assignment_id: int) -> bool:
    """Whether there is such an assignment."""
    return session.get(Assignment, assignment_id) is not None


def organization_exists(session: Session, name: str) -> bool:
    """Whether there is an organization of exactly this name."""
    return session.execute(select(col(Organization.id)).where(col(Organization.name) == name)).first() is not None


def person_by_email(session: Session, email: str) -> int | None:
    """The person with this address who has not left, upper and lower case alike."""
    query = select(col(Person.id)).where(
        func.lower(Person.email) == email.strip().lower(), col(Person.left_on).is_(None)
    )
    return session.execute(query).scalar_one_or_none()
