"""A workbook that people have edited -> the text of its cells. Knows nothing of what they mean."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from plans.formats.archive import Archive
from plans.rejected import ImportRejected, rejected

_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_WIDEST, _LONGEST = b"CZ", 50_000


class Number(str):
    """The text of a cell that holds a number with a fraction: 1.10 is 1.1 there, whoever typed it."""

    __slots__ = ()


def cells_in(content: bytes, place: str) -> dict[str, list[list[str]]]:
    """The sheets of a workbook by name, each as rows of texts from the first row on; its file is called `place`.

    Raises `ImportRejected` for a file that is damaged or no workbook.
    """
    try:
        archive = Archive(content)
        _refuse_far_cells(archive)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return {name: list(_rows(book, name)) for name in book.sheet_names}
    except ImportRejected as fault:
        raise fault.within(place) from None
    except (CalamineError, ValueError, OverflowError):
        raise rejected(place, "workbook_unreadable") from None


def _rows(book: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else Number(value)
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    return str(value).strip()


def _refuse_far_cells(archive: Archive) -> None:
    """A cell far away from all others would be a sheet of billions of empty ones."""
    for name in sorted(archive.names):
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            for column, row in _CELL.findall(archive.read(name) or b""):
                if (len(column), column) > (len(_WIDEST), _WIDEST) or int(row) > _LONGEST:
                    raise rejected(f"cell {(column + row).decode()}", "far_cell")
