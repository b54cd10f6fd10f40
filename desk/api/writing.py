"""How the API writes: in one transaction, once for an idempotency key. Knows no operation."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import BaseModel
from sqlmodel import Session

from desk.asked import Asked
from desk.doing_once import once_by_key

R = TypeVar("R")


def own_key(asked: Asked, key: str) -> str:
    """The key of an operation: the caller's own, or one made up, so that a lost connection does not do it twice."""
    return f"api/{asked.who.person_id}/{key}" if key else f"api/{uuid4().hex}"


def write_once(asked: Asked, key: str, body: BaseModel, do: Callable[[Session], R], result: Any) -> R:
    """Do what a body asks for of the request's path, or give the `result` it had under this key.

    Raises:
        KeyReused: the key came with another request before.

    """
    return once_by_key(asked, own_key(asked, key), body, do, result)
