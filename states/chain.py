"""The chain of a history: each row holds a hash of itself and of the row before, so that no row can be changed, taken
out, put in or moved without a trace. Knows no table; dates and instants are hashed in ISO form, instants in UTC.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

GENESIS = ""
"""What the first row of a history follows."""


def link(before: str, facts: Sequence[object]) -> str:
    """The hash of a row with `facts`, in their fixed order, that follows the row hashed `before`; 64 hex digits."""
    return hashlib.sha256(_WRITTEN.encode([before, *facts]).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form that could be hashed")


_WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
