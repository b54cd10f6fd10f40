"""What has been done to an assignment, and a person's bulk steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.queries.assignment_facts import from_assignments
from models.tables import Assignment, BulkRow, BulkStep, Evidence, History, Organization, Person, PlanItem
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


def bulk_steps(session: Session, *, person_id: int | None = None, limit: int | None = None) -> tuple[BulkStepFact, ...]:
    """The bulk steps, the newest first, up to a limit; with `person_id` only this person's."""
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
        for row in session.execute(query.order_by(col(BulkStep.id).desc()).limit(limit))
    )


def moved_since(session: Session, step_id: int) -> int:
    """How many of the assignments that a bulk step moved something else has been done to since."""
    query = select(func.count()).join_from(BulkRow, Assignment, col(Assignment.id) == BulkRow.assignment_id)
    followed = col(Assignment.version) != BulkRow.version
    return int(session.execute(query.where(col(BulkRow.bulk_id) == step_id, followed)).scalar_one())


@dataclass(frozen=True, kw_only=True)
class Since:
    """One thing done to one of several assignments, by whom and why."""

    assignment_id: int
    executor: str
    item: str
    at: datetime
    trigger: str
    person: str
    reason: str


def done_since(session: Session, seen: Mapping[int, int], *, limit: int) -> tuple[Since, ...]:
    """What was done to these assignments after the versions that were seen, the newest first, up to a limit."""
    person = func.coalesce(func.nullif(Person.name, ""), Person.email, "")
    columns: list[Any] = [History.assignment_id, Organization.name, PlanItem.number, History.at, History.trigger]
    columns += [person, History.reason, History.version]
    query = (
        from_assignments(select(*columns))
        .join(History, col(History.assignment_id) == Assignment.id)
        .join(Person, col(Person.id) == History.person_id, isouter=True)
        .where(col(History.assignment_id).in_(seen), col(History.version) > min(seen.values(), default=0))
        .order_by(col(History.at).desc(), col(History.id).desc())
    )
    rows = (row for row in session.execute(query) if row.version > seen[row.assignment_id])
    names = Since.__dataclass_fields__
    return tuple(Since(**dict(zip(names, row[: len(names)], strict=True))) for row in islice(rows, limit))
