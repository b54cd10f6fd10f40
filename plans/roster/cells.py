"""A roster's file, CSV or XLSX -> its rows of text with their places. Knows no columns and no meaning."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum
from xlsxwriter.utility import xl_col_to_name

from plans.formats.archive import Archive
from plans.formats.limits import MOST_CELLS
from plans.formats.text_file import LARGEST, read_bytes, text_of
from plans.lexing import clean
from plans.rejected import ImportRejected

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
        letter = f"{xl_col_to_name(column)}{self.number}" if self.on_sheet else ""
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
        reason = f"the row cannot be read ({error}); check its quotation marks"
        raise ImportRejected(f"{file}, row {reader.line_num}", reason) from None


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
        Archive(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = _sheet(book)
            rows = sheet.to_python(skip_empty_area=False)
    except ImportRejected as rejected:
        raise ImportRejected(file, rejected.reason) from None
    except PasswordError:
        raise ImportRejected(file, "the file is protected by a password; save it without and try again") from None
    except CalamineError as error:
        reason = f"the workbook cannot be read ({error}); save the roster as .xlsx or .csv anew"
        raise ImportRejected(file, " ".join(reason.split())) from None
    for number, values in enumerate(rows, start=1):
        texts = tuple(map(_text, values))
        if any(texts):
            place = f"{file}, sheet «{sheet.name}», row {number}"
            yield Cells(place=place, texts=texts, number=number, on_sheet=True)


def _sheet(book: CalamineWorkbook) -> CalamineSheet:
    """The one sheet that has something on it; hidden ones do not count."""
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
    filled = [sheet for sheet in map(book.get_sheet_by_name, shown) if sheet.height]
    names = ", ".join(f"«{sheet.name}»" for sheet in filled)
    if len(filled) != 1:
        what = f"the sheets {names} are filled" if filled else "every sheet is empty"
        raise ImportRejected("", f"{what}; leave the roster's sheet filled and visible, and no other")
    if filled[0].total_height * filled[0].total_width > MOST_CELLS:
        raise ImportRejected(
            "", f"there are more than {MOST_CELLS} cells on {names}; leave only the roster in the file"
        )
    return filled[0]


def _text(value: object) -> str:
    """A cell as it is seen: whole numbers without a point, dates in the Russian order."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}" if not isinstance(value, datetime) else f"{value:%d.%m.%Y %H:%M}"
    return clean(str(value))
