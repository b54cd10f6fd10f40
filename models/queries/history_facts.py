"""What has been done to an assignment, and a person's bulk steps."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.tables import BulkRow, BulkStep, Evidence, History, Person
from states.assignment import State


@dataclass(frozen=True, kw_only=True)
class EvidenceFact:
    """A confirming document: its name, its size in bytes, and where it lies in the evidence folder."""

    id: int
    name: str
    sha256: str
    size: int
    stored_as: str


@dataclass(frozen=True, kw_only=True)
class HistoryFact:
    """One thing done to an assignment, with the person's name as it is today. `due_on` is a date that it set,
    `asked_due_on` one that it asked for, `resume_on` the day until which it was put off; `bulk_id` the bulk step it was
    part of.
    """

    version: int
    at: datetime
    trigger: str
    source: State
    dest: State
    person: str
    text: str
    reason: str
    due_on: date | None
    asked_due_on: date | None
    resume_on: date | None
    bulk_id: int | None
    evidence: tuple[EvidenceFact, ...]


@dataclass(frozen=True, kw_only=True)
class BulkStepFact:
    """One thing done to many assignments at once: how many it moved, and when it was undone."""

    id: int
    trigger: str
    at: datetime
    person: str
    reason: str
    moved: int
    undone_at: datetime | None


def history(session: Session, assignment_id: int) -> tuple[HistoryFact, ...]:
    """Everything done to an assignment, the oldest first."""
    columns: list[Any] = [History.version, History.at, History.trigger, History.source, History.dest]
    columns += [func.coalesce(func.nullif(Person.name, ""), Person.email, ""), History.text, History.reason]
    columns += [History.due_on, History.asked_due_on, History.resume_on, History.bulk_id]
    of_evidence = [getattr(Evidence, name) for name in EvidenceFact.__dataclass_fields__]
    query = (
        select(*columns, *of_evidence)
        .join_from(History, Person, col(Person.id) == History.person_id, isouter=True)
        .join(Evidence, col(Evidence.history_id) == History.id, isouter=True)
        .where(col(History.assignment_id) == assignment_id)
        .order_by(col(History.version), col(Evidence.id))
    )
    found: dict[int, tuple[Any, list[EvidenceFact]]] = {}
    for row in session.execute(query):
        done, document = row[: len(columns)], row[len(columns) :]
        _, documents = found.setdefault(row.version, (done, []))
        if document[0] is not None:
            documents.append(EvidenceFact(**dict(zip(EvidenceFact.__dataclass_fields__, document, strict=True))))
    return tuple(
        HistoryFact(**dict(zip(_FIELDS, (*done, tuple(documents)), strict=True))) for done, documents in found.values()
    )


_FIELDS = tuple(HistoryFact.__dataclass_fields__)


def bulk_steps(session: Session, *, person_id: int | None = None) -> tuple[BulkStepFact, ...]:
    """The bulk steps, the newest first; with `person_id` only this person's."""
    moved = select(func.count()).where(col(BulkRow.bulk_id) == BulkStep.id).correlate(BulkStep).scalar_subquery()
    columns: list[Any] = [BulkStep.id, BulkStep.trigger, BulkStep.at, BulkStep.reason, BulkStep.undone_at]
    query = select(*columns, Person.name, Person.email, moved.label("moved"))  # type: ignore[call-overload]
    query = query.join_from(BulkStep, Person, col(Person.id) == BulkStep.person_id, isouter=True)
    if person_id is not None:
        query = query.where(col(BulkStep.person_id) == person_id)
    return tuple(
        BulkStepFact(
            id=row.id,
            trigger=row.trigger,
            at=row.at,
            person=row.name or row.email or "",
            reason=row.reason,
            moved=row.moved,
            undone_at=row.undone_at,
        )
        for row in session.execute(query.order_by(col(BulkStep.id).desc()))
    )
