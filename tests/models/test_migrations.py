"""Databases of older versions are brought up with everything in them, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from models import database
from models.chased_plans import chased_plans
from models.database import HEAD, reading, revision, snapshot, upgrade
from models.tables import Assignment, History, Organization, Person
from models.verifying import verify
from states.chain import GENESIS
from states.rungs import DEFAULT_LADDER, Anchor

OLD_ROWS = (
    "INSERT INTO organization (id, name, kind, number) VALUES (1, 'СОШ № 1', 'school', '1'), (2, 'Отдел', 'unit', '')",
    "INSERT INTO person (id, organization_id, name, post, email) VALUES (1, 1, 'Полевая Н.З.', 'глава', 'a@b.example')",
)

MOVES = """
INSERT INTO orders VALUES
    (1, '7', '2024-01-26', 'О плане', 'Департамент', 'order.txt', 'f', '2024-01-26 12:00:00+00');
INSERT INTO plan VALUES (1, 1, 'План', 'Asia/Tomsk', '[]', '[]');
INSERT INTO planitem VALUES
    (1, 1, NULL, 'measure', 0, '1.1', 'Мероприятие', '', '', '', 'once', '{}', FALSE, 'in_progress');
INSERT INTO occurrence VALUES
    (1, 1, 0, NULL, '2024-02-29', '2024-02-29', '2024-01-26', '2024-01-26', 'in_progress');
-- Due first on 29 February, then on 1 May, which is a day off. The other one has never moved.
INSERT INTO assignment VALUES
    (1, 1, 1, 1, TRUE, 'returned', 2, '2024-01-26', '2024-02-29', '2024-05-01', '2024-04-27', 1,
     TRUE, 1, '2024-02-12', 1, '2024-02-13', NULL, NULL),
    (2, 1, 2, NULL, TRUE, 'assigned', 0, '2024-01-26', '2024-02-29', '2024-02-29', '2024-02-29', 0,
     FALSE, 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO history VALUES
    (1, 1, 1, 'report', 'assigned', 'reported', '2024-02-12 05:30:00.000001+00', '2024-02-12', 1,
     'Назначен', '', NULL, NULL),
    (2, 1, 2, 'send_back', 'reported', 'returned', '2024-02-13 12:00:00+00', '2024-02-13', NULL,
     '', 'нет подписи', '2024-05-01', '2024-04-27');
INSERT INTO evidence VALUES
    (1, 1, 'приказ.pdf', '00', 3, 'abc'),
    (2, 1, 'акт.pdf', '01', 4, 'def')
"""
"""Moves as they were written before there was a chain."""


@pytest.fixture
def first_version(engine):
    """A database as the first version of Srok left it: two organizations and a person in one of them."""
    return brought_to(engine, "0001", OLD_ROWS)


def brought_to(engine, version, rows):
    """The database as an older Srok left it, with these rows."""
    with engine.begin() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for statement in rows:
            connection.execute(text(statement))
    return engine


def test_the_roster_of_the_first_version_is_kept(first_version):
    upgrade(first_version)
    assert revision(first_version) == HEAD
    with reading(first_version) as session:
        person = session.get(Person, 1)
        assert (person.name, person.email, person.organization_id) == ("Полевая Н.З.", "a@b.example", 1)
        assert (person.dative, person.rank, person.substitute_for_id, person.left_on) == ("", 0, None, None)
        assert session.get(Organization, 1).merged_into_id is None


def test_references_are_enforced_after_the_upgrade_too(first_version):
    upgrade(first_version)
    for statement in (
        "UPDATE organization SET merged_into_id = 99 WHERE id = 1",
        "UPDATE person SET substitute_for_id = 99 WHERE id = 1",
        "INSERT INTO alias (organization_id, name) VALUES (99, 'школа')",
    ):
        with pytest.raises(Exception, match=r"(?i)foreign key"), first_version.begin() as connection:
            connection.execute(text(statement))


def test_moves_made_before_there_was_a_chain_are_chained_and_guarded(engine):
    upgrade(brought_to(engine, "0003", [*OLD_ROWS, *_for(engine, MOVES).split(";")]))
    with snapshot(engine) as session:
        found = verify(session, cut=(10**9,) * 3)
        assert (found.breaks, found.rows) == ((), 2)
        first, last = session.exec(select(History).order_by(History.version)).all()
        moved, still = session.exec(select(Assignment).order_by(Assignment.id)).all()
        assert moved.head == last.hash not in {first.hash, GENESIS}
        assert (moved.moved_at, still.moved_at, still.head) == (last.at, None, GENESIS)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("UPDATE history SET reason = 'иначе'"))


def _for(engine, statements):
    """SQLite keeps instants without a zone."""
    return statements.replace("+00'", "'") if engine.dialect.name == "sqlite" else statements


def test_plans_of_before_chase_what_waits_for_an_answer_like_new_ones(engine):
    upgrade(brought_to(engine, "0003", [*OLD_ROWS, *_for(engine, MOVES).split(";")]))
    with reading(engine) as session:
        (plan,) = chased_plans(session).values()
    added = {Anchor.EXTENSION, Anchor.DECLINED, Anchor.PACKAGE}
    assert set(plan.ladder) == {rung for rung in DEFAULT_LADDER if rung.anchor in added or rung.share}
