"""What is remembered of a relay from run to run: its pause, who probes it, and the pace of letters. Opens nothing."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.tables import RelayRow

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
PROBE_LEASE = timedelta(minutes=20)
"""How long nobody else probes: longer than a whole session may take, so that a lost prober is missed, not doubled."""

BURST = timedelta(seconds=1)


class Pause(NamedTuple):
    """A relay that is left alone until an instant, and why. `pauses` have followed one another."""

    name: str
    paused_since: datetime
    paused_until: datetime
    pauses: int
    noticed_by: str
    reason: str


def pauses(session: Session) -> tuple[Pause, ...]:
    """The relays that are paused, also those that may be probed by now."""
    columns = [getattr(RelayRow, name) for name in Pause._fields]
    paused = select(*columns).where(col(RelayRow.paused_until).is_not(None)).order_by(col(RelayRow.name))
    return tuple(Pause(*row) for row in session.execute(paused))


def pause_of(session: Session, name: str) -> Pause | None:
    """The pause of one relay, None where letters may leave."""
    return next((one for one in pauses(session) if one.name == name), None)


def pause(session: Session, name: str, *, reason: str, by: str, at: datetime, probed: bool = False) -> None:
    """Leave a relay alone: a minute at first, twice as long each time a probe fails, an hour at most.

    Senders that meet one fault at once make one pause; `probed` says that this was the probe.
    """
    row = _row(session, name)
    if row.paused_until is not None and row.paused_until > at and not probed:
        return
    row.pauses += 1
    row.paused_since = row.paused_since or at
    row.paused_until = at + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.pauses - 1, 10))
    row.reason, row.noticed_by = reason, by
    session.flush()


def take_probe(session: Session, found: Pause, *, at: datetime) -> bool:
    """Claim the one probe that a pause which is over allows. False: it is not over, or somebody else probes."""
    if found.paused_until > at:
        return False
    still = (col(RelayRow.name) == found.name, col(RelayRow.paused_until) == found.paused_until)
    return _changed(session, update(RelayRow).where(*still).values(paused_until=at + PROBE_LEASE)) == 1


def resume(session: Session, name: str) -> bool:
    """End the pause; whether there was one."""
    paused = update(RelayRow).where(col(RelayRow.name) == name, col(RelayRow.paused_until).is_not(None))
    nothing = {**_UNKNOWN, "paused_since": None, "paused_until": None}
    return _changed(session, paused.values(nothing)) == 1


def probe_now(session: Session, *, at: datetime) -> int:
    """Let every paused relay be probed by the next run; how many there are."""
    paused = update(RelayRow).where(col(RelayRow.paused_until).is_not(None))
    return _changed(session, paused.values(paused_until=at))


class Grant(NamedTuple):
    """How many letters may leave now, and when the next ones may."""

    letters: int
    next_at: datetime


def grant(session: Session, name: str, *, want: int, per_minute: int, at: datetime) -> Grant:
    """Allow up to `want` letters so that all senders together keep to `per_minute`, a second's worth at a time."""
    row = _row(session, name)
    apart = timedelta(minutes=1) / per_minute
    due = row.next_letter_at
    if due is None or not at - BURST <= due <= at + timedelta(minutes=1):  # a clock put back owes nothing
        due = at - BURST if due is None or due < at else at
    letters = 0 if due > at else min(want, (at - due) // apart + 1)
    row.next_letter_at = due + letters * apart
    session.flush()
    return Grant(letters, row.next_letter_at)


_UNKNOWN = {"pauses": 0, "reason": "", "noticed_by": ""}


def _row(session: Session, name: str) -> RelayRow:
    """The relay's row, made if there is none, locked against everybody else."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(RelayRow).values(**_UNKNOWN, name=name).on_conflict_do_nothing())
    found = select(RelayRow).where(col(RelayRow.name) == name).with_for_update()
    return session.scalars(found, execution_options={"populate_existing": True}).one()


def _changed(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
