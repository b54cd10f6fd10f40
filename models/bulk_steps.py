"""Bulk steps as they are remembered: who did what to which assignments, and what these were before. For an undo."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlmodel import Session, col

from models.moving import Change
from models.prepared import Prepared
from models.tables import BulkRow, BulkStep, ItemHistory, PlanItem, key
from states.assignment import State
from states.control import Control


class Step(NamedTuple):
    """A person's bulk step."""

    id: int
    trigger: str
    at: datetime
    undone_at: datetime | None


def open_step(session: Session, *, trigger: str, at: datetime, person_id: int | None, reason: str) -> int:
    """A new step; its id."""
    row = BulkStep(trigger=trigger, at=at, person_id=person_id, reason=reason)
    session.add(row)
    session.flush()
    return key(row.id)


def remember(session: Session, step_id: int, changes: Iterable[Change]) -> None:
    """Keep what the changed columns were before."""
    rows = [
        {
            "bulk_id": step_id,
            "assignment_id": change.found.id,
            "version": change.found.version + 1,
            "before": {name: _plain(getattr(change.found, name)) for name in change.values},
        }
        for change in changes
    ]
    _ADD_ROW.write(session.connection(), rows)


def last_step(session: Session, person_id: int) -> Step | None:
    """The person's last step, locked until the transaction ends."""
    columns: list[Any] = [BulkStep.id, BulkStep.trigger, BulkStep.at, BulkStep.undone_at]
    last = select(*columns).where(col(BulkStep.person_id) == person_id).order_by(col(BulkStep.id).desc()).limit(1)
    row = session.connection().execute(last.with_for_update()).one_or_none()
    return Step(*row) if row else None


def mark_undone(session: Session, step_id: int, at: datetime) -> None:
    """Note that a step has been undone."""
    session.connection().execute(update(BulkStep).where(col(BulkStep.id) == step_id).values(undone_at=at))


def remembered(session: Session, step_id: int) -> dict[int, tuple[int, dict[str, Any]]]:
    """The assignments a step moved: the version it brought each to, and the values before; in order."""
    columns: list[Any] = [BulkRow.assignment_id, BulkRow.version, BulkRow.before]
    rows = session.connection().execute(
        select(*columns).where(col(BulkRow.bulk_id) == step_id).order_by(col(BulkRow.assignment_id))
    )
    return {
        ident: (version, {name: _value(name, one) for name, one in before.items()}) for ident, version, before in rows
    }


def removed_since(session: Session, item_ids: Iterable[int], at: datetime) -> set[int]:
    """Which of these items a controller has removed from control from an instant on, and not returned."""
    since = select(col(ItemHistory.item_id)).where(
        col(ItemHistory.item_id).in_(sorted(item_ids)),
        col(ItemHistory.at) >= at,
        col(ItemHistory.source) != Control.REMOVED,
        col(ItemHistory.dest) == Control.REMOVED,
    )
    removed = select(col(PlanItem.id)).where(col(PlanItem.id).in_(since), col(PlanItem.control) == Control.REMOVED)
    return {key(ident) for ident in session.connection().execute(removed).scalars()}


_ADD_ROW = Prepared(insert(BulkRow.__table__).inline())  # type: ignore[attr-defined]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(name: str, stored: Any) -> Any:
    if name == "state":
        return State(stored)
    return date.fromisoformat(stored) if name.endswith("_on") and stored is not None else stored
