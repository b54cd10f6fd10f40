"""What executors said that waits for an answer, and what was answered: requests for a later date, and "not addressed to
us". Reads only.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select
from sqlmodel import Session, col

from models.ids import DIALECTS, among
from models.tables import History
from states.assignment import OPEN, State
from states.ladder import Answer, Answered, Pending

EXTENSION, DECLINED = "ask_extension", "decline"
_WITHDRAWN = "withdraw_extension"
_SETTLES_REQUEST = (Answer.GRANTED, Answer.REFUSED, _WITHDRAWN)
_ASKED_OR_ANSWERED = (EXTENSION, DECLINED, _WITHDRAWN, *Answer)


class Said(NamedTuple):
    """A row of the history that asked or answered: the assignment's version after it, the reason, and its day."""

    version: int
    reason: str
    on: date | None = None


Last = Mapping[tuple[int, str], Said]
"""What was said last, by assignment and trigger."""


def last_said(session: Session, assignment_ids: Iterable[int]) -> Last:
    """The last request and the last refusal to be addressed of each of these assignments, and the last answers."""
    ids = tuple(assignment_ids)
    if not ids:
        return {}
    connection = session.connection()
    rows = connection.execute(_LAST[connection.dialect.name], {"ids": ids})
    return {(ident, trigger): Said(version, reason, on) for ident, trigger, version, reason, on in rows}


def _last_statement(dialect: str) -> Any:
    columns: list[Any] = [History.assignment_id, History.trigger, History.version, History.reason, History.on]
    said = select(*columns).where(col(History.trigger).in_(_ASKED_OR_ANSWERED))
    return said.where(among(col(History.assignment_id), dialect)).order_by(col(History.version))


_LAST = {dialect: _last_statement(dialect) for dialect in DIALECTS}


class Asking(Protocol):
    """What of an assignment tells whether something waits for an answer."""

    @property
    def id(self) -> int | None: ...  # noqa: D102
    @property
    def state(self) -> State: ...  # noqa: D102
    @property
    def extension_on(self) -> date | None: ...  # noqa: D102
    @property
    def extension_asked_on(self) -> date | None: ...  # noqa: D102
    @property
    def declined_on(self) -> date | None: ...  # noqa: D102


def asked_extension(one: Asking, said: Last) -> Pending | None:
    """The later date asked for that nobody has decided on."""
    if one.extension_on is None or one.extension_asked_on is None:
        return None
    version, reason, _ = said.get((one.id or 0, EXTENSION), Said(0, ""))
    return Pending(since=one.extension_asked_on, version=version, reason=reason, until=one.extension_on)


def declined(one: Asking, said: Last) -> Pending | None:
    """The "not addressed to us" that nobody has decided on."""
    if one.declined_on is None:
        return None
    version, reason, _ = said.get((one.id or 0, DECLINED), Said(0, ""))
    return Pending(since=one.declined_on, version=version, reason=reason)


def answered(one: Asking, said: Last) -> Answered | None:
    """What was decided last on what the executor of an open assignment had asked for. None once they asked again, or
    took it back: an answer that was undone is none either, for what it answered waits again.
    """
    if one.extension_on or one.declined_on or one.state not in OPEN:
        return None
    mine = {trigger: said[one.id or 0, trigger] for trigger in _ASKED_OR_ANSWERED if (one.id or 0, trigger) in said}
    answers = [(mine[answer], answer) for answer in Answer if answer in mine]
    answers = [(found, answer) for found, answer in answers if answer is not Answer.EXTENDED or _answers(found, mine)]
    if not answers:
        return None
    last, answer = max(answers)
    withdrawn = mine.get(_WITHDRAWN)
    if last.on is None or (withdrawn and withdrawn.version > last.version):
        return None
    return Answered(on=last.on, version=last.version, answer=answer, reason=last.reason)


def _answers(extended: Said, mine: Mapping[str, Said]) -> bool:
    """Whether a later date that was set answered a request: one that waited then."""
    asked = mine.get(EXTENSION)
    if asked is None or asked.version > extended.version:
        return False
    settled = (mine[trigger].version for trigger in _SETTLES_REQUEST if trigger in mine)
    return not any(asked.version < version < extended.version for version in settled)
