"""A full disk and a locked database are told in one line; reads go on, and so does work once there is room again."""

import contextlib
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from models.database import engine_for, is_passing, reading, writing
from models.operations import Request, move
from models.tables import History
from srok import clock
from srok.cli.words import fault_in_words
from tests.builders import CALENDAR
from tests.faults.sizes import size
from tests.faults.town import lost_and_doubled, town, unsound

DUE = date(2034, 1, 31)
LONG = "слово " * 3000


def noted(engine, made, text):
    """A long note on the first assignment; what a person is told of a failure, nothing where all went well."""
    ident, head = next(iter(made.heads.items()))
    request = Request(assignment_id=ident, trigger="comment", person_id=head, at=clock.now(), text=text + LONG)
    try:
        with writing(engine) as session:
            move(session, request, calendar=CALENDAR)
    except DBAPIError as fault:
        return fault_in_words(fault)
    return ""


def rows(engine):
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(History)).one()


@pytest.fixture
def sqlite(sqlite_url):
    """A town on SQLite, on one connection that never waits long for a lock."""
    made = town(sqlite_url, rows=3, due_on=DUE)
    engine = engine_for(sqlite_url)
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout=20"))
    yield engine, made
    engine.dispose()


def give_room(engine, pages):
    """How many pages the file may have beside those it has: what a full disk comes to for SQLite."""
    with reading(engine) as session:
        there = session.connection().exec_driver_sql("PRAGMA page_count").scalar()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={there + pages}")


def test_a_full_disk_is_told_and_forgotten(sqlite, figures):
    engine, made = sqlite
    times, acknowledged = size(10, 200), {}
    for number in range(times):
        give_room(engine, 0)
        attempt, said = 0, ""
        while not said:  # what is free in the file is used first
            attempt += 1
            said = noted(engine, made, f"{number}.{attempt} ")
            acknowledged |= {} if said else {f"{number}.{attempt} {LONG}": 1}
        assert "nothing was changed" in said
        assert "full" in said
        assert "\n" not in said
        assert rows(engine) == len(acknowledged)
        give_room(engine, 1000)
        assert noted(engine, made, f"{number}.again ") == ""
        acknowledged[f"{number}.again {LONG}"] = 1
    assert (lost_and_doubled(engine, acknowledged), unsound(engine)) == (([], []), [])
    figures(full=times, acknowledged=len(acknowledged), lost=0)


def test_a_locked_sqlite_is_told_and_forgotten(sqlite, figures):
    engine, made = sqlite
    times = size(10, 200)
    for number in range(times):
        other = engine_for(str(engine.url))
        with writing(other):
            said = noted(engine, made, f"{number} ")
            assert "database is locked" in said
            assert rows(engine) == number
        other.dispose()
        assert noted(engine, made, f"{number} ") == ""
    assert (rows(engine), unsound(engine)) == (times, [])
    figures(locked=times, lost=0)


@pytest.mark.postgres
def test_a_locked_row_of_postgres_is_told_and_forgotten(postgres_url, figures):
    made = town(postgres_url, rows=3, due_on=DUE)
    engine, times = engine_for(postgres_url + "&options=-c%20lock_timeout%3D20"), size(10, 200)
    other = engine_for(postgres_url)
    for number in range(times):
        with writing(other) as session:
            session.connection().exec_driver_sql("SELECT 1 FROM assignment FOR UPDATE")
            assert "lock timeout" in noted(engine, made, f"{number} ")
            assert rows(engine) == number
        assert noted(engine, made, f"{number} ") == ""
    assert (rows(engine), unsound(engine)) == (times, [])
    other.dispose()
    engine.dispose()
    figures(locked=times, lost=0)


def test_a_lock_is_worth_waiting_for_and_a_full_disk_is_not(sqlite):
    engine, made = sqlite
    give_room(engine, 0)
    with pytest.raises(DBAPIError) as full, writing(engine) as session:
        _fill(session)
    assert not is_passing(full.value)
    other = engine_for(str(engine.url))
    with writing(other), pytest.raises(DBAPIError) as locked, writing(engine):
        pass
    assert is_passing(locked.value)
    other.dispose()
    assert made.heads


def _fill(session):
    for _ in range(1000):
        session.connection().exec_driver_sql("INSERT INTO bulkstep VALUES (NULL, 'x', 'y', NULL, ?, NULL)", (LONG,))


def test_a_mover_that_swallows_the_failure_is_noticed(sqlite):
    engine, made = sqlite
    give_room(engine, 0)
    acknowledged = {}
    for number in range(20):
        with contextlib.suppress(DBAPIError):
            noted(engine, made, f"{number} ")
        acknowledged[f"{number} {LONG}"] = 1  # whatever was said
    lost, _ = lost_and_doubled(engine, acknowledged)
    assert lost
