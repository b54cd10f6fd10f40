"""What an .xlsx says of its cells that python-calamine does not tell: how dates are shown, which cells are errors.
Knows no values and no meaning.
"""

import html
import re
from collections.abc import Iterator

from plans.formats.archive import Archive
from plans.formats.cell_text import Look, Marks

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b([^>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")
_CELL = re.compile(r"<(?:\w+:)?c\s([^>]*)>(?!\s*</)")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BUILT_IN: dict[str, Look | int] = {
    "2": 2,
    "4": 2,
    "9": Look.PERCENT,
    "10": Look.PERCENT,
    "16": Look.DAY_AND_MONTH,
    "17": Look.MONTH,
}
_NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DECIMALS = re.compile(r"^[#0, ]*0\.(0+)$")


def marks_of(archive: Archive) -> dict[str, Marks]:
    """The marks of every sheet by its name; nothing where the workbook is put together in another way."""
    relations = {
        one.get("Id", ""): one.get("Target", "") for one in _tags(archive, "xl/_rels/workbook.xml.rels", _RELATION)
    }
    looks = _looks(_part(archive, "xl/styles.xml"))
    marks = {}
    for sheet in _tags(archive, "xl/workbook.xml", _SHEET):
        target = next(
            (relations[value] for name, value in sheet.items() if name.endswith(":id") and value in relations), ""
        )
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        marks[html.unescape(sheet.get("name", ""))] = _marks(_part(archive, path), looks)
    return marks


def _marks(sheet: str, looks: dict[str, Look | int]) -> Marks:
    marks = Marks()
    for match in _CELL.finditer(sheet):
        cell = dict(_ATTRIBUTE.findall(match[1]))
        address = _ADDRESS.fullmatch(cell.get("r", ""))
        if address is None or match[1].endswith("/"):
            continue
        place = int(address[2]) - 1, _column(address[1])
        marks.reach(*place)
        if cell.get("t") == "e":
            marks.errors.add(place)
        if cell.get("s") in looks:
            marks.looks[place] = looks[cell["s"]]
    return marks


def _looks(styles: str) -> dict[str, Look | int]:
    """The looks of the styles that have one, by the style's number as cells name it."""
    own = {
        one.get("numFmtId", ""): _look(html.unescape(one.get("formatCode", ""))) for one in _attributes(styles, _FORMAT)
    }
    listed = _STYLES.search(styles)
    looks: dict[str, Look | int] = {}
    for number, style in enumerate(_attributes(listed[0] if listed else "", _STYLE)):
        code = style.get("numFmtId", "")
        look: Look | int | None = own[code] if code in own else _BUILT_IN.get(code)
        if look is not None:
            looks[str(number)] = look
    return looks


def _look(code: str) -> Look | int | None:
    shown = _NOT_CODE.sub("", code.lower()).split(";")[0]
    letters = set(shown) & set("ymdhs")
    if letters == {"y", "m"}:
        return Look.MONTH
    if letters == {"d", "m"}:
        return Look.DAY_AND_MONTH
    if letters == {"y"}:
        return Look.YEAR
    if "%" in shown:
        return Look.PERCENT
    decimals = _DECIMALS.match(shown)
    return len(decimals[1]) if decimals else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _part(archive: Archive, name: str) -> str:
    return (archive.read(name) or b"").decode("utf-8", "replace")


def _tags(archive: Archive, name: str, tag: re.Pattern[str]) -> Iterator[dict[str, str]]:
    return _attributes(_part(archive, name), tag)


def _attributes(text: str, tag: re.Pattern[str]) -> Iterator[dict[str, str]]:
    for match in tag.finditer(text):
        yield dict(_ATTRIBUTE.findall(match[1]))
