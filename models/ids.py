"""Many ids as one bound value, so that a statement over a thousand rows is the same statement as over two.

A JSON array on SQLite, an array on PostgreSQL. Knows no table.
"""

import json
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, Text, any_, bindparam, func, select
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.prepared import Prepared, Step

DIALECTS = ("sqlite", "postgresql")


class Ids(TypeDecorator[Collection[int]]):
    """Ids as each database takes many of them at once."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where there are arrays."""
        return dialect.type_descriptor(ARRAY(Integer) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        """To the database: a list, or JSON."""
        wanted = sorted(value or ())
        return wanted if dialect.name == "postgresql" else json.dumps(wanted)


def among(column: Any, dialect: str, name: str = "ids") -> ColumnElement[bool]:
    """The condition that a column is among the ids bound as `name`."""
    ids = bindparam(name, type_=Ids)
    if dialect == "postgresql":
        return column == any_(ids)  # type: ignore[no-any-return]
    return column.in_(select(func.json_each(ids).table_valued("value").c.value))  # type: ignore[no-any-return]


class ByIds:
    """A query over a column's ids, compiled once. Of a single id it asks by equality: PostgreSQL plans that once, and a
    join over an array anew each time, which takes longer than the query.
    """

    def __init__(self, column: Any, query: Callable[[ColumnElement[bool]], Any]) -> None:
        self._one = Prepared(query(column == bindparam("one")))
        self._many = Prepared({dialect: query(among(column, dialect)) for dialect in DIALECTS})

    def asking(self, ids: Collection[int]) -> Step:
        """The query over these ids, as a step."""
        if len(ids) == 1:
            return self._one.asking({"one": next(iter(ids))})
        return self._many.asking({"ids": ids})
