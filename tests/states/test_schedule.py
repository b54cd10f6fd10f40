from datetime import date

import pytest

from srok.production_calendar import ProductionCalendar
from states.schedule import (
    Period,
    Schedule,
    ScheduleKind,
    Term,
    nth_weekday,
    occurrences,
    parts_of_months,
    periods_between,
    periods_of_year,
    weeks_between,
)
from states.workdays import count_after, on_or_after, on_or_before, shift
from tests.states.builders import FiveDayWeek

CALENDAR = ProductionCalendar()
ISSUED = date(2024, 1, 26)


def due(schedule, *, reporting=(), issued_on=ISSUED):
    found = occurrences(schedule, issued_on=issued_on, reporting_dates=reporting, calendar=CALENDAR)
    return [one.due_on for one in found]


@pytest.mark.parametrize(
    ("nominal", "effective"),
    [
        (date(2024, 5, 1), date(2024, 4, 27)),  # a working Saturday
        (date(2024, 12, 31), date(2024, 12, 28)),  # a working Saturday
        (date(2024, 12, 1), date(2024, 11, 29)),
        (date(2024, 6, 30), date(2024, 6, 28)),
        (date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_due_day_off_moves_to_the_working_day_before(nominal, effective):
    assert on_or_before(nominal, CALENDAR) == effective


def test_working_days_are_shifted_and_counted_over_holidays():
    assert shift(date(2024, 4, 27), 1, CALENDAR) == date(2024, 5, 2)
    assert shift(date(2024, 5, 2), -1, CALENDAR) == date(2024, 4, 27)
    assert shift(date(2024, 5, 4), 0, CALENDAR) == date(2024, 5, 4)
    assert count_after(date(2024, 3, 29), date(2024, 4, 8), CALENDAR) == 6
    assert count_after(date(2024, 4, 8), date(2024, 3, 29), CALENDAR) == 0
    assert on_or_after(date(2024, 3, 9), FiveDayWeek(frozenset({date(2024, 3, 11)}))) == date(2024, 3, 12)


def test_one_term_is_one_occurrence_with_both_days_kept():
    schedule = Schedule(kind=ScheduleKind.ONCE, terms=(Term(due_on=date(2024, 3, 31)),))
    (one,) = occurrences(schedule, issued_on=ISSUED, reporting_dates=(), calendar=CALENDAR)
    assert (one.due_on, one.effective_due_on) == (date(2024, 3, 31), date(2024, 3, 29))


def test_a_continuous_item_is_due_when_the_plan_is_reported_on():
    reporting = (date(2024, 12, 31), date(2024, 6, 30))
    assert due(Schedule(kind=ScheduleKind.CONTINUOUS), reporting=reporting) == [date(2024, 6, 30), date(2024, 12, 31)]


def test_a_continuous_item_is_not_reported_on_before_it_opens():
    schedule = Schedule(
        kind=ScheduleKind.CONTINUOUS, terms=(Term(opens_on=date(2024, 10, 1), due_on=date(2024, 10, 31)),)
    )
    assert due(schedule, reporting=(date(2024, 6, 30), date(2024, 12, 31))) == [date(2024, 12, 31)]


def test_a_continuous_item_of_a_plan_without_reporting_dates_is_due_on_20_january():
    assert due(Schedule(kind=ScheduleKind.CONTINUOUS)) == [date(2025, 1, 20)]


def test_periods_that_ended_before_the_order_are_not_due():
    schedule = Schedule(kind=ScheduleKind.RECURRING, every=Period.QUARTER, terms=periods_of_year(2024, Period.QUARTER))
    assert due(schedule, issued_on=date(2024, 4, 1)) == [date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]


def test_a_year_has_as_many_terms_as_it_has_periods():
    assert [len(periods_of_year(2024, every)) for every in Period] == [52, 12, 4, 2, 1]
    assert periods_of_year(2024, Period.MONTH)[1] == Term(opens_on=date(2024, 2, 1), due_on=date(2024, 2, 29))


def test_periods_of_a_school_year_are_those_that_end_in_it():
    terms = periods_between(date(2024, 9, 1), date(2025, 8, 31), Period.QUARTER)
    assert [term.due_on for term in terms] == [
        date(2024, 9, 30),
        date(2024, 12, 31),
        date(2025, 3, 31),
        date(2025, 6, 30),
    ]


def test_weeks_open_on_monday_and_are_due_on_the_weekday():
    assert weeks_between(date(2024, 3, 1), date(2024, 3, 15), weekday=4) == (
        Term(opens_on=date(2024, 2, 26), due_on=date(2024, 3, 1)),
        Term(opens_on=date(2024, 3, 4), due_on=date(2024, 3, 8)),
        Term(opens_on=date(2024, 3, 11), due_on=date(2024, 3, 15)),
    )
    assert weeks_between(date(2024, 3, 2), date(2024, 3, 3), weekday=4) == ()


@pytest.mark.parametrize(
    ("nth", "weekday", "day"),
    [(1, 0, 4), (1, 4, 1), (2, 1, 12), (4, 6, 24), (-1, 4, 29), (-1, 6, 31), (-1, 0, 25)],
)
def test_a_weekday_is_found_in_its_month(nth, weekday, day):
    assert nth_weekday(2024, 3, nth, weekday) == date(2024, 3, day)


@pytest.mark.parametrize(
    ("months", "times", "due_on"),
    [
        (12, 2, [date(2025, 2, 28), date(2025, 8, 31)]),
        (3, 2, [date(2024, 10, 15), date(2024, 11, 30)]),
        (1, 2, [date(2024, 9, 15), date(2024, 9, 30)]),
        (12, 5, []),
    ],
)
def test_months_are_parted_evenly_or_not_at_all(months, times, due_on):
    terms = parts_of_months(date(2024, 9, 1), months, times)
    assert [term.due_on for term in terms] == due_on
    assert all(term.opens_on.day in {1, 16} for term in terms)


def test_working_days_after_the_issue_are_counted_by_the_calendar():
    schedule = Schedule(kind=ScheduleKind.ONCE, working_days=3)
    assert due(schedule, issued_on=date(2024, 4, 27)) == [date(2024, 5, 6)]


@pytest.mark.parametrize("kind", [ScheduleKind.BY_SCHEDULE, ScheduleKind.ON_REQUEST, ScheduleKind.UNSTATED])
def test_an_item_without_a_date_has_one_undated_occurrence(kind):
    assert due(Schedule(kind=kind)) == [None]
