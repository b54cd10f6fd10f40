"""The tables of Srok. Rows only: what may change and when is decided in `states`, done in `models.operations`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Instant, enum_of
from states.assignment import State
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class OutboxState(StrEnum):
    """Where a letter is on its way out. `unknown` and `dead` wait for a person; `held` waits for a release."""

    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    DEAD = "dead"
    UNKNOWN = "unknown"
    HELD = "held"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """How far a leased letter has come: after `data` it may have been sent, whatever happens next."""

    CLAIMED = "claimed"
    DATA = "data"


class Organization(SQLModel, table=True):
    """An organization of the roster, or an external party an order names («по согласованию»).

    One that merged into another stays for the sake of what it did; its name is an alias of the other from then on.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str
    number: str = ""
    merged_into_id: int | None = Field(default=None, foreign_key="organization.id")


class Alias(SQLModel, table=True):
    """Another name of an organization: as people write it, or as it was called before a rename or a merger."""

    __table_args__ = (Index(None, "organization_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str = Field(unique=True)


class Person(SQLModel, table=True):
    """A head, an official or a mailbox of an organization. Without an address no letter can reach it.

    Letters to the organization go to its first by (`rank`, id) who has an address, has not left, and substitutes for
    nobody if there is such a one. `substitute_for_id` is on the row of the substitute: who has it gets copies of what
    that person gets. `dative` is the name as a letter is addressed («Берестовой Тамаре Павловне»).
    """

    __table_args__ = (UniqueConstraint("email"), Index(None, "organization_id"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str = ""
    post: str = ""
    email: str | None = None
    dative: str = ""
    rank: int = 0
    substitute_for_id: int | None = Field(default=None, foreign_key="person.id")
    left_on: date | None = None


class Order(SQLModel, table=True):
    """An act («распоряжение») under control. `fingerprint` is the SHA-256 of the file it was read from."""

    __tablename__ = "orders"  # "order" is a word of SQL
    __table_args__ = (UniqueConstraint("number", "issued_on"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str
    issued_on: date
    title: str
    issuer: str = ""
    file: str
    fingerprint: str
    confirmed_at: datetime = Field(sa_type=Instant)


class Plan(SQLModel, table=True):
    """The plan of an order: its measures and clauses together. Dates of the plan are days in `time_zone`."""

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", unique=True)
    title: str
    time_zone: str
    ladder: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    reporting_dates: list[str] = Field(sa_column=Column(JSON, nullable=False))


class PlanRole(SQLModel, table=True):
    """The one person who holds a supervisor's role in a plan."""

    __table_args__ = (UniqueConstraint("plan_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    role: PlanRoleName = Field(sa_type=enum_of(PlanRoleName))
    person_id: int = Field(foreign_key="person.id")


class Section(SQLModel, table=True):
    """A section of a plan, in the order of the document."""

    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    position: int
    title: str


class Group(SQLModel, table=True):
    """Organizations that a plan's order speaks of together («Руководители ОО»)."""

    __tablename__ = "organization_group"  # "group" is a word of SQL
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    code: str
    title: str


class GroupMember(SQLModel, table=True):
    """An organization in a group."""

    __table_args__ = (UniqueConstraint("group_id", "organization_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="organization_group.id")
    organization_id: int = Field(foreign_key="organization.id")


class PlanItem(SQLModel, table=True):
    """A measure or a clause. `state` is the stored roll-up; printed numbers may repeat, positions do not."""

    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    section_id: int | None = Field(default=None, foreign_key="section.id")
    kind: ItemKind = Field(sa_type=enum_of(ItemKind))
    position: int
    number: str
    title: str
    expected_result: str = ""
    deadline_text: str = ""
    executors_text: str = ""
    schedule_kind: ScheduleKind = Field(sa_type=enum_of(ScheduleKind))
    schedule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    evidence_asked: bool = False
    state: State = Field(default=State.ASSIGNED, sa_type=enum_of(State))


class ItemExecutor(SQLModel, table=True):
    """An organization an item is addressed to. `required` is false for external parties; position 0 is the lead."""

    __table_args__ = (UniqueConstraint("item_id", "organization_id"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="planitem.id")
    organization_id: int = Field(foreign_key="organization.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    position: int
    required: bool = True


class Occurrence(SQLModel, table=True):
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


class Assignment(SQLModel, table=True):
    """Executor x occurrence: what people move through its states. Only `models.operations.move` writes `state`.

    `due_on` is the nominal day, `effective_due_on` the working day that counts, `original_due_on` the first one for
    ever. `attention_on` is the day the ladder next looks at it, None if it never need.
    """

    __table_args__ = (
        UniqueConstraint("occurrence_id", "organization_id"),
        CheckConstraint("version >= 0", name="version"),
        Index("ix_assignment_organization", "organization_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    organization_id: int = Field(foreign_key="organization.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    required: bool = True
    state: State = Field(default=State.ASSIGNED, sa_type=enum_of(State))
    version: int = 0
    issued_on: date
    original_due_on: date | None = None
    due_on: date | None = None
    effective_due_on: date | None = None
    due_version: int = 0
    started: bool = False
    reports: int = 0
    reported_on: date | None = None
    reported_by: int | None = Field(default=None, foreign_key="person.id")
    returned_on: date | None = None
    resume_on: date | None = None
    attention_on: date | None = None


Index(
    "ix_assignment_attention",
    Assignment.__table__.c.attention_on,  # type: ignore[attr-defined]
    Assignment.__table__.c.id,  # type: ignore[attr-defined]
    sqlite_where=Assignment.__table__.c.attention_on.is_not(None),  # type: ignore[attr-defined]
    postgresql_where=Assignment.__table__.c.attention_on.is_not(None),  # type: ignore[attr-defined]
)


class History(SQLModel, table=True):
    """One move that was made; rows are only ever added. `at` is when it took effect, `on` that day in the plan's zone;
    `version` is the assignment's after the move. Persons are referenced, not copied.
    """

    __table_args__ = (UniqueConstraint("assignment_id", "version"),)

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


class Evidence(SQLModel, table=True):
    """A confirming document brought with a move. The file lies in the evidence folder under `stored_as`."""

    __table_args__ = (Index(None, "history_id"),)

    id: int | None = Field(default=None, primary_key=True)
    history_id: int = Field(foreign_key="history.id")
    name: str
    sha256: str
    size: int
    stored_as: str = Field(unique=True)


class FiringRow(SQLModel, table=True):
    """A rung of the ladder that has spoken of an assignment; the constraint makes it once for ever."""

    __tablename__ = "firing"
    __table_args__ = (UniqueConstraint("assignment_id", "rung", "step", "epoch"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    rung: str
    step: int
    epoch: int
    fired_on: date
    outbox_id: int = Field(foreign_key="outbox.id")


class Outbox(SQLModel, table=True):
    """A letter to one recipient, as the bytes that leave. `key` says what it is about, so that it is written once."""

    __table_args__ = (
        Index("ix_outbox_waiting", "state", "not_before"),
        Index(None, "written_on", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    message_id: str = Field(unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    sender: str
    recipient: str
    subject: str
    eml: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    state: OutboxState = Field(default=OutboxState.QUEUED, sa_type=enum_of(OutboxState))
    phase: Phase | None = Field(default=None, sa_type=enum_of(Phase))
    written_on: date
    queued_at: datetime = Field(sa_type=Instant)
    not_before: datetime = Field(sa_type=Instant)
    attempts: int = 0
    possible_duplicates: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_token: str | None = None
    last_stage: str = ""
    last_code: int | None = None
    last_text: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Instant)


class Draft(SQLModel, table=True):
    """An order as read and kept for a person to settle. `reading` is a `PlanDraft` as it was read and never changes;
    what was decided about it are its settlements. Once under control it has an order; once dropped it is only kept.
    """

    __table_args__ = (Index(None, "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    file: str
    fingerprint: str
    reading: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    kept_at: datetime = Field(sa_type=Instant)
    kept_by: int | None = Field(default=None, foreign_key="person.id")
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    dropped_at: datetime | None = Field(default=None, sa_type=Instant)


class SettlementRow(SQLModel, table=True):
    """What one command decided about a draft; rows are only ever added. `undoes` is the position of one taken back."""

    __tablename__ = "settlement"
    __table_args__ = (UniqueConstraint("draft_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id")
    position: int
    at: datetime = Field(sa_type=Instant)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    changes: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    undoes: int | None = None


class Edition(SQLModel, table=True):
    """A text by which an order is or was under control, once it has been amended; the first is the one it came with."""

    __table_args__ = (UniqueConstraint("order_id", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    fingerprint: str
    file: str
    applied_at: datetime = Field(sa_type=Instant)
    person_id: int | None = Field(default=None, foreign_key="person.id")


def key(value: int | None) -> int:
    """The primary key of a row that has been flushed, which the type cannot tell."""
    assert value is not None
    return value
