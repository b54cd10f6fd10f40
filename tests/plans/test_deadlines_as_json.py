"""A schedule as plain data: the fields of its kind, and those that are seldom only where they say something."""

import json
from datetime import date

import pytest

from models.control import schedule_values
from plans.as_json import deadline_as_json
from plans.deadlines.phrase import read_deadline
from srok.production_calendar import ProductionCalendar

ISSUED_ON = date(2024, 1, 25)


@pytest.mark.parametrize(
    ("phrase", "fields"),
    [
        ("до 1 мая 2024 года", {"kind": "once", "due_on": "2024-05-01", "effective_due_on": "2024-04-27"}),
        (
            "в течение 10 рабочих дней со дня издания",
            {"kind": "once", "due_on": "2024-02-08", "effective_due_on": "2024-02-08", "working_days": 10},
        ),
        ("по пятницам", {"kind": "recurring", "every": "week", "day": None, "weekdays": [4]}),
        ("последняя пятница месяца", {"every": "month", "day": None, "weekdays": [4], "nth": -1}),
        ("2 раза в квартал", {"every": "quarter", "times": 2}),
        ("по графику", {"kind": "by_schedule"}),
        ("по графику центра", {"kind": "by_schedule", "event": "по графику центра"}),
    ],
)
def test_a_schedule_has_the_fields_of_its_kind(phrase, fields):
    found = deadline_as_json(read_deadline(phrase, ISSUED_ON), ISSUED_ON, ProductionCalendar())
    assert {name: found[name] for name in fields} == fields


def test_a_plain_schedule_has_no_seldom_fields():
    found = deadline_as_json(read_deadline("ежеквартально", ISSUED_ON), ISSUED_ON, ProductionCalendar())
    assert set(found) == {"kind", "every", "day", "due_on", "effective_due_on"}


def test_every_schedule_can_be_stored():
    for phrase in ("по пятницам", "в течение 3 рабочих дней со дня издания", "после проведения мероприятия"):
        assert json.dumps(schedule_values(read_deadline(phrase, ISSUED_ON)))
