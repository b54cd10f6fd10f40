"""The ruled cells of a table in a PDF -> rows with merged cells known. Knows no text outside the table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from plans.lexing import clean
from plans.rows import TableRow

_NEAR = 3.0
_HYPHEN = re.compile(r"(?<=[а-яё])-\n(?=[а-яё])")


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Where the columns of a table begin, from left to right."""

    columns: tuple[float, ...]

    @classmethod
    def of(cls, table: Any, like: "Grid | None") -> "Grid":
        """The columns of this table; those of the table on the page before where they are the same ones."""
        own = _apart(cell[0] for cell in table.cells)
        if like is not None and all(any(abs(x - known) <= _NEAR for known in like.columns) for x in own):
            return like
        return cls(columns=own)

    def rows(self, table: Any, page: str) -> Iterator[TableRow]:
        """The table's rows; text merged downwards is repeated in every row it covers."""
        tops = _apart(cell[1] for cell in table.cells)
        cells = [[""] * len(self.columns) for _ in tops]
        above: list[set[int]] = [set() for _ in tops]
        wide = [0] * len(tops)
        for (left, top, right, bottom), text in _texts(table):
            at, first = _at(self.columns, left), _at(tops, top)
            covered = sum(left - _NEAR <= x < right - _NEAR for x in self.columns)
            last = sum(y < bottom - _NEAR for y in tops)
            wide[first] = max(wide[first], covered)
            for row in range(first, last):
                cells[row][at] = text
                if row > first and text:
                    above[row].add(at)
        for number, line in enumerate(cells):
            own = [index for index, text in enumerate(line) if text and index not in above[number]]
            if own:
                yield TableRow(
                    place=f"{page}, table row {number + 1}",
                    cells=tuple(line),
                    after_break=number == 0,
                    from_above=frozenset(above[number]),
                    across=wide[number] == len(self.columns) > 1 and own == [0],
                )


def _texts(table: Any) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                yield box, clean(_HYPHEN.sub("-", text or ""))


def _apart(positions: Iterator[float]) -> tuple[float, ...]:
    """The positions in order, those that lie nearly together once."""
    ordered = sorted(set(positions))
    return tuple(ordered[:1]) + tuple(x for before, x in pairwise(ordered) if x - before > _NEAR)


def _at(positions: tuple[float, ...], position: float) -> int:
    return min(range(len(positions)), key=lambda index: abs(positions[index] - position))
