"""What the contestants on SQLAlchemy share: the mapped tables and an engine set like Srok's. Knows no state machine."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.moves_life import is_sqlite, pragmas


class Base(DeclarativeBase):
    """The tables."""


class Assignment(Base):
    """An assignment; the version is SQLAlchemy's own check against a second writer."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int]
    organization_id: Mapped[int]
    state: Mapped[str]
    version: Mapped[int] = mapped_column()
    issued_on: Mapped[date]
    due_on: Mapped[date]
    attention_on: Mapped[date | None]
    reports: Mapped[int]
    reported_on: Mapped[date | None]
    reported_by: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class History(Base):
    """A move that was made."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int]
    version: Mapped[int]
    trigger: Mapped[str]
    source: Mapped[str]
    dest: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    on: Mapped[date]
    person_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


def engine_for(url: str, *, full: bool) -> Any:
    """An engine; on SQLite every transaction takes the writers' lock at its beginning."""
    if not is_sqlite(url):
        return create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for setting in pragmas(full=full):
            connection.execute(setting)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
