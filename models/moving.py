"""The only writer of an assignment's state: loads many at once, has them judged, and writes what was decided.

Everything is done set-wise in the caller's transaction: compare-and-set, chained history, evidence, roll-up, events.
Knows no keys, no bulk steps and no words; `models.operations` is what others call.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlmodel import Session, col

from models import roll_ups
from models.discipline import tallying
from models.history_rows import EVIDENCE_FACTS, assignment_link
from models.ids import ByIds
from models.prepared import Prepared, Step, together
from models.requests import StoredEvidence
from models.tables import Assignment, EventRow, Evidence, History, Occurrence, Plan, PlanItem
from states.assignment import State
from states.control import Control
from states.fault import Fault


class Stale(Fault):
    """Somebody else moved the assignment first; nothing was changed. Look again and decide anew."""


class TooEarly(Fault):
    """A move dated before the last one: history only grows forward."""


class Found(NamedTuple):
    """An assignment as it was read, locked against other writers, with what of its item and plan a move depends on."""

    id: int
    occurrence_id: int
    organization_id: int
    required: bool
    state: State
    version: int
    issued_on: date
    original_due_on: date | None
    due_on: date | None
    effective_due_on: date | None
    due_version: int
    due_moves: int
    extension_on: date | None
    extension_asked_on: date | None
    declined_on: date | None
    started: bool
    reports: int
    reported_on: date | None
    reported_by: int | None
    done_on: date | None
    returned_on: date | None
    resume_on: date | None
    attention_on: date | None
    moved_at: datetime | None
    head: str
    item_id: int
    plan_id: int
    evidence_asked: bool
    control: Control
    time_zone: str

    @property
    def watched(self) -> bool:
        """Whether the ladder looks at it at all: it is required, and its item is under control."""
        return self.required and self.control is not Control.REMOVED

    def day_of(self, at: datetime) -> date:
        """The day an instant falls on in the plan's zone."""
        return at.astimezone(_zone(self.time_zone)).date()

    def refuse_before(self, at: datetime) -> None:
        """Raise `TooEarly` where `at` is before the last move, or before the assignment was given out."""
        if self.moved_at is not None and at < self.moved_at:
            last = f"{self.moved_at.astimezone(_zone(self.time_zone)):%Y-%m-%d %H:%M}"
            raise TooEarly(f"assignment {self.id} was last moved at {last}: a move cannot be dated before")
        if self.day_of(at) < self.issued_on:
            raise TooEarly(f"assignment {self.id} was given out on {self.issued_on}: a move cannot be dated before")


_zone = cache(ZoneInfo)


class Change(NamedTuple):
    """What is to be written of one assignment: its columns with their new values, and the line of its history."""

    found: Found
    values: Mapping[str, Any]
    line: Mapping[str, Any]
    evidence: tuple[StoredEvidence, ...] = ()


def load(session: Session, assignment_ids: Collection[int]) -> dict[int, Found]:
    """These assignments as they are now, by id, locked as `loading` says."""
    return loaded(*together(session.connection(), loading(assignment_ids)))


def loading(assignment_ids: Collection[int]) -> Step:
    """The reading of these assignments; on PostgreSQL it locks their rows, in the order of their ids, until the
    transaction ends; on SQLite nobody else writes.
    """
    return _LOAD.asking(assignment_ids)


def loaded(rows: Iterable[Sequence[Any]]) -> dict[int, Found]:
    """What `loading` has read, by id; assignments that do not exist are not among them."""
    return {row[0]: Found(*row) for row in rows}


def _load_statement(mine: ColumnElement[bool]) -> Any:
    own = [name for name in Found._fields if name in Assignment.model_fields]
    columns = [getattr(Assignment, name) for name in own]
    columns += [PlanItem.id, PlanItem.plan_id, PlanItem.evidence_asked, PlanItem.control, Plan.time_zone]
    return (
        select(*columns)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(mine)
        .order_by(col(Assignment.id))
        .with_for_update(of=Assignment)
    )


_LOAD = ByIds(col(Assignment.id), _load_statement)


def write(session: Session, changes: Sequence[Change]) -> dict[int, State]:
    """Write these changes, all or none; the states that the items touched have come to, by item.

    Raises:
        Stale: an assignment is not as it was read any more.

    """
    if not changes:
        return {}
    connection, setting = session.connection(), setting_of(changes)
    telling = _ADD_EVENT.changing([_event(change.found) for change in changes])
    moved = [change.found for change in changes if change.values.get("state", change.found.state) != change.found.state]
    items = {change.found.item_id for change in changes}
    counting = roll_ups.counting(items=items, occurrences={found.occurrence_id for found in moved})
    tallies = tallying((change.found, change.values) for change in changes)
    done = together(connection, *setting, telling, *counting, *tallies)
    _bring(session, changes)
    first = len(setting) + 1
    return roll_ups.settle(connection, done[first : first + len(counting)])


def setting_of(changes: Iterable[Change]) -> list[Step]:
    """Compare and set, the rows with the same changed columns in one statement; and a row of history for each."""
    rows, links = [], []
    for change in changes:
        found, line = change.found, _history_row(change)
        link = assignment_link(found.head, line, (_facts(one) for one in change.evidence))
        links.append(line | {"hash": link})
        seen = {"seen_id": found.id, "seen_version": found.version, "seen_state": found.state}
        now = {"version": found.version + 1, "head": link, "moved_at": line["at"]}
        rows.append({**change.values, **now, **seen})
    stale = Stale("an assignment was moved meanwhile: look again and decide anew")
    return [*(_COMPARE_AND_SET.changing(same, otherwise=stale) for same in _alike(rows)), _ADD_HISTORY.changing(links)]


def _alike(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows grouped by the columns they set, for one statement sets the same columns of all."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return list(groups.values())


def _history_row(change: Change) -> dict[str, Any]:
    found, values = change.found, change.values
    return {
        "assignment_id": found.id,
        "version": found.version + 1,
        "source": found.state,
        "dest": values.get("state", found.state),
        "text": "",
        "reason": "",
        "due_on": values.get("due_on"),
        "effective_due_on": values.get("effective_due_on"),
        "resume_on": None,
        "asked_due_on": None,
        "bulk_id": None,
        **change.line,
    }


def _facts(evidence: StoredEvidence) -> tuple[object, ...]:
    return tuple(getattr(evidence, name) for name in EVIDENCE_FACTS)


def _bring(session: Session, changes: Sequence[Change]) -> None:
    """The documents brought with the moves, each with the row of history it came with."""
    for change in changes:
        if not change.evidence:
            continue
        of = (col(History.assignment_id) == change.found.id, col(History.version) == change.found.version + 1)
        history_id = session.connection().execute(select(col(History.id)).where(*of)).scalar_one()
        documents = [{"history_id": history_id, **vars(one)} for one in change.evidence]
        session.connection().execute(insert(Evidence.__table__), documents)  # type: ignore[attr-defined]


def _event(found: Found) -> dict[str, int]:
    return {"assignment_id": found.id, "version": found.version + 1}


_table: Any = Assignment.__table__  # type: ignore[attr-defined]
_COMPARE_AND_SET = Prepared(
    update(_table).where(
        _table.c.id == bindparam("seen_id"),
        _table.c.version == bindparam("seen_version"),
        _table.c.state == bindparam("seen_state"),
    )
)
_ADD_HISTORY = Prepared(insert(History.__table__).inline())  # type: ignore[attr-defined]
_ADD_EVENT = Prepared(insert(EventRow.__table__).inline())  # type: ignore[attr-defined]
