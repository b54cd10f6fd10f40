"""Deadlines as a calendar or a printed sheet shows them: a person's own, or those of a plan. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models.queries.assignment_facts import from_assignments
from models.tables import Assignment, Occurrence, Order, Organization, Person, Plan, PlanItem, PlanRole
from states.assignment import State
from states.control import Control
from states.draft import ItemKind
from states.item import SETTLED


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Something that is due. `id` is that of an assignment, or of an occurrence of a plan; `executor` is empty where it
    is of `executors` organizations, of which `done` have reported. `due_on` is the day as written, `effective_due_on`
    the working day that counts; both None where nobody has set one. `changed_at` is when it last changed, if ever.
    """

    id: int
    order: str
    order_issued_on: date
    order_title: str
    kind: ItemKind
    item: str
    title: str
    deadline: str
    expected_result: str
    evidence_asked: bool
    executor: str
    state: State
    due_on: date | None
    effective_due_on: date | None
    issued_on: date | None
    changed_at: datetime | None
    version: int
    executors: int = 1
    done: int = 0


@dataclass(frozen=True, kw_only=True)
class ReportingDay:
    """A day on which a plan is reported on."""

    plan_id: int
    order: str
    order_issued_on: date
    on: date


def own_deadlines(session: Session, person_id: int) -> tuple[Deadline, ...]:
    """What the organization of a person still has to do, by day."""
    of = select(col(Person.organization_id)).where(col(Person.id) == person_id).scalar_subquery()
    return _deadlines(session, _open().where(col(Assignment.organization_id) == of))


def sheet_deadlines(session: Session, order_id: int, *, executor: str | None = None) -> tuple[Deadline, ...]:
    """What every organization still has to do under an order, by organization and day; of one where it is named."""
    query = _open().where(col(Order.id) == order_id)
    if executor is not None:
        query = query.where(col(Organization.name) == executor)
    return _deadlines(session, query, col(Organization.kind).desc(), col(Organization.id))


def plan_deadlines(session: Session, plan_id: int) -> tuple[Deadline, ...]:
    """What is still due in a plan, an occurrence of an item each, by day."""
    columns: list[Any] = [Occurrence.id, Occurrence.state, Occurrence.due_on, Occurrence.effective_due_on]
    columns += [Occurrence.issued_on, *_ITEM]
    counts = [
        func.max(col(Assignment.moved_at)).label("changed_at"),
        func.coalesce(func.sum(col(Assignment.version)), 0).label("version"),
        func.count(col(Assignment.id)).label("executors"),
        func.count(col(Assignment.id)).filter(col(Assignment.state).in_(_REPORTED)).label("done"),
    ]
    query = (
        select(*columns, *counts)
        .join_from(Occurrence, PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Assignment, (col(Assignment.occurrence_id) == Occurrence.id) & col(Assignment.required), isouter=True)
        .where(col(Plan.id) == plan_id, col(PlanItem.control) != Control.REMOVED)
        .where(col(Occurrence.due_on).is_not(None), col(Occurrence.state).not_in(SETTLED))
        .group_by(*columns, col(PlanItem.position))
        .order_by(col(Occurrence.effective_due_on), col(PlanItem.position))
    )
    return tuple(Deadline(**row, executor="") for row in session.execute(query).mappings())


_REPORTED = (State.REPORTED, State.ACCEPTED)
_ITEM: tuple[Any, ...] = (
    col(Order.number).label("order"),
    col(Order.issued_on).label("order_issued_on"),
    col(Order.title).label("order_title"),
    col(PlanItem.kind),
    col(PlanItem.number).label("item"),
    col(PlanItem.title),
    col(PlanItem.deadline_text).label("deadline"),
    col(PlanItem.expected_result),
    col(PlanItem.evidence_asked),
)


def _open() -> Select[Any]:
    columns: list[Any] = [Assignment.id, Assignment.state, Assignment.due_on, Assignment.effective_due_on]
    columns += [Assignment.issued_on, Assignment.version, col(Assignment.moved_at).label("changed_at"), *_ITEM]
    there = (col(Assignment.state).not_in(SETTLED), col(PlanItem.control) != Control.REMOVED)
    return from_assignments(select(*columns, col(Organization.name).label("executor"))).where(*there)


def _deadlines(session: Session, query: Select[Any], *first: Any) -> tuple[Deadline, ...]:
    places = (col(Assignment.effective_due_on).is_(None), col(Assignment.effective_due_on), col(Order.id))
    rows = session.execute(query.order_by(*first, *places, col(PlanItem.position))).mappings()
    return tuple(Deadline(**row) for row in rows)


def plans_run_by(person_id: int) -> Any:
    """The query of the plans in which a person holds a role."""
    return select(col(PlanRole.plan_id)).where(col(PlanRole.person_id) == person_id)


def reporting_days(session: Session, plan_ids: Any) -> tuple[ReportingDay, ...]:
    """The days on which these plans are reported on; `plan_ids` are ids, or a query of them."""
    columns: list[Any] = [Plan.id, Order.number, Order.issued_on, Plan.reporting_dates]
    query = select(*columns).join_from(Plan, Order, col(Order.id) == Plan.order_id)
    return tuple(
        ReportingDay(plan_id=ident, order=number, order_issued_on=issued_on, on=date.fromisoformat(day))
        for ident, number, issued_on, days in session.execute(query.where(col(Plan.id).in_(plan_ids)))
        for day in sorted(days)
    )
