"""What the API answers of orders on their way to control; the same promise as `desk.api.answers`."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from desk.api.answers import Answer
from states.draft import ItemKind, PlanRoleName, Severity
from states.schedule import ScheduleKind


class DraftLine(Answer):
    """A draft in a list: the number and title it was read with. `order` is what it is under control as, if it is."""

    id: int
    file: str
    number: str
    title: str
    kept_at: datetime
    kept_by: str
    settled_at: datetime | None
    order: str | None
    plan_id: int | None
    dropped: bool


class DraftPage(Answer):
    """Drafts, the latest first, and behind which id the next page begins."""

    drafts: list[DraftLine]
    next: int | None


class DraftKept(Answer):
    """The draft that a file has become, or had become before."""

    draft_id: int


class ProblemLine(Answer):
    """Something of a draft to look at. `key` names it in settlements; `item` is the id of the item it is of."""

    key: str
    number: int
    code: str
    severity: Severity
    accepted: bool
    may_stay: bool = Field(description="Whether it may be accepted as it is.")
    place: str
    said: str
    item: int | None


class RoleHolder(Answer):
    """Who holds a role by the text."""

    role: PlanRoleName
    name: str
    post: str
    organization: str


class SettlementLine(Answer):
    """What was decided about a draft, the latest first; what was taken back is not there."""

    position: int
    at: datetime
    by: str
    does: list[str]


class DraftFull(Answer):
    """A draft as it stands after all that was settled. `version` is its ETag."""

    id: int
    version: int
    state: str = Field(description="`open`, `under control` or `dropped`.")
    order: str | None
    file: str
    kept_at: datetime
    number: str
    issued_on: date
    title: str
    plan_title: str
    issuer: str
    sections: list[str]
    groups: dict[str, list[str]] = Field(description="Organizations that the order speaks of together, by a title.")
    roles: list[RoleHolder]
    items: int
    open_problems: dict[Severity, int]
    problems: list[ProblemLine] = Field(description="The heaviest first; those that were accepted are among them.")
    settled: list[SettlementLine]


class DraftItemLine(Answer):
    """An item of a draft: its words, and how its deadline and executors were understood."""

    id: int
    kind: ItemKind
    number: str
    section: str | None
    title: str
    expected_result: str
    deadline_text: str
    schedule_kind: ScheduleKind
    schedule: dict[str, Any] = Field(description="The deadline as it was understood; its fields are the kind's own.")
    executors_text: str
    executors: list[str]
    evidence_asked: bool
    place: str


class DraftItemPage(Answer):
    """Items of a draft in their order, and behind which id the next page begins."""

    items: list[DraftItemLine]
    next: int | None


class DraftSettled(Answer):
    """A draft after something was settled or taken back; `new_items` are the ids of items that were split off."""

    draft_id: int
    version: int
    open_problems: dict[Severity, int]
    new_items: list[int]


class DraftSummary(Answer):
    """What putting a draft under control would make, or what stands in its way.

    Where an order of its number is under control, or it amends one, that order would be `amends`.
    """

    draft_id: int
    version: int
    amends: str | None
    items: int
    assignments: int
    occurrences: int | None
    without_address: int | None = Field(description="Required executors whom no letter can reach.")
    obstacle: str = Field(description="Why it cannot be put under control as it stands, or empty.")


class DraftControlled(Answer):
    """The order that a draft has become, or has amended."""

    draft_id: int
    order: str
    amended: bool
    items: int
    assignments: int


class DraftDropped(Answer):
    """A draft that was dropped; it stays readable."""

    draft_id: int
