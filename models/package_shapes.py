"""What a reporting package is made from, as frozen facts. Knows no row, no label, no sentence."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from states.as_of import Stood
from states.belonging import Belonging, Span
from states.control import Control
from states.draft import ItemKind, PlanRoleName
from states.item import EVERYBODY, RollUp
from states.schedule import ScheduleKind


class Supervisor(NamedTuple):
    """Who holds a supervisor's role."""

    role: PlanRoleName
    name: str
    post: str


class Executor(NamedTuple):
    """An organization that carries items out."""

    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """The act and its plan, and the people it names. Packages go to the `addressee`. `edition` counts from 1,
    `edition_on` is the day of an amendment; `fingerprint` is the SHA-256 of the text it is under control by.
    """

    number: str
    issued_on: date
    title: str
    issuer: str
    plan_title: str
    supervisors: tuple[Supervisor, ...]
    addressee: str = ""
    edition: int = 1
    edition_on: date | None = None
    fingerprint: str = ""
    reporting_dates: tuple[date, ...] = ()


class EvidenceFacts(NamedTuple):
    """A confirming document, under the name its executor gave it; it lies in the evidence folder as `stored_as`."""

    on: date
    name: str
    sha256: str
    size: int
    stored_as: str


@dataclass(frozen=True, kw_only=True)
class AssignmentFacts:
    """One assignment as it stood at the cut-off. `judged`: this period's discipline counts it. `evidence` came with
    moves that stand. `changed_on` is the day it was moved last, or given out.
    """

    executor: Executor
    required: bool
    lead: bool = False
    occurrence: int
    belonging: Belonging
    judged: bool
    stood: Stood
    id: int = 0
    evidence: tuple[EvidenceFacts, ...] = ()
    changed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """An item with those of its assignments that belong to the period. `not_issued` are the due days (None: undated)
    of its occurrences up to its end that had not been given out; `later_due_on` is its next open deadline after it.
    Rule and control are those of the cut-off too.
    """

    kind: ItemKind
    number: str
    section: str | None
    title: str
    expected_result: str
    deadline_text: str
    schedule_kind: ScheduleKind
    assignments: tuple[AssignmentFacts, ...]
    not_issued: tuple[date | None, ...]
    later_due_on: date | None
    rule: RollUp = EVERYBODY
    control: Control = Control.ON_CONTROL


@dataclass(frozen=True, kw_only=True)
class PackageFacts:
    """A package's facts. `plan_items` counts the whole plan, `items` are those that belong to the period in the order
    of the document; `done_ahead` counts assignments already reported that are due after the period, `moves_after` the
    moves made after the cut-off, which nothing here counts. Those of an addendum hold what changed after `since`.
    """

    order: OrderFacts
    period: Span
    cut_off: date
    plan_items: int
    items: tuple[ItemFacts, ...]
    done_ahead: int
    moves_after: int
    since: date | None = None
