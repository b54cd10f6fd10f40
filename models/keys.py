"""Doing an operation once however often it is asked for: by an idempotency key, in the operation's own transaction.

Asked for again, the operation's stored result is given again. Knows no particular operation.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from models.prepared import Prepared, Step, together
from models.tables import KeyedOperation
from states.fault import Fault

R = TypeVar("R")


class KeyReused(Fault):
    """An idempotency key that was used for something else; nothing was changed. Use a key once, for one request."""


def once(  # noqa: PLR0913 - named at every call
    session: Session,
    key: str,
    body: bytes,
    *,
    at: datetime,
    reading: Sequence[Step],
    do: Callable[[list[Any]], R],
    result: TypeAdapter[R],
) -> tuple[R, bool]:
    """Do what `body` asks for, or give the result it had under this key; and whether it was done only now.

    `do` is handed what the steps of `reading` found: they are sent along with the key, in one trip. Of two transactions
    with one key the second waits for the first. Without a key it is simply done.

    Raises:
        KeyReused: the key came with another body before.

    """
    connection = session.connection()
    if not key:
        return do(together(connection, *reading)), True
    digest = hashlib.sha256(body).hexdigest()
    taken, *found = together(connection, _TAKE.changing([{"key": key, "body": digest, "at": at}]), *reading)
    if not taken:
        [(before, stored)] = _STORED.rows(connection, {"asked": key})
        if before != digest:
            raise KeyReused(f"the key {key!r} was used for another request: give every request a key of its own")
        return result.validate_python(stored), False
    try:
        done = do(found)
    except Fault:
        _FORGET.write(connection, [{"asked": key}])  # for a caller who goes on in this transaction
        raise
    _KEEP.write(connection, [{"asked": key, "result": result.dump_python(done, mode="json")}])
    return done, True


_keyed: Any = KeyedOperation.__table__  # type: ignore[attr-defined]
_inserts: dict[str, Any] = {"postgresql": postgres_insert(_keyed), "sqlite": sqlite_insert(_keyed)}
_of_key = _keyed.c.key == bindparam("asked")
_TAKE = Prepared({name: insert.inline().on_conflict_do_nothing() for name, insert in _inserts.items()})
_STORED = Prepared(select(_keyed.c.body, _keyed.c.result).where(_of_key))
_FORGET = Prepared(delete(_keyed).where(_of_key))
_KEEP = Prepared(update(_keyed).where(_of_key))
