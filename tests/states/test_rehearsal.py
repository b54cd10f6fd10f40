"""The laws of chasing, over plans drawn at random and sweeps that miss days: never twice, never lost, never on a day
off, never empty, never two letters to a person on a day, after downtime only the highest rung.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from states.assignment import State
from states.escalation import Said
from states.ladder import Timetable
from states.rehearsal import Scene, as_resumed, rehearse
from states.rungs import DEFAULT_LADDER, Addressee, Anchor
from states.schedule import ScheduleKind
from states.waking import ChasedPlan
from tests.states.builders import FiveDayWeek, person, standing

FIRST = date(2024, 1, 9)
WEEK = FiveDayWeek(frozenset({date(2024, 2, 23), date(2024, 3, 8)}))
HEADS = [person(n, f"school-{n}@city.example") for n in range(1, 4)]
SUPERVISORS = dict(zip(tuple(Addressee)[1:], (person(10, "c@x.example"), person(11, "p@x.example"), person(12, "o@x.example")), strict=True))  # fmt: skip # noqa: E501
DEPUTY = person(20, "d@x.example")

days = st.dates(FIRST, date(2024, 4, 30))


@st.composite
def standings(draw):
    """Assignments of three schools, in every state the ladder watches."""
    found = []
    for n in range(draw(st.integers(1, 6))):
        issued_on, due_on = draw(days), draw(st.none() | days)
        state = draw(
            st.sampled_from([State.ASSIGNED, State.IN_PROGRESS, State.RETURNED, State.REPORTED, State.POSTPONED])
        )
        found.append(
            standing(
                assignment_id=n, occurrence_id=n // 3, item_id=n // 3, executor=draw(st.sampled_from(HEADS)),
                state=state, issued_on=issued_on, due_on=due_on, nominal_due_on=due_on,
                reported_on=issued_on if state is State.REPORTED else None, reports=1,
                returned_on=issued_on if state is State.RETURNED else None,
                resume_on=draw(st.none() | days) if state is State.POSTPONED else None,
                schedule_kind=draw(st.sampled_from([ScheduleKind.ONCE, ScheduleKind.BY_SCHEDULE])),
            )
        )  # fmt: skip
    return tuple(found)


def scene(watched, *, paused_on=None, paused_until=None, said=None):
    plan = ChasedPlan(
        plan_id=1, order_number="7", order_issued_on=FIRST, time_zone="Asia/Tomsk", ladder=DEFAULT_LADDER,
        reporting_dates=(date(2024, 3, 31),), paused_on=paused_on, paused_until=paused_until,
    )  # fmt: skip
    return Scene(
        plans={1: plan}, standings=watched, supervisors={1: SUPERVISORS}, substitutes={10: (DEPUTY,)},
        executors={}, said=said or Said(),
    )  # fmt: skip


def every_day(last=date(2024, 5, 31)):
    return [FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)]


sweeps = st.sets(st.sampled_from(every_day()), min_size=1, max_size=60).map(sorted)


def new(letters):
    """What is said for the first time: assignment, level, rung; copies are nobody's news."""
    return [
        (line.standing.assignment_id, line.to, line.rung.code)
        for letter in letters
        for line in letter.lines
        if line.fired and not line.copy_of
    ]


@given(standings(), sweeps)
def test_letters_are_sober(watched, swept_on):
    for day, letters in rehearse(scene(watched), swept_on, calendar=WEEK):
        assert WEEK.is_working(day)
        readers = Counter(letter.recipient.person_id for letter in letters)
        assert max(readers.values(), default=0) <= 1, "one letter to a person a day"
        for letter in letters:
            assert letter.lines or letter.packages, "never empty"
            fired = [line.fired for line in letter.lines] + [one.fired for one in letter.packages]
            assert any(fired), "never without news"


@given(standings(), sweeps)
def test_of_each_chain_only_the_highest_rung_speaks_and_no_point_of_it_twice(watched, swept_on):
    told = set()
    for day, letters in rehearse(scene(watched), swept_on, calendar=WEEK):
        chains = Counter((ident, to) for ident, to, _ in new(letters))
        assert max(chains.values(), default=0) <= 1
        for letter in letters:
            for line in letter.lines:
                timetable = Timetable(DEFAULT_LADDER, today=day, calendar=WEEK)
                if line.fired and not line.copy_of and not line.rung.share:
                    reached = timetable.reached(as_resumed(line.standing, day), line.to)
                    point = (line.standing.assignment_id, reached.rung.code, reached.step, reached.epoch)
                    assert point not in told, "never twice"
                    told.add(point)


@given(standings(), sweeps)
def test_nothing_is_lost_whatever_days_the_sweeps_miss(watched, swept_on):
    """What a day has reached has been said by the end of that day's sweep, then or before."""
    said = {}
    for day, letters in rehearse(scene(watched), swept_on, calendar=WEEK):
        for letter in letters:
            for line in letter.lines:
                if line.fired:
                    said[line.standing.assignment_id, line.to] = line.rung.code
        timetable = Timetable(DEFAULT_LADDER, today=day, calendar=WEEK)
        for one in watched:
            if one.issued_on > day or one.state is State.POSTPONED:
                continue
            for to in Addressee:
                reached = timetable.reached(one, to)
                if reached:
                    assert said.get((one.assignment_id, to)) in {reached.rung.code, "coordinator.many_late"}


@given(standings(), sweeps, days, st.integers(0, 40))
def test_a_pause_is_silent_and_loses_nothing(watched, swept_on, paused_on, length):
    until = paused_on + timedelta(days=length)
    paused = dict(rehearse(scene(watched, paused_on=FIRST, paused_until=until), swept_on, calendar=WEEK))
    assert not any(letters for day, letters in paused.items() if day <= until)
    after = [day for day in swept_on if day > until]
    missed = dict(rehearse(scene(watched), after, calendar=WEEK))
    without_resumed = not any(one.state is State.POSTPONED for one in watched)
    assert not without_resumed or [new(paused[day]) for day in missed] == [new(letters) for letters in missed.values()]


@given(standings())
def test_who_substitutes_reads_what_the_other_reads(watched):
    for _, letters in rehearse(scene(watched), every_day(), calendar=WEEK):
        by_reader = {letter.recipient.person_id: letter for letter in letters}
        assert (10 in by_reader) == (20 in by_reader)
        if 10 in by_reader:
            copied = [line._replace(copy_of=None) for line in by_reader[20].lines]
            assert copied == list(by_reader[10].lines)
            assert [line.package for line in by_reader[20].packages] == [one.package for one in by_reader[10].packages]


def test_a_package_is_spoken_of_four_times_and_each_time_once():
    told = [
        (day, one.working_days_left)
        for day, letters in rehearse(scene(()), every_day(), calendar=WEEK)
        for letter in letters
        if letter.recipient.person_id == 10
        for one in letter.packages
        if one.fired
    ]
    # 31 March 2024 is a Sunday; the 8th is off
    assert told == [
        (date(2024, 2, 29), 20),
        (date(2024, 3, 15), 10),
        (date(2024, 3, 22), 5),
        (date(2024, 3, 27), 2),
    ]


def test_what_was_resumed_stays_resumed():
    postponed = standing(state=State.POSTPONED, resume_on=date(2024, 2, 1), due_on=date(2024, 3, 4))
    letters = dict(rehearse(scene((postponed,)), every_day(), calendar=WEEK))
    said = {rung for some in letters.values() for _, _, rung in new(some)}
    assert {"executor.today", "executor.overdue", "order_controller.overdue"} <= said
    assert "coordinator.not_resumed" not in said


def test_a_first_day_s_digest_that_is_written_already_waits():
    watched = (standing(issued_on=FIRST),)
    had = Said(written_to=frozenset({1}))
    letters = dict(rehearse(scene(watched, said=had), every_day(), calendar=WEEK))
    assert not letters[FIRST]
    assert new(letters[date(2024, 1, 10)]) == [(1, Addressee.EXECUTOR, "executor.issued")]


def test_many_are_late_by_the_number_of_those_who_had_to_report():
    watched = tuple(standing(assignment_id=n, occurrence_id=5, executor=HEADS[0]) for n in range(2))
    for of, told in ((9, True), (10, False)):
        there = replace(scene(watched), executors={5: of})
        letters = dict(rehearse(there, every_day(), calendar=WEEK))
        said = {code for some in letters.values() for _, _, code in new(some)}
        assert ("coordinator.many_late" in said) is told


def test_an_anchor_of_packages_is_none_of_an_assignment_s():
    assert Anchor.PACKAGE not in {anchor for anchor, *_ in standing().seen.anchors}


def test_without_supervisors_nobody_reads_of_packages():
    alone = replace(scene((standing(due_on=date(2024, 3, 29)),)), supervisors={})
    letters = [one for _, some in rehearse(alone, every_day(), calendar=WEEK) for one in some]
    assert letters
    assert not any(one.packages for one in letters)


def test_a_package_waits_for_whoever_has_the_day_s_digest():
    had = Said(written_to=frozenset({10}))
    days = (date(2024, 3, 15), date(2024, 3, 18))
    letters = dict(rehearse(scene((), said=had), days, calendar=WEEK))
    assert [len(letters[day]) for day in days] == [0, 2]  # the coordinator and the deputy
