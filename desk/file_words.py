"""What pages say of files that people bring: why one is refused, and what the cells of a workbook change."""

import re
from dataclasses import dataclass

from plans.in_russian import placed
from plans.rejected import ImportRejected
from plans.sheet_diff import CellChange

_CODE = re.compile(r" \([a-z_]+\)")


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a file is refused, as a page shows it: the place in it, the reason and what to do."""

    place: str
    said: str


def refusal(fault: ImportRejected, file: str, language: str) -> Refusal:
    """The refusal of a file in words."""
    said = capitalized(fault.said.russian if language == "ru" else fault.said.english)
    place = placed(fault.place.removeprefix(file).strip(", "), language)
    return Refusal(place=capitalized(place), said=placed(said, language))


def capitalized(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class CellSaid:
    """What a cell of a workbook changes, as a page shows it."""

    cell: str
    what: str
    before: str
    after: str


def cell_said(one: CellChange, language: str) -> CellSaid:
    """A change of a cell in words."""
    what = _CODE.sub("", one.what)
    return CellSaid(cell=placed(one.cell, language), what=placed(what, language), before=one.before, after=one.after)
