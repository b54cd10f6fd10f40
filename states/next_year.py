"""What an item that goes on is asked for in another year. A proposal for people to confirm: nothing comes of itself.

Knows schedules only; which of the proposed times are there already is for the caller to see.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from states.schedule import (
    LAST_MONTH,
    Period,
    Schedule,
    ScheduleKind,
    Term,
    last_day_of_month,
    nth_weekday,
    periods_between,
    periods_of_year,
    weeks_between,
)

GOES_ON = frozenset({ScheduleKind.RECURRING, ScheduleKind.TIMES_PER_YEAR, ScheduleKind.CONTINUOUS})
"""The kinds of items that are asked for again every year; once, and dates named one by one, are not."""

YEARLY_REPORT = (1, 20)
"""Month and day by which a continuous item of a plan without reporting dates is reported on, in the year after."""

_FEBRUARY = 2
_HALF_A_WEEK = 3
_WEEKS_OF_A_YEAR = 52 * 7


def year_to_propose(today: date) -> int | None:
    """The year that is proposed on a day: in December the next, in January the one that has begun, else None."""
    if today.month == LAST_MONTH:
        return today.year + 1
    return today.year if today.month == 1 else None


def next_terms(schedule: Schedule, *, year: int, reporting_dates: Iterable[date]) -> tuple[Term, ...]:
    """The times in `year` of an item of this schedule, in order; none for what does not go on.

    They are those of its last twelve months, in that year. A continuous item is due when the plan is reported on,
    failing that on 20 January of the year after.
    """
    if schedule.kind not in GOES_ON:
        return ()
    if schedule.kind is ScheduleKind.CONTINUOUS:
        days = [_on_day(day, year) for day in _last_year_of(reporting_dates)]
        terms = [Term(due_on=day) for day in days or [date(year + 1, *YEARLY_REPORT)]]
    elif schedule.every is Period.WEEK:
        terms = _weeks(schedule, year)
    elif schedule.every is not None and _goes_on_to_the_end(schedule, schedule.every):
        terms = list(periods_of_year(year, schedule.every))
    else:
        last = _last_year_of(term.due_on for term in schedule.terms)
        terms = [_in_year(schedule, term, year) for term in schedule.terms if term.due_on in last]
    return tuple(sorted(terms, key=lambda term: term.due_on))


def terms_to_add(
    schedule: Schedule, *, year: int, reporting_dates: Iterable[date], last_on: date | None
) -> tuple[Term, ...]:
    """What is proposed for an item in `year`, all of it behind `last_on`, the last day it has been asked for so far."""
    terms = next_terms(schedule, year=year, reporting_dates=reporting_dates)
    return tuple(term for term in terms if last_on is None or term.due_on > last_on)


def _last_year_of(days: Iterable[date]) -> list[date]:
    """The days of the twelve months that end with the last of them."""
    found = sorted(set(days))
    return [day for day in found if (day.year + 1, day.month, day.day) > found[-1].timetuple()[:3]]


def _goes_on_to_the_end(schedule: Schedule, every: Period) -> bool:
    """Whether whole periods, after a first time of any length, go on to the end of a year: `октябрь, далее
    ежеквартально` is every quarter of the next.
    """
    if schedule.day or schedule.nth or schedule.times or every is Period.YEAR or not schedule.terms:
        return False
    end = schedule.terms[-1].due_on
    whole = set(periods_between(date(schedule.terms[0].due_on.year, 1, 1), end, every))
    return end == date(end.year, LAST_MONTH, 31) and whole.issuperset(schedule.terms[1:])


def _in_year(schedule: Schedule, term: Term, year: int) -> Term:
    due_on = _due_day(schedule, term, year)
    if term.opens_on is None:
        return Term(due_on=due_on)
    return Term(opens_on=_on_day(term.opens_on, year - term.due_on.year + term.opens_on.year), due_on=due_on)


def _due_day(schedule: Schedule, term: Term, year: int) -> date:
    month = term.due_on.month
    last = last_day_of_month(year, month)
    if schedule.nth is not None:
        return nth_weekday(year, month, schedule.nth, schedule.weekdays[0])
    if schedule.day is not None:
        return last.replace(day=min(schedule.day, last.day))
    # A time that ended with February, as months and halves of a school year do, ends with it in a leap year as well.
    ends_february = month == _FEBRUARY and term.due_on == last_day_of_month(term.due_on.year, month)
    return last if term.opens_on is not None and ends_february else _on_day(term.due_on, year)


def _on_day(day: date, year: int) -> date:
    """The same day of another year; 29 February is the 28th where there is none."""
    return day.replace(year=year, day=min(day.day, last_day_of_month(year, day.month).day))


def _weeks(schedule: Schedule, year: int) -> list[Term]:
    """The weeks of a year that were weeks of the last: not those of a summer that was left out."""
    last = _last_year_of(term.due_on for term in schedule.terms)
    weekdays: Sequence[int] = schedule.weekdays or sorted({day.weekday() for day in last})
    weeks = (weeks_between(date(year, 1, 1), date(year, LAST_MONTH, 31), weekday=weekday) for weekday in weekdays)
    return [
        term
        for one in weeks
        for term in one
        if any(_same_week(term.due_on, day) for day in last if day.weekday() == term.due_on.weekday())
    ]


def _same_week(day: date, other: date) -> bool:
    """Whether two days of one weekday are of one week of their years; the last week meets the first."""
    apart = abs(day.timetuple().tm_yday - other.timetuple().tm_yday)
    return min(apart, abs(_WEEKS_OF_A_YEAR - apart)) <= _HALF_A_WEEK
