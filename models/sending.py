"""A sender's side of the outbox: letters are claimed, fenced and settled. Knows nothing of SMTP.

The order of things is what keeps a letter from vanishing: claim, say that sending begins (the fence), send, then mark.
A letter may leave twice after a crash, with the same Message-ID and with the possibility recorded.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, and_, bindparam, case, func, or_, select, tuple_, update
from sqlmodel import Session, col

from models.columns import Instant
from models.tables import Outbox, OutboxState, Phase
from models.undelivered import tell_others

CLAIM_LEASE = timedelta(seconds=600)
DATA_LEASE = timedelta(seconds=660)
"""Longer than the 600 seconds a relay may take to answer the final dot (RFC 5321, 4.5.3.2.6)."""

LONGEST_LEASE = max(CLAIM_LEASE, DATA_LEASE)
MOST_DUPLICATES = 3


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


class Recorded(NamedTuple):
    """Of what was to be recorded, the ids of letters still held: those that may now leave, and those settled.

    Whoever took over a letter that is in neither decides about it.
    """

    fenced: frozenset[int]
    settled: frozenset[int]


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
        **FREE,
        "state": OutboxState.UNKNOWN,
        "possible_duplicates": col(Outbox.possible_duplicates) + 1,
        "settled_at": at,
        "last_text": "the sender was lost after the letter had begun to leave, too often to try again",
    }
    _changed(session, update(Outbox).where(doubtful).values(values))


FREE: dict[str, Any] = {"phase": None, "lease_token": None, "lease_until": None}
"""What a row holds that no sender holds."""


def record(
    session: Session,
    *,
    fences: Sequence[Claimed] = (),
    settlements: Sequence[tuple[Claimed, Settlement]] = (),
    at: datetime,
) -> Recorded:
    """Record that the letters of `fences` now begin to leave, and what became of those of `settlements`.

    A letter must not leave unless it is fenced and that is committed: its claim may have run out.
    """
    held = _held(session, [*fences, *(letter for letter, _ in settlements)])
    fenced = [one.id for one in fences if (until := held.get((one.id, one.token))) and until > at]
    if fenced:
        begin = update(Outbox).where(col(Outbox.id).in_(fenced))
        _changed(session, begin.values(phase=Phase.DATA, lease_until=at + DATA_LEASE))
    settled = [(one, what) for one, what in settlements if (one.id, one.token) in held]
    if settled:
        session.connection().execute(_SETTLE, [_settled(one, what, at) for one, what in settled])
        tell_others(session, [one.id for one, what in settled if what.state is OutboxState.DEAD], at=at)
    return Recorded(frozenset(fenced), frozenset(one.id for one, _ in settled))


def _held(session: Session, letters: Sequence[Claimed]) -> dict[tuple[int, str], datetime]:
    """Until when each of these letters is held, by id and token; locked, in the order of the ids."""
    columns: list[Any] = [Outbox.id, Outbox.lease_token, Outbox.lease_until]
    leased = select(*columns).where(col(Outbox.id).in_([one.id for one in letters]))
    leased = leased.where(col(Outbox.state) == OutboxState.LEASED).order_by(col(Outbox.id))
    return {(ident, token): until for ident, token, until in session.execute(leased.with_for_update())}


_SETTLE = (
    update(Outbox.__table__)  # type: ignore[attr-defined]
    .where(col(Outbox.id) == bindparam("letter"))
    .values(
        **FREE,
        state=bindparam("becomes"),
        attempts=col(Outbox.attempts) + bindparam("tried"),
        possible_duplicates=col(Outbox.possible_duplicates) + bindparam("doubled"),
        last_stage=bindparam("stage"),
        last_code=bindparam("code"),
        last_text=bindparam("text"),
        not_before=func.coalesce(bindparam("later", type_=Instant), col(Outbox.not_before)),
        settled_at=bindparam("settled"),
    )
)


def _settled(letter: Claimed, what: Settlement, at: datetime) -> dict[str, Any]:
    again = what.state is OutboxState.QUEUED
    return {
        "letter": letter.id,
        "becomes": what.state,
        "tried": what.attempts,
        "doubled": what.possible_duplicates,
        "stage": what.stage,
        "code": what.code,
        "text": what.text,
        "later": (what.not_before or at) if again else None,
        "settled": None if again else at,
    }


def release(session: Session, letters: Iterable[Claimed]) -> int:
    """Give back letters that were claimed and not begun, as if nothing had happened; how many."""
    pairs = [(letter.id, letter.token) for letter in letters]
    untouched = and_(
        tuple_(col(Outbox.id), col(Outbox.lease_token)).in_(pairs),
        col(Outbox.state) == OutboxState.LEASED,
        col(Outbox.phase) == Phase.CLAIMED,
    )
    return _changed(session, update(Outbox).where(untouched).values(state=OutboxState.QUEUED, **FREE))


def _changed(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
