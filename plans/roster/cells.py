"""A roster's file, CSV or XLSX -> its rows of text with their places. Knows no columns and no meaning."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plans.formats.apart import rows_apart
from plans.formats.cell_text import letters
from plans.formats.text_file import LARGEST, read_bytes, text_of
from plans.rejected import ImportRejected, rejected
from plans.rows import TableRow

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell becomes a formula in a spreadsheet; in CSV an apostrophe before them keeps it text."""

_ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True)
class Cells:
    """A row that is not empty. `place` names the file and row; `on_sheet` whether its columns have letters."""

    place: str
    texts: tuple[str, ...]
    number: int
    on_sheet: bool = False

    def place_of(self, column: int, name: str = "") -> str:
        """The place of a cell, its column counted from 0 and named where that is known."""
        letter = f"{letters(column)}{self.number}" if self.on_sheet else ""
        words = name or letter or str(column + 1)
        return f"{self.place}, column {words}" + (f" ({letter})" if name and letter else "")


def cells_of(path: Path) -> Iterator[Cells]:
    """The rows of a CSV file (UTF-8, UTF-16, Windows-1251; comma, semicolon or tab) or of a workbook (.xlsx, .ods).

    Raises `ImportRejected` with the place.
    """
    content = read_bytes(path, largest=LARGEST)
    if content.startswith(_ARCHIVE):
        return _of_workbook(content, path.name)
    return _of_csv(text_of(content, path.name), path.name)


def _of_csv(text: str, file: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for texts in reader:
            if any(text.strip() for text in texts):
                place = f"{file}, row {reader.line_num}"
                yield Cells(place=place, texts=tuple(map(_unguarded, texts)), number=reader.line_num)
    except csv.Error as error:
        raise rejected(f"{file}, row {reader.line_num}", "row_unreadable", why=error) from None


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS) else text


def guarded(text: str) -> str:
    """The text so that a spreadsheet takes no formula out of a CSV; reading takes the apostrophe away again."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def _of_workbook(content: bytes, file: str) -> Iterator[Cells]:
    try:
        rows = rows_apart(content, reader="plans.formats.filled_sheet")
    except ImportRejected as fault:
        raise fault.within(file) from None
    for row in rows:
        assert isinstance(row, TableRow)
        number = int(row.place.rpartition(" ")[2])
        yield Cells(place=f"{file}, {row.place}", texts=row.cells, number=number, on_sheet=True)
