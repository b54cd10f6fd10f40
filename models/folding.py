"""Text compared without regard to upper and lower case, Russian and Latin, and with ё as е, on both databases.

SQLite's own LOWER knows Latin letters only, PostgreSQL's only those of the database's locale. Knows no table.
"""

import sqlite3
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_UPPER = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё"
_LOWER = "абвгдеежзийклмнопрстуфхцчшщъыьэюяе"


class Folded(FunctionElement[str]):
    """A column, or what it is compared with, as `fold` makes it."""

    type = String()
    name = "folded"
    inherit_cache = True


def fold(text: str) -> str:
    """The text as it is compared."""
    return text.lower().replace("ё", "е")


def has(column: Any, words: str) -> ColumnElement[bool]:
    """The condition that a column has these words in it, whatever they are."""
    return Folded(column).contains(fold(words), autoescape=True)


def make_known(connection: sqlite3.Connection) -> None:
    """Let an SQLite connection call `fold`."""
    connection.create_function("srok_fold", 1, lambda text: text and fold(text), deterministic=True)


@compiles(Folded, "sqlite")
def _on_sqlite(element: Folded, compiler: Any, **how: Any) -> str:
    return f"srok_fold({compiler.process(element.clauses, **how)})"


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: Any, **how: Any) -> str:
    return f"translate(lower({compiler.process(element.clauses, **how)}), '{_UPPER}', '{_LOWER}')"
