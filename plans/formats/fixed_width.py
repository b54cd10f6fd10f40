"""Tables whose columns stand apart by blanks, as in print-outs and text taken from a PDF -> their rows.
Knows no heading: whoever calls says where one stands.
"""

import re
from collections.abc import Sequence

from plans.lexing import clean

_BLANKS = re.compile(r"\S(?:\s{2,})\S")
_PARTS = re.compile(r"\s{2,}")
_FEWEST_COLUMNS = 3
_END = 2
_RIVER = 2

Row = tuple[int, tuple[str, ...], bool]
"""Which line a row begins in, from 0; its cells; whether it is a line over the whole width."""


def cells_of(line: str) -> tuple[str, ...]:
    """The parts of a line between two blanks or more; fewer than three are no row."""
    parts = tuple(_PARTS.split(clean_edges(line)))
    return parts if len(parts) >= _FEWEST_COLUMNS else ()


def clean_edges(line: str) -> str:
    """The line without blanks around it, tabs and page breaks as blanks."""
    return line.replace("\f", " ").replace("\u00a0", " ").strip()


def block_from(lines: Sequence[str], start: int) -> int:
    """Where the table that begins in line `start` ends: before two blank lines, or before the text's end."""
    blank = 0
    for number in range(start, len(lines)):
        blank = 0 if lines[number].strip() else blank + 1
        if blank >= _END:
            return number - blank + 1
    return len(lines)


def rows_in(lines: Sequence[str], heading: int) -> list[Row]:
    """The rows of the lines, the first `heading` lines being one heading; empty where no columns can be told."""
    edges = _edges(lines)
    if len(edges) < _FEWEST_COLUMNS:
        return []
    rows: list[Row] = [(0, _together([_cut(line, edges) for line in lines[:heading]]), False)]
    gap = True
    for number, line in enumerate(lines[heading:], start=heading):
        if not line.strip():
            gap = True
            continue
        cells = _cut(line, edges)
        if not _BLANKS.search(line) and _crosses(line, edges):
            rows.append((number, (clean(line),), True))
        elif len(rows) > 1 and not cells[0] and not rows[-1][2] and not (gap and cells[1][:1].isupper()):
            rows[-1] = rows[-1][0], _together([rows[-1][1], cells]), False
        else:
            rows.append((number, cells, False))
        gap = False
    return rows


def _edges(lines: Sequence[str]) -> tuple[int, ...]:
    """Where columns begin: after stretches that are blank in every line that has columns at all."""
    width = max(map(len, lines), default=0)
    used = [0] * width
    for line in lines:
        if _BLANKS.search(line) or line.startswith(" " * _FEWEST_COLUMNS):
            for at, sign in enumerate(line):
                used[at] |= not sign.isspace()
    edges, blank = [], _RIVER
    for at, taken in enumerate(used):
        if taken and blank >= _RIVER:
            edges.append(at)
        blank = 0 if taken else blank + 1
    return tuple(edges)


def _cut(line: str, edges: tuple[int, ...]) -> tuple[str, ...]:
    ends = (*edges[1:], max(len(line), edges[-1]))
    return tuple(clean(line[start:end]) for start, end in zip((0, *edges[1:]), ends, strict=True))


def _crosses(line: str, edges: tuple[int, ...]) -> bool:
    """Whether the text goes from the first column into the second."""
    return len(line) - len(line.lstrip()) < edges[1] < len(line.rstrip())


def _together(lines: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(" ".join(filter(None, column)) for column in zip(*lines, strict=True))
