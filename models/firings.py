"""What a sweep of the ladder leaves behind: which rungs have spoken, and the day to look again. Moves nothing."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col

from models.tables import Assignment, FiringRow
from states.escalation import Firing


def record_firings(session: Session, firings: Iterable[Firing], *, letters: Mapping[int, int], on: date) -> None:
    """Record which rungs have spoken, each with the letter (person's id → outbox id) that said it."""
    rows = [
        {
            "assignment_id": firing.assignment_id,
            "rung": firing.rung,
            "step": firing.step,
            "epoch": firing.epoch,
            "fired_on": on,
            "outbox_id": letters[firing.recipient.person_id],
        }
        for firing in firings
    ]
    if rows:
        session.execute(insert(FiringRow), rows)


def set_attention(session: Session, days: Mapping[int, date | None], *, seen: Mapping[int, int]) -> None:
    """Note on which day the ladder looks next at each assignment, unless it was moved since it was seen at that
    version: then the move has set the day, and a sweep looks again.
    """
    # In the order of the ids, as every other writer locks them.
    rows = [{"key": key, "seen": seen[key], "day": day} for key, day in sorted(days.items())]
    if rows:
        same = (col(Assignment.id) == bindparam("key"), col(Assignment.version) == bindparam("seen"))
        noted = update(Assignment.__table__).where(*same).values(attention_on=bindparam("day"))  # type: ignore[attr-defined]
        session.connection().execute(noted, rows)
