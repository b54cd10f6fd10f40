from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.next_year import next_terms, year_to_propose
from states.schedule import Period, Schedule, ScheduleKind, Term, periods_of_year, weeks_between

RECURRING, TIMES = ScheduleKind.RECURRING, ScheduleKind.TIMES_PER_YEAR


def spans(*days):
    """Terms of (opens, due) pairs."""
    return tuple(Term(opens_on=opens, due_on=due) for opens, due in days)


def due_days(*days):
    return tuple(Term(due_on=day) for day in days)


def proposed(schedule, year=2025, reporting=()):
    return [term.due_on for term in next_terms(schedule, year=year, reporting_dates=reporting)]


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2024, 11, 30), None), (date(2024, 12, 1), 2025), (date(2025, 1, 31), 2025), (date(2025, 2, 1), None)],
)
def test_a_year_is_proposed_from_december_until_it_has_begun(today, year):
    assert year_to_propose(today) == year


@pytest.mark.parametrize("kind", [ScheduleKind.ONCE, ScheduleKind.DATES, ScheduleKind.ON_REQUEST])
def test_what_was_asked_for_once_is_not_proposed(kind):
    assert proposed(Schedule(kind=kind, terms=due_days(date(2024, 5, 1)))) == []


@pytest.mark.parametrize("every", [Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR])
@pytest.mark.parametrize("year", [2025, 2028])
def test_whole_periods_are_those_of_the_next_year(every, year):
    schedule = Schedule(kind=RECURRING, every=every, terms=periods_of_year(2024, every))
    assert next_terms(schedule, year=year, reporting_dates=()) == periods_of_year(year, every)


def test_what_began_within_the_year_and_goes_on_is_asked_for_all_the_next():
    first = (date(2024, 10, 1), date(2024, 10, 31))
    quarters = Schedule(
        kind=RECURRING, every=Period.QUARTER, terms=spans(first, (date(2024, 10, 1), date(2024, 12, 31)))
    )
    assert next_terms(quarters, year=2025, reporting_dates=()) == periods_of_year(2025, Period.QUARTER)


def test_a_school_year_leaves_its_summer_out():
    months = [term for year in (2024, 2025) for term in periods_of_year(year, Period.MONTH)][8:17]
    schedule = Schedule(kind=RECURRING, every=Period.MONTH, terms=tuple(months))
    assert [day.month for day in proposed(schedule, 2025)] == [1, 2, 3, 4, 5, 9, 10, 11, 12]
    assert date(2028, 2, 29) in proposed(schedule, 2028)


def test_the_number_of_a_months_day_is_kept_as_far_as_there_is_one():
    terms = due_days(*(date(2025, month, min(30, 28 if month == 2 else 30)) for month in range(1, 13)))
    schedule = Schedule(kind=RECURRING, every=Period.MONTH, day=30, terms=terms)
    assert proposed(schedule, 2028)[1] == date(2028, 2, 29)
    after_quarters = due_days(date(2024, 4, 10), date(2024, 7, 10), date(2024, 10, 10), date(2025, 1, 10))
    schedule = Schedule(kind=RECURRING, every=Period.QUARTER, day=10, terms=after_quarters)
    assert proposed(schedule) == [date(2025, 1, 10), date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 10)]


def test_a_weekday_of_the_month_is_found_again():
    terms = due_days(date(2024, 3, 29), date(2024, 4, 26))
    schedule = Schedule(kind=RECURRING, every=Period.MONTH, nth=-1, weekdays=(4,), terms=terms)
    assert proposed(schedule) == [date(2025, 3, 28), date(2025, 4, 25)]


def test_named_days_come_on_the_same_days():
    schedule = Schedule(kind=TIMES, times=2, terms=due_days(date(2024, 2, 29), date(2024, 12, 1)))
    assert proposed(schedule) == [date(2025, 2, 28), date(2025, 12, 1)]
    twice = Schedule(kind=TIMES, times=2, terms=due_days(date(2025, 2, 28), date(2025, 12, 1)))
    assert proposed(twice, 2028) == [date(2028, 2, 28), date(2028, 12, 1)]


def test_of_several_years_the_last_is_carried_on():
    terms = spans(
        (date(2024, 1, 1), date(2024, 6, 15)),
        (date(2024, 9, 1), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2025, 6, 30)),
    )
    schedule = Schedule(kind=TIMES, times=2, terms=terms)
    assert next_terms(schedule, year=2028, reporting_dates=()) == spans(
        (date(2027, 9, 1), date(2028, 2, 29)), (date(2028, 3, 1), date(2028, 6, 30))
    )


def test_a_continuous_item_is_reported_on_when_the_plan_is():
    schedule = Schedule(kind=ScheduleKind.CONTINUOUS)
    reporting = (date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31))
    assert proposed(schedule, reporting=reporting) == [date(2025, 6, 30), date(2025, 12, 31)]
    assert proposed(schedule) == [date(2026, 1, 20)]


def test_a_schedule_without_terms_has_nothing_to_carry_on():
    assert proposed(Schedule(kind=RECURRING, every=Period.MONTH)) == []
    assert proposed(Schedule(kind=RECURRING, every=Period.WEEK)) == []


@given(st.integers(2024, 2040), st.integers(1, 12), st.sets(st.integers(0, 6), min_size=1, max_size=3))
def test_every_week_of_a_year_is_every_week_of_another(begun, ahead, weekdays):
    def weeks(year):
        days = [weeks_between(date(year, 1, 1), date(year, 12, 31), weekday=one) for one in sorted(weekdays)]
        return tuple(sorted((term for one in days for term in one), key=lambda term: term.due_on))

    schedule = Schedule(kind=RECURRING, every=Period.WEEK, weekdays=tuple(sorted(weekdays)), terms=weeks(begun))
    assert next_terms(schedule, year=begun + ahead, reporting_dates=()) == weeks(begun + ahead)


def test_weeks_of_a_summer_left_out_stay_left_out():
    terms = weeks_between(date(2024, 9, 2), date(2025, 5, 30), weekday=4)
    schedule = Schedule(kind=RECURRING, every=Period.WEEK, terms=terms)
    found = proposed(schedule, 2026)
    assert {day.weekday() for day in found} == {4}
    assert sorted({day.month for day in found}) == [1, 2, 3, 4, 5, 9, 10, 11, 12]


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(st.sets(DAYS, min_size=1, max_size=20), st.integers(2027, 2040))
def test_what_is_proposed_lies_in_its_year_one_for_each_time_of_the_last(days, year):
    schedule = Schedule(kind=TIMES, terms=due_days(*sorted(days)))
    found = proposed(schedule, year)
    last = [day for day in days if day + timedelta(days=365) > max(days)]
    assert {day.year for day in found} == {year}
    assert abs(len(found) - len(last)) <= 1  # a leap day more or less
