"""The matrix on its sheet, and the legend of its colours. Every cell has a sign and a word: colour is never alone."""

from collections.abc import Sequence
from typing import Any

from reporting.matrix import SIGNS, Matrix
from reporting.outcome import Outcome
from reporting.sheet import TITLE_ROWS, Formats, set_print, write_text, write_titles
from reporting.words import shortened

NAME_WIDTH, CELL_WIDTH = 26, 11.5
TITLE_LENGTH = 90
COLUMNS_A_PAGE = 14
_TITLE_HEIGHT = 150

LOOKS: dict[Outcome, dict[str, Any]] = {
    Outcome.OVERDUE: {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True},
    Outcome.RETURNED: {"bg_color": "#FFE699"},
    Outcome.ASSIGNED: {"bg_color": "#FFFFFF"},
    Outcome.IN_PROGRESS: {"bg_color": "#FFF9E1"},
    Outcome.REPORTED: {"bg_color": "#DDEBF7"},
    Outcome.POSTPONED: {"bg_color": "#E4DFEC"},
    Outcome.ACCEPTED: {"bg_color": "#C6EFCE", "font_color": "#005000"},
    Outcome.REMOVED: {"bg_color": "#D9D9D9", "italic": True},
}
MEANINGS = {
    Outcome.OVERDUE: "срок истёк, отчёт не представлен",
    Outcome.RETURNED: "отчёт возвращён на доработку, срок не истёк",
    Outcome.ASSIGNED: "поручение выдано, исполнение не начато, срок не истёк",
    Outcome.IN_PROGRESS: "исполняется, срок не истёк",
    Outcome.REPORTED: "отчёт представлен, ожидает приёмки",
    Outcome.POSTPONED: "исполнение отложено",
    Outcome.ACCEPTED: "отчёт принят",
    Outcome.REMOVED: "снято с контроля",
}


def draw_matrix(sheet: Any, formats: Formats, matrix: Matrix, *, titles: Sequence[str], footer: str) -> None:
    """Draw executors down and items across; headings and names stay when scrolling, and on every printed page."""
    write_titles(sheet, formats, titles)
    columns = len(matrix.headings)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, max(columns, 1), CELL_WIDTH)
    _draw_headings(sheet, formats, matrix)
    first = TITLE_ROWS + 2
    for row, line in enumerate(matrix.rows, first):
        write_text(sheet, formats, (row, 0), line.executor)
        for place, cell in enumerate(line.cells, 1):
            if cell:
                sheet.write_string(row, place, cell.text, _looks(formats, cell.outcome))
            else:
                sheet.write_blank(row, place, None, formats.cell())
    sheet.freeze_panes(first, 1)
    sheet.autofilter(TITLE_ROWS + 1, 0, first + max(len(matrix.rows) - 1, 0), columns)
    sheet.repeat_rows(TITLE_ROWS, TITLE_ROWS + 1)
    sheet.repeat_columns(0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{TITLE_ROWS + 2}"})
    set_print(sheet, footer=footer, pages_wide=max(1, -(-columns // COLUMNS_A_PAGE)))


def _draw_headings(sheet: Any, formats: Formats, matrix: Matrix) -> None:
    sheet.set_row(TITLE_ROWS, _TITLE_HEIGHT)
    sheet.write_string(TITLE_ROWS, 0, "Исполнитель", formats.heading())
    sheet.write_string(TITLE_ROWS + 1, 0, "№ мероприятия (пункта)", formats.heading())
    for place, heading in enumerate(matrix.headings, 1):
        turned = formats.heading(rotation=90, font_size=8, bold=False, align="left")
        sheet.write_string(TITLE_ROWS, place, shortened(heading.title, TITLE_LENGTH), turned)
        sheet.write_string(TITLE_ROWS + 1, place, heading.number, formats.heading())


def _looks(formats: Formats, outcome: Outcome) -> Any:
    return formats.cell(align="center", font_size=9, **LOOKS[outcome])


def draw_legend(sheet: Any, formats: Formats, *, top: int) -> int:
    """Draw what each colour and sign of the matrix means, from row `top`; the last row drawn."""
    row = top
    for row, (outcome, sign) in enumerate(SIGNS.items(), top):
        sheet.write_string(row, 0, sign, _looks(formats, outcome))
        sheet.write_string(row, 1, MEANINGS[outcome], formats())
    return row
