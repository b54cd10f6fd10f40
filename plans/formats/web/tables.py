"""An HTML table -> rows of cells with their extent, cells that reach down put into every row they reach.
Knows no texts: those are asked for.
"""

import re
from collections.abc import Callable, Iterator

from plans.formats.blocks import Block, Cell, Table
from plans.formats.limits import MOST_CELLS
from plans.formats.mark_up import Element, local
from plans.rejected import rejected

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_WIDEST, _TALLEST = 1000, 65_534  # as the HTML standard limits them


class TableReader:
    """Reads tables with somebody else's reading of what stands in a cell."""

    def __init__(self, contents: Callable[[Element], tuple[Block, ...]]) -> None:
        self._contents = contents
        self._made = 0

    def table(self, table: Element) -> Table:
        """The table; its caption is not part of it."""
        reaching: dict[int, tuple[int, int]] = {}  # where a cell from above begins: its end, the rows it still reaches
        return Table(rows=tuple(self._row(row, reaching) for row in _rows(table)))

    def _row(self, row: Element, reaching: dict[int, tuple[int, int]]) -> tuple[Cell, ...]:
        cells = [Cell(blocks=(), start=start, end=end, above=True) for start, (end, _) in sorted(reaching.items())]
        self._count(len(cells))
        for start in list(reaching):
            end, rows = reaching.pop(start)
            if rows > 1:
                reaching[start] = (end, rows - 1)
        taken = [*cells]
        at = 0
        for one in row:
            if local(one) not in {"td", "th"}:
                continue
            while taken and taken[0].start <= at:
                at = max(at, taken.pop(0).end)
            end = at + max(1, min(_span(one, "colspan"), _WIDEST))
            down = _span(one, "rowspan") or _TALLEST
            if down > 1:
                reaching[at] = (end, min(down, _TALLEST) - 1)
            cells.append(Cell(blocks=self._contents(one), start=at, end=end))
            self._count(1)
            at = end
        return tuple(sorted(cells, key=lambda cell: cell.start))

    def _count(self, cells: int) -> None:
        self._made += cells
        if self._made > MOST_CELLS:
            raise rejected("a table", "many_cells", most=MOST_CELLS)


def _span(cell: Element, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    return int(text) if re.fullmatch(r"\d{1,9}", text) else 1


def _rows(container: Element) -> Iterator[Element]:
    for one in container:
        if local(one) == "tr":
            yield one
        elif local(one) in _GROUPS:
            yield from _rows(one)
