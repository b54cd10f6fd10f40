"""Typed deadlines and the occurrences they produce. Knows nothing of the text a deadline was read from."""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from states.workdays import DAY, WorkingDays, on_or_before, shift

LAST_MONTH = 12
_WEEK = timedelta(days=7)
_MIDDLE = 15


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
    """How often a recurring deadline comes. A week is Monday to Sunday."""

    WEEK = "week"
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

    Occurrences are made from `terms` alone; `times`, `every`, `day`, `weekdays` (0 is Monday) and `nth` (of the month,
    -1 the last) say how they came about. The one exception is `working_days`: once, so many working days after the
    order's issue, which only the calendar turns into a term. `event` is what a deadline without a date hangs on.
    """

    kind: ScheduleKind
    terms: tuple[Term, ...] = ()
    times: int | None = None
    every: Period | None = None
    day: int | None = None
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    working_days: int | None = None
    event: str = ""


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


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The `nth` (1 to 4, or -1 for the last) of a weekday (0 is Monday) in a month."""
    if nth < 0:
        last = last_day_of_month(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7) + _WEEK * (nth - 1)


def periods_between(begins_on: date, ends_on: date, every: Period) -> tuple[Term, ...]:
    """A term for each calendar period that ends between the two days, both included; due on its last day."""
    if every is Period.WEEK:
        return weeks_between(begins_on, ends_on, weekday=6)
    length = MONTHS_IN[every]
    terms = (
        Term(opens_on=date(year, first, 1), due_on=last_day_of_month(year, first + length - 1))
        for year in range(begins_on.year, ends_on.year + 1)
        for first in range(1, LAST_MONTH + 1, length)
    )
    return tuple(term for term in terms if begins_on <= term.due_on <= ends_on)


def periods_of_year(year: int, every: Period) -> tuple[Term, ...]:
    """A term for each period that ends in `year`, due on its last day."""
    return periods_between(date(year, 1, 1), date(year, LAST_MONTH, 31), every)


def weeks_between(begins_on: date, ends_on: date, *, weekday: int) -> tuple[Term, ...]:
    """A term for each week whose `weekday` (0 is Monday) lies between the two days, both included; due on that day."""
    due = begins_on + timedelta(days=(weekday - begins_on.weekday()) % 7)
    count = (ends_on - due).days // 7 + 1
    days = (due + _WEEK * n for n in range(count))
    return tuple(Term(opens_on=day - DAY * weekday, due_on=day) for day in days)


def parts_of_months(begins_on: date, months: int, times: int) -> tuple[Term, ...]:
    """So many months from the first of a month in so many equal parts; none where they are not whole half-months."""
    halves = months * 2
    if halves % times:
        return ()
    length = halves // times
    starts = [_half_month(begins_on, n * length) for n in range(times + 1)]
    return tuple(Term(opens_on=one, due_on=other - DAY) for one, other in itertools.pairwise(starts))


def _half_month(begins_on: date, halves: int) -> date:
    """The 1st or the 16th that comes so many half-months after the first of a month."""
    years, month = divmod(begins_on.month - 1 + halves // 2, LAST_MONTH)
    return date(begins_on.year + years, month + 1, _MIDDLE + 1 if halves % 2 else 1)


def from_issue(schedule: Schedule, *, issued_on: date, calendar: WorkingDays) -> tuple[Term, ...]:
    """The terms of a schedule, working days after the order's issue counted by the calendar."""
    if schedule.working_days is None:
        return schedule.terms
    return (Term(due_on=shift(issued_on, schedule.working_days, calendar)),)


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
            terms = from_issue(schedule, issued_on=issued_on, calendar=calendar)
    return tuple(due_term(term, calendar) for term in terms) or (DueTerm(),)


def _report_terms(schedule: Schedule, issued_on: date, reporting_dates: tuple[date, ...]) -> tuple[Term, ...]:
    opens_on = next((term.opens_on for term in schedule.terms), None)
    start = opens_on or issued_on
    due = [day for day in sorted(reporting_dates) if day >= max(start, issued_on)]
    return tuple(Term(opens_on=opens_on, due_on=day) for day in due or [date(start.year + 1, 1, 20)])


def due_term(term: Term, calendar: WorkingDays) -> DueTerm:
    """A term with the working day that counts: the last one not after its nominal day."""
    return DueTerm(opens_on=term.opens_on, due_on=term.due_on, effective_due_on=on_or_before(term.due_on, calendar))
