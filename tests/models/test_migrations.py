"""Databases of older versions are brought up with everything in them, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlmodel import SQLModel

from models import database
from models.database import HEAD, reading, revision, upgrade
from models.tables import Organization, Person

OLD_ROWS = (
    "INSERT INTO organization (id, name, kind, number) VALUES (1, 'СОШ № 1', 'school', '1'), (2, 'Отдел', 'unit', '')",
    "INSERT INTO person (id, organization_id, name, post, email) VALUES (1, 1, 'Полевая Н.З.', 'глава', 'a@b.example')",
)


@pytest.fixture
def first_version(engine):
    """A database as the first version of Srok left it: two organizations and a person in one of them."""
    with engine.begin() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OLD_ROWS:
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
