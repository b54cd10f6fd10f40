"""What every test may ask for: `engine`, an empty Srok database, on SQLite and on PostgreSQL in turn.

A test that is about one of the two asks for `sqlite_url` or `postgres_url` instead.
"""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
from coverage import Coverage
from hypothesis import settings
from sqlalchemy import Engine

from models.database import engine_for, upgrade, writing
from models.mail_switch import turn
from tests.postgres import binaries, cluster

_numbers = count(1)

MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30
"""Where the files of tests lie, if so many bytes are free there: making a database takes a third of the time."""

UNMEASURED = {"desk", "api", "flows", "faults", "repo"}
"""The rooms whose tests no branch of states/ waits for: there coverage rests, which takes a third of a test's time."""

FIRST = ("test_up.py", "test_crashed.py", "test_in_browser.py", "test_real_year.py", "test_killed_workers.py")
"""Files of few tests that take long: begun last, they would keep all other processors waiting."""

settings.register_profile("srok", deadline=None)  # machines are noisy: no test fails for being slow
settings.load_profile("srok")


def pytest_configure() -> None:
    """Keep the files of tests in memory, unless TMPDIR says where, or there is no room to run programs from."""
    if MEMORY.is_dir() and "TMPDIR" not in os.environ:
        there = os.statvfs(MEMORY)
        if there.f_bavail * there.f_frsize > ENOUGH and not there.f_flag & os.ST_NOEXEC:
            tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for a server, a database, or a browser."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The flows' tests come last: Prefect's threads live on, and draw random numbers under other tests' strategies."""
    items.sort(key=lambda item: item.path.name not in FIRST and 1 + ("flows" in item.path.parent.name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Measure coverage, if it is asked for, where it matters, and on the simpler of the two databases."""
    measuring = Coverage.current()
    if not measuring or not (item.path.parent.name in UNMEASURED or item.get_closest_marker("postgres")):
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


@pytest.fixture(scope="session")
def _empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An upgraded database file, copied for every test: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = engine_for(f"sqlite:///{path}")
    upgrade(engine)
    _mail_on(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[str]:
    """The URL of a cluster with `{name}` for the database; its database `empty` is upgraded, and a template."""
    with cluster(_server()) as url:
        _execute(url, "CREATE DATABASE empty")
        engine = engine_for(url.format(name="empty"))
        upgrade(engine)
        _mail_on(engine)
        engine.dispose()
        yield url


def _server() -> Path:
    found = binaries()
    if found:
        return found
    word = "no PostgreSQL server is installed (on Debian: apt-get install postgresql)"
    if os.environ.get("CI"):
        pytest.fail(word)
    pytest.skip(word)


@pytest.fixture
def sqlite_url(_empty_sqlite: Path, tmp_path: Path) -> str:
    """An empty Srok database in a file of its own."""
    return f"sqlite:///{shutil.copyfile(_empty_sqlite, tmp_path / 'srok.db')}"


@pytest.fixture
def postgres_url(postgres_cluster: str) -> Iterator[str]:
    """An empty Srok database of its own on a real PostgreSQL."""
    name = f"test_{next(_numbers)}"
    _execute(postgres_cluster, f"CREATE DATABASE {name} TEMPLATE empty STRATEGY FILE_COPY")
    yield postgres_cluster.format(name=name)
    _execute(postgres_cluster, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty Srok database on each of the two in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on `database_url`, closed at the end."""
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


def _mail_on(engine: Engine) -> None:
    """Let letters leave, which a new database does not."""
    with writing(engine) as session:
        turn(session, on=True, at=datetime(2024, 1, 1, tzinfo=UTC), account="tests")


def _execute(cluster_url: str, statement: str) -> None:
    with psycopg.connect(cluster_url.format(name="postgres"), autocommit=True) as connection:
        connection.execute(statement)
