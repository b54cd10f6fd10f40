"""The tables of what has happened: moves with their evidence, changes of items and plans, bulk steps, events to tell.

History rows are only ever added: the database itself refuses to change or delete one.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.columns import Instant, enum_of
from models.tables.metadata import Row
from states.assignment import State
from states.control import Control
from states.draft import PlanRoleName


class History(Row, table=True):
    """One thing done to an assignment. `at` is when it took effect, `on` that day in the plan's zone; `version` is the
    assignment's after it. `due_on` is a date that it set, `asked_due_on` one that it asked for. Persons are referenced,
    not copied. `hash` is the link to the row before, see `states.chain`.
    """

    __table_args__ = (UniqueConstraint("assignment_id", "version"), Index(None, "bulk_id"))

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    version: int
    trigger: str
    source: State = Field(sa_type=enum_of(State, "source"))
    dest: State = Field(sa_type=enum_of(State, "dest"))
    at: datetime = Field(sa_type=Instant)
    on: date
    person_id: int | None = Field(default=None, foreign_key="person.id")
    text: str = ""
    reason: str = ""
    due_on: date | None = None
    effective_due_on: date | None = None
    resume_on: date | None = None
    asked_due_on: date | None = None
    bulk_id: int | None = Field(default=None, foreign_key="bulkstep.id")
    hash: str


class Evidence(Row, table=True):
    """A confirming document brought with a move. The file lies in the evidence folder under `stored_as`."""

    __table_args__ = (Index(None, "history_id"),)

    id: int | None = Field(default=None, primary_key=True)
    history_id: int = Field(foreign_key="history.id")
    name: str
    sha256: str
    size: int
    stored_as: str = Field(unique=True)


class ItemHistory(Row, table=True):
    """One thing done to an item itself: its control, its roll-up rule, an occurrence opened. `detail` says what."""

    __table_args__ = (UniqueConstraint("item_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="planitem.id")
    version: int
    trigger: str
    source: Control = Field(sa_type=enum_of(Control, "source"))
    dest: Control = Field(sa_type=enum_of(Control, "dest"))
    at: datetime = Field(sa_type=Instant)
    on: date
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    detail: str = ""
    hash: str


class PlanHistory(Row, table=True):
    """One thing done to a plan itself. Of a role that was given or taken: which, who held it and who does now."""

    __table_args__ = (UniqueConstraint("plan_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    version: int
    trigger: str
    role: PlanRoleName | None = Field(default=None, sa_type=enum_of(PlanRoleName))
    before_id: int | None = Field(default=None, foreign_key="person.id")
    after_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    on: date
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    detail: str = ""
    hash: str


class BulkStep(Row, table=True):
    """One thing done to many assignments at once by a person, and when it was undone."""

    __table_args__ = (Index(None, "person_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    trigger: str
    at: datetime = Field(sa_type=Instant)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    undone_at: datetime | None = Field(default=None, sa_type=Instant)


class BulkRow(Row, table=True):
    """An assignment a bulk step moved: its version after it, and the values it had before, for an undo."""

    __table_args__ = (UniqueConstraint("bulk_id", "assignment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    bulk_id: int = Field(foreign_key="bulkstep.id")
    assignment_id: int = Field(foreign_key="assignment.id")
    version: int
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class KeyedOperation(Row, table=True):
    """An operation done under an idempotency key. Asked for again with the same `body`, its `result` is given again."""

    key: str = Field(primary_key=True)
    body: str
    result: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    at: datetime = Field(sa_type=Instant)


class EventRow(Row, table=True):
    """A move of which nobody outside has been told yet. The row goes when the event has been taken."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("assignment_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    version: int
