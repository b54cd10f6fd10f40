from datetime import date

import pytest

from states.belonging import Span
from states.reporting_days import coming_packages, covers, due_packages
from states.rungs import DEFAULT_LADDER
from states.waking import ChasedPlan
from tests.builders import CALENDAR, ZONE

PLAN = ChasedPlan(
    plan_id=1,
    order_number="7",
    order_issued_on=date(2024, 1, 25),
    time_zone=ZONE,
    ladder=DEFAULT_LADDER,
    reporting_dates=(date(2024, 12, 1), date(2024, 6, 1), date(2024, 1, 20)),
)


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (date(2024, 5, 30), []),
        (date(2024, 5, 31), [date(2024, 6, 1)]),  # 1 June is a Saturday
        (date(2024, 7, 1), [date(2024, 6, 1)]),
        (date(2024, 7, 2), []),
        (date(2024, 12, 2), [date(2024, 12, 1)]),
    ],
)
def test_a_package_is_due_from_the_working_day_of_its_reporting_day_for_a_month(today, ends):
    assert [one.ends_on for one in due_packages([PLAN], today=today, calendar=CALENDAR)] == ends


def test_a_package_is_of_the_time_since_the_reporting_day_before():
    (june,) = due_packages([PLAN], today=date(2024, 6, 3), calendar=CALENDAR)
    (december,) = due_packages([PLAN], today=date(2024, 12, 2), calendar=CALENDAR)
    assert (june.begins_on, june.ends_on, june.cut_off) == (date(2024, 1, 25), date(2024, 6, 1), date(2024, 5, 31))
    assert (december.begins_on, december.ends_on) == (date(2024, 6, 2), date(2024, 12, 1))


@pytest.mark.parametrize(
    ("begins", "ends", "does"),
    [
        (date(2024, 1, 25), date(2024, 6, 30), True),
        (date(2024, 1, 1), date(2024, 6, 30), True),
        (date(2024, 6, 1), date(2024, 6, 30), False),
        (date(2024, 1, 1), date(2024, 12, 31), False),
    ],
)
def test_a_package_is_that_of_a_reporting_day_if_it_ends_there_and_leaves_nothing_out(begins, ends, does):
    assert covers(Span(begins, ends), Span(date(2024, 1, 25), date(2024, 6, 30))) is does


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (date(2024, 4, 26), []),
        (date(2024, 4, 27), [date(2024, 6, 1)]),  # twenty working days before 31 May, a working Saturday
        (date(2024, 5, 30), [date(2024, 6, 1)]),
        (date(2024, 5, 31), []),
    ],
)
def test_a_package_is_begun_twenty_working_days_before_its_day(today, ends):
    assert [one.ends_on for one in coming_packages([PLAN], today=today, calendar=CALENDAR)] == ends
