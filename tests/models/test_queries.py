"""What lists and scripts are told: pending things, one assignment, its history, bulk steps."""

from datetime import date, timedelta

import pytest

from models import queries
from models.database import reading, writing
from models.operations import Bulk, Request, move, move_many, undo_last
from models.queries import (
    Filter,
    assignment,
    assignments,
    awaiting_review,
    bulk_steps,
    declined,
    extensions,
    history,
    items,
    person_by_email,
)
from states.assignment import State
from tests.builders import CALENDAR, instant, under_control

DAY = date(2024, 2, 12)
LATER = date(2024, 3, 15)


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def moved(engine, trigger, *, of="СОШ № 1", item="1.1", by="school-1@city.example", on=DAY, **changes):
    """Make a move; the assignment's id."""
    with writing(engine) as session:
        (found,) = assignments(session, Filter(item=item, executor=of), today=on)
        person_id = person_by_email(session, by)
        request = Request(assignment_id=found.id, trigger=trigger, person_id=person_id, at=instant(on), **changes)
        return move(session, request, calendar=CALENDAR).assignment_id


def asked(query, engine, *wanted, today=DAY):
    with reading(engine) as session:
        return query(session, *wanted, today=today)


def test_every_name_of_the_interface_is_there_and_says_what_it_gives():
    assert [name for name in queries.__all__ if not getattr(queries, name).__doc__] == []


def test_an_extension_waits_until_it_is_decided_and_the_original_date_stays(order):
    ident = moved(order, "ask_extension", reason="карантин", due_on=LATER)
    second = moved(order, "ask_extension", item="1.3", reason="карантин", due_on=date(2024, 8, 1))
    (first, other) = asked(extensions, order)
    assert (first.id, other.id) == (ident, second)
    assert (first.extension_on, first.extension_asked_on, first.due_moves) == (LATER, DAY, 0)
    moved(order, "grant_extension", by="centre@city.example", on=DAY + timedelta(days=1))
    assert [one.id for one in asked(extensions, order)] == [second]
    granted = asked(assignment, order, ident)
    assert (granted.due_on, granted.original_due_on, granted.due_moves) == (LATER, date(2024, 2, 29), 1)
    assert granted.extension_on is None


def test_what_is_declined_waits_for_the_coordinator(order):
    ident = moved(order, "decline", reason="у нас нет старших классов")
    (found,) = asked(declined, order)
    assert (found.id, found.declined_on, found.state) == (ident, DAY, State.ASSIGNED)
    moved(order, "uphold", by="centre@city.example", reason="касается всех")
    assert asked(declined, order) == ()


def test_the_report_that_has_waited_longest_is_reviewed_first(order):
    late = moved(order, "report", of="СОШ № 2", by="school-2@city.example", on=DAY + timedelta(days=3), text="Есть")
    early = moved(order, "report", item="1.3", text="Есть")
    assert [one.id for one in asked(awaiting_review, order)] == [early, late]
    assert [one.id for one in asked(awaiting_review, order, Filter(item="1.1"))] == [late]


def test_one_assignment_is_the_line_the_list_has_of_it(order):
    whole = asked(assignments, order, Filter(), today=LATER)
    assert [asked(assignment, order, one.id, today=LATER) for one in whole] == list(whole)
    assert any(one.overdue for one in whole)
    assert asked(assignment, order, 10**9) is None


def test_history_tells_dates_asked_for_and_resumed_on_and_the_bulk_step(order):
    ident = moved(order, "ask_extension", reason="карантин", due_on=LATER)
    moved(order, "postpone", by="centre@city.example", reason="ремонт", resume_on=date(2024, 2, 20))
    with writing(order) as session:
        by = person_by_email(session, "centre@city.example")
        at = instant(DAY + timedelta(days=1))
        bulk = Bulk(assignment_ids=(ident,), trigger="comment", person_id=by, at=at, text="звонили")
        step = move_many(session, bulk, calendar=CALENDAR)
    with reading(order) as session:
        first, second, third = history(session, ident)
    assert (first.asked_due_on, first.due_on) == (LATER, None)
    assert second.resume_on == date(2024, 2, 20)
    assert (third.bulk_id, third.person) == (step.step_id, "Орлова Анна Ивановна")


def test_bulk_steps_are_listed_with_what_they_moved_and_when_they_were_undone(order):
    first = moved(order, "report", text="Есть")
    second = moved(order, "report", of="СОШ № 2", by="school-2@city.example", text="Есть")
    at = instant(DAY, 14)
    with writing(order) as session:
        by = person_by_email(session, "centre@city.example")
        bulk = Bulk(assignment_ids=(first, second), trigger="accept", person_id=by, at=at)
        move_many(session, bulk, calendar=CALENDAR)
    with reading(order) as session:
        (step,) = bulk_steps(session, person_id=by)
        assert (step.trigger, step.moved, step.person, step.undone_at) == ("accept", 2, "Орлова Анна Ивановна", None)
        assert bulk_steps(session, person_id=by + 1) == ()
    with writing(order) as session:
        undo_last(session, person_id=by, at=at + timedelta(minutes=1))
    with reading(order) as session:
        assert bulk_steps(session)[0].undone_at == at + timedelta(minutes=1)


def test_an_item_tells_its_rule_and_its_control(order):
    one = asked(items, order, Filter(item="1.2"))[0]
    assert (one.roll_up, one.control) == ("all", "on_control")
