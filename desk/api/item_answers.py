"""What the API answers of plans and their items; the same promise as `desk.api.answers`."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from desk.api.answers import Answer
from states.assignment import State
from states.control import Control


class PlanLine(Answer):
    """A plan: its items under control, those done, and the assignments that are overdue."""

    plan_id: int
    order: str
    title: str
    issued_on: date
    items: int
    accepted: int
    overdue: int


class ItemLine(Answer):
    """An item with counts of its required assignments."""

    id: int
    kind: str
    item: str
    title: str
    deadline: str
    state: State
    control: Control
    effective_due_on: date | None
    assignments: int
    accepted: int
    reported: int
    overdue: int


class Section(Answer):
    """A section of a plan; the order's own clauses have no title."""

    title: str | None
    items: list[ItemLine]


class PlanFull(Answer):
    """A plan with its sections and items."""

    plan_id: int
    title: str
    order: str
    order_title: str
    order_issued_on: date
    time_zone: str
    sections: list[Section]


class DeadlineLine(Answer):
    """Something that is due: an assignment of one's own, or an occurrence of a plan's item."""

    id: int
    order: str
    kind: str
    item: str
    title: str
    deadline: str
    executor: str
    state: State
    due_on: date | None
    effective_due_on: date | None
    executors: int
    done: int


class ExecutorLine(Answer):
    """An assignment of an item."""

    id: int
    executor: str
    required: bool
    lead: bool
    state: State
    due_on: date | None
    effective_due_on: date | None
    due_moves: int
    reported_on: date | None
    declined_on: date | None
    extension_on: date | None


class ItemTime(Answer):
    """An occurrence of an item, given out on `issued_on` or not yet, with its assignments."""

    position: int
    due_on: date | None
    effective_due_on: date | None
    issued_on: date | None
    state: State
    asked_of: int
    accepted: int
    overdue: int
    executors: list[ExecutorLine]


class ItemHistoryLine(Answer):
    """One thing done to an item itself."""

    version: int
    at: datetime
    person: str
    trigger: str
    source: Control
    dest: Control
    reason: str
    detail: str


class ItemFull(Answer):
    """An item with its occurrences and its own history. `version` is its ETag."""

    item_id: int
    version: int
    plan_id: int
    order: str
    section: str | None
    item: str
    kind: str
    title: str
    expected_result: str
    deadline_text: str
    executors_text: str
    state: State
    roll_up: str
    control: Control
    schedule_kind: str
    schedule: dict[str, Any] = Field(description="The deadline as it was understood; its fields are the kind's own.")
    occurrences: list[ItemTime]
    history: list[ItemHistoryLine]


class ItemChanged(Answer):
    """What an item was and is now."""

    item_id: int
    before: str
    after: str
    state: State


class OccurrenceOpened(Answer):
    """An occurrence that was opened, and for how many executors."""

    item_id: int
    due_on: date
    effective_due_on: date
    executors: int


class ItemDated(Answer):
    """A date that an item was given, and for how many required executors."""

    item_id: int
    due_on: date
    executors: int


class ItemCarried(Answer):
    """An item that goes on into another year."""

    item_id: int
    year: int
