"""Rows of an order written anew as other formats: HTML with real tables, and Word's through LibreOffice."""

import html
import shutil
import subprocess
from itertools import groupby

from plans.rows import Paragraph, TableRow

SOFFICE = shutil.which("soffice")


def html_of(rows) -> str:
    """The document as an office would save it: a block of lines is a paragraph, a break begins a new table."""
    parts = []
    for kind, group in groupby(_runs(rows), key=lambda run: isinstance(run[0], TableRow)):
        parts.extend(_table(run) if kind else _paragraph(run) for run in group)
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _runs(rows):
    run = []
    for row in rows:
        follows = run and type(row) is type(run[-1]) and not _parted(row)
        if run and not follows:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _parted(row):
    return row.opens_block if isinstance(row, Paragraph) else row.after_break


def _paragraph(run):
    return f"<p>{'<br>'.join(html.escape(row.text) for row in run)}</p>"


def _table(run):
    width = max(len(row.cells) for row in run)
    return f"<table border=1>{''.join(_row(row.cells, width) for row in run)}</table><p></p>"


def _row(cells, width):
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and cells[0] == filled[0]:
        return f"<tr><td colspan={width}>{html.escape(filled[0])}</td></tr>"
    padded = (*cells, *("",) * (width - len(cells)))
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in padded)}</tr>"


def docx_of(source: str, folder) -> bytes:
    """The same by LibreOffice, with a profile of its own so that others may run it meanwhile."""
    (folder / "order.html").write_text(source, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ("--headless", "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML")
    command = [SOFFICE, profile, *convert, "--outdir", str(folder), str(folder / "order.html")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "order.docx").read_bytes()
