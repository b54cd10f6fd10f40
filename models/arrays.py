"""Many rows in one statement on PostgreSQL: a bound array for each column. On SQLite, which has no trips to a server to
spare, a statement is run row by row. Knows no table.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Connection, FromClause, Table, bindparam, func, insert, select

from models.prepared import Prepared


def unnested(name: str, types: Mapping[str, Any]) -> FromClause:
    """Arrays bound by these names, side by side as the columns of a table."""
    arrays = [bindparam(column, type_=ARRAY(kind)) for column, kind in types.items()]
    return func.unnest(*arrays).table_valued(*types, name=name).render_derived()


PAGE = 1000
"""Asked for many more at once, PostgreSQL reads a table of millions from end to end instead of using its index."""

T = TypeVar("T")


def pages(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Not too many at a time."""
    return (rows[start : start + PAGE] for start in range(0, len(rows), PAGE))


def by_column(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows that all name the same columns, as what `unnested` is bound to."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def write(statement: Prepared, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement that on PostgreSQL takes arrays, page by page, on SQLite a row at a time."""
    if connection.dialect.name != "postgresql":
        if rows:
            statement.write(connection, rows)
        return
    for some in pages(rows):
        statement.write(connection, [by_column(some)])


def adding(table: Table, columns: Collection[str]) -> Prepared:
    """The statement, for `write`, that adds rows of these columns to a table."""
    side_by_side = unnested("added", {name: table.c[name].type for name in columns})
    at_once = insert(table).from_select(list(columns), select(*side_by_side.c))
    return Prepared({"sqlite": insert(table), "postgresql": at_once})
