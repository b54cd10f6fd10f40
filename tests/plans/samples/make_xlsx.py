"""A source in a small markup -> a workbook. `## name` begins a sheet, `! 8 50` says its widths, `|` a row, `|=` a row
merged over the sheet's columns, `.` an empty row; `{d 2025-01-20}` is a typed date, `{n 1.1 0.0}` a number shown so.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

TYPED = re.compile(r"\{(?P<kind>[dn]) (?P<value>[\d.-]+)(?: (?P<shown>[\d.]+))?\}")


@dataclass(kw_only=True)
class Source:
    """A sheet as its source describes it."""

    name: str
    widths: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def sheets_of(text: str) -> list[Source]:
    """The sheets of a source."""
    sheets: list[Source] = []
    for line in text.splitlines():
        if line.startswith("## "):
            sheets.append(Source(name=line.removeprefix("## ")))
        elif line.startswith("! "):
            sheets[-1].widths = [int(width) for width in line.split()[1:]]
        elif line.strip():
            sheets[-1].rows.append(line)
    return sheets


def write_xlsx(source: Path, target: Path) -> None:
    """Make `target` of the markup in `source`."""
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"created": datetime(2025, 1, 1)})  # noqa: DTZ001  (a workbook's instants have no zone)
        for source_sheet in sheets_of(source.read_text(encoding="utf-8")):
            write_sheet(book, source_sheet)


def write_sheet(book: Workbook, source: Source) -> None:
    """One sheet, row by row."""
    sheet = book.add_worksheet(source.name)
    for column, width in enumerate(source.widths):
        sheet.set_column(column, column, width)
    for row, line in enumerate(source.rows):
        if line.startswith("|="):
            sheet.merge_range(row, 0, row, len(source.widths) - 1, line[2:].strip())
        elif line.startswith("|"):
            for column, cell in enumerate(line[1:].split("|")):
                write_cell(book, sheet, (row, column), cell.strip())


def write_cell(book: Workbook, sheet: Worksheet, at: tuple[int, int], text: str) -> None:
    """One cell: a date, a number, or words."""
    typed = TYPED.fullmatch(text)
    if not typed:
        sheet.write_string(*at, text) if text else None
    elif typed["kind"] == "d":
        day = datetime.fromisoformat(typed["value"])
        sheet.write_datetime(*at, day, book.add_format({"num_format": "dd.mm.yyyy"}))
    else:
        sheet.write_number(*at, float(typed["value"]), book.add_format({"num_format": typed["shown"] or "0"}))
