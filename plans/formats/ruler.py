"""The columns of a table as the eye sees them: rows of Word differ in cells and by slivers of width.
Knows no text.
"""

from collections import Counter
from collections.abc import Sequence

from plans.formats.blocks import Cell

Ruler = tuple[tuple[int, int], ...]


def ruler_of(rows: Sequence[Sequence[Cell]]) -> Ruler:
    """The columns, as `(start, end)`, of the kind of row that is seen most often; one column where all are merged."""
    several = Counter(len(row) for row in rows if len(row) > 1)
    if not several:
        return ((0, 1),)
    most = max(several, key=lambda count: (several[count], count))
    kinds = Counter(tuple((cell.start, cell.end) for cell in row) for row in rows if len(row) == most)
    return kinds.most_common(1)[0][0]


def columns_of(row: Sequence[Cell], ruler: Ruler) -> tuple[int, ...]:
    """The column each cell begins in: one by one where there are as many cells as columns and each is near its own."""
    if len(row) == len(ruler) and all(_shared(cell, one) for cell, one in zip(row, ruler, strict=True)):
        return tuple(range(len(ruler)))
    return tuple(_first_column(cell, ruler) for cell in row)


def is_across(row: Sequence[Cell], ruler: Ruler) -> bool:
    """Whether the row is one cell over the whole width."""
    return len(row) == 1 and len(ruler) > 1 and _first_column(row[0], ruler) == 0 and row[0].end > ruler[-1][0]


def _first_column(cell: Cell, ruler: Ruler) -> int:
    """The first column of which the cell covers half, else the one it shares most with."""
    covered = (index for index, one in enumerate(ruler) if 2 * _shared(cell, one) >= max(one[1] - one[0], 1))
    nearest = max(range(len(ruler)), key=lambda index: _shared(cell, ruler[index]))
    beyond = cell.start >= ruler[-1][1]
    return next(covered, len(ruler) - 1 if beyond else nearest)


def _shared(cell: Cell, column: tuple[int, int]) -> int:
    return max(0, min(cell.end, column[1]) - max(cell.start, column[0]))
