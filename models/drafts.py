"""Kept drafts and what was settled about them, as rows. Knows nothing of what a settlement means for a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from sqlmodel import Session, col, func, select

from models.database import take_turns
from models.tables import Draft, Order, Person, SettlementRow, key
from states.draft import PlanDraft
from states.fault import Fault
from states.settlement import Change, Settlement, in_force

_READING: TypeAdapter[PlanDraft] = TypeAdapter(PlanDraft)
_CHANGES: TypeAdapter[tuple[Change, ...]] = TypeAdapter(tuple[Annotated[Change, Field(discriminator="does")], ...])


class DraftUnusable(Fault):
    """There is no such draft, or it can no longer be settled; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class KeptDraft:
    """A draft as it was read, and everything settled since. `order` is the number it is under control as, if it is."""

    id: int
    file: str
    fingerprint: str
    kept_at: datetime
    reading: PlanDraft
    settlements: tuple[Settlement, ...] = ()
    order: str | None = None
    dropped: bool = False

    @property
    def state(self) -> str:
        """In a word where it has come to."""
        return "dropped" if self.dropped else "under control" if self.order else "open"


def as_values(reading: PlanDraft) -> dict[str, Any]:
    """A draft as plain JSON values."""
    values: dict[str, Any] = _READING.dump_python(reading, mode="json")
    return values


def as_draft(values: dict[str, Any]) -> PlanDraft:
    """The draft that `as_values` was given."""
    return _READING.validate_python(values)


def keep(
    session: Session, reading: PlanDraft, *, fingerprint: str, at: datetime, person_id: int | None = None
) -> KeptDraft:
    """Keep a reading. The same file again, unless its draft was dropped, is the draft that is there."""
    take_turns(session, "keep a draft")
    same = select(col(Draft.id)).where(Draft.fingerprint == fingerprint, col(Draft.dropped_at).is_(None))
    found = session.exec(same.order_by(col(Draft.id).desc()).limit(1)).first()
    if found is None:
        row = Draft(
            file=reading.file, fingerprint=fingerprint, reading=as_values(reading), kept_at=at, kept_by=person_id
        )
        session.add(row)
        session.flush()
        found = row.id
    return kept_draft(session, key(found))


def kept_draft(session: Session, draft_id: int) -> KeptDraft:
    """A draft with its settlements.

    Raises:
        DraftUnusable: there is none, or a Srok kept it that wrote drafts otherwise.

    """
    row = session.get(Draft, draft_id)
    if row is None:
        raise DraftUnusable(f"there is no draft {draft_id}: `srok draft list` lists them")
    order = session.get(Order, row.order_id) if row.order_id else None
    try:
        return KeptDraft(
            id=draft_id,
            file=row.file,
            fingerprint=row.fingerprint,
            kept_at=row.kept_at,
            reading=as_draft(row.reading),
            settlements=_settlements(session, draft_id),
            order=order.number if order else None,
            dropped=row.dropped_at is not None,
        )
    except ValidationError:
        reason = f"draft {draft_id} was kept by another Srok and cannot be read: drop it and keep {row.file} again"
        raise DraftUnusable(reason) from None


def kept_drafts(session: Session) -> tuple[KeptDraft, ...]:
    """All drafts, the newest first."""
    ids = session.exec(select(col(Draft.id)).order_by(col(Draft.id).desc()))
    return tuple(kept_draft(session, key(one)) for one in ids)


def draft_to_settle(session: Session, draft_id: int) -> KeptDraft:
    """The same, for a change: nobody else changes it until this transaction ends.

    Raises:
        DraftUnusable: there is none, it was dropped, or it is under control.

    """
    session.exec(select(col(Draft.id)).where(Draft.id == draft_id).with_for_update()).first()
    found = kept_draft(session, draft_id)
    if found.dropped:
        raise DraftUnusable(f"draft {draft_id} was dropped: keep {found.file} again")
    if found.order is not None:
        raise DraftUnusable(f"draft {draft_id} is under control as order № {found.order}: it cannot change any more")
    return found


def add_settlement(
    session: Session, draft_id: int, changes: Iterable[Change], *, at: datetime, person_id: int | None = None
) -> None:
    """Keep what one command decided. Whether it fits the draft was judged before."""
    _append(session, draft_id, changes=_CHANGES.dump_python(tuple(changes), mode="json"), at=at, person_id=person_id)


def undo_last(session: Session, draft_id: int, *, at: datetime, person_id: int | None = None) -> Settlement:
    """Take back the last settlement in force, which stays in the list; the one taken back.

    Raises:
        DraftUnusable: nothing is left to take back.

    """
    standing = in_force(_settlements(session, draft_id))
    if not standing:
        raise DraftUnusable(f"nothing is settled in draft {draft_id}: there is nothing to undo")
    _append(session, draft_id, changes=[], undoes=standing[-1].position, at=at, person_id=person_id)
    return standing[-1]


def mark_dropped(session: Session, draft_id: int, *, at: datetime) -> None:
    """The draft is done with; it and what was settled stay readable."""
    session.get_one(Draft, draft_id).dropped_at = at
    session.flush()


def mark_controlled(session: Session, draft_id: int, order_id: int) -> None:
    """The draft has become this order."""
    session.get_one(Draft, draft_id).order_id = order_id
    session.flush()


def _append(session: Session, draft_id: int, **values: Any) -> None:
    last = select(func.max(SettlementRow.position)).where(SettlementRow.draft_id == draft_id)
    position = (session.exec(last).one() or 0) + 1
    session.add(SettlementRow(draft_id=draft_id, position=position, **values))
    session.flush()


def _settlements(session: Session, draft_id: int) -> tuple[Settlement, ...]:
    rows = (
        select(SettlementRow, Person)
        .join(Person, isouter=True)
        .where(SettlementRow.draft_id == draft_id)
        .order_by(col(SettlementRow.position))
    )
    return tuple(_settlement(row, person) for row, person in session.exec(rows))


def _settlement(row: SettlementRow, person: Person | None) -> Settlement:
    return Settlement(
        position=row.position,
        at=row.at,
        by=(person.name or person.email or "") if person else "",
        changes=_CHANGES.validate_python(row.changes),
        undoes=row.undoes,
    )
