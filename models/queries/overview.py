"""Work as a supervisor sees it from above: discipline by plan and executor, what is overdue by age, week after week.
Everything is counted by the database; what comes back is a line for each plan or name.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all
from sqlmodel import Session, col

from models.queries.assignment_facts import is_late
from models.tables import (
    Assignment,
    Occurrence,
    Order,
    Organization,
    Plan,
    PlanItem,
)
from states.assignment import State
from states.control import Control

AGES = (7, 30, 90)
"""Up to how many days late the first groups of overdue assignments are; the last one is of all beyond."""

_DONE = (State.REPORTED, State.ACCEPTED)
_SET_ASIDE = (State.POSTPONED, State.REMOVED)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What should have been done, by what became of it; its `share` is the discipline."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def counted(self) -> int:
        """How many assignments are judged."""
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing is judged."""
        return self.on_time / self.counted if self.counted else None


@dataclass(frozen=True, kw_only=True)
class Week:
    """How things stood at the end of a day: what was overdue then, and what had been done on time or late."""

    on: date
    counted: Counted


@dataclass(frozen=True, kw_only=True)
class PlanOverview:
    """A plan from above: its discipline today, overdue assignments by age (see `AGES`), and the weeks before."""

    plan_id: int
    order: str
    title: str
    counted: Counted
    ages: tuple[int, ...]
    weeks: tuple[Week, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class ExecutorOverview:
    """An executor's discipline in these plans."""

    organization_id: int
    name: str
    counted: Counted


def plan_overviews(
    session: Session, *, today: date, weeks: Collection[date], plan_ids: Collection[int] | None
) -> tuple[PlanOverview, ...]:
    """These plans, or all where None, the newest first, with how they stood at the end of each of these days."""
    counts = [*_judged(today), *_ages(today), *(count for day in weeks for count in _judged(day))]
    columns: list[Any] = [Plan.id, Order.number, Plan.title]
    found = _work([*columns, *counts], plan_ids).group_by(*columns, col(Order.issued_on))
    rows = session.execute(found.order_by(col(Order.issued_on).desc(), col(Plan.id).desc()))
    return tuple(_overview(row, tuple(weeks)) for row in rows)


def _overview(row: Any, weeks: tuple[date, ...]) -> PlanOverview:
    behind = 6 + len(AGES) + 1
    return PlanOverview(
        plan_id=row[0],
        order=row[1],
        title=row[2],
        counted=_counted(row[3:6]),
        ages=tuple(row[6:behind]),
        weeks=tuple(
            Week(on=day, counted=_counted(row[behind + 3 * n : behind + 3 * n + 3])) for n, day in enumerate(weeks)
        ),
    )


def _counted(row: Any) -> Counted:
    return Counted(on_time=row[0], late=row[1], overdue=row[2])


def _work(columns: list[Any], plan_ids: Collection[int] | None) -> Select[Any]:
    """Of what discipline is counted: required assignments with a day, neither postponed nor removed, of items under
    control.
    """
    found = (
        select(*columns)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(
            col(Assignment.required),
            col(Assignment.effective_due_on).is_not(None),
            col(Assignment.state).not_in(_SET_ASIDE),
            col(PlanItem.control) != Control.REMOVED,
        )
    )
    return found if plan_ids is None else found.where(col(Plan.id).in_(plan_ids))


def _judged(on: date) -> tuple[Any, Any, Any]:
    """Of the assignments, those on time, late and overdue at the end of a day, by the present deadlines. The day of the
    report counts; what was accepted without a report counts as it was last moved.
    """
    due, state = col(Assignment.effective_due_on), col(Assignment.state)
    reported = func.coalesce(col(Assignment.reported_on), func.date(col(Assignment.moved_at)))
    answered = and_(state.in_(_DONE), reported <= on)
    return (
        func.count().filter(answered, reported <= due),
        func.count().filter(answered, reported > due),
        func.count().filter(due < on, or_(state.not_in(_DONE), reported > on)),
    )


def _ages(today: date) -> tuple[Any, ...]:
    due = col(Assignment.effective_due_on)
    edges = [today, *(today - timedelta(days=days) for days in AGES)]
    younger = [func.count().filter(is_late(today), due < upper, due >= lower) for upper, lower in pairwise(edges)]
    return (*younger, func.count().filter(is_late(today), due < edges[-1]))


def executor_overviews(
    session: Session, *, today: date, plan_ids: Collection[int] | None, limit: int
) -> tuple[tuple[ExecutorOverview, ...], tuple[ExecutorOverview, ...]]:
    """The executors with the worst discipline, of those that are not always on time, and those with the best."""
    names = ("on_time", "late", "overdue")
    counts = [count.label(name) for name, count in zip(names, _judged(today), strict=True)]
    columns: list[Any] = [col(Organization.id).label("id"), col(Organization.name).label("name")]
    of_all = _work([*columns, *counts], plan_ids).join(Organization, col(Organization.id) == Assignment.organization_id)
    of_each = of_all.group_by(col(Organization.id), col(Organization.name)).cte("executors")
    judged = of_each.c.on_time + of_each.c.late + of_each.c.overdue
    share = case((judged > 0, 10_000 * of_each.c.on_time / judged), else_=0)
    wanted = (
        (0, of_each.c.on_time < judged, (share, judged.desc(), of_each.c.name)),
        (1, judged > 0, (share.desc(), judged.desc(), of_each.c.name)),
    )
    ends = [
        select(literal(end).label("best"), *of_each.c, func.row_number().over(order_by=by).label("place")).where(which)
        for end, which, by in wanted
    ]
    ranked = union_all(*ends).subquery()
    rows = session.execute(select(ranked).where(ranked.c.place <= limit).order_by(ranked.c.best, ranked.c.place))
    found = [
        (row.best, ExecutorOverview(organization_id=row.id, name=row.name, counted=_counted(row[3:6]))) for row in rows
    ]
    return tuple(one for best, one in found if not best), tuple(one for best, one in found if best)
