"""PostgreSQL stops at once in the middle of work: what is done again under its key is done once, blind work twice."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import func, select

from models.database import engine_for, is_passing, persistently, reading, upgrade, writing
from models.operations import Request, move
from models.tables import History
from tests.builders import CALENDAR, instant
from tests.faults import planted
from tests.faults.asking import clients
from tests.faults.sizes import SEED, size
from tests.faults.town import lost_and_doubled, town, unsound
from tests.postgres import binaries, cluster, restart

pytestmark = pytest.mark.postgres
DUE = date(2034, 1, 31)
POINTS = ("before", "in_the_middle", "before_commit", "after_commit")


@pytest.fixture(scope="module")
def lasting(postgres_cluster) -> Iterator[str]:
    """A cluster that forgets nothing it has acknowledged while the machine itself stays up, so that there is no need to
    wait for the disk; its database `empty` is upgraded, and a template.
    """
    with cluster(binaries(), {"fsync": "off", "max_connections": "50"}) as url:
        engine = engine_for(url.format(name="postgres"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("CREATE DATABASE empty")
        engine.dispose()
        engine = engine_for(url.format(name="empty"))
        upgrade(engine)
        engine.dispose()
        yield url


@pytest.fixture
def postgres(lasting):
    """An engine on a town in a database of its own."""
    name = f"town_{uuid.uuid4().hex[:8]}"
    engine = engine_for(lasting.format(name="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE empty")
    engine.dispose()
    engine = engine_for(lasting.format(name=name))
    yield engine
    engine.dispose()


def stopping(engine, made, point):
    """A work that notes something, during whose first run the server stops at this point; it was committed or not."""
    (ident, head), stopped = next(iter(made.heads.items())), []

    def stop():
        if not stopped:
            stopped.append(point)
            restart(made.url)

    def commit(connection):
        if point == "before_commit":
            stop()
        real(connection)
        if point == "after_commit" and not stopped:
            stop()
            connection.execute("SELECT 'the answer to the commit never came'")

    def work(session, key):
        session.connection()
        if point == "before":
            stop()
        request = Request(assignment_id=ident, trigger="comment", text="один раз", person_id=head, at=at, key=key)
        move(session, request, calendar=CALENDAR)
        if point == "in_the_middle":
            stop()
            session.connection().exec_driver_sql("SELECT 1")

    at = instant(date(2034, 1, 1))
    real, engine.dialect.do_commit = engine.dialect.do_commit, commit
    return work


def blindly(engine, work):
    """Does work again while the connection is lost, as any retrying library would: without a key."""
    while True:
        try:
            with writing(engine) as session:
                return work(session, "")
        except OperationalError as fault:
            if not is_passing(fault):
                raise


def rows(engine):
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(History)).one()


@pytest.mark.parametrize("point", POINTS)
def test_keyed_work_is_done_once_wherever_the_server_stops(postgres, point):
    made = town(postgres.url.render_as_string(), rows=1, due_on=DUE)
    persistently(postgres, stopping(postgres, made, point), key="k", first_pause=0.05)
    assert rows(postgres) == 1
    assert unsound(postgres) == []


@pytest.mark.parametrize(("point", "times"), list(zip(POINTS, (1, 1, 1, 2), strict=True)))
def test_blind_work_is_done_twice_where_the_answer_to_a_commit_is_lost(postgres, point, times):
    made = town(postgres.url.render_as_string(), rows=1, due_on=DUE)
    blindly(postgres, stopping(postgres, made, point))
    assert rows(postgres) == times


def test_a_planted_bug_is_noticed(postgres, monkeypatch):
    made = town(postgres.url.render_as_string(), rows=1, due_on=DUE)
    planted.forgets_the_key(monkeypatch.setattr)
    persistently(postgres, stopping(postgres, made, "after_commit"), key="k", first_pause=0.05)
    assert rows(postgres) == 2


def test_movers_go_on_through_restarts_and_lose_and_double_nothing(postgres, figures):
    made = town(postgres.url.render_as_string(), rows=24, due_on=DUE)
    restarts = size(5, 100)
    found = clients("restarted", made, seed=SEED, restarts=restarts, movers=4)
    assert found["failed"] == 0
    assert len(found["acknowledged"]) > restarts
    lost, doubled = lost_and_doubled(postgres, found["acknowledged"])
    assert (lost, doubled, unsound(postgres)) == ([], [], [])
    figures(restarts=restarts, acknowledged=len(found["acknowledged"]), lost=len(lost), doubled=len(doubled))
