from dataclasses import asdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.assignment import State
from states.ladder import Pending, Timetable
from states.rungs import DEFAULT_LADDER, Addressee, Anchor, Rung, ladder_from
from states.schedule import ScheduleKind
from tests.states.builders import MONDAY, FiveDayWeek, standing

WEEK = FiveDayWeek(frozenset({date(2024, 3, 8)}))
EXECUTOR, COORDINATOR, PLAN, ORDER = Addressee


def on(day, ladder=DEFAULT_LADDER):
    return Timetable(ladder, today=day, calendar=WEEK)


def played(days, addressee, one):
    """The rungs that are reached for the first time on each of so many days from the issue on."""
    said, seen = {}, set()
    for n in range(days):
        day = one.issued_on + timedelta(days=n)
        reached = on(day).reached(one, addressee)
        if reached and (reached.rung.code, reached.step) not in seen and WEEK.is_working(day):
            seen.add((reached.rung.code, reached.step))
            said[day] = reached.rung.code
    return said


def test_an_executor_hears_of_a_long_term_exactly_as_the_ladder_says():
    assert played(100, EXECUTOR, standing()) == {
        date(2024, 1, 9): "executor.issued",
        date(2024, 2, 19): "executor.in_10_days",
        date(2024, 2, 26): "executor.in_5_days",
        date(2024, 3, 1): "executor.tomorrow",
        date(2024, 3, 4): "executor.today",
        date(2024, 3, 5): "executor.overdue",
        date(2024, 3, 7): "executor.every_2_days",
        date(2024, 3, 12): "executor.every_2_days",
        date(2024, 3, 14): "executor.every_2_days",
        date(2024, 3, 18): "executor.every_2_days",
        date(2024, 3, 20): "executor.every_2_days",
        date(2024, 3, 27): "executor.weekly",
        date(2024, 4, 3): "executor.weekly",
        date(2024, 4, 10): "executor.weekly",
        date(2024, 4, 17): "executor.weekly",
    }


def test_supervisors_hear_of_it_one_above_the_other():
    one = standing()
    assert played(70, COORDINATOR, one) == {date(2024, 3, 7): "coordinator.overdue"}
    assert played(70, PLAN, one) == {date(2024, 3, 12): "plan_controller.overdue"}
    assert played(90, ORDER, one) == {
        date(2024, 3, 19): "order_controller.overdue",
        date(2024, 3, 25): "order_controller.mondays",
        date(2024, 4, 1): "order_controller.mondays",
    }


def test_a_short_term_has_no_reminder_ten_days_before():
    one = standing(issued_on=date(2024, 2, 12))
    assert "executor.in_10_days" not in played(40, EXECUTOR, one).values()


def test_what_is_issued_after_a_rung_s_day_says_only_that_it_is_issued():
    assert (
        on(date(2024, 3, 1)).reached(standing(issued_on=date(2024, 2, 29)), EXECUTOR).rung.code == "executor.tomorrow"
    )
    assert on(date(2024, 2, 29)).reached(standing(issued_on=date(2024, 2, 29)), EXECUTOR).rung.code == "executor.issued"


def test_an_unreviewed_report_goes_to_the_coordinator_then_to_the_plan_controller():
    one = standing(state=State.REPORTED, reported_on=MONDAY, reports=2)
    assert on(date(2024, 3, 7)).reached(one, COORDINATOR)[:3] == (DEFAULT_LADDER[10], 0, 2)
    assert on(date(2024, 3, 7)).reached(one, PLAN) is None
    assert on(date(2024, 3, 12)).reached(one, PLAN).rung.code == "plan_controller.not_reviewed"
    assert on(date(2024, 3, 7)).reached(one, EXECUTOR) is None
    assert on(MONDAY).reached(standing(state=State.REPORTED), COORDINATOR) is None


def test_a_returned_report_is_said_at_once():
    one = standing(state=State.RETURNED, returned_on=date(2024, 2, 13), reports=1)
    assert on(date(2024, 2, 13)).reached(one, EXECUTOR)[:3] == (DEFAULT_LADDER[8], 0, 1)


@pytest.mark.parametrize(
    ("kind", "said"),
    [(ScheduleKind.BY_SCHEDULE, True), (ScheduleKind.UNSTATED, True), (ScheduleKind.ON_REQUEST, False)],
)
def test_the_coordinator_is_chased_for_a_date_but_not_for_what_waits_for_a_request(kind, said):
    one = standing(due_on=None, schedule_kind=kind)
    assert bool(played(30, COORDINATOR, one)) is said
    assert not played(30, ORDER, one)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REMOVED])
def test_of_what_is_done_nothing_is_said(state):
    timetable = on(date(2024, 6, 3))
    assert not any(timetable.reached(standing(state=state), one) for one in Addressee)
    assert timetable.next_on(standing(state=state)) is None


def test_what_is_still_postponed_after_its_day_is_the_coordinator_s_to_decide():
    one = standing(state=State.POSTPONED, resume_on=date(2024, 4, 1), version=3)
    assert on(date(2024, 3, 29)).reached(one, COORDINATOR) is None
    assert on(date(2024, 3, 29)).next_on(one) == date(2024, 4, 1)
    assert on(date(2024, 4, 2)).reached(one, COORDINATOR)[1:3] == (0, 3)
    assert on(date(2024, 4, 8)).reached(one, COORDINATOR)[1:3] == (1, 3)
    assert not any(on(date(2024, 6, 3)).reached(one, to) for to in (EXECUTOR, PLAN, ORDER))


def test_what_is_postponed_without_a_day_is_asked_about_like_what_has_no_date():
    one = standing(state=State.POSTPONED)
    assert set(played(30, COORDINATOR, one).values()) == {"coordinator.undated"}


def test_rungs_on_mondays_skip_a_monday_off():
    calendar = FiveDayWeek(frozenset({date(2024, 3, 25)}))
    timetable = Timetable(DEFAULT_LADDER, today=date(2024, 3, 26), calendar=calendar)
    assert timetable.reached(standing(), ORDER)[3] == date(2024, 3, 26)


def test_a_ladder_that_has_said_everything_needs_no_more_looks():
    once = (Rung(code="once", to=EXECUTOR, anchor=Anchor.DUE, after=1),)
    assert on(date(2024, 3, 4), once).next_on(standing()) == date(2024, 3, 5)
    assert on(date(2024, 3, 5), once).next_on(standing()) is None


def test_a_ladder_survives_being_stored():
    assert ladder_from([asdict(rung) for rung in DEFAULT_LADDER]) == DEFAULT_LADDER


ASKED = Pending(since=date(2024, 2, 6), version=4, reason="ремонт", until=date(2024, 4, 1))


@pytest.mark.parametrize("state", [State.ASSIGNED, State.IN_PROGRESS, State.RETURNED])
def test_an_undecided_extension_goes_to_the_coordinator_on_the_next_working_day_and_to_the_plan_controller_on_the_third(
    state,
):
    one = standing(state=state, extension=ASKED)
    assert played(40, COORDINATOR, one) == {date(2024, 2, 7): "coordinator.extension_undecided"}
    assert played(40, PLAN, one) == {date(2024, 2, 9): "plan_controller.extension_undecided"}
    assert played(40, ORDER, one) == {}
    assert on(date(2024, 2, 26)).reached(one, EXECUTOR).rung.code == "executor.in_5_days"


def test_an_extension_asked_for_again_rings_again():
    again = standing(extension=ASKED._replace(version=7))
    keys = [on(date(2024, 2, 7)).reached(one, COORDINATOR)[:3] for one in (standing(extension=ASKED), again)]
    assert [key[2] for key in keys] == [4, 7]


def test_a_report_does_not_silence_the_extension_asked_for_before():
    one = standing(state=State.REPORTED, reported_on=date(2024, 2, 6), reports=1, extension=ASKED)
    assert played(40, COORDINATOR, one) == {
        date(2024, 2, 7): "coordinator.extension_undecided",
        date(2024, 2, 9): "coordinator.not_reviewed",
    }


def test_who_declined_is_let_alone_while_everybody_above_goes_on():
    declined = Pending(since=date(2024, 2, 26), version=2, reason="не наш профиль")
    one = standing(declined=declined)
    assert played(100, EXECUTOR, one) == {}
    assert played(70, COORDINATOR, one) == {
        date(2024, 2, 26): "coordinator.declined",
        date(2024, 3, 7): "coordinator.overdue",
    }
    assert played(70, PLAN, one) == {
        date(2024, 2, 29): "plan_controller.declined",
        date(2024, 3, 12): "plan_controller.overdue",
    }
    assert played(75, ORDER, one) == {date(2024, 3, 19): "order_controller.overdue"}
    assert on(date(2024, 3, 12)).reached(standing(), EXECUTOR).rung.code == "executor.every_2_days"


@pytest.mark.parametrize("state", [State.POSTPONED, State.ACCEPTED, State.REMOVED])
def test_of_what_is_put_off_or_done_no_answer_is_asked(state):
    one = standing(state=state, resume_on=date(2024, 4, 1), extension=ASKED, declined=ASKED)
    assert not any(on(date(2024, 3, 12)).reached(one, to) for to in Addressee)


PENDING = st.none() | st.builds(
    Pending, since=st.dates(date(2024, 1, 9), date(2024, 12, 31)), version=st.integers(1, 9)
)


@given(st.dates(date(2024, 1, 9), date(2024, 12, 31)), st.dates(date(2024, 1, 9), date(2024, 12, 31)), PENDING, PENDING)
def test_the_next_day_is_the_first_on_which_something_new_is_reached(due_on, today, extension, declined):
    one = standing(due_on=due_on, extension=extension, declined=declined)
    timetable, said = on(today), {to: on(today).reached(one, to) for to in Addressee}
    upcoming = timetable.next_on(one)
    day = today + timedelta(days=1)
    while upcoming and day < upcoming:
        assert {to: on(day).reached(one, to) for to in Addressee} == said
        day += timedelta(days=1)
    assert upcoming is None or WEEK.is_working(upcoming)
