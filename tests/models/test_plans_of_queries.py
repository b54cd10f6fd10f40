"""The daily sweep reads by its indexes, on both databases, with the bound parameters it really uses."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from models.actors import actor
from models.database import reading, writing
from models.letter_keys import reminders_of
from models.occurrences import issue_due
from models.outbox import cancel
from models.pending import last_said
from models.queries.attention import Part, Waits, waiting_assignments, waiting_items
from models.queries.overview import executor_overviews, plan_overviews
from models.standings import standings_concerning, standings_to_look_at, written_to
from models.tables import OutboxState
from models.ties import told_of_due
from tests.builders import under_control
from tests.models.explaining import explained

DAY = date(2024, 3, 7)

AS_COUNTED = (
    ("assignment", "ix_assignment_live", "4000 1334 1334"),
    ("assignment", "ix_assignment_attention", "4000 1334 1"),
    ("assignment", "ix_assignment_effective_due_on", "100000 33334 40 40"),
    ("assignment", "ix_assignment_organization", "100000 250 125"),
    ("assignment", "sqlite_autoindex_assignment_1", "100000 40 1"),
    ("occurrence", "ix_occurrence_waiting", "2500 2500 2500"),
    ("occurrence", "sqlite_autoindex_occurrence_1", "2500 1 1"),
    ("planitem", "sqlite_autoindex_planitem_1", "2500 50 1"),
    ("plan", None, "50"),
    ("orders", None, "50"),
    ("organization", None, "420"),
)
"""What ANALYZE of SQLite notes of 100 000 assignments in 50 plans when nothing waits for an answer."""


@pytest.fixture
def explain(engine):
    """How the database means to run every statement a function makes, in its own words."""
    with writing(engine) as session:
        under_control(session)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Of a handful of rows PostgreSQL would read them all: as if they were many.
            connection.execute(text("SET enable_seqscan = off"))
            connection.execute(text("ALTER ROLE CURRENT_USER SET enable_seqscan = off"))

    def plans(asked):
        with reading(engine) as session:
            return explained(engine, session, asked)

    yield plans
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("ALTER ROLE CURRENT_USER RESET enable_seqscan"))


def test_what_is_due_is_found_by_the_day_it_wants_attention(explain):
    due, standings = explain(lambda session: standings_to_look_at(session, today=date(2024, 12, 31)))
    assert "ix_assignment_attention" in due
    assert "ix_assignment_attention" not in standings
    assert "SCAN assignment" not in standings


def test_a_shard_s_due_and_who_hears_of_it_are_found_by_the_day_too(explain):
    of_shard, *_ = explain(lambda session: standings_to_look_at(session, today=DAY, only=[1]))
    (ties,) = explain(lambda session: told_of_due(session, today=DAY, plan_ids=[1]))
    assert "ix_assignment_attention" in of_shard
    assert "ix_assignment_attention" in ties


def test_a_person_s_own_list_is_found_by_the_organization(explain):
    _, own, watched = explain(lambda session: standings_concerning(session, today=DAY, persons=[1], supervised=[1]))
    assert "ix_assignment_organization" in own
    assert "SCAN assignment" not in watched


def test_whoever_has_a_letter_is_found_by_its_day(explain):
    (plan,) = explain(lambda session: written_to(session, on=DAY))
    assert "ix_outbox_written_on_person_id" in plan


def test_what_executors_asked_for_is_found_by_their_assignments(explain):
    (plan,) = explain(lambda session: last_said(session, [1, 2, 3]))
    assert "assignment_id" in plan
    assert "SCAN history" not in plan
    assert "Seq Scan on history" not in plan


def test_the_letters_of_an_undone_step_are_looked_for_among_those_that_wait(explain):
    plans = explain(lambda session: cancel(session, reminders_of(1), why="", at=datetime(2024, 3, 7, tzinfo=UTC)))
    assert all("ix_outbox_waiting" in plan for plan in plans)
    assert len(plans) == len((OutboxState.QUEUED, OutboxState.HELD, OutboxState.DEAD))


def test_who_acts_in_what_roles_is_found_by_the_person(explain):
    (plan,) = explain(lambda session: actor(session, 1))
    assert "ix_planrole_person_id" in plan
    assert "ix_delegation_person_id" in plan
    assert "SCAN person" not in plan
    assert "Seq Scan" not in plan


def test_what_is_to_be_given_out_is_found_by_its_day(explain):
    (plan,) = explain(lambda session: issue_due(session, today=DAY))
    assert "ix_occurrence_waiting" in plan
    assert "SCAN" not in plan


@pytest.fixture
def explain_counted(explain, engine):
    """The same once the database has counted a city's tables: SQLite then likes to begin from the few plans."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
            connection.execute(text("DELETE FROM sqlite_stat1"))
            for table, index, counted in AS_COUNTED:
                values = {"table": table, "index": index, "counted": counted}
                connection.execute(text("INSERT INTO sqlite_stat1 VALUES (:table, :index, :counted)"), values)
        engine.dispose()  # what was counted is read when a connection is opened
    return explain


OWN = range(1, 51)


def test_what_waits_is_found_by_its_own_indexes(explain_counted):
    (plan,) = explain_counted(lambda session: waiting_items(session, today=DAY, plan_ids=OWN))
    for index in ("live", "reported", "declined_on", "extension_on"):
        assert f"ix_assignment_{index}" in plan
    assert "SCAN assignment USING INDEX sqlite" not in plan
    assert "occurrence_id=?" not in plan


def test_what_is_overdue_is_listed_by_the_index_of_what_is_open(explain_counted):
    (plan,) = explain_counted(
        lambda session: waiting_assignments(session, Waits.OVERDUE, Part(), today=DAY, plan_ids=OWN)
    )
    assert "ix_assignment_live" in plan


def test_the_overview_reads_running_counts_and_what_is_overdue(explain_counted):
    (plans,) = explain_counted(lambda session: plan_overviews(session, today=DAY, weeks=[DAY], plan_ids=OWN))
    (executors,) = explain_counted(lambda session: executor_overviews(session, today=DAY, plan_ids=OWN, limit=3))
    for plan in (plans, executors):
        assert "ix_assignment_live" in plan
        assert "occurrence_id=?" not in plan
        assert "SCAN assignment" not in plan
