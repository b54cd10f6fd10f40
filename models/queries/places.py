"""What a page of the desk is about, found at once: where it belongs, which says who may see it, and what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlmodel import Session, col

from models.queries.assignment_facts import from_assignments
from models.tables import Assignment, Evidence, History, Occurrence, Order, Organization, Plan, PlanItem, Section
from states.assignment import State
from states.control import Control

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class AssignmentPlace:
    """An assignment with all that is said of it but its history. `deadline_text` and `executors_text` are as written;
    `item_state` is the item's roll-up.
    """

    assignment_id: int
    organization_id: int
    plan_id: int
    item_id: int
    order: str
    order_title: str
    order_issued_on: date
    item: str
    kind: str
    title: str
    expected_result: str
    deadline_text: str
    executors_text: str
    schedule_kind: str
    evidence_asked: bool
    item_state: State
    control: Control
    executor: str
    state: State
    version: int
    required: bool
    issued_on: date
    original_due_on: date | None
    due_on: date | None
    effective_due_on: date | None
    due_moves: int
    extension_on: date | None
    extension_asked_on: date | None
    declined_on: date | None
    started: bool
    reported_on: date | None
    reported_by: int | None
    returned_on: date | None
    resume_on: date | None


@dataclass(frozen=True, kw_only=True)
class DocumentPlace:
    """A document that came with a move, and where it lies."""

    name: str
    size: int
    stored_as: str
    assignment_id: int
    organization_id: int
    plan_id: int


@dataclass(frozen=True, kw_only=True)
class ItemPlace:
    """An item of a plan, as it is written, and how it stands."""

    item_id: int
    plan_id: int
    order: str
    plan_title: str
    section: str | None
    item: str
    kind: str
    title: str
    expected_result: str
    deadline_text: str
    executors_text: str
    version: int
    state: State
    roll_up: str
    control: Control
    schedule_kind: str
    schedule: Mapping[str, Any]
    reporting_dates: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PlanPlace:
    """A plan and its order."""

    plan_id: int
    title: str
    order: str
    order_title: str
    order_issued_on: date
    time_zone: str


_ITEM: dict[str, Any] = {
    "plan_id": PlanItem.plan_id,
    "item_id": PlanItem.id,
    "item": PlanItem.number,
    "kind": PlanItem.kind,
    "title": PlanItem.title,
    "expected_result": PlanItem.expected_result,
    "deadline_text": PlanItem.deadline_text,
    "executors_text": PlanItem.executors_text,
    "evidence_asked": PlanItem.evidence_asked,
    "control": PlanItem.control,
    "order": Order.number,
    "order_title": Order.title,
    "order_issued_on": Order.issued_on,
}
_OF_ASSIGNMENT = _ITEM | {
    "assignment_id": Assignment.id,
    "schedule_kind": PlanItem.schedule_kind,
    "item_state": PlanItem.state,
    "executor": Organization.name,
}
_OF_ITEM = _ITEM | {
    "plan_title": Plan.title,
    "section": Section.title,
    "state": PlanItem.state,
    "roll_up": PlanItem.roll_up,
    "reporting_dates": Plan.reporting_dates,
}
_OF_PLAN = _ITEM | {"plan_id": Plan.id, "title": Plan.title, "time_zone": Plan.time_zone}


def assignment_place(session: Session, assignment_id: int) -> AssignmentPlace | None:
    """An assignment; None where there is none of this id."""
    found = from_assignments(_selected(AssignmentPlace, _OF_ASSIGNMENT, Assignment))
    return _one(session, AssignmentPlace, found.where(col(Assignment.id) == assignment_id))


def document_place(session: Session, evidence_id: int) -> DocumentPlace | None:
    """A document; None where there is none of this id."""
    named = {"assignment_id": Assignment.id, "organization_id": Assignment.organization_id, "plan_id": PlanItem.plan_id}
    found = (
        _selected(DocumentPlace, named, Evidence)
        .join_from(Evidence, History, col(History.id) == Evidence.history_id)
        .join(Assignment, col(Assignment.id) == History.assignment_id)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
    )
    return _one(session, DocumentPlace, found.where(col(Evidence.id) == evidence_id))


def item_place(session: Session, item_id: int) -> ItemPlace | None:
    """An item; None where there is none of this id."""
    found = (
        _selected(ItemPlace, _OF_ITEM, PlanItem)
        .join_from(PlanItem, Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Section, col(Section.id) == PlanItem.section_id, isouter=True)
    )
    return _one(session, ItemPlace, found.where(col(PlanItem.id) == item_id))


def plan_place(session: Session, plan_id: int) -> PlanPlace | None:
    """A plan with its order; None where there is none of this id."""
    found = _selected(PlanPlace, _OF_PLAN, Plan).join_from(Plan, Order, col(Order.id) == Plan.order_id)
    return _one(session, PlanPlace, found.where(col(Plan.id) == plan_id))


def _selected(facts: Any, named: dict[str, Any], own: Any) -> Select[Any]:
    """A query of the columns that the facts' fields name; those not `named` are the table's own."""
    columns = [named[field.name] if field.name in named else getattr(own, field.name) for field in fields(facts)]
    return select(*map(col, columns))


def _one(session: Session, facts: type[T], found: Select[Any]) -> T | None:
    row = session.execute(found).one_or_none()
    names = (field.name for field in fields(facts))  # type: ignore[arg-type]  # each of them is a dataclass
    return None if row is None else facts(**dict(zip(names, row, strict=True)))
