"""What the API answers, as its description promises it. Fields are added; none is renamed or taken away."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from states.assignment import State
from states.control import Control
from states.life import Role


class Answer(BaseModel):
    """Made from frozen facts by their fields' names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Me(Answer):
    """Who the token is of, and what they are."""

    person_id: int
    name: str
    administrator: bool
    plan_roles: dict[int, list[Role]] = Field(description="By plan, the roles held in it.")
    organizations: list[int] = Field(description="The organizations they report for, delegations left out.")
    token_name: str
    token_expires_at: datetime


class AssignmentLine(Answer):
    """An assignment in a list. `effective_due_on` is the working day that counts."""

    id: int
    plan_id: int
    item_id: int
    order: str
    item: str
    title: str
    organization_id: int
    executor: str
    state: State
    required: bool
    issued_on: date
    due_on: date | None
    effective_due_on: date | None
    due_moves: int
    extension_on: date | None
    declined_on: date | None
    reported_on: date | None


class AssignmentPage(Answer):
    """Assignments, and the cursor by which the next page is asked for."""

    assignments: list[AssignmentLine]
    total: int = Field(description="How many fit the filter; counting stops above 1000.")
    next: str | None = Field(description="The cursor of the next page, null on the last.")


class OwnLine(Answer):
    """An assignment in the list of whoever reports on it."""

    id: int
    order: str
    item: str
    title: str
    executor: str
    evidence_asked: bool
    state: State
    version: int
    due_on: date | None
    effective_due_on: date | None
    extension_on: date | None
    declined_on: date | None
    reported_on: date | None


class Document(Answer):
    """A confirming document; `/documents/{id}` hands it out."""

    id: int
    name: str
    sha256: str
    size: int


class HistoryLine(Answer):
    """One thing done to an assignment. Nobody's name is the clock's."""

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
    evidence: list[Document]


Need = Annotated[str, Field(description="`must`, `may`, or empty: it is not asked for.")]


class LegalMove(Answer):
    """A move that the token's person may make now, and what it asks for."""

    trigger: str
    text: Need
    reason: Need
    removal: Annotated[str, Field(description="`must` where the reason is one of the list for removals.")]
    due_on: Need
    resume_on: Need
    files: Annotated[str, Field(description="The same for documents.")]


class AssignmentFull(Answer):
    """An assignment with its history, the oldest first, and its legal moves. `version` is its ETag."""

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
    evidence_asked: bool
    item_state: State
    control: Control
    executor: str
    state: State
    overdue: bool
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
    reported_on: date | None
    returned_on: date | None
    resume_on: date | None
    moves: list[LegalMove]
    history: list[HistoryLine]


class Moved(Answer):
    """A move that was made, and what the item has come to."""

    assignment_id: int
    source: State
    dest: State
    version: int
    item_state: State


class BulkRow(Answer):
    """What became of one assignment: moved to `dest`, or left where it is, `refused_by` codes."""

    assignment_id: int
    source: State | None
    dest: State | None
    version: int | None = None
    refused_by: list[str] = []


class BulkDone(Answer):
    """A bulk step, a row for each assignment asked for. Without a `step_id` nothing was moved."""

    step_id: int | None
    trigger: str
    rows: list[BulkRow]
    replayed: bool = Field(description="It had been done before under the same key.")
