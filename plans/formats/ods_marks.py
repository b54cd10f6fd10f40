"""What an .ods says of its cells that python-calamine does not tell: how dates and numbers are shown, which cells are
errors, which are merged. Knows no values and no meaning.
"""

import html
import re

from plans.formats.archive import Archive
from plans.formats.cell_text import Look, Marks

_TAG = re.compile(
    r"<table:(?:table (?P<table>[^>]*)|table-row\b(?P<row>[^>]*)|(?P<covered>covered-)?table-cell\b(?P<cell>[^>]*))>"
    r"(?P<text>(?:<text:p\b[^>]*>[^<]*)?)"
)
_ATTRIBUTE = re.compile(r'([\w:-]+)\s*=\s*"([^"]*)"')
_MONTH = re.compile(r"^[^\W\d]+[\s.,'’-]*(?:\d{4}|\d{2})(?:\s*г\.?)?$")
_DAY_AND_MONTH = re.compile(r"^\d{1,2}[\s.-]*[^\W\d]+\.?$")
_DECIMALS = re.compile(r"^-?\d+[.,](\d+)$")
_LONGEST_REPEAT = 2**21


def marks_of(archive: Archive) -> dict[str, Marks]:
    """The marks of every sheet by its name."""
    content = (archive.read("content.xml") or b"").decode("utf-8", "replace")
    sheets: dict[str, Marks] = {}
    marks = Marks()
    row = column = height = 0
    for match in _TAG.finditer(content):
        attributes = dict(_ATTRIBUTE.findall(match["table"] or match["row"] or match["cell"] or ""))
        if match["table"] is not None:
            marks, row, height = Marks(), 0, 0
            sheets[html.unescape(attributes.get("table:name", ""))] = marks
        elif match["row"] is not None:
            row, column, height = row + height, 0, _count(attributes, "table:number-rows-repeated")
        else:
            wide = _count(attributes, "table:number-columns-repeated")
            if "office:value-type" in attributes and not match["covered"]:
                _mark(marks, attributes, html.unescape(match["text"].partition(">")[2]), row, column)
                marks.reach(row + height - 1, column + wide - 1)
            column += wide
    return sheets


def _mark(marks: Marks, cell: dict[str, str], shown: str, row: int, column: int) -> None:
    down = _count(cell, "table:number-rows-spanned")
    across = _count(cell, "table:number-columns-spanned")
    if down > 1 or across > 1:
        marks.merged.append(((row, column), (row + down - 1, column + across - 1)))
    if cell.get("calcext:value-type") == "error":
        marks.errors.add((row, column))
    look = _look(cell["office:value-type"], shown.strip())
    if look is not None:
        marks.looks[row, column] = look


def _look(kind: str, shown: str) -> Look | int | None:
    if kind == "percentage":
        return Look.PERCENT
    if kind == "float":
        decimals = _DECIMALS.match(shown)
        return len(decimals[1]) if decimals else None
    if kind != "date":
        return None
    return Look.MONTH if _MONTH.match(shown) else Look.DAY_AND_MONTH if _DAY_AND_MONTH.match(shown) else None


def _count(attributes: dict[str, str], name: str) -> int:
    """How often or over how many: 1 unless said."""
    said = attributes.get(name, "1")
    return min(int(said), _LONGEST_REPEAT) if said.isdecimal() and int(said) > 0 else 1
