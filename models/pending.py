"""What executors said that waits for an answer: requests for a later date, and "not addressed to us". Reads only."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.ids import DIALECTS, among
from models.tables import Assignment, History
from states.ladder import Pending

EXTENSION, DECLINED = "ask_extension", "decline"


class Said(NamedTuple):
    """The row of the history that asked: the assignment's version after it, and the executor's reason."""

    version: int
    reason: str


Last = Mapping[tuple[int, str], Said]
"""What was said last, by assignment and trigger."""


def last_said(session: Session, assignment_ids: Iterable[int]) -> Last:
    """The last request and the last refusal to be addressed of each of these assignments, answered or not."""
    ids = tuple(assignment_ids)
    if not ids:
        return {}
    connection = session.connection()
    rows = connection.execute(_LAST[connection.dialect.name], {"ids": ids})
    return {(ident, trigger): Said(version, reason) for ident, trigger, version, reason in rows}


def _last_statement(dialect: str) -> Any:
    columns: list[Any] = [History.assignment_id, History.trigger, History.version, History.reason]
    said = select(*columns).where(col(History.trigger).in_([EXTENSION, DECLINED]))
    return said.where(among(col(History.assignment_id), dialect)).order_by(col(History.version))


_LAST = {dialect: _last_statement(dialect) for dialect in DIALECTS}


def asked_extension(one: Assignment, said: Last) -> Pending | None:
    """The later date asked for that nobody has decided on."""
    if one.extension_on is None or one.extension_asked_on is None:
        return None
    version, reason = said.get((one.id or 0, EXTENSION), Said(0, ""))
    return Pending(since=one.extension_asked_on, version=version, reason=reason, until=one.extension_on)


def declined(one: Assignment, said: Last) -> Pending | None:
    """The "not addressed to us" that nobody has decided on."""
    if one.declined_on is None:
        return None
    version, reason = said.get((one.id or 0, DECLINED), Said(0, ""))
    return Pending(since=one.declined_on, version=version, reason=reason)
