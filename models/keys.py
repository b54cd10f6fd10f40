"""Doing an operation once however often it is asked for: by an idempotency key, in the operation's own transaction.

Asked for again, the operation's stored result is given again. Knows no particular operation.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from models.tables import KeyedOperation
from states.fault import Fault

R = TypeVar("R")


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
    connection = session.connection()
    take = _TAKE[connection.dialect.name]
    if connection.execute(take, {"key": key, "body": digest, "at": at}).first() is None:
        before, found = connection.execute(_STORED, {"asked": key}).one()
        if before != digest:
            raise KeyReused(f"the key {key!r} was used for another request: give every request a key of its own")
        return result.validate_python(found), False
    try:
        done = do()
    except Fault:
        connection.execute(_FORGET, {"asked": key})  # for a caller who goes on in this transaction
        raise
    connection.execute(_KEEP, {"asked": key, "given": result.dump_python(done, mode="json")})
    return done, True


_keyed: Any = KeyedOperation.__table__  # type: ignore[attr-defined]
_TAKE = {
    name: insert(_keyed).on_conflict_do_nothing().returning(_keyed.c.key)
    for name, insert in (("postgresql", postgres_insert), ("sqlite", sqlite_insert))
}
_STORED = select(_keyed.c.body, _keyed.c.result).where(_keyed.c.key == bindparam("asked"))
_FORGET = delete(_keyed).where(_keyed.c.key == bindparam("asked"))
_KEEP = (
    update(_keyed)
    .where(_keyed.c.key == bindparam("asked"))
    .values(result=bindparam("given", type_=_keyed.c.result.type))
)
