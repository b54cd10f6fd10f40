"""A bulk step that was undone has left nothing in a package but its line of the history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.database import reading, writing
from models.operations import Bulk, move_many, undo_last
from models.package_facts import package_facts
from models.queries import Filter, assignments, person_by_email
from states.belonging import Span
from tests.builders import CALENDAR, instant, under_control

DAY = date(2024, 2, 12)
PERIOD = Span(date(2024, 1, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("trigger", "who", "asked"),
    [
        ("extend", "centre", {"due_on": date(2024, 5, 31)}),
        ("postpone", "centre", {"date_unknown": True}),
        ("remove", "plan", {"reason": "duplicate"}),
        ("remind", "centre", {}),
        ("ask_extension", "school-1", {"due_on": date(2024, 5, 31)}),
        ("report", "school-1", {"text": "Сделано"}),
    ],
)
def test_an_undone_step_leaves_no_trace_in_a_package(engine, trigger, who, asked):
    with writing(engine) as session:
        under_control(session)
    before = _package(engine)
    with writing(engine) as session:
        ids = tuple(one.id for one in assignments(session, Filter(item="1.1"), today=DAY))
        person_id = person_by_email(session, f"{who}@city.example")
        bulk = Bulk(assignment_ids=ids, trigger=trigger, person_id=person_id, at=instant(DAY), reason="так решено")
        assert move_many(session, replace(bulk, **asked), calendar=CALENDAR).moved
    assert _package(engine) != before
    with writing(engine) as session:
        undo_last(session, person_id=person_id, at=instant(DAY) + timedelta(minutes=1))
    assert _package(engine) == before


def _package(engine):
    with reading(engine) as session:
        return package_facts(session, order="7", period=PERIOD, cut_off=date(2024, 3, 29))
