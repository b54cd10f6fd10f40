"""Typed deadlines and the occurrences they produce. Knows nothing of the text a deadline was read from."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from states.workdays import WorkingDays, on_or_before

LAST_MONTH = 12


class ScheduleKind(StrEnum):
    """What sort of deadline an item has. The values are those stored and printed."""

    ONCE = "once"
    DATES = "dates"
    TIMES_PER_YEAR = "times_per_year"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    BY_SCHEDULE = "by_schedule"
    ON_REQUEST = "on_request"
    UNSTATED = "unstated"
    UNRECOGNISED = "unrecognised"


UNDATED = frozenset({ScheduleKind.BY_SCHEDULE, ScheduleKind.ON_REQUEST, ScheduleKind.UNSTATED})


class Period(StrEnum):
    """How often a recurring deadline comes."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


MONTHS_IN = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


@dataclass(frozen=True, kw_only=True)
class Term:
    """From `opens_on` (None: from the issue of the order) to `due_on`, both included; nominal days."""

    opens_on: date | None = None
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A deadline understood. `once` has one term; `dates`, `times_per_year` and `recurring` have one for each time;
    `continuous` has the term of its first result, or none; the other kinds have none.
    """

    kind: ScheduleKind
    terms: tuple[Term, ...] = ()
    times: int | None = None
    every: Period | None = None
    day: int | None = None


@dataclass(frozen=True, kw_only=True)
class DueTerm:
    """One time at which an item must be done or reported. Without a date yet, both due days are None."""

    opens_on: date | None = None
    due_on: date | None = None
    effective_due_on: date | None = None


def last_day_of_month(year: int, month: int) -> date:
    """The last calendar day of a month, 1 to 12."""
    following = date(year + 1, 1, 1) if month == LAST_MONTH else date(year, month + 1, 1)
    return following - timedelta(days=1)


def periods_of_year(year: int, every: Period, day: int | None = None) -> tuple[Term, ...]:
    """A term for each period of `year`, due on the last day, or on `day` of the period's last month."""
    length = MONTHS_IN[every]
    return tuple(_term(year, first, first + length - 1, day) for first in range(1, 13, length))


def _term(year: int, first_month: int, last_month: int, day: int | None) -> Term:
    end = last_day_of_month(year, last_month)
    due = end if day is None else end.replace(day=min(day, end.day))
    return Term(opens_on=date(year, first_month, 1), due_on=due)


def occurrences(
    schedule: Schedule, *, issued_on: date, reporting_dates: tuple[date, ...], calendar: WorkingDays
) -> tuple[DueTerm, ...]:
    """The times at which an item of this schedule is due, in order.

    A continuous item is due when the plan itself must be reported on, failing that on 20 January of the next year,
    but never before its first term opens. Periods of a recurring item that ended before the order are not due.
    An item without a date has one undated occurrence, so that somebody can still be asked about it.
    """
    match schedule.kind:
        case ScheduleKind.CONTINUOUS:
            terms = _report_terms(schedule, issued_on, reporting_dates)
        case ScheduleKind.RECURRING | ScheduleKind.TIMES_PER_YEAR:
            terms = tuple(term for term in schedule.terms if term.due_on >= issued_on)
        case _:
            terms = schedule.terms
    return tuple(_due(term, calendar) for term in terms) or (DueTerm(),)


def _report_terms(schedule: Schedule, issued_on: date, reporting_dates: tuple[date, ...]) -> tuple[Term, ...]:
    opens_on = next((term.opens_on for term in schedule.terms), None)
    start = opens_on or issued_on
    due = [day for day in sorted(reporting_dates) if day >= max(start, issued_on)]
    return tuple(Term(opens_on=opens_on, due_on=day) for day in due or [date(start.year + 1, 1, 20)])


def _due(term: Term, calendar: WorkingDays) -> DueTerm:
    return DueTerm(opens_on=term.opens_on, due_on=term.due_on, effective_due_on=on_or_before(term.due_on, calendar))
