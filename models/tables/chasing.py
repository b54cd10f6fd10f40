"""The tables of the chasing itself: ladders as they were when they spoke, what was said of packages, the sweeps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from models.columns import Instant
from models.tables.metadata import Row


class LadderSnapshot(Row, table=True):
    """A ladder as it was when it spoke, once for all plans that had the same; `sha256` is of its rungs as JSON."""

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    rungs: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class PackageFiringRow(Row, table=True):
    """A rung of the ladder that has spoken of a plan's package; the key of its milestone makes it once for ever."""

    __tablename__ = "packagefiring"
    __table_args__ = (Index(None, "outbox_id"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    plan_id: int = Field(foreign_key="plan.id")
    rung: str
    due_on: date
    fired_on: date
    outbox_id: int = Field(foreign_key="outbox.id")
    snapshot_id: int | None = Field(default=None, foreign_key="laddersnapshot.id")


class SweepRow(Row, table=True):
    """A sweep that was made: the instant its clock told, the day it was for, and how much it wrote."""

    __tablename__ = "sweep"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    on: date
    letters: int
    firings: int
