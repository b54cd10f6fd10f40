"""How far a plan's package has come before the plan is reported on: its state, what it holds and lacks. Reads only."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, distinct, func, or_, select
from sqlmodel import Session, col

from models.tables import Assignment, Occurrence, PackageRow, PlanItem
from states.assignment import OPEN, State
from states.belonging import Span
from states.control import Control
from states.item import SETTLED
from states.milestones import Milestone, Package
from states.package import PackageState
from states.reporting_days import covers, reporting_spans
from states.schedule import ScheduleKind
from states.waking import ChasedPlan

PackageKey = tuple[int, date]


_P = PackageState
_AS_THEY_COME = (_P.COLLECTING, _P.RETURNED, _P.DRAFT, _P.SIGNED, _P.SENT, _P.ACCEPTED)


def package_states(session: Session, plans: Iterable[ChasedPlan], *, since: date) -> dict[PackageKey, PackageState]:
    """How far the packages have come that reporting days from a day on call for, by plan and nominal reporting day; of
    several for one day the one that has come furthest. Those nobody has begun are not among them.
    """
    columns: list[Any] = [PackageRow.plan_id, PackageRow.begins_on, PackageRow.ends_on, PackageRow.state]
    query = select(*columns).where(col(PackageRow.number) == 0, col(PackageRow.ends_on) >= since)
    begun: dict[int, list[tuple[Span, PackageState]]] = {}
    for plan_id, begins_on, ends_on, state in session.execute(query):
        begun.setdefault(plan_id, []).append((Span(begins_on, ends_on), state))
    found = {}
    for plan in plans:
        for duty in reporting_spans(plan.order_issued_on, plan.reporting_dates):
            states = [state for period, state in begun.get(plan.plan_id, ()) if covers(period, duty)]
            if states:
                found[plan.plan_id, duty.ends_on] = max(states, key=_AS_THEY_COME.index)
    return found


def packages(
    session: Session, milestones: Iterable[Milestone], *, today: date, states: Mapping[PackageKey, PackageState]
) -> dict[PackageKey, Package]:
    """What each of these packages holds and lacks, by plan and nominal reporting day."""
    wanted = {(one.plan.plan_id, one.nominal_due_on): one for one in milestones}
    return {which: _package(session, milestone, today, states.get(which)) for which, milestone in wanted.items()}


def _package(session: Session, milestone: Milestone, today: date, state: PackageState | None) -> Package:
    plan = milestone.plan
    before = max((day for day in plan.reporting_dates if day < milestone.nominal_due_on), default=None)
    items, assignments, not_reported, late, not_reviewed = _counts(session, milestone, before, today)
    return Package(
        plan_id=plan.plan_id,
        nominal_due_on=milestone.nominal_due_on,
        due_on=milestone.due_on,
        order_number=plan.order_number,
        order_issued_on=plan.order_issued_on,
        items=items,
        assignments=assignments,
        not_reported=not_reported,
        late=late,
        not_reviewed=not_reviewed,
        undated=_undated(session, plan.plan_id),
        state=state,
    )


def _counts(session: Session, milestone: Milestone, before: date | None, today: date) -> tuple[int, ...]:
    state, due_on = col(Assignment.state), col(Occurrence.due_on)
    there = and_(col(Assignment.required), state != State.REMOVED)
    is_open = and_(there, state.in_(OPEN))
    columns: list[Any] = [
        func.count(distinct(Occurrence.item_id)),  # type: ignore[arg-type]
        func.count(Assignment.id).filter(there),  # type: ignore[arg-type]
        func.count(Assignment.id).filter(is_open),  # type: ignore[arg-type]
        func.count(Assignment.id).filter(is_open, col(Assignment.effective_due_on) < today),  # type: ignore[arg-type]
        func.count(Assignment.id).filter(there, state == State.REPORTED),  # type: ignore[arg-type]
    ]
    query = _occurrences(select(*columns), milestone.plan.plan_id).join(
        Assignment, col(Assignment.occurrence_id) == col(Occurrence.id), isouter=True
    )
    query = query.where(due_on <= milestone.nominal_due_on)
    if before is not None:
        query = query.where(or_(due_on > before, col(Occurrence.state).not_in(SETTLED)))
    return tuple(session.execute(query).one())


def _undated(session: Session, plan_id: int) -> int:
    waiting = (col(Occurrence.due_on).is_(None), col(PlanItem.schedule_kind) != ScheduleKind.ON_REQUEST)
    count: Any = func.count(distinct(Occurrence.item_id))  # type: ignore[arg-type]
    query = _occurrences(select(count), plan_id).where(*waiting, col(Occurrence.state).not_in(SETTLED))
    return int(session.execute(query).scalar_one())


def _occurrences(query: Any, plan_id: int) -> Any:
    controlled = (col(PlanItem.plan_id) == plan_id, col(PlanItem.control) != Control.REMOVED)
    return query.select_from(Occurrence).join(PlanItem, col(PlanItem.id) == col(Occurrence.item_id)).where(*controlled)
