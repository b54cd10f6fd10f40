"""Texts and tables of a marked-up document -> rows with their places, merged cells read the way a person does.
Knows no mark-up and no meaning.
"""

from collections.abc import Iterable, Iterator, Sequence

from plans.formats.blocks import Block, Cell, Table, Text
from plans.formats.limits import MOST_CELLS
from plans.formats.ruler import Ruler, columns_of, is_across, ruler_of
from plans.lexing import clean
from plans.rejected import rejected
from plans.rows import Paragraph, Remark, Row, TableRow

_ENDS = (".", ";", ":", "!", "?", ",")
_LONGEST_OF_HEADING = 80
_FRAME_COLUMNS, _FRAME_FILLED = 3, 2


def rows_from(blocks: Iterable[Block]) -> tuple[Row, ...]:
    """The rows of a document's blocks. Raises `ImportRejected` past the number of cells of any order."""
    flow = _Flow()
    flow.add_all(blocks)
    return tuple(flow.rows)


class _Flow:
    """Rows as they come, and what the next one must know of those before."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._texts = self._tables = self._cells = 0
        self._gap = True
        self._before: Text | None = None

    def add_all(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Text):
                self._add_text(block)
            else:
                self._add_table(block)

    def _add_text(self, text: Text) -> None:
        lines = [clean(line) for line in text.lines]
        if not any(lines):
            self._gap = True
            return
        self._texts += 1
        opens = self._gap or text.break_before or not _continues(self._before, text)
        for number, line in enumerate(lines, start=1):
            if line:
                place = f"paragraph {self._texts}" + (f", line {number}" if number > 1 else "")
                self.rows.append(Paragraph(place=place, text=line, opens_block=opens))
            opens = not line
        self.rows.extend(_remarks(text, f"paragraph {self._texts}"))
        self._gap, self._before = False, text

    def _add_table(self, table: Table) -> None:
        ruler = ruler_of(table.rows)
        if _is_frame(table, ruler):
            self._add_contents(table)
            return
        self._tables += 1
        above: dict[int, str] = {}
        parted = True
        for number, cells in enumerate(table.rows, start=1):
            place = f"table {self._tables}, row {number}"
            self._cells += len(ruler)
            if self._cells > MOST_CELLS:
                raise rejected(place, "many_cells", most=MOST_CELLS)
            row = _row(cells, ruler, above, place=place, parted=parted)
            if any(row.cells):
                self.rows.append(row)
            parted = not any(row.cells)
            self.rows.extend(remark for text in _texts_in(cells) for remark in _remarks(text, place))
        self._gap, self._before = True, None

    def _add_contents(self, table: Table) -> None:
        for row in table.rows:
            for cell in row:
                self._gap = True
                self.add_all(cell.blocks)
        self._gap = True


def _continues(before: Text | None, text: Text) -> bool:
    """Whether a person reads on: lines of a heading, set apart alike or short and without an end."""
    if before is None or text.numbered:
        return False
    if text.aside and text.aside == before.aside:
        return True
    last = next((line for line in reversed([clean(line) for line in before.lines]) if line), "")
    first = next(line for line in (clean(line) for line in text.lines) if line)
    short = max(len(first), len(last)) <= _LONGEST_OF_HEADING
    return short and first[0].islower() and not last.endswith(_ENDS)


def _is_frame(table: Table, ruler: Ruler) -> bool:
    """Whether the table only sets things apart: one column; a row with two things; or a table around a larger one."""
    if len(ruler) == 1:
        return True
    cells = [cell for row in table.rows for cell in row]
    filled = sum(bool(_text(cell.blocks)) for cell in cells)
    if len(table.rows) == 1 and len(ruler) <= _FRAME_COLUMNS and filled <= _FRAME_FILLED:
        return True
    inner = (block for cell in cells for block in cell.blocks if isinstance(block, Table))
    return any(sum(map(len, one.rows)) > len(cells) for one in inner)


def _row(cells: Sequence[Cell], ruler: Ruler, above: dict[int, str], *, place: str, parted: bool) -> TableRow:
    """The row of these cells. `above` keeps each column's text for the cells merged with it further down."""
    texts: dict[int, list[str]] = {}
    merged = set()
    for cell, column in zip(cells, columns_of(cells, ruler), strict=True):
        repeats = cell.above and column in above
        if repeats and column not in texts:
            merged.add(column)
        texts.setdefault(column, []).append(above[column] if repeats else _text(cell.blocks))
    row = tuple(" ".join(filter(None, texts.get(column, ()))) for column in range(len(ruler)))
    above.clear()
    above.update(enumerate(row))
    across = is_across(cells, ruler)
    return TableRow(place=place, cells=row, after_break=parted, from_above=frozenset(merged), across=across)


def _text(blocks: Iterable[Block]) -> str:
    """All that stands in a cell, tables in it included, in one line."""
    return clean(" ".join(_lines(blocks)))


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Text):
            yield from block.lines
        else:
            for row in block.rows:
                for cell in row:
                    yield from _lines(cell.blocks)


def _texts_in(cells: Iterable[Cell]) -> Iterator[Text]:
    for cell in cells:
        for block in cell.blocks:
            if isinstance(block, Text):
                yield block
            else:
                for row in block.rows:
                    yield from _texts_in(row)


def _remarks(text: Text, place: str) -> Iterator[Remark]:
    for note in text.notes:
        said = f"a footnote stands here and is not read: «{clean(note)}»; check whether it changes what is asked"
        yield Remark(place=place, code="footnote", text=said)
    if struck := clean(text.struck):
        said = f"text is struck through here and read all the same: «{struck}»; check whether it still holds"
        yield Remark(place=place, code="struck_out", text=said)
