"""Letters and what is given out, where a controller has taken an item out of control."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from models.database import writing
from models.item_changes import change_control
from models.queries import person_by_email
from models.tables import PlanItem
from notifications.chasing import sweep
from tests.builders import CALENDAR, ZONE, instant, under_control

LATE, NEXT = date(2024, 3, 7), date(2024, 3, 11)


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def turned(engine, number, trigger, day):
    with writing(engine) as session:
        item_id = session.exec(select(PlanItem.id).where(PlanItem.number == number)).one()
        controller = person_by_email(session, "plan@city.example")
        at = instant(day, hour=1)
        change_control(session, item_id=item_id, trigger=trigger, person_id=controller, at=at, reason="по решению")


def swept(engine, today):
    at = datetime(today.year, today.month, today.day, 10, tzinfo=ZoneInfo(ZONE))
    with writing(engine) as session:
        return sweep(session, today=today, at=at, calendar=CALENDAR, sender="Срок <srok@city.example>")


def spoken_of(result):
    return {line.standing.item_number for letter in result.letters for line in letter.lines}


def test_no_letter_speaks_of_an_item_out_of_control_and_all_do_again_when_it_returns(order):
    turned(order, "1.1", "remove_from_control", LATE)
    silent = swept(order, LATE)
    assert silent.letters
    assert "1.1" not in spoken_of(silent)
    turned(order, "1.1", "return_to_control", NEXT)
    again = swept(order, NEXT)
    assert "1.1" in spoken_of(again)
    assert "plan@city.example" in {letter.recipient.email for letter in again.letters}


def test_a_special_item_is_chased_as_any_other(order):
    turned(order, "1.1", "put_under_special_control", LATE)
    assert "1.1" in spoken_of(swept(order, LATE))


def test_a_sweep_gives_nothing_out_of_an_item_out_of_control(order):
    turned(order, "1.3", "remove_from_control", LATE)
    assert swept(order, date(2024, 12, 20)).issued == 0
    turned(order, "1.3", "return_to_control", date(2024, 12, 23))
    assert swept(order, date(2024, 12, 23)).issued == 3
