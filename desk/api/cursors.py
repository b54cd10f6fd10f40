"""Where a page of assignments begins, as a word that callers hand back unread. Asks no database."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError

from desk.api.bodies import Wished
from desk.work_filter import WorkFilter, place_said
from models.queries.work_table import Place


def cursor_of(behind: Sequence[Any]) -> str:
    """The place of the last line of a page as a cursor."""
    return urlsafe_b64encode(place_said(tuple(behind)).encode()).decode().rstrip("=")


def place_of(wished: Wished) -> Place:
    """Which page is asked for.

    Raises:
        RequestValidationError: the cursor is none of this order.

    """
    after = None if wished.cursor is None else _read(wished.cursor)
    try:
        return WorkFilter(sort=wished.sort, desc=wished.desc, after=after).place(limit=wished.limit)
    except RequestValidationError:
        raise _wrong() from None


def _read(cursor: str) -> str:
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise _wrong() from None


def _wrong() -> RequestValidationError:
    return RequestValidationError([{"loc": ("query", "cursor"), "msg": "this is no `next` of a page in this order"}])
