"""A PDF with a text layer -> rows: ruled tables cell by cell, everything else as lines put together to paragraphs.
Places are page and line. A scan is refused. Knows nothing of what the rows mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from plans.formats.pdf_grid import Grid
from plans.formats.read_text import rows_of as rows_of_text
from plans.lexing import clean
from plans.rejected import rejected
from plans.rows import Paragraph, Remark, Row, TableRow

_MOST_PAGES = 100
_FULL_LINE = 0.88
_GAP = 0.75
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*)?\d{1,3}(?:\s*[-–—])?$|^(?:стр(?:аница|\.)?\s*)\d+(?:\s*из\s*\d+)?$", re.IGNORECASE
)
_ITEM = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]\s|[-–—•]\s)")


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of text outside tables, with where it lies on its page."""

    place: str
    text: str
    left: float
    right: float
    top: float
    bottom: float


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The rows of a PDF.

    Raises `ImportRejected` for one that is a scan, protected, damaged or far too long.
    """
    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            return _rows(pdf.pages)
    except (PdfminerException, MalformedPDFException, PSException) as error:
        protected = any(isinstance(one, PDFPasswordIncorrect) for one in (error, *error.args))
        raise rejected("", "pdf_protected" if protected else "pdf_damaged") from None


def _rows(pages: list[Page]) -> tuple[Row, ...]:
    if len(pages) > _MOST_PAGES:
        raise rejected("", "pdf_long", most=_MOST_PAGES)
    if not any(page.chars for page in pages):
        raise rejected("", "pdf_scan")
    reading = _Reading()
    for number, page in enumerate(pages, start=1):
        if page.chars:
            reading.take(page, f"page {number}")
        elif page.images:
            reading.rows.append(_picture(number))
        page.close()
    if reading.ruled:
        return tuple(reading.rows)
    return _drawn_by_blanks(pages)


@dataclass(kw_only=True)
class _Reading:
    """What is read of the pages so far. `ruled` tells whether any table has been seen."""

    rows: list[Row] = field(default_factory=list)
    grid: Grid | None = None
    ruled: bool = False
    last: _Line | None = None

    def take(self, page: Page, place: str) -> None:
        """The parts of a page from top to bottom."""
        tables = [table for table in page.find_tables() if len(table.cells) > 1]
        parts: list[tuple[float, Any]] = [(table.bbox[1], table) for table in tables]
        parts.extend((line.top, line) for line in _lines(page, [table.bbox for table in tables], place))
        fresh = True
        for _, part in sorted(parts, key=lambda pair: pair[0]):
            if isinstance(part, _Line):
                self._line(part, width=float(page.width), fresh=fresh)
            else:
                self._table(part, place)
            fresh = False

    def _table(self, table: Any, place: str) -> None:
        self.ruled, self.last = True, None
        self.grid = Grid.of(table, like=self.grid)
        self.rows.extend(self.grid.rows(table, place))

    def _line(self, line: _Line, *, width: float, fresh: bool) -> None:
        before, self.last = self.last, line
        if before is None:
            self.rows.append(Paragraph(place=line.place, text=line.text))
            return
        gap = line.top - before.bottom > _GAP * (line.bottom - line.top)
        opens = not line.text[:1].islower() if fresh else gap  # a page break parts no sentence
        written = self.rows[-1]
        goes_on = before.right > width * _FULL_LINE and not opens and not _ITEM.match(line.text)
        if goes_on and isinstance(written, Paragraph):
            text = f"{written.text} {line.text}"
            self.rows[-1] = Paragraph(place=written.place, text=text, opens_block=written.opens_block)
        else:
            self.rows.append(Paragraph(place=line.place, text=line.text, opens_block=opens))


def _lines(page: Page, boxes: list[tuple[float, float, float, float]], place: str) -> Iterator[_Line]:
    def outside(part: dict[str, Any]) -> bool:
        if part.get("object_type") != "char":
            return False
        across, down = (part["x0"] + part["x1"]) / 2, (part["top"] + part["bottom"]) / 2
        return not any(left <= across <= right and top <= down <= bottom for left, top, right, bottom in boxes)

    found = page.filter(outside).extract_text_lines(strip=True, return_chars=False)
    for number, line in enumerate(found, start=1):
        text = clean(line["text"])
        edge = number in {1, len(found)}
        if text and not (edge and _PAGE_NUMBER.match(text)):
            yield _Line(
                place=f"{place}, line {number}",
                text=text,
                left=line["x0"],
                right=line["x1"],
                top=line["top"],
                bottom=line["bottom"],
            )


def _drawn_by_blanks(pages: list[Page]) -> tuple[Row, ...]:
    """Without rules the columns are told by where the words stand, as in a text file."""
    rows: list[Row] = []
    for number, page in enumerate(pages, start=1):
        text = page.extract_text(layout=True) or ""
        rows.extend(_moved(row, number) for row in rows_of_text(text))
    return tuple(rows)


def _moved(row: Row, page: int) -> Row:
    place = f"page {page}, {row.place}"
    match row:
        case TableRow():
            return TableRow(place=place, cells=row.cells, after_break=row.after_break, across=row.across)
        case Paragraph():
            return Paragraph(place=place, text=row.text, opens_block=row.opens_block)
        case _:
            return Remark(place=place, code=row.code, text=row.text, severity=row.severity)


def _picture(page: int) -> Remark:
    text = (
        f"page {page} is a picture without text and is not read: recognise its text first (OCR), or ask for the .docx"
    )
    return Remark(place=f"page {page}", code="page_is_a_picture", text=text)
