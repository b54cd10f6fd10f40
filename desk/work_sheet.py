"""Lines of the table of assignments as a workbook: numbers as text, days as days, the id in a hidden column."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from desk.languages import translations
from models.queries.work_table import WorkLine
from states import words
from states.assignment import is_overdue

_WIDTHS = (8, 14, 10, 60, 34, 14, 14, 24, 10, 14, 14)


def sheet_of(lines: Sequence[WorkLine], *, language: str, today: date) -> bytes:
    """The bytes of the workbook. What begins like a formula stays a text."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        plain, day = (
            book.add_format({"valign": "top", "text_wrap": True}),
            book.add_format({"num_format": "dd.mm.yyyy"}),
        )
        day.set_align("top")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, None, {"hidden": column == 0})
        _write(sheet, 0, _headings(language), book.add_format({"bold": True, "text_wrap": True}), day)
        for row, line in enumerate(lines, start=1):
            _write(sheet, row, _cells(line, language, today), plain, day)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(lines), len(_WIDTHS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return made.getvalue()


def _headings(language: str) -> tuple[str, ...]:
    _ = translations(language).gettext
    return (
        "id", _("Order"), _("Item"), _("What is to be done"), _("Executor"), _("Due"), _("Due, as written"),
        _("State"), _("Overdue, days"), _("Reported on"), _("Asked for until"),
    )  # fmt: skip


def _cells(line: WorkLine, language: str, today: date) -> tuple[Any, ...]:
    said = words.STATES[line.state]
    late = is_overdue(line.state, line.effective_due_on, today) and line.effective_due_on
    return (
        line.id, line.order, line.item, line.title, line.executor, line.effective_due_on, line.due_on,
        said.russian if language == "ru" else said.english, (today - late).days if late else None, line.reported_on,
        line.extension_on,
    )  # fmt: skip


def _write(sheet: Any, row: int, cells: Sequence[Any], plain: Any, day: Any) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), day)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, plain)
        elif value is not None:
            sheet.write_string(row, column, value, plain)
