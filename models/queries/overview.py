"""Work as a supervisor sees it from above: discipline by plan and executor, what is overdue by age, week after week.

What was done is read from the running counts (`models.discipline`), what is open and late by its index: it costs the
plans' days and executors and what is overdue, not what there is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Date, case, func, literal, select, union_all
from sqlmodel import Session, col

from models.queries.apart import apart
from models.queries.assignment_facts import is_late
from models.tables import (
    Assignment,
    DisciplineDay,
    DisciplineExecutor,
    Occurrence,
    Order,
    Organization,
    Plan,
    PlanItem,
)
from models.tables.work import LIVE
from states.control import Control

AGES = (7, 30, 90)
"""Up to how many days late the first groups of overdue assignments are; the last one is of all beyond."""


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


class Day(NamedTuple):
    """Of a day: how many were reported on it, on time or late; how many of the late ones, and of those open and overdue
    today, were due on it.
    """

    day: date
    on_time: int
    late: int
    fell_due: int
    open: int


def plan_overviews(
    session: Session, *, today: date, weeks: Collection[date], plan_ids: Collection[int] | None
) -> tuple[PlanOverview, ...]:
    """These plans, or all where None, the newest first, with how they stood at the end of each of these days; reckoned
    back by the deadlines as they are today.
    """
    days = _days(today, min(weeks, default=today)).subquery()
    columns: list[Any] = [Plan.id, Order.number, Plan.title]
    found = (
        select(*columns, *(days.c[name] for name in Day._fields))
        .join_from(Plan, Order, col(Order.id) == Plan.order_id)
        .join(days, days.c.plan_id == Plan.id, isouter=True)
    )
    if plan_ids is not None:
        found = found.where(col(Plan.id).in_(plan_ids))
    rows = session.execute(found.order_by(col(Order.issued_on).desc(), col(Plan.id).desc()))
    by_plan: dict[tuple[int, str, str], list[Day]] = {}
    for plan_id, order, title, *day in rows:
        known = by_plan.setdefault((plan_id, order, title), [])
        if day[0] is not None:
            known.append(Day(*day))
    return tuple(
        PlanOverview(
            plan_id=plan_id,
            order=order,
            title=title,
            counted=_at(today, known),
            ages=_ages(today, known),
            weeks=tuple(Week(on=on, counted=_at(on, known)) for on in weeks),
        )
        for (plan_id, order, title), known in by_plan.items()
    )


def _at(on: date, days: Iterable[Day]) -> Counted:
    """How a plan stood at the end of a day. What fell due before it and was late is overdue until it is reported."""
    on_time = late = overdue = 0
    for day in days:
        if day.day <= on:
            on_time, late = on_time + day.on_time, late + day.late
        if day.day < on:
            overdue += day.fell_due + day.open
    return Counted(on_time=on_time, late=late, overdue=overdue - late)


def _ages(today: date, days: Iterable[Day]) -> tuple[int, ...]:
    edges = [today, *(today - timedelta(days=age) for age in AGES), date.min]
    late = [day for day in days if day.open]
    return tuple(sum(day.open for day in late if lower <= day.day < upper) for upper, lower in pairwise(edges))


def _days(today: date, first: date) -> Any:
    """The days of each plan; those before the first that is asked for, which are past for all, as one."""
    plan, day, nothing = col(DisciplineDay.plan_id), col(DisciplineDay.day), literal(0)
    past = literal(first - timedelta(days=1), Date)
    shown = case((day < past, past), else_=day)
    sums = [func.sum(getattr(DisciplineDay, name)).label(name) for name in ("on_time", "late", "fell_due")]
    done = select(plan.label("plan_id"), shown.label("day"), *sums, nothing.label("open")).group_by(plan, shown)
    late = _late(today, col(Assignment.effective_due_on).label("due_on"))
    of_day = (late.c.plan_id, late.c.due_on)
    open_ones = select(*of_day, nothing, nothing, nothing, func.sum(late.c.count)).group_by(*of_day)
    return union_all(done, open_ones)


def _late(today: date, by: Any) -> Any:
    """What is overdue of each plan, counted by a column of assignments: required, of items under control."""
    columns = (col(Assignment.occurrence_id), by)
    found = apart(select(*columns).where(LIVE, is_late(today), col(Assignment.required)), "overdue")
    of_occurrence = (found.c.occurrence_id, found.c[by.key])
    overdue = select(*of_occurrence, func.count().label("count")).group_by(*of_occurrence).subquery()
    return (
        select(col(PlanItem.plan_id), overdue.c[by.key], overdue.c.count)
        .join_from(overdue, Occurrence, col(Occurrence.id) == overdue.c.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .where(col(PlanItem.control) != Control.REMOVED)
        .subquery()
    )


def executor_overviews(
    session: Session, *, today: date, plan_ids: Collection[int] | None, limit: int
) -> tuple[tuple[ExecutorOverview, ...], tuple[ExecutorOverview, ...]]:
    """The executors with the worst discipline, of those that are not always on time, and those with the best."""
    of_each = _executors(today, plan_ids).cte("executors")
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
        (
            row.best,
            ExecutorOverview(
                organization_id=row.id,
                name=row.name,
                counted=Counted(on_time=row.on_time, late=row.late, overdue=row.overdue),
            ),
        )
        for row in rows
    ]
    return tuple(one for best, one in found if not best), tuple(one for best, one in found if best)


def _executors(today: date, plan_ids: Collection[int] | None) -> Any:
    """What each executor has done in these plans, on time and late, and what is overdue of theirs."""
    nothing, late = literal(0), _late(today, col(Assignment.organization_id))
    known: dict[str, Any] = {"id": DisciplineExecutor.organization_id, "plan_id": DisciplineExecutor.plan_id}
    known |= {"on_time": DisciplineExecutor.on_time, "late": DisciplineExecutor.late, "overdue": nothing}
    done = select(*(column.label(name) for name, column in known.items()))
    both = union_all(done, select(late.c.organization_id, late.c.plan_id, nothing, nothing, late.c.count)).subquery()
    sums = [func.sum(both.c[name]).label(name) for name in ("on_time", "late", "overdue")]
    found = select(both.c.id, col(Organization.name).label("name"), *sums)
    found = found.join_from(both, Organization, col(Organization.id) == both.c.id).group_by(both.c.id, "name")
    return found if plan_ids is None else found.where(both.c.plan_id.in_(plan_ids))
