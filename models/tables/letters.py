"""The outbox: letters on their way out, as the bytes that leave; what is known of the relay; the switch of mail."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field

from models.columns import Instant, enum_of
from models.tables.metadata import Row


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


class Outbox(Row, table=True):
    """A letter to one recipient; its bytes are in `LetterBytes`. `key` says what it is about: it is written once."""

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


class LetterBytes(Row, table=True):
    """What leaves. Apart from what changes of a letter, for SQLite writes a row anew, whole, with every change."""

    outbox_id: int = Field(primary_key=True, foreign_key="outbox.id", sa_column_kwargs={"autoincrement": False})
    eml: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RelayRow(Row, table=True):
    """What is remembered of a relay from run to run: that it is paused, and when the next letter may leave.

    `noticed_by` is the machine whose sender met the fault; `pauses` how many have followed one another.
    """

    __tablename__ = "relay"

    name: str = Field(primary_key=True)
    paused_since: datetime | None = Field(default=None, sa_type=Instant)
    paused_until: datetime | None = Field(default=None, sa_type=Instant)
    pauses: int = 0
    noticed_by: str = ""
    reason: str = ""
    next_letter_at: datetime | None = Field(default=None, sa_type=Instant)


class MailSwitchRow(Row, table=True):
    """The switch of mail was turned by a person, or by an `account` of the machine; the last row rules. `at` is None
    where letters left before there was a switch.
    """

    __tablename__ = "mailswitch"

    id: int | None = Field(default=None, primary_key=True)
    on: bool
    at: datetime | None = Field(default=None, sa_type=Instant)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    account: str = ""
