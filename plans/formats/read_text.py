"""A text file -> rows: lines with tabs are table rows, the others paragraphs; line numbers are the places.
Knows nothing of what the rows mean.
"""

from pathlib import Path

from plans.formats.text_file import read_file_text
from plans.lexing import clean
from plans.rows import Paragraph, Row, TableRow

_RULES = frozenset("-=+|_ ")
PAGE_BREAK = "\f"


def read_text(path: Path) -> tuple[Row, ...]:
    """The rows of a .txt file. Raises `ImportRejected` as `read_file_text` does."""
    return rows_of(read_file_text(path))


def rows_of(text: str) -> tuple[Row, ...]:
    """The rows of a text already decoded. Blank lines and page breaks become the gap before the next row."""
    rows: list[Row] = []
    gap = True
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        gap = gap or PAGE_BREAK in line
        row = _row(line.replace(PAGE_BREAK, " "), f"line {number}", gap=gap)
        if row is not None:
            rows.append(row)
        if row is not None or not line.strip():
            gap = row is None
    return tuple(rows)


def _row(line: str, place: str, *, gap: bool) -> Row | None:
    if "\t" not in line:
        text = clean(line)
        return Paragraph(place=place, text=text, opens_block=gap) if text else None
    cells = tuple(clean(cell) for cell in line.split("\t"))
    drawn = all(not set(cell) - _RULES for cell in cells)
    return None if drawn else TableRow(place=place, cells=cells, after_break=gap)
