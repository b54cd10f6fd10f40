"""A text file -> rows: tables with tabs, pipes, box-drawing characters or columns of blanks, and paragraphs; line
numbers are the places. Knows nothing of what the rows mean beyond that a heading begins a table.
"""

from collections.abc import Iterator
from pathlib import Path

from plans.columns import heading_at, names_columns
from plans.formats import drawn_tables, fixed_width, wrapped_cells
from plans.formats.text_file import read_file_text
from plans.lexing import clean
from plans.rows import Paragraph, Row, TableRow

_RULES = frozenset("-=+|_ ")
_MOST_HEADING_LINES = 4
PAGE_BREAK = "\f"


def read_text(path: Path) -> tuple[Row, ...]:
    """The rows of a .txt file. Raises `ImportRejected` as `read_file_text` does."""
    return rows_of(read_file_text(path))


def rows_of(text: str) -> tuple[Row, ...]:
    """The rows of a text already decoded. Blank lines and page breaks become the gap before the next row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return wrapped_cells.joined(tuple(_rows(lines)))


def _rows(lines: list[str]) -> Iterator[Row]:
    gap = True
    number = 0
    while number < len(lines):
        line = lines[number]
        gap = gap or PAGE_BREAK in line
        end, table = _table(lines, number)
        if table:
            yield from _placed(table, number, gap=gap)
            number, gap = end, False
            continue
        row = _row(line.replace(PAGE_BREAK, " "), f"line {number + 1}", gap=gap)
        if row is not None:
            yield row
        if row is not None or not line.strip():
            gap = row is None
        number += 1


def _row(line: str, place: str, *, gap: bool) -> Row | None:
    if "\t" not in line:
        text = clean(line)
        return Paragraph(place=place, text=text, opens_block=gap) if text else None
    cells = tuple(clean(cell) for cell in line.split("\t"))
    drawn = all(not set(cell) - _RULES for cell in cells)
    return None if drawn else TableRow(place=place, cells=cells, after_break=gap)


def _table(lines: list[str], start: int) -> tuple[int, list[drawn_tables.Drawn]]:
    """A table without tabs that begins in this line: where it ends, and its rows."""
    line = lines[start]
    if "\t" in line or not line.strip():
        return start, []
    if drawn_tables.is_drawn(line):
        end = start
        while end < len(lines) and drawn_tables.is_drawn(lines[end]):
            end += 1
        rows = drawn_tables.rows_in(lines[start:end])
        return end, rows if any(len(cells) > 1 for _, cells, _ in rows) else []
    return _by_blanks(lines, start)


def _by_blanks(lines: list[str], start: int) -> tuple[int, list[drawn_tables.Drawn]]:
    """Only below a heading whose columns stand apart: prose with wide blanks is no table."""
    if not names_columns(fixed_width.cells_of(lines[start])):
        return start, []
    end = fixed_width.block_from(lines, start)
    for height in range(1, _MOST_HEADING_LINES + 1):
        rows = fixed_width.rows_in(lines[start:end], height)
        if rows and heading_at(TableRow(place="", cells=rows[0][1]), None):
            if height < end - start and _goes_on(lines[start:end], height):
                continue
            return end, rows
    return start, []


def _goes_on(lines: list[str], height: int) -> bool:
    """Whether the line below belongs to the heading too: it has no number and begins in a small letter."""
    below = lines[height]
    return below.startswith(" ") and clean(below)[:1].islower()


def _placed(table: list[drawn_tables.Drawn], start: int, *, gap: bool) -> Iterator[Row]:
    for index, (number, cells, across) in enumerate(table):
        yield TableRow(place=f"line {start + number + 1}", cells=cells, after_break=gap and index == 0, across=across)
