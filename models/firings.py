"""What a sweep of the ladder leaves behind: which rungs have spoken, and the day to look again. Moves nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, bindparam, insert, select, update
from sqlmodel import Session

from models import arrays
from models.prepared import Prepared
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
    arrays.write(_ADD, session.connection(), rows)


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
        session.connection().execute(insert(PackageFiringRow), rows)


def set_attention(session: Session, days: Mapping[int, date | None], *, seen: Mapping[int, int]) -> None:
    """Note on which day the ladder looks next at each assignment, unless it was moved since it was seen at that
    version: then the move has set the day, and a sweep looks again.
    """
    rows = [{"key": key, "seen": seen[key], "day": day} for key, day in sorted(days.items())]
    arrays.write(_SET_DAY, session.connection(), rows)


_firing: Any = FiringRow.__table__  # type: ignore[attr-defined]
_ADD = arrays.adding(_firing, ("assignment_id", "rung", "step", "epoch", "fired_on", "outbox_id", "snapshot_id"))
_row: Any = Assignment.__table__.c  # type: ignore[attr-defined]


def _set_days_at_once() -> Any:
    """By arrays; the rows are locked in the order of their ids, as every other writer locks them."""
    days = arrays.unnested("days", {"key": Integer, "seen": Integer, "day": Date})
    held = select(_row.id, days.c.seen, days.c.day).join(days, _row.id == days.c.key).order_by(_row.id)
    locked = held.with_for_update(of=Assignment).cte("locked")
    same = (_row.id == locked.c.id, _row.version == locked.c.seen)
    return update(Assignment.__table__).where(*same).values(attention_on=locked.c.day)  # type: ignore[attr-defined]


def _set_one_day() -> Any:
    same = (_row.id == bindparam("key"), _row.version == bindparam("seen"))
    return update(Assignment.__table__).where(*same).values(attention_on=bindparam("day"))  # type: ignore[attr-defined]


_SET_DAY = Prepared({"sqlite": _set_one_day(), "postgresql": _set_days_at_once()})
