"""The outbox of events: what is told of a move, what is not, and that nothing is forgotten but what was taken."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from sqlmodel import func, select

from models.database import reading, writing
from models.events import HAPPENED, forget, forget_before, untold
from models.operations import Bulk, Request, move, move_many
from models.queries import Filter, assignments, person_by_email
from models.tables import EventRow
from states.as_of import UNDO
from states.assignment import LIFE, State
from tests.builders import CALENDAR, instant, under_control

DAY = date(2024, 2, 12)


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def reported(engine, *, on=DAY):
    """School 1 reports on item 1.1."""
    with writing(engine) as session:
        (found,) = assignments(session, Filter(item="1.1", executor="СОШ № 1"), today=on)
        by = person_by_email(session, "school-1@city.example")
        request = Request(
            assignment_id=found.id, trigger="report", person_id=by, at=instant(on), text="Тайна", reason="Тоже тайна"
        )
        move(session, request, calendar=CALENDAR)


def waiting(engine, limit=100):
    with reading(engine) as session:
        return untold(session, limit=limit)


def commented(engine, *, by="centre@city.example", on=DAY):
    """The centre comments on everything that item 1.1 asks of schools."""
    with writing(engine) as session:
        ids = tuple(one.id for one in assignments(session, Filter(item="1.1"), today=on))
        who = person_by_email(session, by)
        bulk = Bulk(assignment_ids=ids, trigger="comment", person_id=who, at=instant(on), text="Тайна")
        return move_many(session, bulk, calendar=CALENDAR).step_id


def test_every_line_a_history_can_have_has_a_name_of_its_own():
    assert set(HAPPENED) == {*LIFE.triggers, UNDO, "amend"}
    assert len(set(HAPPENED.values())) == len(HAPPENED)


def test_a_move_is_told_with_what_it_belongs_to_and_without_a_word_anybody_wrote(order):
    reported(order)
    (event,) = waiting(order)
    assert event.name == "srok.assignment.reported"
    assert (event.source, event.dest, event.version) == (State.ASSIGNED, State.REPORTED, 1)
    assert (event.order, event.item, event.organization) == ("7", "1.1", "СОШ № 1")
    assert (event.at, event.due_on, event.bulk_id) == (instant(DAY), date(2024, 2, 29), None)
    assert "айна" not in str(asdict(event))
    assert "@" not in str(asdict(event))


def test_events_come_in_the_order_of_what_happened_and_no_more_than_asked_for(order):
    reported(order)
    step = commented(order)
    names = [event.name for event in waiting(order)]
    assert names == ["srok.assignment.reported", *["srok.assignment.commented"] * 3]
    assert {event.bulk_id for event in waiting(order)[1:]} == {step}
    assert waiting(order, limit=2) == waiting(order)[:2]


def test_a_move_that_is_rolled_back_is_not_told(order):
    with writing(order) as session:
        (found,) = assignments(session, Filter(item="1.1", executor="СОШ № 1"), today=DAY)
        by = person_by_email(session, "school-1@city.example")
        request = Request(assignment_id=found.id, trigger="start", person_id=by, at=instant(DAY))
        move(session, request, calendar=CALENDAR)
        session.rollback()
    assert waiting(order) == ()


def test_only_what_was_taken_is_forgotten(order):
    reported(order)
    commented(order)
    first, *others = waiting(order)
    with writing(order) as session:
        forget(session, [first.row_id])
    assert waiting(order) == tuple(others)


def test_the_same_move_has_the_same_hash_whenever_it_is_told(order):
    reported(order)
    assert waiting(order)[0].hash == waiting(order)[0].hash
    commented(order)
    assert len({event.hash for event in waiting(order)}) == 4


def test_what_nobody_ever_takes_does_not_grow_for_ever(order):
    reported(order)
    commented(order, on=DAY + timedelta(days=1))
    with writing(order) as session:
        assert forget_before(session, instant(DAY + timedelta(days=1))) == 1
        assert session.exec(select(func.count()).select_from(EventRow)).one() == 3
