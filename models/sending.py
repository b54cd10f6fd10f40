"""A sender's side of the outbox: letters are claimed, fenced and settled. Knows nothing of SMTP.

The order of things is what keeps a letter from vanishing: claim, say that sending begins (the fence), send, then mark.
A letter may leave twice after a crash, with the same Message-ID and with the possibility recorded.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, tuple_, update
from sqlmodel import Session, col

from models import arrays, leases
from models.leases import CLAIM_LEASE, DATA_LEASE, FREE, MOST_DUPLICATES
from models.tables import Outbox, OutboxState, Phase
from models.undelivered import tell_others

__all__ = ["CLAIM_LEASE", "DATA_LEASE", "MOST_DUPLICATES", "Claimed", "Recorded", "Settlement"]


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
    return bool(leases.ANY_WAITING.rows(session.connection(), leases.moment(at)))


def claim(session: Session, *, at: datetime, batch: int) -> tuple[Claimed, ...]:
    """Take up to `batch` letters, the longest waiting first. Commit before any of them is sent.

    A letter whose sender was lost after the fence may have left: that is counted, and past MOST_DUPLICATES it waits
    for a person instead. Two senders never hold one letter: SQLite has one writer, PostgreSQL skips locked rows.
    """
    connection, now = session.connection(), leases.moment(at)
    leases.GIVE_UP_DOUBTFUL.write(connection, [now])
    ids = [row.id for row in leases.LONGEST_WAITING.rows(connection, {**now, "batch": batch})]
    if not ids:
        return ()
    lease = {"token": secrets.token_hex(16), "until": at + CLAIM_LEASE}
    leases.TAKE.write(connection, [{"ids": ids, **lease}])
    return tuple(Claimed(*row) for row in leases.CONTENTS.rows(connection, {"ids": ids}))


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
        leases.FENCE.write(session.connection(), [{"ids": fenced, "until": at + DATA_LEASE}])
    settled = [(one, what) for one, what in settlements if (one.id, one.token) in held]
    if settled:
        arrays.write(leases.SETTLE, session.connection(), [_settled(one, what, at) for one, what in settled])
        tell_others(session, [one.id for one, what in settled if what.state is OutboxState.DEAD], at=at)
    return Recorded(frozenset(fenced), frozenset(one.id for one, _ in settled))


def _held(session: Session, letters: Sequence[Claimed]) -> dict[tuple[int, str], datetime]:
    """Until when each of these letters is held, by id and token; locked, in the order of the ids."""
    found = leases.HELD.rows(session.connection(), {"ids": [one.id for one in letters]})
    return {(ident, token): until for ident, token, until in found}


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


def release(session: Session, letters: Iterable[Claimed], *, unbegun: bool = False) -> int:
    """Give back letters that were claimed and not fenced, as if nothing had happened; how many. Who knows that nobody
    has begun to send them gives back fenced ones too.
    """
    pairs = [(letter.id, letter.token) for letter in letters]
    untouched = [tuple_(col(Outbox.id), col(Outbox.lease_token)).in_(pairs), col(Outbox.state) == OutboxState.LEASED]
    if not unbegun:
        untouched.append(col(Outbox.phase) == Phase.CLAIMED)
    back = update(Outbox).where(*untouched).values(state=OutboxState.QUEUED, **FREE)
    result = session.execute(back, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
