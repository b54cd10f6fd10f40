"""The tables of orders as read: drafts, what was settled about them, and the editions of an order."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.columns import Instant
from models.tables.metadata import Row


class Draft(Row, table=True):
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


class SettlementRow(Row, table=True):
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


class Edition(Row, table=True):
    """A text by which an order is or was under control, once it has been amended; the first is the one it came with."""

    __table_args__ = (UniqueConstraint("order_id", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    fingerprint: str
    file: str
    applied_at: datetime = Field(sa_type=Instant)
    person_id: int | None = Field(default=None, foreign_key="person.id")
