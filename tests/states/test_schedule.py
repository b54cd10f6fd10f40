from datetime import date

import pytest

from srok.production_calendar import ProductionCalendar
from states.schedule import Period, Schedule, ScheduleKind, Term, occurrences, periods_of_year
from states.workdays import FiveDayWeek, count_after, on_or_after, on_or_before, shift

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
    schedule = Schedule(
        kind=ScheduleKind.RECURRING, every=Period.QUARTER, terms=periods_of_year(2024, Period.QUARTER, 10)
    )
    assert due(schedule, issued_on=date(2024, 4, 1)) == [date(2024, 6, 10), date(2024, 9, 10), date(2024, 12, 10)]


def test_a_year_has_as_many_terms_as_it_has_periods():
    assert [len(periods_of_year(2024, every)) for every in Period] == [12, 4, 2, 1]
    assert periods_of_year(2024, Period.MONTH, 31)[1].due_on == date(2024, 2, 29)


@pytest.mark.parametrize("kind", [ScheduleKind.BY_SCHEDULE, ScheduleKind.ON_REQUEST, ScheduleKind.UNSTATED])
def test_an_item_without_a_date_has_one_undated_occurrence(kind):
    assert due(Schedule(kind=kind)) == [None]
