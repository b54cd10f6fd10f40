"""What a sweep of the ladder leaves behind: which rungs have spoken, and the day to look again. Moves nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col

from models.tables import Assignment, FiringRow, PackageFiringRow
from states.escalation import Firing, PackageFiring


@dataclass(frozen=True, kw_only=True)
class SaidBy:
    """What said it: the letters by the reader's id, the kept ladders by the plan's id, and the day."""

    letters: Mapping[int, int]
    ladders: Mapping[int, int]
    on: date


def record_firings(session: Session, firings: Iterable[Firing], *, by: SaidBy) -> None:
    """Record which rungs have spoken of assignments."""
    rows = [
        {
            "assignment_id": firing.assignment_id,
            "rung": firing.rung,
            "step": firing.step,
            "epoch": firing.epoch,
            "fired_on": by.on,
            "outbox_id": by.letters[firing.recipient.person_id],
            "snapshot_id": by.ladders[firing.plan_id],
        }
        for firing in firings
    ]
    if rows:
        session.execute(insert(FiringRow), rows)


def record_package_firings(session: Session, firings: Iterable[PackageFiring], *, by: SaidBy) -> None:
    """Record which rungs have spoken of packages."""
    rows = [
        {
            "key": milestone.key,
            "plan_id": milestone.plan.plan_id,
            "rung": milestone.reached.rung.code,
            "due_on": milestone.nominal_due_on,
            "fired_on": by.on,
            "outbox_id": by.letters[recipient.person_id],
            "snapshot_id": by.ladders[milestone.plan.plan_id],
        }
        for milestone, recipient in firings
    ]
    if rows:
        session.execute(insert(PackageFiringRow), rows)


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
