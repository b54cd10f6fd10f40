"""What is asked of the engine and what it answers: plain facts, as desk, command line and scripts hand them over."""

from dataclasses import dataclass
from datetime import date, datetime

from states.assignment import State


@dataclass(frozen=True, kw_only=True)
class StoredEvidence:
    """A confirming document that already lies in the evidence folder under `stored_as`. `size` in bytes."""

    name: str
    sha256: str
    size: int
    stored_as: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """A move somebody asks for. `person_id` None is the clock; `due_on` is a new nominal due date, or the one
    asked for.

    `seen_version` is the version the asker looked at; None takes the assignment as it is. Asked for again with the same
    `key`, the move is not made twice: the first result is given again.
    """

    assignment_id: int
    trigger: str
    person_id: int | None
    at: datetime
    text: str = ""
    reason: str = ""
    evidence: tuple[StoredEvidence, ...] = ()
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False
    seen_version: int | None = None
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """One move asked for of many assignments, with one reason for all. The fields are those of `Request`."""

    assignment_ids: tuple[int, ...]
    trigger: str
    person_id: int | None
    at: datetime
    text: str = ""
    reason: str = ""
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A move that was made, and what the item has come to."""

    assignment_id: int
    source: State
    dest: State
    version: int
    item_state: State


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An assignment that a bulk step left as it was. Beside the codes of `NotAllowed` there are `unknown`, `too_early`
    and, for an undo, `moved_since`.
    """

    assignment_id: int
    state: State | None
    refused_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BulkDone:
    """What a bulk step did, a row for each assignment asked for, in the order of their ids. `step_id` is None where
    nothing was moved; `replayed` says that this was done before under the same key, and may have been undone since.
    """

    step_id: int | None
    trigger: str
    rows: tuple[Moved | Refused, ...]
    replayed: bool = False

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The rows that were moved."""
        return tuple(row for row in self.rows if isinstance(row, Moved))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The rows that were not."""
        return tuple(row for row in self.rows if isinstance(row, Refused))
