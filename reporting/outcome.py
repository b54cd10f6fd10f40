"""What became of one assignment: where it stands, and whether it was in time. Knows no text."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Self

from models.package_shapes import AssignmentFacts
from states.assignment import OPEN, State, is_overdue

UNCOUNTED = frozenset({State.REMOVED, State.POSTPONED})


class Outcome(StrEnum):
    """Where an assignment stands, as a reader wants to know it; the first is what most needs looking at."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    POSTPONED = "postponed"
    ACCEPTED = "accepted"
    REMOVED = "removed"


class Timeliness(StrEnum):
    """How a report was to its deadline; without a report, only that the deadline has passed."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"


def outcome(one: AssignmentFacts, cut_off: date) -> Outcome:
    """The outcome at the cut-off. The due day itself is not overdue."""
    if is_overdue(one.stood.state, one.stood.current.effective_on, cut_off):
        return Outcome.OVERDUE
    return Outcome(one.stood.state.value)


def timeliness(one: AssignmentFacts, cut_off: date) -> Timeliness | None:
    """How the assignment counts in the discipline of the period, None where it does not: not required, without a
    deadline, not due yet, postponed, removed, or counted in another period. The day of the report is what counts.
    """
    due_on = one.stood.current.effective_on
    if not one.required or not one.judged or due_on is None or one.stood.state in UNCOUNTED:
        return None
    if one.stood.done_on is not None:
        return Timeliness.ON_TIME if one.stood.done_on <= due_on else Timeliness.LATE
    return Timeliness.OVERDUE if outcome(one, cut_off) is Outcome.OVERDUE else None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Required assignments counted by what became of them: each is in exactly one of the counts.

    `pending` are open and not due yet, `undated` open without a deadline.
    """

    accepted: int = 0
    reported: int = 0
    overdue: int = 0
    pending: int = 0
    undated: int = 0
    postponed: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(getattr(self, field.name) for field in fields(self))

    @property
    def in_control(self) -> int:
        """Those that were not removed from control."""
        return self.total - self.removed

    @classmethod
    def of(cls, assignments: Iterable[AssignmentFacts], cut_off: date) -> Self:
        """The tally of those of `assignments` that are required."""
        counts = dict.fromkeys((field.name for field in fields(cls)), 0)
        for one in assignments:
            if one.required:
                counts[_column(one, cut_off)] += 1
        return cls(**counts)

    @classmethod
    def sum(cls, tallies: Iterable["Tally"]) -> Self:
        """Several tallies taken together."""
        several = list(tallies)
        return cls(**{field.name: sum(getattr(one, field.name) for one in several) for field in fields(cls)})


def _column(one: AssignmentFacts, cut_off: date) -> str:
    found = outcome(one, cut_off)
    if found is Outcome.OVERDUE or one.stood.state not in OPEN:
        return found.value
    return "pending" if one.stood.current.effective_on else "undated"


@dataclass(frozen=True, kw_only=True)
class Discipline:
    """The share of what was done on time in all that should have been done: `on_time / (on_time + late + overdue)`."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def counted(self) -> int:
        """How many assignments are judged."""
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing is judged."""
        return self.on_time / self.counted if self.counted else None

    @classmethod
    def of(cls, assignments: Iterable[AssignmentFacts], cut_off: date) -> Self:
        """The discipline over those of `assignments` that are judged."""
        found = [timeliness(one, cut_off) for one in assignments]
        return cls(**{kind.value: found.count(kind) for kind in Timeliness})
