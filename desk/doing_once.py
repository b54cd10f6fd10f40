"""How a form or a request is done once however often it is sent: by its key. Knows no operation."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter
from sqlmodel import Session

from desk.asked import Asked
from desk.forms import Keyed
from models.keys import once

R = TypeVar("R")


def once_by_key(asked: Asked, key: str, said: BaseModel, do: Callable[[Session], R], result: Any) -> R:
    """Do what was said at the request's path, or give the `result` it had under this key.

    Raises:
        KeyReused: the key came with another request before.

    """
    body = said.model_dump_json(exclude={"csrf", "key", "seen"})
    request = f"{asked.request.url.path} {body}".encode()
    stored: TypeAdapter[R] = TypeAdapter(result)

    def work(session: Session, key: str) -> R:
        return once(session, key, request, at=asked.at, reading=(), do=lambda _: do(session), result=stored)[0]

    return asked.writing(work, key=key)


def form_once(asked: Asked, form: Keyed, do: Callable[[Session], object]) -> None:
    """Do what a form asks for, once.

    Raises:
        KeyReused: the form was sent before, filled in otherwise.

    """

    def done(session: Session) -> None:
        do(session)

    once_by_key(asked, f"desk/{asked.who.person_id}/{form.key}", form, done, None)
