"""What one person has to report on: the assignments of their organizations and of those that let them report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, or_, select
from sqlmodel import Session, col

from models.actors import Actor
from models.queries.assignment_facts import from_assignments
from models.tables import Assignment, Order, Organization, PlanItem, ReportDraft
from models.tables.work import LIVE
from states.assignment import State

MOST = 500
"""So many open assignments nobody has; a page that met more would say so."""


@dataclass(frozen=True, kw_only=True)
class OwnAssignment:
    """An assignment in the list of whoever reports on it; `drafted`: they have begun a report and not sent it."""

    id: int
    order: str
    item: str
    title: str
    executor: str
    schedule_kind: str
    evidence_asked: bool
    state: State
    version: int
    due_on: date | None
    effective_due_on: date | None
    extension_on: date | None
    declined_on: date | None
    reported_on: date | None
    drafted: bool


def own_open(session: Session, who: Actor, *, today: date, only: int | None = None) -> tuple[OwnAssignment, ...]:
    """What is not accepted or removed, by due day, undated last; with `only` that one assignment."""
    found = _own(who, today).where(LIVE)
    if only is not None:
        found = found.where(col(Assignment.id) == only)
    undated = col(Assignment.effective_due_on).is_(None)
    rows = session.execute(found.order_by(undated, col(Assignment.effective_due_on), col(Assignment.id)).limit(MOST))
    return _facts(rows.all())


def own_settled(
    session: Session, who: Actor, *, today: date, limit: int, before: int | None = None
) -> tuple[OwnAssignment, ...]:
    """What was accepted or removed, the latest given out first; `before` goes on behind an id."""
    found = _own(who, today).where(col(Assignment.state).in_((State.ACCEPTED, State.REMOVED)))
    if before is not None:
        found = found.where(col(Assignment.id) < before)
    return _facts(session.execute(found.order_by(col(Assignment.id).desc()).limit(limit)).all())


_COLUMNS: list[Any] = [
    Assignment.id,
    Order.number,
    PlanItem.number,
    PlanItem.title,
    Organization.name,
    PlanItem.schedule_kind,
    PlanItem.evidence_asked,
    Assignment.state,
    Assignment.version,
    Assignment.due_on,
    Assignment.effective_due_on,
    Assignment.extension_on,
    Assignment.declined_on,
    Assignment.reported_on,
    ReportDraft.id,
]


def _own(who: Actor, today: date) -> Select[Any]:
    mine = and_(col(ReportDraft.assignment_id) == Assignment.id, col(ReportDraft.person_id) == who.person_id)
    return from_assignments(select(*_COLUMNS)).join(ReportDraft, mine, isouter=True).where(_reports_on(who, today))


def _reports_on(who: Actor, today: date) -> Any:
    """The condition that an assignment is of an organization this is somebody of, or of one that let them report."""
    of: Collection[int] = who.organizations
    given = [
        one for one in who.delegated if one.holds(organization_id=one.organization_id, plan_id=one.plan_id, on=today)
    ]
    organization = col(Assignment.organization_id)
    ways: list[Any] = [organization.in_(of)] if of else []
    ways += [
        and_(
            organization == one.organization_id,
            *([] if one.plan_id is None else [col(PlanItem.plan_id) == one.plan_id]),
        )
        for one in given
    ]
    return or_(false(), *ways)


def _facts(rows: Sequence[Any]) -> tuple[OwnAssignment, ...]:
    names = tuple(OwnAssignment.__dataclass_fields__)
    return tuple(OwnAssignment(**dict(zip(names, (*row[:-1], row[-1] is not None), strict=True))) for row in rows)
