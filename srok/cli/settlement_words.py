"""What was settled in a draft, in words for the command line. Knows no database."""

from collections.abc import Iterable

from plans.settle import Settled
from srok.cli.draft_view import in_words as schedule_in_words
from states.draft import DraftPerson
from states.settlement import AcceptProblem, Change, DropItem, MergeItem, SetItem, SetName, SetOrder, SetRole, SplitItem


def in_words(changes: Iterable[Change], settled: Settled) -> list[str]:
    """A line for each change; `settled` tells the numbers of problems."""
    numbers = {one.key: str(one.number) for one in settled.problems}
    return [_change(change, numbers) for change in changes]


def _change(change: Change, numbers: dict[str, str]) -> str:
    match change:
        case SetItem():
            return f"item {change.item}: {'; '.join(_values(change))}"
        case DropItem() | MergeItem() | SplitItem():
            return _of_items(change)
        case AcceptProblem():
            return f"problem {numbers.get(change.problem, change.problem)} is right as it is"
        case SetOrder():
            return f"order: {'; '.join(_texts(change, ('number', 'title', 'plan_title')))}"
        case SetRole():
            return f"{change.role.replace('_', ' ')}: {_person(change.person)}"
        case SetName():
            return f"{change.name} is {change.means}{', from outside' if change.external else ''}"


def _of_items(change: DropItem | MergeItem | SplitItem) -> str:
    if isinstance(change, SplitItem):
        return f"item {change.item} is split in two"
    more = f", item {change.into} says it too" if isinstance(change, MergeItem) else ""
    return f"item {change.item} is left out{more}"


def _values(change: SetItem) -> list[str]:
    said = _texts(change, ("number", "title", "expected_result"))
    if change.deadline is not None:
        understood = schedule_in_words(change.deadline.schedule)
        said.append(f"deadline «{change.deadline.text}», understood as {understood}")
    if change.executors is not None:
        said.append(f"executors {', '.join(one.name for one in change.executors.executors)}")
    if change.evidence_asked is not None:
        said.append("a document is asked" if change.evidence_asked else "no document is asked")
    return said


def _texts(change: SetItem | SetOrder, names: Iterable[str]) -> list[str]:
    found = {name: getattr(change, name) for name in names}
    return [f"{name.replace('_', ' ')} «{value}»" for name, value in found.items() if value is not None]


def _person(person: DraftPerson) -> str:
    return ", ".join(filter(None, (person.name, person.post, person.organization)))
