"""The outbox: letters are put in, taken back, and can be looked at. How they leave is beside, in `models.sending`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.tables import LetterBytes, Outbox, OutboxState

GIVEN_UP = (OutboxState.DEAD, OutboxState.UNKNOWN)
"""What a person must decide about."""


@dataclass(frozen=True, kw_only=True)
class Composed:
    """An e-mail ready to leave: its bytes, and what the outbox must know of them. `sender`, `recipient`: envelope. The
    bytes may carry a link, so they do not stand in its `repr`.
    """

    key: str
    message_id: str
    person_id: int | None
    sender: str
    recipient: str
    subject: str
    eml: bytes = field(repr=False)
    written_on: date


class LetterFacts(NamedTuple):
    """A letter in the outbox as people look at it."""

    id: int
    key: str
    recipient: str
    subject: str
    state: OutboxState
    attempts: int
    possible_duplicates: int
    written_on: date
    not_before: datetime
    last_stage: str
    last_code: int | None
    last_text: str
    settled_at: datetime | None


def enqueue_all(
    session: Session, letters: Iterable[Composed], *, at: datetime, not_before: datetime | None = None
) -> dict[str, int]:
    """Put letters in, to leave at once or not before an instant; the ids by key of those that were not in already.
    Part of the deciding transaction.
    """
    by_key = {letter.key: letter for letter in letters}
    if not by_key:
        return {}
    put_in = _insert_new(session).returning(col(Outbox.key), col(Outbox.id))
    rows = [_row(letter, at, not_before or at) for letter in by_key.values()]
    new = dict(session.execute(put_in, rows).tuples().all())
    if new:
        session.execute(insert(LetterBytes), [{"outbox_id": new[key], "eml": by_key[key].eml} for key in new])
    return new


def eml_of(session: Session, letter_id: int) -> bytes:
    """The bytes of a letter, as they leave."""
    return session.get_one(LetterBytes, letter_id).eml


def _insert_new(session: Session) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(Outbox).on_conflict_do_nothing(index_elements=["key"])


def _row(letter: Composed, at: datetime, not_before: datetime) -> dict[str, Any]:
    return {
        "key": letter.key,
        "message_id": letter.message_id,
        "person_id": letter.person_id,
        "sender": letter.sender,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "written_on": letter.written_on,
        "queued_at": at,
        "not_before": not_before,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "possible_duplicates": 0,
        "last_stage": "",
        "last_text": "",
    }


_NEVER_LEFT = (OutboxState.QUEUED, OutboxState.HELD, OutboxState.DEAD)


def cancel(session: Session, beginning: str, *, why: str, at: datetime) -> int:
    """Take back the letters whose keys begin so and that have not left: they wait, are held, or are dead, so that
    somebody could try them anew; how many.
    """
    alike = col(Outbox.key).startswith(beginning, autoescape=True)
    values = {"state": OutboxState.CANCELLED, "settled_at": at, "last_text": why}
    # A statement for each state: of all at once PostgreSQL may walk through the keys of all letters.
    taken = [update(Outbox).where(col(Outbox.state) == state, alike).values(values) for state in _NEVER_LEFT]
    return sum(_changed(session, one) for one in taken)


def _changed(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount


def letters(session: Session, state: OutboxState | None = None) -> tuple[LetterFacts, ...]:
    """The letters in the outbox, oldest first; those in `state` where one is given."""
    found = select(*(getattr(Outbox, name) for name in LetterFacts._fields)).order_by(col(Outbox.id))
    if state is not None:
        found = found.where(col(Outbox.state) == state)
    return tuple(LetterFacts(*row) for row in session.execute(found))


def given_up(session: Session, *, since: datetime | None = None, alike: str = "") -> tuple[LetterFacts, ...]:
    """The letters that have become dead or unknown, since an instant or ever; those whose keys begin like `alike`."""
    columns = [getattr(Outbox, name) for name in LetterFacts._fields]
    found = select(*columns).where(col(Outbox.state).in_(GIVEN_UP)).order_by(col(Outbox.id))
    if alike:
        found = found.where(col(Outbox.key).startswith(alike, autoescape=True))
    if since is not None:
        found = found.where(col(Outbox.settled_at) > since)
    return tuple(LetterFacts(*row) for row in session.execute(found))


def latest(session: Session, beginning: str) -> Outbox | None:
    """The letter put in last of those whose keys begin so, but for those that were given up."""
    alike = select(Outbox).where(
        col(Outbox.key).startswith(beginning, autoescape=True), col(Outbox.state).not_in(GIVEN_UP)
    )
    return session.scalars(alike.order_by(col(Outbox.id).desc()).limit(1)).first()


def due(session: Session, *, at: datetime) -> int:
    """How many letters might leave at an instant."""
    waiting = col(Outbox.state).in_([OutboxState.QUEUED, OutboxState.LEASED]), col(Outbox.not_before) <= at
    found: int = session.execute(select(func.count()).select_from(Outbox).where(*waiting)).scalar_one()
    return found


def counts(session: Session) -> dict[OutboxState, int]:
    """How many letters are in each state; states without letters are 0."""
    found = select(col(Outbox.state), func.count()).group_by(col(Outbox.state))
    return dict.fromkeys(OutboxState, 0) | dict(session.execute(found).tuples().all())
