"""A workbook (.xlsx, .ods) -> rows: those of the sheets with a heading that `plans.columns` knows, with the text on the
sheets before them. Places are sheet and row. Reads no meaning beyond headings.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from plans.columns import heading_at
from plans.formats import ods_marks, xlsx_marks
from plans.formats.archive import Archive
from plans.formats.cell_text import Address, Marks, Value, letters, text_of
from plans.rejected import rejected
from plans.rows import Paragraph, Remark, Row, TableRow

_LARGEST_SHEET = 2_000_000
_MOST_ERRORS = 20


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet read: its rows, whether a table of a plan or of a working group stands in it, and what is odd."""

    name: str
    rows: tuple[TableRow, ...]
    remarks: tuple[Remark, ...]
    hidden: bool

    @property
    def planned(self) -> bool:
        """Whether there is a heading that means something."""
        return any(heading_at(row, below) for row, below in zip(self.rows, (*self.rows[1:], None), strict=True))

    @property
    def is_prose(self) -> bool:
        """Whether nothing on it looks like a table."""
        return sum(_filled(row) > 1 for row in self.rows) * 4 <= len(self.rows)


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of a workbook.

    Raises `ImportRejected` for a workbook that is damaged, protected or without a plan.
    """
    sheets = [sheet for sheet in sheets_of(content) if sheet.rows]
    plans = [sheet for sheet in sheets if sheet.planned and not sheet.hidden]
    if not plans:
        names = ", ".join(f"«{sheet.name}»" for sheet in sheets) or "none with text"
        raise rejected(f"sheets {names}", "no_plan")
    rows: list[Row] = []
    for sheet in sheets:
        prose = sheet.is_prose and not sheet.hidden and not any(isinstance(row, TableRow) for row in rows)
        if sheet in plans or prose:
            rows.extend((*sheet.remarks, *_named(sheet, plans), *_as_text(sheet)))
        else:
            rows.append(_left_out(sheet))
    return tuple(rows)


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """Every sheet of a workbook with its rows. Raises `ImportRejected` for a workbook that is damaged or protected."""
    archive = Archive(content)
    by_name = (ods_marks if "content.xml" in archive.names else xlsx_marks).marks_of(archive)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for about in book.sheets_metadata:
            marks = by_name.get(about.name, Marks())
            if marks.height * marks.width > _LARGEST_SHEET:
                raise rejected(f"sheet «{about.name}»", "far_cell_of_plan")
            hidden = about.visible is not SheetVisibleEnum.Visible
            yield _sheet(book.get_sheet_by_name(about.name), marks, hidden=hidden)
    except CalamineError:
        raise rejected("", "workbook_damaged") from None


def _sheet(sheet: CalamineSheet, marks: Marks, *, hidden: bool) -> Sheet:
    values = sheet.to_python(skip_empty_area=False)
    texts = [[_text(value, (row, at), marks) for at, value in enumerate(line)] for row, line in enumerate(values)]
    merged = [*(sheet.merged_cell_ranges or ()), *marks.merged]
    from_above, across = _spread(texts, merged)
    width = max((at for line in texts for at, text in enumerate(line) if text), default=-1) + 1
    rows: list[TableRow] = []
    gap = True
    for row, line in enumerate(texts):
        cells = tuple(line[:width])
        if any(cells):
            place = f"sheet «{sheet.name}», row {row + 1}"
            own = TableRow(place=place, cells=cells, after_break=gap, from_above=frozenset(from_above.get(row, ())))
            rows.append(replace(own, across=across.get(row, 0) > 1 and _filled(own) == 1))
        gap = not any(cells)
    return Sheet(name=sheet.name, rows=tuple(rows), remarks=tuple(_broken(sheet.name, marks)), hidden=hidden)


def _text(value: Value, address: Address, marks: Marks) -> str:
    return "" if address in marks.errors else text_of(value, marks.looks.get(address))


def _spread(
    texts: list[list[str]], merged: list[tuple[Address, Address]]
) -> tuple[dict[int, set[int]], dict[int, int]]:
    """Write the text of cells merged downwards into every row they cover; which columns are so, by row, and how many
    columns the widest merged cell of a row takes.
    """
    from_above: dict[int, set[int]] = {}
    across: dict[int, int] = {}
    empty = [not any(line) for line in texts]
    for (top, left), (bottom, right) in merged:
        if top >= len(texts) or left >= len(texts[top]) or not texts[top][left]:
            continue
        across[top] = max(across.get(top, 0), right - left + 1)
        for row in range(top + 1, min(bottom + 1, len(texts))):
            if not empty[row]:
                texts[row][left] = texts[top][left]
                from_above.setdefault(row, set()).add(left)
    return from_above, across


def _named(sheet: Sheet, plans: list[Sheet]) -> list[Row]:
    """A second plan is set apart from the first by the name of its sheet."""
    if sheet not in plans[1:]:
        return []
    return [Paragraph(place=f"sheet «{sheet.name}»", text=sheet.name)]


def _as_text(sheet: Sheet) -> Iterator[Row]:
    """The rows, those above the first heading as paragraphs where they hold one cell."""
    above = True
    lines = [row for row in sheet.rows if _filled(row) == 1]
    airy = sum(row.after_break for row in lines) * 2 > len(lines)
    for row, below in zip(sheet.rows, (*sheet.rows[1:], None), strict=True):
        above = above and not heading_at(row, below)
        if above and _filled(row) == 1:
            text = next(filter(None, row.cells))
            opens = row.after_break if airy else row.after_break or not text[0].islower()
            yield Paragraph(place=row.place, text=text, opens_block=opens)
        else:
            yield row


def _filled(row: TableRow) -> int:
    return sum(bool(cell) for cell in row.cells)


def _left_out(sheet: Sheet) -> Remark:
    why = "is hidden" if sheet.hidden else "holds no plan"
    text = f"the sheet «{sheet.name}» ({len(sheet.rows)} rows) {why} and is not read: check whether it matters"
    return Remark(place=f"sheet «{sheet.name}»", code="sheet_unread", text=text)


def _broken(sheet: str, marks: Marks) -> Iterator[Remark]:
    for row, column in sorted(marks.errors)[:_MOST_ERRORS]:
        place = f"sheet «{sheet}», row {row + 1}, column {letters(column)}"
        text = f"the formula in {letters(column)}{row + 1} gives an error and is read as empty: write the text itself"
        yield Remark(place=place, code="cell_error", text=text)
