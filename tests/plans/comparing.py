"""One row expected against one row read, field by field. Groups are resolved to their members, titles and outside
parties are compared by their letters, deadlines by every key the expected one names.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from plans.as_json import deadline_as_json
from srok.production_calendar import ProductionCalendar
from states.draft import DraftItem, ExecutorKind, PlanDraft, Problem, Severity

Json = dict[str, Any]
Pair = tuple[Json | None, DraftItem | None]
Step = tuple[float, int, int]

CALENDAR = ProductionCalendar()
POINTS_AT = {
    "number": re.compile(r"number|duplicate"),
    "title": re.compile(r"title|row_|stray|cell|column|quotes"),
    "deadline": re.compile(r"deadline|date|year|recur"),
    "executors": re.compile(r"executor|group|roster|type_|legal|unit_of|wider|person|level|coordinator_unknown"),
}
CHECKED_APART = {"last_due_between", "due_on_contains"}
ALIKE = 0.5


def letters(text: str) -> str:
    """The letters and digits of a text, whatever its quotes, dashes and blanks."""
    return "".join(letter for letter in text.casefold().replace("ё", "е") if letter.isalnum())


def outsider(name: str) -> str:
    """An outside party's name, however it is written."""
    return letters(name.replace("(по согласованию)", ""))


def same(meant: Any, got: Any) -> bool:
    """Whether a reading is the expected one, or one of several that are right; keys not named are not compared."""
    if isinstance(meant, dict) and "any_of" in meant:
        return any(same(one, got) for one in meant["any_of"])
    if not isinstance(meant, dict):
        return bool(meant == got)
    plain = {key: value for key, value in meant.items() if key not in CHECKED_APART}
    days = got.get("due_on") or []
    first, last = meant.get("last_due_between", ("", "9999"))
    return (
        {key: got.get(key) for key in plain} == plain
        and ("last_due_between" not in meant or bool(days and first <= max(days) <= last))
        and set(meant.get("due_on_contains", ())) <= set(days)
    )


def paired(meant: Sequence[Json], read: Sequence[DraftItem], draft: PlanDraft) -> list[Pair]:
    """Expected and read rows side by side, in their order, so that all pairs together are as alike as can be."""
    best = [[(0.0, 0, 0)] * (len(read) + 1) for _ in range(len(meant) + 1)]
    for row in range(len(meant) + 1):
        for column in range(len(read) + 1):
            ways = [(best[row - 1][column][0], 1, 0)] if row else []
            ways += [(best[row][column - 1][0], 0, 1)] if column else []
            if row and column and (like := likeness(meant[row - 1], read[column - 1], draft)):
                ways.append((best[row - 1][column - 1][0] + like, 1, 1))
            best[row][column] = max(ways, default=(0.0, 0, 0))
    return list(_walked(best, meant, read))[::-1]


def _walked(best: list[list[Step]], meant: Sequence[Json], read: Sequence[DraftItem]) -> Iterator[Pair]:
    row, column = len(meant), len(read)
    while row or column:
        _, up, left = best[row][column]
        yield meant[row - 1] if up else None, read[column - 1] if left else None
        row, column = row - up, column - left


def likeness(meant: Json, item: DraftItem, draft: PlanDraft) -> float:
    """How much an item looks like an expected row: by title and number; a clause by number and deadline."""
    number = 1.0 if same(meant["number"], item.number) else 0.0
    if "title" not in meant:
        return number + (ALIKE if same(meant["deadline"], deadline_of(item, draft)) else 0.0)
    ratio = SequenceMatcher(None, letters(meant["title"]), letters(item.title)).ratio()
    return 0.0 if ratio < ALIKE else 2 * ratio + number


def deadline_of(item: DraftItem, draft: PlanDraft) -> Json:
    """A deadline in the shape of the expected ones."""
    return deadline_as_json(item.schedule, draft.issued_on, CALENDAR)


def read_names(item: DraftItem, draft: PlanDraft) -> Iterator[str]:
    """The organizations an item is addressed to, its groups resolved."""
    members = {group.code: group.members for group in draft.groups}
    for one in item.executors:
        if one.kind is ExecutorKind.GROUP:
            yield from members.get(one.name, (one.name,))
        else:
            yield one.name if one.kind is ExecutorKind.ORGANIZATION else f"external:{outsider(one.name)}"


def meant_names(meant: Iterable[Any], groups: dict[str, Any]) -> Iterator[str]:
    """The same of an expected row."""
    for one in meant:
        if isinstance(one, str):
            yield one
        elif "group" in one:
            yield from (name for name in groups.get(one["group"], ()) if name not in one.get("except", ()))
        elif "external" in one:
            yield f"external:{outsider(one['external'])}"


def number_differs(meant: Any, item: DraftItem, _draft: PlanDraft, _groups: Json) -> tuple[Any, ...]:
    return () if same(meant, item.number) else (item.number,)


def title_differs(meant: Any, item: DraftItem, _draft: PlanDraft, _groups: Json) -> tuple[Any, ...]:
    return () if letters(meant) == letters(item.title) else (item.title,)


def deadline_differs(meant: Any, item: DraftItem, draft: PlanDraft, _groups: Json) -> tuple[Any, ...]:
    got = deadline_of(item, draft)
    return () if same(meant, got) else ({**got, "text": item.deadline_text},)


def executors_differ(meant: Any, item: DraftItem, draft: PlanDraft, groups: Json) -> tuple[Any, ...]:
    """Who is not in the roster may be read as an outside party, or not at all; then a problem must say so."""
    unknown = [outsider(one["unknown"]) for one in meant if isinstance(one, dict) and "unknown" in one]
    got = set(read_names(item, draft))
    taken = {name for name in got if any(name.startswith("external:") and one in name for one in unknown)}
    met = len(taken) >= len(unknown) or pointed_at(item, POINTS_AT["executors"], draft)
    right = met and got - taken == set(meant_names(meant, groups))
    return () if right else ([*sorted(got), f"text: {item.executors_text}"],)


COMPARED: dict[str, Callable[[Any, DraftItem, PlanDraft, Json], tuple[Any, ...]]] = {
    "number": number_differs,
    "title": title_differs,
    "deadline": deadline_differs,
    "executors": executors_differ,
}


def pointed_at(item: DraftItem, about: re.Pattern[str], draft: PlanDraft) -> bool:
    """Whether a problem stands at an item and speaks of the field. What is said only for information does not count."""
    return any(
        problem.severity is not Severity.INFO and stands_at(problem, item) and about.search(problem.code)
        for problem in draft.problems
    )


def stands_at(problem: Problem, item: DraftItem) -> bool:
    """Whether a problem's place is an item's, or a part of it."""
    return problem.place == item.place or problem.place.startswith((f"{item.place},", f"{item.place} "))
