"""Doing an operation once however often it is asked for: by an idempotency key, in the operation's own transaction.

Asked for again, the operation's stored result is given again. Knows no particular operation.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from models.tables import KeyedOperation
from states.fault import Fault

R = TypeVar("R")
_INSERT: dict[str, Any] = {"postgresql": postgres_insert, "sqlite": sqlite_insert}


class KeyReused(Fault):
    """An idempotency key that was used for something else; nothing was changed. Use a key once, for one request."""


def once(
    session: Session, key: str, body: bytes, *, at: datetime, do: Callable[[], R], result: TypeAdapter[R]
) -> tuple[R, bool]:
    """Do what `body` asks for, or give the result it had under this key; and whether it was done only now.

    Of two transactions with one key the second waits for the first. Without a key it is simply done.

    Raises:
        KeyReused: the key came with another body before.

    """
    if not key:
        return do(), True
    digest = hashlib.sha256(body).hexdigest()
    with session.begin_nested():
        if not _taken(session, key, digest, at):
            done = do()
            values = {"result": result.dump_python(done, mode="json")}
            session.connection().execute(update(KeyedOperation).where(col(KeyedOperation.key) == key).values(values))
            return done, True
    stored = select(col(KeyedOperation.body), col(KeyedOperation.result)).where(col(KeyedOperation.key) == key)
    before, found = session.connection().execute(stored).one()
    if before != digest:
        raise KeyReused(f"the key {key!r} was used for another request: give every request a key of its own")
    return result.validate_python(found), False


def _taken(session: Session, key: str, digest: str, at: datetime) -> bool:
    connection = session.connection()
    insert = _INSERT[connection.dialect.name](KeyedOperation.__table__)  # type: ignore[attr-defined]
    added = connection.execute(insert.on_conflict_do_nothing(), {"key": key, "body": digest, "result": None, "at": at})
    return added.rowcount == 0
