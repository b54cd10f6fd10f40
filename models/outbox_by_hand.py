"""What a person decides about letters: hold, release, try again, cancel. All of the letters named, or none."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update
from sqlmodel import Session, col

from models.leases import FREE
from models.outbox import GIVEN_UP
from models.tables import Outbox, OutboxState, Phase
from models.undelivered import no_longer_bounces
from states.fault import Fault

WAITING = frozenset({OutboxState.QUEUED, OutboxState.LEASED})
CANCELLABLE = frozenset({OutboxState.QUEUED, OutboxState.HELD, *GIVEN_UP})


class LetterUnsuitable(Fault):
    """A letter that is not there, or with which this cannot be done now; nothing was changed."""


def letter_by_id(session: Session, letter_id: int) -> Outbox:
    """One letter with its bytes.

    Raises:
        LetterUnsuitable: there is none.

    """
    found = session.get(Outbox, letter_id)
    if found is None:
        raise LetterUnsuitable(f"letter {letter_id}: there is none, see `srok letters`")
    return found


def ids_in(session: Session, states: Collection[OutboxState]) -> tuple[int, ...]:
    """The ids of the letters in these states."""
    return tuple(session.scalars(select(col(Outbox.id)).where(col(Outbox.state).in_(states)).order_by(col(Outbox.id))))


def hold(session: Session, letter_ids: Iterable[int]) -> int:
    """Let these letters not leave until they are released; how many.

    One that a sender holds is taken from it. If it has begun to leave it does so, and that is counted.

    Raises:
        LetterUnsuitable: one of them is not there, or waits for nothing.

    """
    leaving = case((col(Outbox.phase) == Phase.DATA, 1), else_=0)
    doubled = {"possible_duplicates": col(Outbox.possible_duplicates) + leaving}
    return _set(session, letter_ids, WAITING, "hold", {**FREE, **doubled, "state": OutboxState.HELD})


def release_held(session: Session, letter_ids: Iterable[int], *, at: datetime) -> int:
    """Let held letters go on their way; how many.

    Raises:
        LetterUnsuitable: one of them is not there, or not held.

    """
    values = {"state": OutboxState.QUEUED, "not_before": at}
    return _set(session, letter_ids, {OutboxState.HELD}, "release", values)


def retry(session: Session, letter_ids: Iterable[int], *, at: datetime) -> int:
    """Try dead and unknown letters anew, as if just put in; their addresses no longer count as bouncing. How many.

    Raises:
        LetterUnsuitable: one of them is not there, or was not given up.

    """
    values = {"state": OutboxState.QUEUED, "not_before": at, "queued_at": at, "attempts": 0, "settled_at": None}
    ids = tuple(letter_ids)
    done = _set(session, ids, GIVEN_UP, "retry", values)
    for recipient in session.scalars(select(col(Outbox.recipient)).where(col(Outbox.id).in_(ids))):
        no_longer_bounces(session, recipient)
    return done


def cancel_letters(session: Session, letter_ids: Iterable[int], *, at: datetime) -> int:
    """Let these letters never leave; how many.

    Raises:
        LetterUnsuitable: one of them is not there, is leaving, or has left.

    """
    values = {"state": OutboxState.CANCELLED, "settled_at": at, "last_text": "cancelled by hand"}
    return _set(session, letter_ids, CANCELLABLE, "cancel", values)


def _set(
    session: Session, letter_ids: Iterable[int], states: Collection[OutboxState], what: str, values: dict[str, Any]
) -> int:
    ids = sorted(set(letter_ids))
    _check(session, ids, states, what)
    session.execute(
        update(Outbox).where(col(Outbox.id).in_(ids)).values(values), execution_options={"synchronize_session": False}
    )
    return len(ids)


def _check(session: Session, ids: Sequence[int], states: Collection[OutboxState], what: str) -> None:
    """Lock the letters, so that no sender takes one while it is decided about."""
    columns: list[Any] = [Outbox.id, Outbox.state]
    query = select(*columns).where(col(Outbox.id).in_(ids)).order_by(col(Outbox.id)).with_for_update()
    found = dict(session.execute(query).tuples().all())
    for ident in ids:
        if ident not in found:
            raise LetterUnsuitable(f"letter {ident}: there is none, see `srok letters`; nothing was changed")
        if found[ident] not in states:
            wanted = " or ".join(sorted(states))
            raise LetterUnsuitable(
                f"letter {ident} is {found[ident]}: {what} is for letters that are {wanted}; nothing was changed"
            )
