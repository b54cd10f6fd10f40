"""The outbox: letters are put in, claimed, fenced, settled, and can be looked at. Knows nothing of SMTP.

The order of things is what keeps a letter from vanishing: claim, say that sending begins (the fence), send, then mark.
A letter may leave twice after a crash, with the same Message-ID and with the possibility recorded.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.tables import Outbox, OutboxState, Phase

CLAIM_LEASE = timedelta(seconds=600)
DATA_LEASE = timedelta(seconds=660)
"""Longer than the 600 seconds a relay may take to answer the final dot (RFC 5321, 4.5.3.2.6)."""

LONGEST_LEASE = max(CLAIM_LEASE, DATA_LEASE)
MOST_DUPLICATES = 3


@dataclass(frozen=True, kw_only=True)
class Composed:
    """An e-mail ready to leave: its bytes, and what the outbox must know of them. `sender`, `recipient`: envelope."""

    key: str
    message_id: str
    person_id: int | None
    sender: str
    recipient: str
    subject: str
    eml: bytes
    written_on: date


class Claimed(NamedTuple):
    """A letter one sender holds, by a token nobody else has. `attempts` and the like are from before this one."""

    id: int
    token: str
    sender: str
    recipient: str
    eml: bytes
    queued_at: datetime
    attempts: int
    possible_duplicates: int


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What becomes of a claimed letter. `attempts` and `possible_duplicates` are added; the rest says what was heard.

    `not_before` matters to `queued` only.
    """

    state: OutboxState
    not_before: datetime | None = None
    attempts: int = 0
    possible_duplicates: int = 0
    stage: str = ""
    code: int | None = None
    text: str = ""


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
    rows = [_row(letter, at, not_before or at) for letter in letters]
    if not rows:
        return {}
    put_in = _insert_new(session).returning(col(Outbox.key), col(Outbox.id))
    return dict(session.execute(put_in, rows).tuples().all())


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
        "eml": letter.eml,
        "written_on": letter.written_on,
        "queued_at": at,
        "not_before": not_before,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "possible_duplicates": 0,
        "last_stage": "",
        "last_text": "",
    }


def any_waiting(session: Session, *, at: datetime) -> bool:
    """Whether there is anything to claim. Plain reading, so that an idle sender takes no lock."""
    return session.execute(select(col(Outbox.id)).where(_eligible(at)).limit(1)).first() is not None


def claim(session: Session, *, at: datetime, batch: int) -> tuple[Claimed, ...]:
    """Take up to `batch` letters, the longest waiting first. Commit before any of them is sent.

    A letter whose sender was lost after the fence may have left: that is counted, and past MOST_DUPLICATES it waits
    for a person instead. Two senders never hold one letter: SQLite has one writer, PostgreSQL skips locked rows.
    """
    _give_up_doubtful(session, at)
    waiting = select(col(Outbox.id)).where(_eligible(at)).order_by(col(Outbox.not_before), col(Outbox.id)).limit(batch)
    ids = session.scalars(waiting.with_for_update(skip_locked=True)).all()
    token = secrets.token_hex(16)
    take = (
        update(Outbox)
        .where(col(Outbox.id).in_(ids))
        .values(
            state=OutboxState.LEASED,
            phase=Phase.CLAIMED,
            lease_token=token,
            lease_until=at + CLAIM_LEASE,
            possible_duplicates=col(Outbox.possible_duplicates) + case((col(Outbox.phase) == Phase.DATA, 1), else_=0),
        )
        .returning(*(getattr(Outbox, "lease_token" if name == "token" else name) for name in Claimed._fields))
    )
    taken = (Claimed(*row) for row in session.execute(take, execution_options={"synchronize_session": False}))
    return tuple(sorted(taken)) if ids else ()


def _eligible(at: datetime) -> ColumnElement[bool]:
    due = and_(col(Outbox.state) == OutboxState.QUEUED, col(Outbox.not_before) <= at)
    return or_(due, and_(col(Outbox.state) == OutboxState.LEASED, _lease_over(at)))


def _lease_over(at: datetime) -> ColumnElement[bool]:
    """A lease further ahead than any lease can be was given by a clock that has since been put back."""
    return or_(col(Outbox.lease_until) <= at, col(Outbox.lease_until) > at + LONGEST_LEASE)


def _give_up_doubtful(session: Session, at: datetime) -> None:
    doubtful = and_(
        col(Outbox.state) == OutboxState.LEASED,
        col(Outbox.phase) == Phase.DATA,
        _lease_over(at),
        col(Outbox.possible_duplicates) >= MOST_DUPLICATES,
    )
    values = {
        **_FREE,
        "state": OutboxState.UNKNOWN,
        "possible_duplicates": col(Outbox.possible_duplicates) + 1,
        "settled_at": at,
        "last_text": "the sender was lost after the letter had begun to leave, too often to try again",
    }
    _changed(session, update(Outbox).where(doubtful).values(values))


_FREE: dict[str, Any] = {"phase": None, "lease_token": None, "lease_until": None}


def fence(session: Session, letter: Claimed, *, at: datetime) -> bool:
    """Record that the letter now begins to leave. False: the claim has run out, and it must not be sent."""
    begin = update(Outbox).where(_held(letter), col(Outbox.lease_until) > at)
    return _changed(session, begin.values(phase=Phase.DATA, lease_until=at + DATA_LEASE)) == 1


def settle(session: Session, letter: Claimed, settlement: Settlement, *, at: datetime) -> bool:
    """Record what became of a claimed letter. False: the claim had run out, and whoever took it over decides."""
    values = {
        **_FREE,
        "state": settlement.state,
        "attempts": col(Outbox.attempts) + settlement.attempts,
        "possible_duplicates": col(Outbox.possible_duplicates) + settlement.possible_duplicates,
        "last_stage": settlement.stage,
        "last_code": settlement.code,
        "last_text": settlement.text,
    }
    if settlement.state is OutboxState.QUEUED:
        values["not_before"] = settlement.not_before or at
    else:
        values["settled_at"] = at
    return _changed(session, update(Outbox).where(_held(letter)).values(values)) == 1


def release(session: Session, letters: Sequence[Claimed]) -> int:
    """Give back letters that were claimed and not begun, as if nothing had happened; how many."""
    tokens = {letter.token for letter in letters}
    untouched = and_(
        col(Outbox.id).in_([letter.id for letter in letters]),
        col(Outbox.lease_token).in_(tokens),
        col(Outbox.phase) == Phase.CLAIMED,
    )
    return _changed(session, update(Outbox).where(untouched).values(state=OutboxState.QUEUED, **_FREE))


def cancel(session: Session, beginning: str, *, why: str, at: datetime) -> int:
    """Take back the letters whose keys begin so and that nobody has begun to send; how many."""
    waiting = and_(col(Outbox.state) == OutboxState.QUEUED, col(Outbox.key).startswith(beginning, autoescape=True))
    values = {"state": OutboxState.CANCELLED, "settled_at": at, "last_text": why}
    return _changed(session, update(Outbox).where(waiting).values(values))


def _held(letter: Claimed) -> ColumnElement[bool]:
    return and_(
        col(Outbox.id) == letter.id,
        col(Outbox.lease_token) == letter.token,
        col(Outbox.state) == OutboxState.LEASED,
    )


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


def counts(session: Session) -> dict[OutboxState, int]:
    """How many letters are in each state; states without letters are 0."""
    found = select(col(Outbox.state), func.count()).group_by(col(Outbox.state))
    return dict.fromkeys(OutboxState, 0) | dict(session.execute(found).tuples().all())
