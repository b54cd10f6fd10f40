"""What a person decides about a draft: typed changes, kept as a list that only grows. Knows no file and no rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from states.draft import DraftExecutor, DraftPerson, PlanRoleName, Problem
from states.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A deadline as a person wrote it, and what the grammar understood on that day."""

    text: str
    schedule: Schedule


@dataclass(frozen=True, kw_only=True)
class Executors:
    """Executors as a person wrote them, whom the words meant on that day, and what was doubtful about it."""

    text: str
    executors: tuple[DraftExecutor, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SetItem:
    """An item gets other values; None leaves one as it is. `item` is the item's id within the draft."""

    does: Literal["set_item"] = "set_item"
    item: int
    number: str | None = None
    title: str | None = None
    expected_result: str | None = None
    deadline: Deadline | None = None
    executors: Executors | None = None
    evidence_asked: bool | None = None


@dataclass(frozen=True, kw_only=True)
class DropItem:
    """An item is left out."""

    does: Literal["drop_item"] = "drop_item"
    item: int


@dataclass(frozen=True, kw_only=True)
class MergeItem:
    """An item is left out because another says the same; whom only the first addressed, the other addresses too."""

    does: Literal["merge_item"] = "merge_item"
    item: int
    into: int


@dataclass(frozen=True, kw_only=True)
class SplitItem:
    """A copy of an item is put behind it, under the next id, to be changed on its own."""

    does: Literal["split_item"] = "split_item"
    item: int


@dataclass(frozen=True, kw_only=True)
class AcceptProblem:
    """A problem was looked at: it is right as it is. `problem` is the key of the problem, see `plans.settle`."""

    does: Literal["accept_problem"] = "accept_problem"
    problem: str


@dataclass(frozen=True, kw_only=True)
class SetOrder:
    """The order gets another number, title or plan title; None leaves one as it is."""

    does: Literal["set_order"] = "set_order"
    number: str | None = None
    title: str | None = None
    plan_title: str | None = None


@dataclass(frozen=True, kw_only=True)
class SetRole:
    """A supervisor's role gets a holder."""

    does: Literal["set_role"] = "set_role"
    role: PlanRoleName
    person: DraftPerson


@dataclass(frozen=True, kw_only=True)
class SetName:
    """Whom a name that the roster has not means, wherever the order says it: the organization called `means`, which may
    be the name itself where it is a new one; with `external` a party from outside, listed and not chased.
    """

    does: Literal["set_name"] = "set_name"
    name: str
    means: str
    external: bool = False


Change = SetItem | DropItem | MergeItem | SplitItem | AcceptProblem | SetOrder | SetRole | SetName


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What one command changed, all of it or nothing. `undoes` is the position of an earlier one that it takes back,
    and then there are no changes. `by` is who did it, empty where nobody was named.
    """

    position: int
    at: datetime
    by: str = ""
    changes: tuple[Change, ...] = ()
    undoes: int | None = None


def in_force(settlements: tuple[Settlement, ...]) -> tuple[Settlement, ...]:
    """The settlements that are neither taken back nor a taking back, in order."""
    undone = {one.undoes for one in settlements}
    return tuple(one for one in settlements if one.undoes is None and one.position not in undone)
