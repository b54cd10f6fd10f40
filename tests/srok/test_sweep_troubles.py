"""Whom a sweep cannot reach, the administrator is told of: once a day, on both databases, in Russian."""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models.database import engine_for, reading, writing
from models.outbox import eml_of
from models.tables import Outbox, Person
from srok import rounds
from srok.settings import Settings
from tests.builders import ZONE, under_control

LATE = date(2024, 3, 7)


@pytest.fixture
def house(database_url, monkeypatch):
    monkeypatch.setenv("SROK_DATABASE_URL", database_url)
    monkeypatch.setenv("SROK_ADMIN_EMAIL", "admin@city.example")
    engine = engine_for(database_url)
    with writing(engine) as session:
        under_control(session)
    yield engine
    engine.dispose()


def swept(engine, day=LATE):
    """The plain texts of the letters to the administrator after a sweep of a day."""
    rounds.escalate(Settings(), at=datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(ZONE)))
    with reading(engine) as session:
        ids = session.exec(select(Outbox.id).where(Outbox.recipient == "admin@city.example").order_by(Outbox.id)).all()
        messages = [message_from_bytes(eml_of(session, ident), policy=policy.default) for ident in ids]
    return [message.get_body(("plain",)).get_content() for message in messages]


def without_address(engine, *emails, email=None):
    with writing(engine) as session:
        session.execute(update(Person).where(col(Person.email).in_(emails)).values(email=email))


def test_a_supervisor_who_is_passed_over_is_told_of_once_a_day(house):
    without_address(house, "plan@city.example")
    (text,) = swept(house)
    assert "Письмо не доходит, адреса нет: контролирующий исполнение плана. Вместо него пишем order@city" in text
    assert "srok roster import" in text
    assert len(swept(house, LATE)) == 1


def test_an_executor_whom_no_letter_reaches_is_told_of_with_the_name_of_the_school(house):
    without_address(house, "school-2@city.example")
    assert "Некому писать: исполнитель (СОШ № 2)." in swept(house)[0]


def test_an_address_no_letter_can_use_is_told_of(house):
    without_address(house, "school-2@city.example", email="школа@city.example")
    assert "Адрес не годится для письма: 'школа@city.example'" in swept(house)[0]


def test_where_everybody_is_reached_nothing_is_told(house):
    assert swept(house) == []
    assert swept(house, LATE + timedelta(days=4)) == []
