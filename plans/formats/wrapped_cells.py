"""Tables pasted from Word or a PDF: a cell with a line break inside, or every cell on a line of its own -> whole rows.
Knows headings only.
"""

from collections.abc import Iterator
from dataclasses import replace

from plans.columns import heading_at, names_the_number
from plans.item_numbers import is_number, titles_a_section
from plans.rows import Paragraph, Row, TableRow

_FEWEST, _MOST = 3, 8


def joined(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The same rows, those that a line break inside a cell has parted put together again."""
    return tuple(_broken(tuple(_stacked(rows))))


def _broken(rows: tuple[Row, ...]) -> Iterator[Row]:
    """A row of fewer cells than the heading goes on in the next line, which begins inside its last cell."""
    width = 0
    open_row: TableRow | None = None
    for row in rows:
        heading = heading_at(row, None)
        if open_row is not None:
            grown = None if heading or width == 0 else _grown(open_row, row, width)
            if grown is not None:
                open_row = grown
                continue
            yield open_row
            open_row = None
        if heading:
            width = len(heading.labels)
        if not heading and isinstance(row, TableRow) and 1 < len(row.cells) < width and is_number(row.cells[0]):
            open_row = row
        else:
            yield row
    if open_row is not None:
        yield open_row


def _grown(row: TableRow, following: Row, width: int) -> TableRow | None:
    if isinstance(following, TableRow) and not following.after_break and not following.across:
        more = following.cells
    elif isinstance(following, Paragraph) and not following.opens_block:
        more = (following.text,)
    else:
        return None
    fits = len(row.cells) + len(more) - 1 <= width
    if not fits or not more[0] or is_number(more[0]) or titles_a_section(more[0]) or len(row.cells) == width:
        return None
    return replace(row, cells=(*row.cells[:-1], f"{row.cells[-1]} {more[0]}".strip(), *more[1:]))


def _stacked(rows: tuple[Row, ...]) -> Iterator[Row]:
    """Lines that are a heading one cell after another, and then cells in the same order, become rows."""
    at = 0
    while at < len(rows):
        width = _stacked_heading(rows, at)
        if not width:
            yield rows[at]
            at += 1
            continue
        yield TableRow(place=rows[at].place, cells=tuple(_texts(rows[at : at + width])), after_break=True)
        at += width
        while at < len(rows) and isinstance(rows[at], Paragraph):
            end = _end_of_row(rows, at)
            yield from _unstacked(rows[at:end], width)
            at = end


def _stacked_heading(rows: tuple[Row, ...], at: int) -> int:
    first = rows[at]
    if not (isinstance(first, Paragraph) and names_the_number(first.text)):
        return 0
    for width in range(_MOST, _FEWEST - 1, -1):
        cells = tuple(_texts(rows[at : at + width]))
        heading = heading_at(TableRow(place="", cells=cells), None) if len(cells) == width else None
        if heading and len(heading.columns) == width and heading.certain and 0 in heading.columns:
            return width
    return 0


def _texts(rows: tuple[Row, ...]) -> Iterator[str]:
    return (row.text for row in rows if isinstance(row, Paragraph))


def _end_of_row(rows: tuple[Row, ...], at: int) -> int:
    """A row lasts until the next number or section; a section is a line of its own."""
    end = at + 1
    first = rows[at]
    if not (isinstance(first, Paragraph) and is_number(first.text)):
        return end
    while end < len(rows):
        row = rows[end]
        if not isinstance(row, Paragraph) or is_number(row.text) or titles_a_section(row.text):
            break
        end += 1
    return end


def _unstacked(rows: tuple[Row, ...], width: int) -> Iterator[Row]:
    """Cells in order where there are as many as columns; else the rest stays together and lacks what it lacks."""
    cells = tuple(_texts(rows))
    if len(cells) == 1:
        yield rows[0]
    elif len(cells) <= width:
        yield TableRow(place=rows[0].place, cells=cells)
    else:
        yield TableRow(place=rows[0].place, cells=(cells[0], " ".join(cells[1:])))
