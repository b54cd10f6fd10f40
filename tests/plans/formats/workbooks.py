"""Workbooks made for the tests of this folder."""

import io
import shutil
import subprocess
from pathlib import Path

import xlsxwriter

HEADING = ("№ п/п", "Мероприятие", "Срок", "Ответственный", "Результат")
TOP = ("УПРАВЛЕНИЕ ОБРАЗОВАНИЯ", "ПРИКАЗ", "17.01.2025 № 21", "Об утверждении плана", "1. Утвердить план.")


def workbook(*sheets, merged=(), formats=None, hidden=()):
    """An .xlsx of (name, rows) pairs. A cell may be (value, number format) or a formula's (text, value)."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                put(book, sheet, row, at, cell)
        for where, text in merged:
            sheet.merge_range(where, text)
        if name in hidden:
            sheet.hide()
    book.close()
    return written.getvalue()


def put(book, sheet, row, at, cell):
    if not isinstance(cell, tuple):
        sheet.write_string(row, at, cell) if isinstance(cell, str) else sheet.write(row, at, cell)
    elif str(cell[0]).startswith("="):
        sheet.write_formula(row, at, cell[0], value=cell[1])
    else:
        sheet.write(row, at, cell[0], book.add_format({"num_format": cell[1]}))


def plan(*rows, heading=HEADING, top=TOP):
    """A sheet's rows: the order's particulars, a gap, the table."""
    return ("План", [*((line,) for line in top), (), heading, *rows])


def of_text(text):
    """The same order as a workbook: a line is a row, a tab parts cells."""
    return workbook(("Приказ", [tuple(line.split("\t")) for line in text.splitlines()]))


def converted(content, to, folder, suffix=".xlsx"):
    """The document saved by LibreOffice in another format; None where it is not installed."""
    if not shutil.which("soffice"):
        return None
    source = folder / f"document{suffix}"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder / "made"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return next(Path(folder / "made").iterdir()).read_bytes()
