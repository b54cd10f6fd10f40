"""A draft and what people decided about it -> the draft as it stands, and which problems are still open. Pure: the same
settlements give the same draft, whatever rosters and readers have become since.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from plans import named
from plans.items import reporting_dates
from plans.recheck import recheck
from states.draft import DraftItem, PlanDraft, Problem, Severity
from states.fault import Fault
from states.settlement import (
    AcceptProblem,
    Change,
    DropItem,
    MergeItem,
    SetItem,
    SetName,
    SetOrder,
    SetRole,
    Settlement,
    SplitItem,
    in_force,
)

_KEY = 12
_OF_EXECUTORS = (
    "executor_", "group_assumed", "group_unknown", "coordinator_unknown", "not_in_roster", "unit_of_issuer",
    "type_assumed", "legal_form_differs",
)  # fmt: skip
_NEVER_NEW = frozenset({"number_gap"})
"""The gap that an item leaves is no lost row."""


class Unsettleable(Fault):
    """A change that does not fit the draft as it stands; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class DraftProblem:
    """A problem within a draft. `number` is how people name it, `key` how settlements do."""

    number: int
    key: str
    problem: Problem
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The draft as it stands: its `problems` are the open ones. `ids` name its items, one for each, in their order;
    `following` is the id that the next new item will have.
    """

    draft: PlanDraft
    ids: tuple[int, ...]
    following: int
    problems: tuple[DraftProblem, ...]

    @property
    def items(self) -> dict[int, DraftItem]:
        """The items by id, in order."""
        return dict(zip(self.ids, self.draft.items, strict=True))

    @property
    def open_problems(self) -> tuple[DraftProblem, ...]:
        """The problems nobody has accepted."""
        return tuple(one for one in self.problems if not one.accepted)

    def count(self, severity: Severity) -> int:
        """How many problems of a severity are open."""
        return sum(one.problem.severity is severity for one in self.open_problems)


def key_of(problem: Problem) -> str:
    """The identity of a problem within its draft: code, place and text. Where one changes, it is another."""
    said = f"{problem.code}\n{problem.place}\n{problem.text}"
    return hashlib.sha256(said.encode()).hexdigest()[:_KEY]


def settle(reading: PlanDraft, settlements: Iterable[Settlement] = ()) -> Settled:
    """The draft after all settlements in force. What the items decide is checked again after each of them.

    Raises:
        Unsettleable: a change does not fit.

    """
    fold = _Fold(reading)
    for one in in_force(tuple(settlements)):
        for change in one.changes:
            fold.take(change)
        if not all(isinstance(change, AcceptProblem) for change in one.changes):
            fold.look_again()
    return fold.settled()


class _Fold:
    """A draft on its way through the settlements."""

    def __init__(self, reading: PlanDraft) -> None:
        self.draft = reading
        self.items = dict(enumerate(reading.items, start=1))
        self.following = len(reading.items) + 1
        self.read = {key_of(one): one for one in reading.problems}
        self.by_items = {key_of(one) for one in recheck(reading)}
        self.unsaid = self.by_items - set(self.read)
        self.found = dict(self.read)
        self.numbers = {key: number for number, key in enumerate(self.read, start=1)}
        self.accepted: set[str] = set()
        self.from_texts: dict[int, tuple[Problem, ...]] = {}
        self.own_reports = reading.reporting_dates == reporting_dates(reading.items)

    def take(self, change: Change) -> None:
        match change:
            case SetItem():
                self._set_item(change)
            case DropItem():
                self._leave_out(change.item)
            case MergeItem():
                self._merge(change)
            case SplitItem():
                self._split(change.item)
            case AcceptProblem():
                self._accept(change.problem)
            case SetOrder():
                self._set_order(change)
            case SetRole():
                self.draft = replace(self.draft, roles={**self.draft.roles, change.role: change.person})
                self._forget("role_missing", said=f" no {change.role.replace('_', ' ')}:")
            case SetName():
                self._set_name(change)

    def look_again(self) -> None:
        """What the items decide: problems they no longer have go, new ones come."""
        self._update()
        now = {key_of(one): one for one in recheck(self.draft)}
        stay = {key: one for key, one in self.read.items() if key in now or key not in self.by_items}
        new = {key: one for key, one in now.items() if key in self.numbers or self._is_news(key, one)}
        texts = _all({item: self.from_texts.get(item, ()) for item in self.items})
        self.found = {**stay, **new, **{key_of(one): one for one in texts}}
        for key in self.found:
            self.numbers.setdefault(key, len(self.numbers) + 1)

    def _is_news(self, key: str, problem: Problem) -> bool:
        """Whether it was not so when the order was read: what the reading left unsaid stays unsaid."""
        return key not in self.unsaid and problem.code not in _NEVER_NEW

    def settled(self) -> Settled:
        problems = sorted(
            (
                DraftProblem(number=self.numbers[key], key=key, problem=one, accepted=key in self.accepted)
                for key, one in self.found.items()
            ),
            key=lambda one: one.number,
        )
        still_open = tuple(one.problem for one in problems if not one.accepted)
        draft = replace(self.draft, items=tuple(self.items.values()), problems=still_open)
        return Settled(draft=draft, ids=tuple(self.items), following=self.following, problems=tuple(problems))

    def _update(self) -> None:
        items = tuple(self.items.values())
        days = reporting_dates(items) if self.own_reports else self.draft.reporting_dates
        self.draft = replace(self.draft, items=items, reporting_dates=days)

    def _set_order(self, change: SetOrder) -> None:
        values: dict[str, Any] = {
            name: value for name in ("number", "title", "plan_title") if (value := getattr(change, name)) is not None
        }
        self.draft = replace(self.draft, **values)
        if change.number:
            self._forget("order_number_missing")

    def _item(self, item: int) -> DraftItem:
        if item not in self.items:
            raise Unsettleable(f"the draft has no item {item}: `srok draft show` lists the items")
        return self.items[item]

    def _set_item(self, change: SetItem) -> None:
        item = self._item(change.item)
        self.items[change.item] = replace(item, **_values(change))
        if change.executors is not None:
            where = (replace(one, place=item.place) for one in change.executors.problems)
            self.from_texts[change.item] = tuple(where)
            self._forget(*_OF_EXECUTORS, place=item.place)
        if change.deadline is not None:
            self._forget("deadline_", place=item.place)
        if change.number is not None:
            self._forget("number_", "duplicate_", place=item.place)

    def _set_name(self, change: SetName) -> None:
        """The name goes out of use; what the document says stays beside what it means."""
        if not any(one.about == change.name for one in (*self.read.values(), *_all(self.from_texts))):
            raise Unsettleable(f"«{change.name}» is no open question here: `srok draft show` lists those there are")
        self.items = {item: named.of_item(one, change) for item, one in self.items.items()}
        self.draft = named.of_draft(self.draft, change)
        self.read = {key: one for key, one in self.read.items() if one.about != change.name}
        self.from_texts = {
            item: tuple(one for one in found if one.about != change.name) for item, found in self.from_texts.items()
        }

    def _leave_out(self, item: int) -> None:
        place = self._item(item).place
        if len(self.items) == 1:
            raise Unsettleable(f"item {item} is the last one: drop the whole draft instead")
        del self.items[item]
        self.from_texts.pop(item, None)
        if place not in {one.place for one in self.items.values()}:
            self._forget("", place=place)

    def _merge(self, change: MergeItem) -> None:
        item, into = self._item(change.item), self._item(change.into)
        if change.item == change.into:
            raise Unsettleable(f"item {change.item} cannot be merged into itself: name another")
        named = {(one.kind, one.name) for one in into.executors}
        more = tuple(one for one in item.executors if (one.kind, one.name) not in named)
        texts = (into.executors_text, item.executors_text) if more else (into.executors_text,)
        both = replace(into, executors=(*into.executors, *more), executors_text="; ".join(filter(None, texts)))
        self.items[change.into] = both
        self._leave_out(change.item)

    def _split(self, item: int) -> None:
        whole = self._item(item)
        places = {one.place for one in self.items.values()}
        part = next(n for n in range(2, len(places) + 3) if f"{whole.place}, part {n}" not in places)
        pairs: list[tuple[int, DraftItem]] = []
        for known, one in self.items.items():
            pairs.append((known, one))
            if known == item:
                pairs.append((self.following, replace(whole, place=f"{whole.place}, part {part}")))
        self.items = dict(pairs)
        self.following += 1

    def _accept(self, key: str) -> None:
        self._update()
        problem = self.found.get(key)
        if problem is None:
            raise Unsettleable("the draft no longer has this problem: `srok draft show` lists those it has")
        if problem.severity is Severity.ERROR and not acceptable(problem, self.draft):
            raise Unsettleable(f"this cannot stay as it is: {problem.text}")
        self.accepted.add(key)

    def _forget(self, *codes: str, place: str | None = None, said: str = "") -> None:
        """What was read at a place and a person has now decided. An empty code stands for every one."""
        gone = [
            key
            for key, one in self.read.items()
            if one.code.startswith(codes) and place in {None, one.place} and said in one.text
        ]
        for key in gone:
            del self.read[key]


def acceptable(problem: Problem, draft: PlanDraft) -> bool:
    """Whether an error may stay: not while something is missing that control needs."""
    missing = {key_of(one) for one in recheck(draft)}
    return problem.code != "order_number_missing" and key_of(problem) not in missing


def _all(found: Mapping[int, tuple[Problem, ...]]) -> tuple[Problem, ...]:
    return tuple(chain.from_iterable(found.values()))


def _values(change: SetItem) -> dict[str, Any]:
    names = ("number", "title", "expected_result", "evidence_asked")
    values = {name: getattr(change, name) for name in names if getattr(change, name) is not None}
    if change.deadline is not None:
        values |= {"deadline_text": change.deadline.text, "schedule": change.deadline.schedule}
    if change.executors is not None:
        values |= {"executors_text": change.executors.text, "executors": change.executors.executors}
    return values
