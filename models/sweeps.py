"""The sweeps that were made: when, for which day, how much they wrote. Knows nothing of what they said."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.tables import SweepRow


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
