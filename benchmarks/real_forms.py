"""A plain-text order as a Word document, a workbook and a web page, to see that an order reads the same in every form.
Lines with tabs are table rows, other lines are paragraphs.
"""

import html
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import xlsxwriter

from tests.plans.samples.make_docx import write_docx

TAG = re.compile(r"</?(?:p|ul|li|b|i)>|\*\*")


def lines_of(path: Path) -> list[str]:
    """The lines of a plain-text order without what its own form has added."""
    text = path.read_text(encoding="utf-8-sig")
    return [TAG.sub(" ", line) for line in text.splitlines() if line.strip()]


def as_docx(source: Path, target: Path) -> None:
    markup = (f"| {line.replace(chr(9), ' | ')}" if "\t" in line else line.strip() for line in lines_of(source))
    draft = target.with_suffix(".markup")
    draft.write_text("\n".join(markup), encoding="utf-8")
    write_docx(draft, target)


def as_xlsx(source: Path, target: Path) -> None:
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Распоряжение")
        for row, line in enumerate(lines_of(source)):
            for column, cell in enumerate(line.split("\t")):
                if cell.strip():
                    sheet.write_string(row, column, cell.strip())


def as_html(source: Path, target: Path) -> None:
    parts = []
    for in_table, lines in groupby(lines_of(source), key=lambda line: "\t" in line):
        drawn = (_row(line) if in_table else f"<p>{html.escape(line)}</p>" for line in lines)
        parts.append(f"<table>{''.join(drawn)}</table>" if in_table else "\n".join(drawn))
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>'
    target.write_text(page, encoding="utf-8")


def _row(line: str) -> str:
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in line.split(chr(9)))}</tr>"


FORMS: dict[str, Callable[[Path, Path], None]] = {".docx": as_docx, ".xlsx": as_xlsx, ".html": as_html}
