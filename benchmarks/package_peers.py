"""The same rows as a Word table and as a workbook by other libraries; run in `.venv-bench` by `benchmarks.package`.

`python benchmarks/package_peers.py WAY ROWS.json` prints seconds and the peak of memory. Knows nothing of Srok.
"""

import io
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time

Rows = Sequence[Sequence[str]]


def docx_by_cell(rows: Rows) -> bytes:
    """python-docx as its documentation shows it: a row, then its cells."""
    from docx import Document  # noqa: PLC0415 - each way imports its own

    document = Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return _saved(document)


def docxtpl_loop(rows: Rows) -> bytes:
    """Docxtpl as its documentation shows it: a row of the template repeated by `{%tr for … %}`."""
    from docx import Document  # noqa: PLC0415
    from docxtpl import DocxTemplate  # noqa: PLC0415

    document = Document()
    table = document.add_table(rows=3, cols=len(rows[0]))
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in rows %}"
    for place in range(len(rows[0])):
        table.cell(1, place).text = f"{{{{ row[{place}] }}}}"
    table.cell(2, 0).text = "{%tr endfor %}"
    template = DocxTemplate(io.BytesIO(_saved(document)))
    template.render({"rows": rows}, autoescape=True)
    return _saved(template)


def openpyxl_cells(rows: Rows) -> bytes:
    """Openpyxl with what ours has too: borders, wrapped text, a heading that stays, a filter."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Alignment, Border, Side  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    line = Side(style="thin")
    border, wrap = Border(left=line, right=line, top=line, bottom=line), Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place, text)
            cell.border, cell.alignment = border, wrap
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    return _saved(book)


def openpyxl_write_only(rows: Rows) -> bytes:
    """Openpyxl's fast way, which writes rows and forgets them; no styles."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    return _saved(book)


def _saved(document: object) -> bytes:
    written = io.BytesIO()
    document.save(written)  # type: ignore[attr-defined]
    return written.getvalue()


if __name__ == "__main__":
    way, path = globals()[sys.argv[1]], Path(sys.argv[2])
    given = json.loads(path.read_text(encoding="utf-8"))
    began, worked = perf_counter(), process_time()
    size = len(way(given))
    took, cpu = perf_counter() - began, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": cpu, "peak": peak, "size": size}))
