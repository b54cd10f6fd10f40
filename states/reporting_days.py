"""Which packages the reporting days of plans call for. Pure: knows no package but its days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from states.belonging import Span
from states.waking import ChasedPlan
from states.workdays import WorkingDays, on_or_before, shift

CATCHES_UP = timedelta(days=31)
"""How long after its day a package that nobody assembled is still made."""

BEGINS_AHEAD = 20
"""How many working days before its day a package is begun: when the ladder first speaks of it."""


@dataclass(frozen=True, kw_only=True)
class DuePackage:
    """The package of a plan for the time since the reporting day before, both days included; `cut_off` is the working
    day at whose end things are told.
    """

    plan_id: int
    order_number: str
    order_issued_on: date
    begins_on: date
    ends_on: date
    cut_off: date


def due_packages(plans: Iterable[ChasedPlan], *, today: date, calendar: WorkingDays) -> tuple[DuePackage, ...]:
    """The packages whose day is today, or was within the last month."""
    return tuple(one for plan in plans for one in _of(plan, calendar) if today - CATCHES_UP <= one.cut_off <= today)


def coming_packages(plans: Iterable[ChasedPlan], *, today: date, calendar: WorkingDays) -> tuple[DuePackage, ...]:
    """The packages that are to be begun: their day is still to come, in `BEGINS_AHEAD` working days or fewer."""
    coming = (one for plan in plans for one in _of(plan, calendar) if one.cut_off > today)
    return tuple(one for one in coming if shift(one.cut_off, -BEGINS_AHEAD, calendar) <= today)


def _of(plan: ChasedPlan, calendar: WorkingDays) -> Iterator[DuePackage]:
    for span in reporting_spans(plan.order_issued_on, plan.reporting_dates):
        yield DuePackage(
            plan_id=plan.plan_id,
            order_number=plan.order_number,
            order_issued_on=plan.order_issued_on,
            begins_on=span.begins_on,
            ends_on=span.ends_on,
            cut_off=on_or_before(span.ends_on, calendar),
        )


def covers(period: Span, duty: Span) -> bool:
    """Whether a package for a period is the one that a reporting day calls for: «2024-H1» is that of 30 June, the
    package for June alone is not.
    """
    return period.ends_on == duty.ends_on and period.begins_on <= duty.begins_on


def reporting_spans(issued_on: date, days: Iterable[date]) -> Iterator[Span]:
    """The time that each reporting day of an order tells of: since the day after the one before, or since the order."""
    begins_on = issued_on
    for day in sorted(days):
        if day >= issued_on:
            yield Span(begins_on, day)
            begins_on = day + timedelta(days=1)
