from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from states.assignment import State
from states.digests import Concerning, digests
from states.escalation import PassedOver, Said, Unreachable, Watch, decide
from states.ladder import Answer, Answered, Pending, Timetable
from states.rungs import DEFAULT_LADDER, Addressee
from tests.states.builders import MONDAY, FiveDayWeek, person, standing

WEEK = FiveDayWeek()
COORDINATOR, PLAN, ORDER = person(10, "c@city.example"), person(11, "p@city.example"), person(12, "o@city.example")
SUPERVISORS = {
    1: {Addressee.COORDINATOR: COORDINATOR, Addressee.PLAN_CONTROLLER: PLAN, Addressee.ORDER_CONTROLLER: ORDER}
}
FIFTH_DAY = date(2024, 3, 11)


def decided(standings, day, *, fired=frozenset(), written=frozenset(), supervisors=None):
    said = Said(fired=fired, written_to=frozenset(written))
    return decide(standings, watch=watch(day, supervisors), said=said)


def watch(day, supervisors=None):
    timetables = {1: Timetable(DEFAULT_LADDER, today=day, calendar=WEEK)}
    return Watch(timetables=timetables, supervisors=SUPERVISORS if supervisors is None else supervisors)


def keys(decision):
    return frozenset(firing[:4] for firing in decision.firings)


def test_after_days_without_a_sweep_only_the_highest_rung_of_each_reader_speaks():
    said = {(firing.rung, firing.recipient) for firing in decided([standing()], FIFTH_DAY).firings}
    assert said == {
        ("executor.every_2_days", person()),
        ("coordinator.overdue", COORDINATOR),
        ("plan_controller.overdue", PLAN),
    }


def test_what_was_said_is_not_said_again_and_is_looked_at_on_the_next_day_of_the_ladder():
    first = decided([standing()], FIFTH_DAY)
    second = decided([standing()], FIFTH_DAY, fired=keys(first))
    assert second.firings == ()
    assert second.attention == first.attention == {1: date(2024, 3, 13)}


def test_a_new_due_date_version_arms_the_ladder_again():
    first = decided([standing()], FIFTH_DAY)
    again = decided([standing(due_version=1)], FIFTH_DAY, fired=keys(first))
    assert len(again.firings) == 3


def test_whoever_has_the_day_s_letter_hears_the_rest_on_another_day():
    decision = decided([standing()], FIFTH_DAY, written={10})
    assert 10 not in {firing.recipient.person_id for firing in decision.firings}
    assert decision.attention == {1: FIFTH_DAY}


def test_a_supervisor_without_an_address_is_passed_over_to_the_next_level():
    nobody = {1: SUPERVISORS[1] | {Addressee.COORDINATOR: person(10, "")}}
    decision = decided([standing()], FIFTH_DAY, supervisors=nobody)
    assert [firing.recipient for firing in decision.firings] == [person(), PLAN, PLAN]
    assert decision.unreachable == frozenset()
    assert decision.passed_over == {PassedOver(1, Addressee.COORDINATOR, PLAN)}
    assert decided([standing()], FIFTH_DAY).passed_over == frozenset()


def test_a_letter_read_in_somebody_else_s_place_says_so():
    nobody = {1: SUPERVISORS[1] | {Addressee.COORDINATOR: person(10, "")}}
    decision = decided([standing()], FIFTH_DAY, supervisors=nobody)
    lists = Concerning(standings=[standing()])
    letters = digests(decision, lists, watch=watch(FIFTH_DAY, nobody), on=FIFTH_DAY)
    told = {(letter.recipient, line.to, line.instead) for letter in letters for line in letter.lines}
    assert told == {
        (person(), Addressee.EXECUTOR, False),
        (PLAN, Addressee.COORDINATOR, True),
        (PLAN, Addressee.PLAN_CONTROLLER, False),
    }


def test_whom_nobody_can_be_told_instead_of_is_named_and_waits():
    decision = decided([standing(executor=None)], FIFTH_DAY, supervisors={})
    assert decision.firings == ()
    assert decision.attention == {1: FIFTH_DAY}
    assert Unreachable(1, Addressee.EXECUTOR, "СОШ № 1") in decision.unreachable
    assert Unreachable(1, Addressee.COORDINATOR, "coordinator") in decision.unreachable


def written(standings, day, decision):
    return digests(decision, Concerning(standings=standings), watch=watch(day), on=day)


def test_a_letter_holds_the_full_list_with_what_is_new_marked():
    old, new = standing(), standing(assignment_id=2, item_number="1.2")
    decision = decided([new], FIFTH_DAY)
    letters = {letter.recipient.person_id: letter for letter in written([old, new], FIFTH_DAY, decision)}
    assert set(letters) == {1, 10, 11}
    assert [(line.standing.assignment_id, line.fired) for line in letters[10].lines] == [(1, False), (2, True)]
    assert {line.days_late for line in letters[1].lines} == {7}


def test_a_person_in_two_capacities_gets_one_letter_with_both():
    both = {1: SUPERVISORS[1] | {Addressee.COORDINATOR: person()}}
    decision = decided([standing()], FIFTH_DAY, supervisors=both)
    lists = Concerning(standings=[standing()])
    letters = digests(decision, lists, watch=watch(FIFTH_DAY, both), on=FIFTH_DAY)
    mine = next(letter for letter in letters if letter.recipient.person_id == 1)
    assert [line.to for line in mine.lines] == [Addressee.EXECUTOR, Addressee.COORDINATOR]


def test_a_report_that_waits_for_review_is_not_counted_as_late():
    one = standing(state=State.REPORTED, reported_on=date(2024, 3, 4), reports=1)
    decision = decided([one], FIFTH_DAY)
    (letter, _) = written([one], FIFTH_DAY, decision)
    assert [line.days_late for line in letter.lines] == [0]


def test_a_second_request_of_the_same_day_is_told_though_the_first_one_was():
    first = Pending(since=FIFTH_DAY, version=3, reason="не к нам")
    told = decided([standing(declined=first)], FIFTH_DAY)
    again = standing(declined=first._replace(version=5))
    assert {firing.rung for firing in decided([again], FIFTH_DAY, fired=keys(told)).firings} == {"coordinator.declined"}
    assert not decided([standing(declined=first, version=9)], FIFTH_DAY, fired=keys(told)).firings


def test_what_is_upheld_is_chased_where_the_ladder_has_come_to_meanwhile():
    before = keys(decided([standing()], MONDAY))
    silent = decided([standing(declined=Pending(since=MONDAY, version=1))], FIFTH_DAY, fired=before)
    assert [firing.rung for firing in silent.firings] == ["coordinator.overdue", "plan_controller.overdue"]
    upheld = decided([standing(version=2)], FIFTH_DAY, fired=before | keys(silent))
    assert [firing.rung for firing in upheld.firings] == ["executor.every_2_days"]


@given(
    due=st.lists(st.dates(date(2024, 1, 9), date(2024, 6, 28)), min_size=1, max_size=6),
    sweeps=st.sets(st.integers(0, 200), min_size=1, max_size=40),
    asked=st.lists(st.dates(date(2024, 1, 9), date(2024, 6, 28)) | st.none(), min_size=12, max_size=12),
)
def test_no_rung_ever_speaks_twice_and_the_attention_day_loses_nothing(due, sweeps, asked):
    said = [day and Pending(since=day, version=1) for day in asked]
    ones = [
        standing(assignment_id=n, due_on=day, nominal_due_on=day, extension=said[2 * n], declined=said[2 * n + 1])
        for n, day in enumerate(due)
    ]
    fired, attention = set(), {one.assignment_id: one.issued_on for one in ones}
    for n in sorted(sweeps):
        day = date(2024, 1, 9) + timedelta(days=n)
        if not WEEK.is_working(day):
            continue
        looked = [one for one in ones if attention[one.assignment_id] and attention[one.assignment_id] <= day]
        by_attention = decided(looked, day, fired=frozenset(fired))
        by_everything = decided(ones, day, fired=frozenset(fired))
        assert set(by_attention.firings) == set(by_everything.firings)
        assert not keys(by_attention) & fired
        fired |= keys(by_attention)
        attention |= by_attention.attention


def test_an_answer_is_said_once_beside_what_the_ladder_says_and_even_where_it_says_nothing():
    answer = Answered(on=FIFTH_DAY, version=3, answer=Answer.REFUSED, reason="срок установлен приказом")
    one = standing(answered=answer)
    decision = decided([one], FIFTH_DAY)
    assert (1, "executor.decided", 0, 3) in keys(decision)
    (told,) = [letter for letter in _letters(decision, one, watch(FIFTH_DAY)) if letter.recipient == person()]
    assert [(line.answered, line.fired) for line in told.lines] == [(True, True)]
    assert told.counts == (1, 1, 1, 1)
    assert not decided([one], FIFTH_DAY, fired=keys(decision)).firings
    silent = Watch(timetables={1: Timetable((), today=FIFTH_DAY, calendar=WEEK)}, supervisors=SUPERVISORS)
    alone = decide([one], watch=silent, said=Said())
    (letter,) = _letters(alone, one, silent)
    assert [line.rung.code for line in letter.lines] == ["executor.decided"]


def _letters(decision, one, watched):
    return digests(decision, Concerning(standings=[one]), watch=watched, on=FIFTH_DAY)
