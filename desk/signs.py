"""Signs that no database keeps: they are refused before anything is done, and the field that has them is named."""

import re
from collections.abc import Iterable

from fastapi.exceptions import RequestValidationError

_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
SAID = "it has signs that no database keeps"


def refuse_unkeepable(place: str, fields: Iterable[tuple[str, object]]) -> None:
    """Let no text pass that has a NUL, which PostgreSQL does not keep, or half a pair of UTF-16, which is no text.

    Raises:
        RequestValidationError: with the place and the name of the first that has.

    """
    for name, value in fields:
        if _UNKEEPABLE.search(name) or (isinstance(value, str) and _UNKEEPABLE.search(value)):
            raise RequestValidationError([{"type": "unkeepable", "loc": (place, printable(name)), "msg": SAID}])


def printable(text: str) -> str:
    """A text as it can be answered: what cannot be written is escaped."""
    return text.encode("utf-8", "backslashreplace").decode()
