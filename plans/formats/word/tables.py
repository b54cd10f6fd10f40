"""A Word table -> rows of cells with their extent on the table's ruler. Knows no paragraphs: those are asked for."""

from collections.abc import Callable, Iterator
from itertools import accumulate

from plans.formats.blocks import Block, Cell, Table
from plans.formats.mark_up import Element, child, children, local, number, value

_UNSEEN = frozenset({"del", "moveFrom", "tblPr", "tblGrid", "trPr", "tblPrEx", "sdtPr", "sdtEndPr"})
_WIDEST = 16_384


class TableReader:
    """Reads tables with somebody else's reading of what stands in a cell."""

    def __init__(self, contents: Callable[[Element], tuple[Block, ...]]) -> None:
        self._contents = contents

    def table(self, table: Element) -> Table:
        """The table without rows that are struck out."""
        widths = [number(column, "w") for column in children(child(table, "tblGrid"), "gridCol")]
        edges = [0, *accumulate(widths)] if all(width > 0 for width in widths) else [0]
        rows = (row for row in _inner(table, "tr") if child(row, "trPr", "del") is None)
        return Table(rows=tuple(cells for row in rows if (cells := tuple(self._cells(row, edges)))))

    def _cells(self, row: Element, edges: list[int]) -> Iterator[Cell]:
        at = min(number(child(row, "trPr", "gridBefore")), _WIDEST)
        waiting: Cell | None = None
        for cell in _inner(row, "tc"):
            properties = child(cell, "tcPr")
            until = at + max(1, min(number(child(properties, "gridSpan"), default=1), _WIDEST))
            read = Cell(
                blocks=() if child(properties, "cellDel") is not None else self._contents(cell),
                start=_edge(edges, at),
                end=_edge(edges, until),
                above=_goes_on(child(properties, "vMerge")),
            )
            at = until
            if waiting is not None and _goes_on(child(properties, "hMerge")):
                waiting = Cell(
                    blocks=(*waiting.blocks, *read.blocks), start=waiting.start, end=read.end, above=waiting.above
                )
                continue
            if waiting is not None:
                yield waiting
            waiting = read
        if waiting is not None:
            yield waiting


def _goes_on(merge: Element | None) -> bool:
    """Whether a merge that is there goes on rather than begins."""
    return merge is not None and value(merge) != "restart"


def _edge(edges: list[int], index: int) -> int:
    """Where a column begins; past the grid, columns are as wide as the mean of those in it."""
    if index < len(edges):
        return edges[index]
    mean = max(1, edges[-1] // max(1, len(edges) - 1))
    return edges[-1] + mean * (index - len(edges) + 1)


def _inner(container: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also inside controls and marks of changes."""
    for one in container:
        if local(one) == name:
            yield one
        elif local(one) not in _UNSEEN:
            yield from _inner(one, name)
