"""A statement compiled once for each database and run on the driver's own cursor: for the few that every move runs.

SQLAlchemy still says how the statement reads, how values go in and come out and what an error is called; only its
machinery between, which costs more than the statement itself, is passed by. Knows no table.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from states.fault import Fault

Value = Callable[[Any], Any] | None


class _Compiled(NamedTuple):
    """A statement in a database's own words; `binds` are its values in their order, each with how it goes in, `given`
    those that the statement itself holds. `row` makes a row of what the driver gives.
    """

    sql: str
    positional: bool
    binds: tuple[tuple[str, Value], ...]
    given: Mapping[str, Any]
    columns: tuple[Value, ...]
    row: Callable[[Iterable[Any]], Any]

    def values(self, row: Mapping[str, Any]) -> Any:
        """A row's values as the driver takes them."""
        row = {**self.given, **row} if self.given else row
        if self.positional:
            return [through(row[name]) if through else row[name] for name, through in self.binds]
        return {name: through(row[name]) if through else row[name] for name, through in self.binds}

    def read(self, row: Sequence[Any]) -> Any:
        """What the driver gives, as the columns mean it."""
        pairs = zip(self.columns, row, strict=True)
        return self.row([through(value) if through else value for through, value in pairs])


class Step(NamedTuple):
    """A statement with its values, ready to be run by `together`. `asks` for rows, or changes every one of `rows`:
    where there is `otherwise`, it is raised if one has not changed.
    """

    statement: "Prepared"
    names: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    asks: bool = False
    otherwise: Fault | None = None


class Prepared:
    """A statement, or one for each dialect by name; an INSERT or UPDATE sets the columns that the rows name."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, tuple[str, ...]], _Compiled] = {}

    def asking(self, values: Mapping[str, Any]) -> Step:
        """A query as a step: its result is what it finds, as named tuples."""
        return Step(self, tuple(values), [values], asks=True)

    def changing(self, rows: Sequence[Mapping[str, Any]], *, otherwise: Fault | None = None) -> Step:
        """A change of these rows, which all name the same columns, as a step: its result is how many have changed."""
        return Step(self, tuple(rows[0]), rows, otherwise=otherwise)

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """What a query finds, as named tuples."""
        [found] = together(connection, self.asking(values))
        return found  # type: ignore[no-any-return]

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many rows a change of these rows, which all name the same columns, has changed."""
        [changed] = together(connection, self.changing(rows))
        return changed  # type: ignore[no-any-return]

    def compiled(self, connection: Connection, names: tuple[str, ...]) -> _Compiled:
        """The statement in the words of this connection's database, for values of these names."""
        dialect = connection.dialect
        found = self._compiled.get((dialect.name, names))
        if found is None:
            mine = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
            found = self._compiled[dialect.name, names] = _compile(mine, dialect, names)
        return found


def together(connection: Connection, *steps: Step) -> list[Any]:
    """Run these steps one after another, each seeing what those before it did; their results. On PostgreSQL they go to
    the server in one trip, so none can depend on another's result.

    Raises:
        Fault: the first step's `otherwise` that has not changed all its rows; later steps may have been done.
        DBAPIError: what SQLAlchemy would raise of the first that failed; later steps have not been done.

    """
    if not steps:
        return []
    compiled = [step.statement.compiled(connection, step.names) for step in steps]
    cursors: list[Any] = []
    try:
        if _is_one_trip_anyway(connection, steps):
            cursors.extend(_run(connection, step, one) for step, one in zip(steps, compiled, strict=True))
        else:
            with _one_trip(connection):
                cursors.extend(_run(connection, step, one) for step, one in zip(steps, compiled, strict=True))
    finally:
        _expect_all_changed(steps, cursors)
    return [
        [one.read(row) for row in cursor.fetchall()] if step.asks else cursor.rowcount
        for step, one, cursor in zip(steps, compiled, cursors, strict=True)
    ]


def _run(connection: Connection, step: Step, compiled: _Compiled) -> Any:
    values = [compiled.values(row) for row in step.rows]
    many = len(values) > 1
    return on_driver(connection, compiled.sql, values if many else values[0], many=many)


def _expect_all_changed(steps: Sequence[Step], cursors: Sequence[Any]) -> None:
    """Also where a later step has failed, for that may be why; a count below 0 is one the driver never got."""
    for step, cursor in zip(steps, cursors, strict=False):
        if step.otherwise and 0 <= cursor.rowcount < len(step.rows):
            raise step.otherwise


def _is_one_trip_anyway(connection: Connection, steps: Sequence[Step]) -> bool:
    """Whether there is nothing to spare: no server is asked, or a single step inside a transaction."""
    if connection.dialect.name != "postgresql":
        return True
    driver: Any = connection.connection.dbapi_connection
    return len(steps) == 1 and bool(driver.info.transaction_status)


@contextmanager
def _one_trip(connection: Connection) -> Iterator[None]:
    """Send what is run inside to PostgreSQL at once, and the BEGIN before it."""
    driver: Any = connection.connection.dbapi_connection
    try:
        with driver.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemy(connection, "several statements", (), fault) from fault


def _compile(statement: Any, dialect: Any, names: tuple[str, ...]) -> _Compiled:
    query = statement.is_select
    done = statement.compile(dialect=dialect, column_keys=None if query else names)
    named = {name: bind for bind, name in done.bind_names.items()}
    order = done.positiontup if done.positional else list(named)
    binds = tuple((name, named[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order)
    given = {name: bind.value for name, bind in named.items() if not bind.required}
    selected = list(statement.selected_columns) if query else []
    columns = tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in selected)
    row = namedtuple("Row", [column.key for column in selected], rename=True)  # type: ignore[misc]  # noqa: PYI024
    return _Compiled(done.string, done.positional, binds, given, columns, row._make)


def on_driver(connection: Connection, sql: str, values: Any = (), *, many: bool = False) -> Any:
    """Run `sql` on the driver's own cursor; the cursor. Who listens to SQLAlchemy hears of it before, as of any other.

    Raises:
        DBAPIError: what SQLAlchemy would raise, and the connection is left behind if it was lost.

    """
    cursor = connection.connection.cursor()
    for heard in connection.dispatch.before_cursor_execute:
        heard(connection, cursor, sql, values, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(sql, values)
    except connection.dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemy(connection, sql, values, fault) from fault
    return cursor


def _as_sqlalchemy(connection: Connection, sql: str, values: Any, fault: Exception) -> DBAPIError:
    """What SQLAlchemy calls this error of the driver. A lost connection is left behind."""
    driver, dialect = connection.connection, connection.dialect
    lost = dialect.is_disconnect(fault, driver.dbapi_connection, None)  # type: ignore[arg-type]
    if lost:
        connection.invalidate(fault)
    error: Any = dialect.loaded_dbapi.Error
    return DBAPIError.instance(sql, values, fault, error, connection_invalidated=lost, dialect=dialect)  # type: ignore[return-value]
