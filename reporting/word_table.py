"""A table of a Word document as one piece of XML: a hundred times faster than cell by cell. Knows no package.

The look of the text is the paragraph style `SrokTable` of the template, so a clerk can change it in Word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from reporting.printed import LETTERS_A_MM, Column, Printed, Row, Spanning
from reporting.words import unbroken

TWIPS_IN_MM = 1440 / 25.4
_MARK = "\ue000"
_PLACE = re.compile(f"<w:p><w:r><w:t>{_MARK}(\\w+){_MARK}</w:t></w:r></w:p>".encode())


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
_BOLD = "<w:rPr><w:b/></w:rPr>"
_HEADING_FILL = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'


def place_of(name: str) -> Markup:
    """What stands in a document in a table's place until it is poured in: no text that people type has this sign."""
    return Markup(f"<w:p><w:r><w:t>{_MARK}{name}{_MARK}</w:t></w:r></w:p>")  # noqa: S704 - a name of ours


def poured(document: bytes, tables: Mapping[str, Printed]) -> Iterator[bytes]:
    """The document's XML with each table in its place, piece by piece: a large table is never held whole, nor does
    anything but the file's reader ever parse it.
    """
    pieces = _PLACE.split(document)
    for at, piece in enumerate(pieces):
        if at % 2:
            yield from (part.encode() for part in word_table(tables[piece.decode()]))
        else:
            yield piece


def word_table(table: Printed) -> Iterator[str]:
    """The table's XML, its heading repeated on every page; no row is broken in two unless it is a long one."""
    columns = table.columns
    widths = [round(column.width * TWIPS_IN_MM) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_heading(columns, widths)}"
    )
    for row in table.rows:
        yield _row(columns, widths, row)
    yield "</w:tbl>"


def _heading(columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = (
        _cell(column.heading, width, align="center", run=_BOLD, extra=_HEADING_FILL)
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(columns: Sequence[Column], widths: Sequence[int], row: Row) -> str:
    if isinstance(row, Spanning):
        span = f'<w:gridSpan w:val="{len(widths)}"/>'
        cells = _cell(row.title, sum(widths), align="left", run=_BOLD, extra=span, keep="<w:keepNext/>")
    else:
        drawn = zip(columns, widths, row, strict=True)
        cells = "".join(_cell(text, width, align=column.align) for column, width, text in drawn)
        if any(len(text) > column.width * LETTERS_A_MM for column, text in zip(columns, row, strict=True)):
            return f"<w:tr>{cells}</w:tr>"
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, *, align: str, run: str = "", extra: str = "", keep: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="SrokTable"/>{keep}<w:jc w:val="{align}"/></w:pPr>'
    lines = (
        f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{escape(unbroken(line))}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}</w:tcPr>{"".join(lines)}</w:tc>'
