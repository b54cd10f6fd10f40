import sqlite3
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import SQLModel

from models import database, tables
from models.database import (
    HEAD,
    DatabaseUnusable,
    engine_for,
    exists,
    is_passing,
    make_ready,
    persistently,
    reading,
    revision,
    upgrade,
    writing,
)


def test_the_migrations_make_exactly_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert tables.Assignment.__tablename__ in SQLModel.metadata.tables


def test_the_head_the_code_names_is_the_newest_script():
    scripts = ScriptDirectory(str(Path(database.__file__).with_name("migrations")))
    assert scripts.get_current_head() == HEAD


def test_an_empty_database_is_made_ready_and_a_ready_one_left_alone(tmp_path):
    engine = engine_for(f"sqlite:///{tmp_path}/new.db")
    assert not exists(engine)
    make_ready(engine)
    make_ready(engine)
    assert exists(engine)
    assert revision(engine) == HEAD
    engine.dispose()


@pytest.mark.parametrize("refusing", [make_ready, upgrade])
def test_a_newer_database_is_refused_with_a_word(engine, refusing):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="newer"):
        refusing(engine)


def test_an_older_database_waits_for_a_person(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(DatabaseUnusable, match="srok db upgrade"):
        make_ready(engine)


def test_somebody_else_s_database_is_refused(tmp_path):
    engine = engine_for(f"sqlite:///{tmp_path}/other.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(DatabaseUnusable, match="not Srok's"):
        make_ready(engine)
    engine.dispose()


def test_sqlite_runs_with_the_settings_that_keep_what_was_acknowledged(sqlite_url):
    engine = engine_for(sqlite_url)
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    assert found == ["wal", 2, 1, 30_000]
    engine.dispose()


def test_a_reading_session_changes_nothing_and_a_failed_writing_one_neither(engine):
    with reading(engine) as session:
        session.add(tables.Organization(name="СОШ № 1", kind="school"))
        session.flush()
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        _add_and_fail(session)
    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM organization")).scalar() == 0


def _add_and_fail(session):
    session.add(tables.Organization(name="СОШ № 2", kind="school"))
    session.flush()
    raise ZeroDivisionError


SCHOOL = "INSERT INTO organization (name, kind, number) VALUES (:name, 'school', '')"


def schools(engine):
    with reading(engine) as session:
        return session.execute(text("SELECT count(*) FROM organization")).scalar()


def test_work_that_may_be_done_again_needs_a_key(engine):
    with pytest.raises(ValueError, match="idempotency key"):
        persistently(engine, lambda *_: None, key="")


def test_work_is_done_again_from_its_beginning_after_the_connection_was_lost(postgres_url):
    engine, seen = engine_for(postgres_url), []

    def work(session, key):
        seen.append(key)
        session.execute(text(SCHOOL), {"name": f"СОШ № {len(seen)}"})
        if len(seen) < 3:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return len(seen)

    assert persistently(engine, work, key="k", first_pause=0.01) == 3
    assert (seen, schools(engine)) == (["k"] * 3, 1)
    engine.dispose()


def test_what_waiting_does_not_cure_is_said_at_once(engine):
    seen = []

    def work(session, key):
        seen.append(key)
        for _ in range(2):
            session.execute(text(SCHOOL), {"name": "СОШ № 1"})

    with pytest.raises(IntegrityError):
        persistently(engine, work, key="k")
    assert len(seen) == 1
    assert schools(engine) == 0


def test_patience_ends(tmp_path):
    engine = engine_for(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(OperationalError):
        persistently(engine, lambda session, _: session.connection(), key="k", patience=0.05, first_pause=0.01)
    engine.dispose()


@pytest.mark.parametrize(
    ("sqlstate", "passing"),
    [
        ("40001", True),
        ("40P01", True),
        ("57P01", True),
        ("57P03", True),
        ("08006", True),
        ("55P03", True),
        ("23505", False),
        ("53100", False),
        ("42P01", False),
    ],
)
def test_what_passes_is_known_by_its_code(sqlstate, passing):
    assert is_passing(DBAPIError("", {}, psycopg.errors.lookup(sqlstate)())) is passing


@pytest.mark.parametrize(("code", "passing"), [(5, True), (261, True), (6, True), (13, False), (1, False)])
def test_a_busy_sqlite_passes_a_full_one_does_not(code, passing):
    fault = sqlite3.OperationalError("database is …")
    fault.sqlite_errorcode = code
    assert is_passing(OperationalError("", {}, fault)) is passing
