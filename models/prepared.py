"""A statement compiled once for each database and run on the driver's own cursor: for the few that every move runs.

SQLAlchemy still says how the statement reads, how values go in and come out and what an error is called; only its
machinery between, which costs more than the statement itself, is passed by. Knows no table.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

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


class Prepared:
    """A statement, or one for each dialect by name; an INSERT or UPDATE sets the columns that the rows name."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, tuple[str, ...]], _Compiled] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """What a query finds, as named tuples."""
        compiled = self._for(connection, tuple(values))
        found = on_driver(connection, compiled.sql, compiled.values(values)).fetchall()
        return [compiled.read(row) for row in found]

    def write(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many rows a change of these rows, which all name the same columns, has changed."""
        compiled = self._for(connection, tuple(rows[0]))
        values = [compiled.values(row) for row in rows]
        many = len(values) > 1
        changed: int = on_driver(connection, compiled.sql, values if many else values[0], many=many).rowcount
        return changed

    def _for(self, connection: Connection, names: tuple[str, ...]) -> _Compiled:
        dialect = connection.dialect
        found = self._compiled.get((dialect.name, names))
        if found is None:
            mine = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
            found = self._compiled[dialect.name, names] = _compile(mine, dialect, names)
        return found


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
    driver, dialect = connection.connection, connection.dialect
    cursor = driver.cursor()
    error: type[Any] = dialect.loaded_dbapi.Error
    for heard in connection.dispatch.before_cursor_execute:
        heard(connection, cursor, sql, values, None, many)
    try:
        (cursor.executemany if many else cursor.execute)(sql, values)
    except error as fault:
        lost = dialect.is_disconnect(fault, driver.dbapi_connection, cursor)
        if lost:
            connection.invalidate(fault)
        raise DBAPIError.instance(sql, values, fault, error, connection_invalidated=lost, dialect=dialect) from fault
    return cursor
