"""A sheet of a workbook: title, headings that stay, rows, filter and print set-up. Knows no package.

Text is written as text and nothing else: 1.10 stays 1.10, and what begins like a formula stays words even when somebody
edits the cell.
"""

import textwrap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import xlsxwriter

A3, A4 = 8, 9
FONT = "Times New Roman"
TITLE_ROWS = 3
_BEGINS_A_FORMULA = ("=", "+", "-", "@")
_FITTING = 1.2  # characters of the workbook's font in a unit of width, which is a figure of Excel's own
_LINE, _HIGHEST = 12.75, 409.0  # in points

Value = str | int | float


class Column(NamedTuple):
    """A column: its heading, its width in characters, and how its cells stand (`left`, `center`)."""

    heading: str
    width: float
    align: str = "left"
    number_format: str = "#,##0"


class Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """The format with these properties, on top of the workbook's font."""
        wanted = tuple(sorted(properties.items()))
        if wanted not in self._made:
            self._made[wanted] = self._book.add_format(
                {"font_name": FONT, "font_size": 10, "valign": "top", **properties}
            )
        return self._made[wanted]

    def heading(self, **properties: Any) -> Any:
        """The format of a heading."""
        looks = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        return self(**(looks | {"bg_color": "#EDEDED"} | properties))

    def cell(self, **properties: Any) -> Any:
        """The format of a cell in a table."""
        return self(border=1, text_wrap=True, **properties)


def write_text(sheet: Any, formats: Formats, place: tuple[int, int], text: str, **looks: Any) -> None:
    """Write a text cell of a table."""
    guard = {"quote_prefix": True} if text.startswith(_BEGINS_A_FORMULA) else {}
    sheet.write_string(*place, text, formats.cell(**looks, **guard))


def write_titles(sheet: Any, formats: Formats, titles: Sequence[str]) -> None:
    """Write the lines above a table, the first of them large."""
    for row, title in enumerate(titles):
        sheet.write_string(row, 0, title, formats(bold=row == 0, font_size=12 if row == 0 else 10))


def draw_table(
    sheet: Any, formats: Formats, *, columns: Sequence[Column], rows: Iterable[Sequence[Value]], top: int = TITLE_ROWS
) -> int:
    """Draw a table under row `top`, with frozen headings and a filter; the row after its last."""
    sheet.set_row(top, height((column.heading, column.width) for column in columns))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(top, place, column.heading, formats.heading())
    after = top + 1
    for after, row in enumerate(rows, top + 2):
        _write_row(sheet, formats, after - 1, columns, row)
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, max(after - 1, top), len(columns) - 1)
    sheet.repeat_rows(top)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(after, 1)}"})
    return after


@lru_cache(maxsize=1 << 16)
def lines_needed(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters, words left whole."""
    fitting = max(1, int(width * _FITTING))
    if len(text) <= fitting and "\n" not in text:
        return 1
    return sum(max(1, len(textwrap.wrap(line, fitting))) for line in text.split("\n"))


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row of texts, each with its column's width. Not every reader works it out itself."""
    return min(_HIGHEST, _LINE * max((lines_needed(text, width) for text, width in texts), default=1) + 2)


def _write_row(sheet: Any, formats: Formats, row: int, columns: Sequence[Column], values: Sequence[Value]) -> None:
    paired = list(zip(columns, values, strict=True))
    sheet.set_row(row, height((value, column.width) for column, value in paired if isinstance(value, str)))
    for place, (column, value) in enumerate(paired):
        if isinstance(value, str):
            write_text(sheet, formats, (row, place), value, align=column.align)
        else:
            sheet.write_number(row, place, value, formats.cell(align=column.align, num_format=column.number_format))


def set_print(sheet: Any, *, footer: str, paper: int = A4, pages_wide: int = 1) -> None:
    """Landscape, as many pages high as needed, page numbers and `footer` below."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.79, right=0.39, top=0.79, bottom=0.79)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8Стр. &P из &N")
