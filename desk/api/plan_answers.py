"""What the API answers of plans, items, packages, letters and the roster; the same promise as `desk.api.answers`."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from desk.api.answers import Answer
from models.tables import OutboxState
from states.assignment import State
from states.control import Control
from states.package import PackageState


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
    """An item with its occurrences and its own history."""

    item_id: int
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


class PackageLine(Answer):
    """A package. `number` is 0, or that of an addendum."""

    id: int
    plan_id: int
    order: str
    begins_on: date
    ends_on: date
    number: int
    supplements_id: int | None
    state: PackageState
    edition: int
    cut_off: date | None
    manifest_sha256: str
    signed_by: str
    signed_at: datetime | None
    sent_at: datetime | None
    sent_to: str
    operator_number: str
    operator_on: date | None
    version: int


class PackagePart(Answer):
    """A file of a package's present edition."""

    name: str
    size: int
    sha256: str


class PackageHistoryLine(Answer):
    """One thing done to a package."""

    version: int
    at: datetime
    person: str
    trigger: str
    source: PackageState
    dest: PackageState
    reason: str
    detail: str


class PackageFull(PackageLine):
    """A package with its files and history."""

    parts: list[PackagePart]
    history: list[PackageHistoryLine]


class Begun(Answer):
    """A package that was begun, or stood already."""

    package_id: int


class LetterLine(Answer):
    """A letter and how far it has come. What it says is its reader's."""

    id: int
    person: str
    recipient: str
    subject: str
    state: OutboxState
    written_on: date
    attempts: int
    possible_duplicates: int
    last_stage: str
    last_code: int | None
    last_text: str
    settled_at: datetime | None


class LetterPage(Answer):
    """Letters, the latest first, and behind which id the next page begins."""

    letters: list[LetterLine]
    next: int | None


class RosterPerson(Answer):
    """Somebody of an organization who has not left."""

    id: int
    name: str
    post: str
    email: str
    bounced: bool


class RosterOrganization(Answer):
    """An organization of the roster and its people."""

    id: int
    name: str
    kind: str
    people: list[RosterPerson]


class RosterPage(Answer):
    """Organizations by their ids, and behind which the next page begins."""

    organizations: list[RosterOrganization]
    next: int | None
