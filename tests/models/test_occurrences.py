from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from models.control import put_under_control
from models.database import reading, writing
from models.item_changes import change_control
from models.occurrences import NotOpenable, issue_due, open_occurrence
from models.operations import Request, move
from models.queries import person_by_email
from models.tables import Assignment, ItemHistory, Occurrence, PlanItem
from states.assignment import State
from states.policy import NotPermitted
from states.schedule import Schedule, ScheduleKind, Term
from tests.builders import ALL, CALENDAR, CENTRE, ISSUED, ITEMS, TERMS, draft, instant, item, once, under_control

ON_REQUEST = item("2.1", Schedule(kind=ScheduleKind.ON_REQUEST), ALL)
YEARLY = item("2.2", Schedule(kind=ScheduleKind.RECURRING, terms=(Term(due_on=date(2024, 3, 1)),)), CENTRE)
COORDINATOR, CONTROLLER, SCHOOL = "centre@city.example", "plan@city.example", "school-1@city.example"
DAY = date(2024, 2, 5)


def opened(session, number="2.1", *, due_on=date(2024, 3, 10), by=COORDINATOR, day=DAY):
    item_id = session.exec(select(PlanItem.id).where(PlanItem.number == number)).one()
    return open_occurrence(
        session,
        item_id=item_id,
        due_on=due_on,
        person_id=person_by_email(session, by),
        at=instant(day),
        calendar=CALENDAR,
    )


def times_of(session, number):
    rows = select(Occurrence).join(PlanItem).where(PlanItem.number == number).order_by(col(Occurrence.position))
    return list(session.exec(rows))


def assignments_of(session, occurrence):
    rows = select(Assignment).where(Assignment.occurrence_id == occurrence.id).order_by(col(Assignment.id))
    return list(session.exec(rows))


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session, [*ITEMS, ON_REQUEST, YEARLY])


def test_the_first_named_leads_unless_a_group_is_among_the_executors(engine):
    two = item("2.2", once(date(2024, 3, 1)), CENTRE, replace(CENTRE, name="Департамент"))
    with writing(engine) as session:
        under_control(session, [*ITEMS, two])
        rules = dict(session.exec(select(PlanItem.number, PlanItem.roll_up)).all())
        assert rules == {"1.1": "all", "1.2": "all", "1.3": "all", "1.4": "all", "2.2": "lead"}
        (occurrence,) = times_of(session, "2.2")
        assert [one.lead for one in assignments_of(session, occurrence)] == [True, False]


def test_a_plan_says_how_far_ahead_its_occurrences_are_given_out(engine):
    with writing(engine) as session:
        put_under_control(
            session, draft(roles={}), fingerprint="f", at=instant(ISSUED), terms=replace(TERMS, opens_ahead=5)
        )
        assert [one.issues_on for one in times_of(session, "1.3")] == [ISSUED, date(2024, 12, 23)]


def test_what_nobody_did_in_time_stays_open_beside_the_next(engine, order):
    with writing(engine) as session:
        assert issue_due(session, today=date(2024, 12, 20)) == 3
        missed, coming = times_of(session, "1.3")
        assert {one.state for one in assignments_of(session, missed)} == {State.ASSIGNED}
        assert {one.issued_on for one in assignments_of(session, coming)} == {date(2024, 12, 20)}
        assert issue_due(session, today=date(2024, 12, 20)) == 0


def test_what_was_to_be_given_out_while_nothing_ran_is_given_out_later(engine, order):
    with writing(engine) as session:
        assert issue_due(session, today=date(2025, 3, 3)) == 3


def test_two_who_give_out_at_once_give_out_once(engine, order):
    def given(_):
        with writing(engine) as session:
            return issue_due(session, today=date(2024, 12, 20))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(given, range(4))) == [0, 0, 0, 3]


def test_of_an_item_out_of_control_nothing_is_given_out_until_it_returns(engine, order):
    with writing(engine) as session:
        item_id = session.exec(select(PlanItem.id).where(PlanItem.number == "1.3")).one()
        by = {"item_id": item_id, "person_id": person_by_email(session, CONTROLLER), "reason": "отменено"}
        change_control(session, trigger="remove_from_control", at=instant(DAY), **by)
        assert issue_due(session, today=date(2024, 12, 20)) == 0
        change_control(session, trigger="return_to_control", at=instant(DAY), **by)
        assert issue_due(session, today=date(2024, 12, 20)) == 3


def test_asked_for_the_first_time_an_item_on_request_is_dated(engine, order):
    with writing(engine) as session:
        done = opened(session)
        assert (done.item, done.executors, done.effective_due_on) == ("2.1", 3, date(2024, 3, 7))
        (only,) = times_of(session, "2.1")
        assert (only.due_on, only.effective_due_on) == (date(2024, 3, 10), date(2024, 3, 7))
        assert {(one.due_on, one.original_due_on) for one in assignments_of(session, only)} == {
            (date(2024, 3, 10), date(2024, 3, 10))
        }


def test_asked_for_again_it_is_given_out_anew_at_once(engine, order):
    with writing(engine) as session:
        opened(session)
        done = opened(session, due_on=date(2024, 5, 17), by=CONTROLLER)
        assert done.executors == 3
        _, second = times_of(session, "2.1")
        assert (second.position, second.issued_on, second.issues_on) == (1, DAY, DAY)
        assert {(one.due_on, one.issued_on, one.state) for one in assignments_of(session, second)} == {
            (date(2024, 5, 17), DAY, State.ASSIGNED)
        }
        lines = session.exec(select(ItemHistory).order_by(col(ItemHistory.version))).all()
        assert [(one.version, one.trigger, one.detail) for one in lines] == [
            (1, "open_occurrence", "due 2024-03-10"),
            (2, "open_occurrence", "due 2024-05-17"),
        ]


def test_what_somebody_has_acted_on_is_not_dated_but_followed_by_another(engine, order):
    with writing(engine) as session:
        (first,) = times_of(session, "2.1")
        one = assignments_of(session, first)[0]
        person_id = person_by_email(session, SCHOOL)
        request = Request(
            assignment_id=one.id, trigger="report", person_id=person_id, at=instant(ISSUED), text="По запросу от 25.01"
        )
        move(session, request, calendar=CALENDAR)
        opened(session)
        assert [one.due_on for one in times_of(session, "2.1")] == [None, date(2024, 3, 10)]


def test_an_item_that_was_done_has_something_to_do_again(engine, order):
    with writing(engine) as session:
        person_id = person_by_email(session, CONTROLLER)
        (first,) = times_of(session, "2.1")
        for one in assignments_of(session, first):
            request = Request(
                assignment_id=one.id, trigger="remove", person_id=person_id, at=instant(ISSUED), reason="cancelled"
            )
            move(session, request, calendar=CALENDAR)
        states = select(PlanItem.state).where(PlanItem.number == "2.1")
        assert session.exec(states).one() is State.REMOVED
        opened(session)
        assert session.exec(states).one() is State.ASSIGNED


@pytest.mark.parametrize(
    ("number", "due_on", "why"),
    [
        ("1.1", date(2024, 3, 10), "another edition"),
        ("2.2", date(2024, 3, 10), "srok next-year"),
        ("1.4", date(2024, 3, 10), "srok due"),
        ("2.1", date(2024, 2, 4), "is past"),
        ("2.1", date(2034, 2, 28), "ten years"),
    ],
)
def test_what_cannot_be_opened_says_why_and_what_to_do(engine, order, number, due_on, why):
    with writing(engine) as session, pytest.raises(NotOpenable, match=why):
        opened(session, number, due_on=due_on)
    with reading(engine) as session:
        assert session.exec(select(ItemHistory)).all() == []


def test_one_day_is_asked_for_once_and_only_by_those_who_run_the_plan(engine, order):
    with writing(engine) as session:
        opened(session)
        with pytest.raises(NotOpenable, match="already"):
            opened(session)
        with pytest.raises(NotPermitted, match="coordinator and its controllers"):
            opened(session, due_on=date(2024, 5, 17), by=SCHOOL)


def test_an_item_out_of_control_is_not_asked_for(engine, order):
    with writing(engine) as session:
        item_id = session.exec(select(PlanItem.id).where(PlanItem.number == "2.1")).one()
        by = {"item_id": item_id, "person_id": person_by_email(session, CONTROLLER)}
        change_control(session, trigger="remove_from_control", at=instant(DAY), reason="отменено", **by)
        with pytest.raises(NotOpenable, match="removed from control"):
            opened(session)


def test_dates_named_one_by_one_are_given_out_each_in_its_time(engine):
    days = tuple(Term(due_on=day) for day in (date(2024, 3, 29), date(2024, 6, 28), date(2024, 9, 30)))
    with writing(engine) as session:
        under_control(session, [item("3.1", Schedule(kind=ScheduleKind.DATES, terms=days), CENTRE)])
        assert [one.issues_on for one in times_of(session, "3.1")] == [ISSUED, date(2024, 5, 30), date(2024, 9, 2)]
