"""The text of an order beside its draft's problems: its lines, and which of them one is about. Knows no page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desk.draft_words import Trouble
from states.draft import PlanDraft, Severity

WHOLE = 600
"""So many lines are shown one and all; of a longer text those around what is asked about."""

_AROUND = 3


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """A line or a row of a table; `troubles` are the numbers of those asked about it, `after_gap` that some are left
    out before it.
    """

    number: int
    cells: tuple[str, ...]
    troubles: tuple[int, ...]
    severity: Severity | None
    after_gap: bool


def anchors(draft: PlanDraft) -> dict[str, int]:
    """The number of the line that stands at a place."""
    return {line.place: number for number, line in reversed(list(enumerate(draft.lines, start=1)))}


def line_at(place: str, known: dict[str, int]) -> int | None:
    """The line of a place or of what the place is part of: a cell's is that of its row."""
    while place and place not in known:
        place = place.rpartition(", ")[0]
    return known.get(place)


def shown_lines(draft: PlanDraft, found: Iterable[Trouble]) -> tuple[ShownLine, ...]:
    """The text, with the problems of this page at their lines."""
    known, asked = anchors(draft), defaultdict(list)
    for one in found:
        for place, _ in one.places:
            asked[line_at(place, known)].append(one)
    wanted = _wanted(len(draft.lines), [number for number in asked if number])
    return tuple(_lines(draft, wanted, asked))


def _wanted(length: int, asked: Iterable[int]) -> set[int]:
    if length <= WHOLE:
        return set(range(1, length + 1))
    return {one for number in asked for one in range(number - _AROUND, number + _AROUND + 1)}


def _lines(draft: PlanDraft, wanted: set[int], asked: dict[int | None, list[Trouble]]) -> Iterator[ShownLine]:
    last = 0
    for number, line in enumerate(draft.lines, start=1):
        if number in wanted:
            here = asked.get(number, [])
            yield ShownLine(
                number=number,
                cells=line.cells,
                troubles=tuple(one.number for one in here),
                severity=here[0].severity if here else None,
                after_gap=number != last + 1,
            )
            last = number
