"""The sweeps that were made: when, for which day, how much they wrote; and that a plan is swept by one at a time. Knows
nothing of what they said.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select, text
from sqlmodel import Session, col

from models.database import take_turns
from models.ids import among
from models.tables import Plan, SweepRow


class SweepFact(NamedTuple):
    """A sweep that was made."""

    at: datetime
    on: date
    letters: int
    firings: int


def last_sweep(session: Session) -> SweepFact | None:
    """The sweep made last, whatever its clock said; None before the first."""
    columns: list[Any] = [SweepRow.at, SweepRow.on, SweepRow.letters, SweepRow.firings]
    row = session.execute(select(*columns).order_by(col(SweepRow.id).desc()).limit(1)).first()
    return SweepFact(*row) if row else None


def record_sweep(session: Session, made: SweepFact) -> None:
    """Keep that a sweep was made."""
    session.execute(insert(SweepRow), [made._asdict()])


def sweep_alone(session: Session) -> None:
    """Wait until nobody sweeps, and let nobody else until this transaction ends."""
    take_turns(session, _SWEEP)


def sweep_beside(session: Session, plan_ids: Collection[int]) -> None:
    """Wait until nobody sweeps all plans, or one of these; let nobody else until this transaction ends. SQLite has one
    writer anyway.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(text("SELECT pg_advisory_xact_lock_shared(hashtext(:what))"), {"what": _SWEEP})
    # In one order, so that two that want the same plans wait, and do not block each other.
    held = select(col(Plan.id)).where(among(col(Plan.id), "postgresql")).order_by(col(Plan.id))
    session.execute(held.with_for_update(key_share=True), {"ids": plan_ids})


_SWEEP = "sweep"
