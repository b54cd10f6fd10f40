"""An item as its page shows it: its occurrences with their executors and the counts of these."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Assignment, Occurrence, Organization
from states.assignment import State, is_overdue
from states.item import SETTLED


@dataclass(frozen=True, kw_only=True)
class Executing:
    """An assignment in the table of its item."""

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


@dataclass(frozen=True, kw_only=True)
class Time:
    """An occurrence with its executors, and how many of the required ones are in each state, or overdue."""

    position: int
    opens_on: date | None
    due_on: date | None
    effective_due_on: date | None
    issues_on: date
    issued_on: date | None
    state: State
    executors: tuple[Executing, ...]
    counts: Mapping[State, int]
    overdue: int

    @property
    def asked_of(self) -> int:
        """How many must do it: the required ones that were not removed."""
        return sum(self.counts.values()) - self.counts.get(State.REMOVED, 0)

    @property
    def accepted(self) -> int:
        """How many of them are done."""
        return self.counts.get(State.ACCEPTED, 0)


MOST = 5000
"""So many shares no item has; a page that met more would show the first."""


def times_of(session: Session, item_id: int, *, today: date) -> tuple[Time, ...]:
    """The occurrences of an item in order, given out or not yet."""
    columns = [*_TIME, *_EXECUTING]
    found = (
        select(*columns)
        .join_from(Occurrence, Assignment, col(Assignment.occurrence_id) == Occurrence.id, isouter=True)
        .join(Organization, col(Organization.id) == Assignment.organization_id, isouter=True)
        .where(col(Occurrence.item_id) == item_id)
        .order_by(col(Occurrence.position), col(Assignment.id))
        .limit(MOST)
    )
    rows = session.execute(found)
    return tuple(_time(row, list(same), today) for row, same in groupby(rows, lambda row: tuple(row[: len(_TIME)])))


def current(times: tuple[Time, ...]) -> Time | None:
    """The occurrence that is worked on: the first that is not done, else the last."""
    waiting = [one for one in times if one.state not in SETTLED]
    return waiting[0] if waiting else times[-1] if times else None


_TIME: list[Any] = [
    Occurrence.position,
    Occurrence.opens_on,
    Occurrence.due_on,
    Occurrence.effective_due_on,
    Occurrence.issues_on,
    Occurrence.issued_on,
    Occurrence.state,
]
_EXECUTING: list[Any] = [
    Assignment.id,
    Organization.name,
    Assignment.required,
    Assignment.lead,
    Assignment.state,
    Assignment.due_on,
    Assignment.effective_due_on,
    Assignment.due_moves,
    Assignment.reported_on,
    Assignment.declined_on,
    Assignment.extension_on,
]
_TIME_NAMES = ("position", "opens_on", "due_on", "effective_due_on", "issues_on", "issued_on", "state")
_NAMES = tuple(Executing.__dataclass_fields__)


def _urgency(one: Executing, today: date) -> int:
    """Who is late first, then whose report waits, then who is at work; who is done comes last."""
    if is_overdue(one.state, one.effective_due_on, today):
        return 0
    return 1 if one.state is State.REPORTED else 3 if one.state in SETTLED else 2


def _time(own: tuple[Any, ...], rows: Iterable[Any], today: date) -> Time:
    given = (row[len(_TIME) :] for row in rows if row[len(_TIME)] is not None)
    found = (Executing(**dict(zip(_NAMES, row, strict=True))) for row in given)
    executors = tuple(sorted(found, key=lambda one: _urgency(one, today)))
    required = [one for one in executors if one.required]
    late = sum(is_overdue(one.state, one.effective_due_on, today) for one in required)
    return Time(
        **dict(zip(_TIME_NAMES, own, strict=True)),
        executors=executors,
        counts=Counter(one.state for one in required),
        overdue=late,
    )
