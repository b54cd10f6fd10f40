"""Engines and sessions from a database URL, with the settings that make each database safe. Knows no table."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from models.folding import make_known
from models.prepared import on_driver
from states.fault import Fault

HEAD = "0018"
"""The newest migration; a test holds it to the scripts."""

BUSY_MILLISECONDS = 30_000
_SQLITE_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": "2",  # FULL: an acknowledged move survives a power cut
    "foreign_keys": "1",
}


class DatabaseUnusable(Fault):
    """The database cannot be used as it is; the text says why and what to do."""


def engine_for(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://…`. Nothing is opened or created yet."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _settle_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _settle_sqlite(connection: Any, _record: Any) -> None:
    make_known(connection)
    connection.isolation_level = None  # the driver's own transactions are off: _begin_sqlite begins them
    for name, value in (_SQLITE_SETTINGS | {"busy_timeout": str(BUSY_MILLISECONDS)}).items():
        connection.execute(f"PRAGMA {name}={value}")
        found = str(connection.execute(f"PRAGMA {name}").fetchone()[0])
        if found not in {value, "memory"}:
            raise DatabaseUnusable(f"SQLite did not take {name}={value} (it is {found}): is the disk a network share?")


def _begin_sqlite(connection: Connection) -> None:
    on_driver(connection, connection.get_execution_options().get("srok_begin", "BEGIN"))


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for queries. Whatever it changes is rolled back."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session that is one transaction: committed at the end, rolled back by an exception.

    On SQLite it takes the writers' lock at once, so that what it read is still true when it writes.
    """
    with Session(engine) as session, session.begin():
        session.connection(execution_options=_AT_ONCE)
        yield session


_AT_ONCE = {"srok_begin": "BEGIN IMMEDIATE"}


R = TypeVar("R")
PATIENCE = 30.0
"""For how many seconds `persistently` begins anew; a restart of PostgreSQL takes less."""


def persistently(
    engine: Engine, work: Callable[[Session, str], R], *, key: str, patience: float = PATIENCE, first_pause: float = 0.1
) -> R:
    """Do `work` in a writing transaction, and do it again while the database is not there or was lost on the way.

    A connection lost at the end does not say whether the transaction was committed: work that is simply done again may
    be done twice. So it is handed the idempotency `key`, and must pass it to every operation it asks for. Pauses
    double, and are drawn at random so that many who wait do not come back at once.

    Raises:
        ValueError: without a key.
        DBAPIError: what the database said last, when `patience` seconds are over, or where waiting does not help.

    """
    if not key:
        raise ValueError("work that may be done again needs an idempotency key")
    over, pause = time.monotonic() + patience, first_pause
    while True:
        try:
            with writing(engine) as session:
                return work(session, key)
        except DBAPIError as fault:
            if not is_passing(fault) or time.monotonic() + pause > over:
                raise
        time.sleep(random.uniform(0.5, 1.5) * pause)  # noqa: S311 - spreads the load, keeps no secret
        pause = min(2 * pause, 5.0)


_PASSING = {"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "57P05"}
"""Serialization failure, deadlock, a lock not got in time; the server stopped, crashed, starting, tired of waiting."""


def is_passing(fault: DBAPIError) -> bool:
    """Whether a failure of the database is one that waiting may cure: nothing is wrong with what was asked."""
    if fault.connection_invalidated:
        return True
    if isinstance(fault.orig, sqlite3.OperationalError):
        # The extended codes, such as that of a file being recovered, carry the plain one in their last byte.
        return getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    state = getattr(fault.orig, "sqlstate", None)
    if state is None:
        return isinstance(fault, OperationalError)  # PostgreSQL was not reached at all
    return state in _PASSING or state.startswith("08")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A session for queries that all see the database as it was at one moment, whoever writes meanwhile."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with Session(engine.execution_options(**options)) as session:
        yield session


def take_turns(session: Session, what: str) -> None:
    """Let only one transaction at a time do `what`; others wait here until it ends. SQLite's writers do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})


def exists(engine: Engine) -> bool:
    """Whether there is a database to read from. Never creates an SQLite file."""
    url = make_url(str(engine.url))
    if engine.dialect.name == "sqlite" and url.database not in {None, "", ":memory:"}:
        return Path(str(url.database)).exists()
    return bool(inspect(engine).get_table_names())


def revision(engine: Engine) -> str | None:
    """The migration the database stands at, None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(engine: Engine) -> None:
    """Bring the database to HEAD, from empty or from an older Srok.

    Raises:
        DatabaseUnusable: the database was made by a newer Srok, or by something else.

    """
    from alembic import command  # noqa: PLC0415 - a third of a second that only this needs
    from alembic.config import Config  # noqa: PLC0415

    _refuse_unknown(engine)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with engine.execution_options(srok_begin="BEGIN IMMEDIATE").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def make_ready(engine: Engine) -> None:
    """Make an empty database usable; leave one that is up to date alone.

    Raises:
        DatabaseUnusable: it is older (`srok db upgrade` is for a person to run, after a backup), newer, or not Srok's.

    """
    found = revision(engine)
    if found == HEAD:
        return
    _refuse_unknown(engine)
    if found is not None:
        raise DatabaseUnusable(
            f"the database is at {found}, this Srok needs {HEAD}: back it up, then `srok db upgrade`"
        )
    upgrade(engine)


def _refuse_unknown(engine: Engine) -> None:
    found = revision(engine)
    if found is None and inspect(engine).get_table_names():
        raise DatabaseUnusable("the database has tables that are not Srok's: name another in SROK_DATABASE_URL")
    if found is not None and found > HEAD:
        raise DatabaseUnusable(f"the database ({found}) is newer than this Srok ({HEAD}): install the newer Srok")
