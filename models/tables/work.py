"""The tables of the work: occurrences, assignments, and what the ladder has said of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, literal_column
from sqlmodel import Field

from models.columns import Instant, enum_of
from models.tables.metadata import Row
from states.assignment import State


class Occurrence(Row, table=True):
    """One time at which an item must be done or reported. Undated while nobody has set a day.

    `issues_on` is the day its assignments are given out, `issued_on` the day it was done, None before.
    """

    __table_args__ = (
        UniqueConstraint("item_id", "position"),
        Index("ix_occurrence_waiting", "issued_on", "issues_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="planitem.id")
    position: int
    opens_on: date | None = None
    due_on: date | None = None
    effective_due_on: date | None = None
    issues_on: date
    issued_on: date | None = None
    state: State = Field(default=State.ASSIGNED, sa_type=enum_of(State))


class Assignment(Row, table=True):
    """Executor x occurrence: what people move through its states. Only `models.moving` writes `state`.

    `due_on` is the nominal day, `effective_due_on` the working day that counts, `original_due_on` the first one for
    ever; `due_version` is the `version` at which it was set, `due_moves` how often it was put off. `extension_on` is a
    later day asked for and not yet decided on. `attention_on` is the day the ladder next looks at it, None if it never
    need. `done_on` is the day of the report that stands, or of an acceptance without one; None while it is open.
    `head` is the hash of its last row of history, `moved_at` that row's instant.
    """

    __table_args__ = (
        UniqueConstraint("occurrence_id", "organization_id"),
        CheckConstraint("version >= 0", name="version"),
        Index("ix_assignment_organization", "organization_id", "state"),
        # Wider than `ix_assignment_live`: SQLite takes the narrower of two, and what is open must be found by that one.
        Index("ix_assignment_effective_due_on", "effective_due_on", "occurrence_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    organization_id: int = Field(foreign_key="organization.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    required: bool = True
    lead: bool = False
    state: State = Field(default=State.ASSIGNED, sa_type=enum_of(State))
    version: int = 0
    issued_on: date
    original_due_on: date | None = None
    due_on: date | None = None
    effective_due_on: date | None = None
    due_version: int = 0
    due_moves: int = 0
    extension_on: date | None = None
    extension_asked_on: date | None = None
    declined_on: date | None = None
    started: bool = False
    reports: int = 0
    reported_on: date | None = None
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    done_on: date | None = None
    returned_on: date | None = None
    resume_on: date | None = None
    attention_on: date | None = None
    moved_at: datetime | None = Field(default=None, sa_type=Instant)
    head: str = ""


_columns = Assignment.__table__.c  # type: ignore[attr-defined]


def _state(one: State) -> Any:
    """A state as SQL itself has it: a partial index is used only where a query says its condition without a bind."""
    return literal_column(f"'{one.value}'")


LIVE = _columns.state.not_in((_state(State.ACCEPTED), _state(State.REMOVED)))
"""The condition that an assignment is neither accepted nor removed, as the index of these has it."""

WAITS_FOR_REVIEW = _columns.state == _state(State.REPORTED)
"""The condition that a report waits to be reviewed, as its index has it."""


def _index(name: str, *columns: Any, where: Any) -> None:
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


_index("ix_assignment_attention", _columns.attention_on, _columns.id, where=_columns.attention_on.is_not(None))
_index("ix_assignment_live", _columns.effective_due_on, _columns.state, where=LIVE)
_index("ix_assignment_reported", _columns.reported_on, where=WAITS_FOR_REVIEW)
_index("ix_assignment_declined_on", _columns.declined_on, where=_columns.declined_on.is_not(None))
_index("ix_assignment_extension_on", _columns.extension_on, where=_columns.extension_on.is_not(None))


class FiringRow(Row, table=True):
    """A rung of the ladder that has spoken of an assignment; the constraint makes it once for ever. What the rung said
    then is in the snapshot of its ladder.
    """

    __tablename__ = "firing"
    __table_args__ = (UniqueConstraint("assignment_id", "rung", "step", "epoch"), Index(None, "outbox_id"))

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    rung: str
    step: int
    epoch: int
    fired_on: date
    outbox_id: int = Field(foreign_key="outbox.id")
    snapshot_id: int | None = Field(default=None, foreign_key="laddersnapshot.id")
