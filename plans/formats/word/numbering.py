"""The numbers Word itself puts before paragraphs: they stand nowhere in the text. Counts as Word counts.
Knows nothing of what is numbered.
"""

import re
from dataclasses import dataclass, field

from plans.formats.mark_up import Element, child, children, is_on, number, value
from plans.formats.word.numerals import numeral
from plans.formats.word.styles import Styles, style_level

_PLACEHOLDER = re.compile(r"%([1-9])")
BULLET = "–"


@dataclass(kw_only=True)
class _List:
    """A kind of list and how far it has counted; lists that share it go on counting each other's items."""

    levels: dict[int, Element]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document. `label` must be asked in the order of the document, once for each paragraph."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._kinds = _kinds(root)
        self._lists = {value(one, "numId") or "": one for one in children(root, "num")}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Element) -> str:
        """What stands before this paragraph: a number, a dash for a sign, or nothing."""
        found, level = self._place(paragraph)
        one = self._lists.get(found)
        kind = self._kinds.get(value(child(one, "abstractNumId")) or "")
        if one is None or kind is None:
            return ""
        levels = kind.levels | _replaced(one)
        if level not in levels:
            return ""
        self._count(kind, one, level, levels)
        return _printed(kind, level, levels)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and the level a paragraph stands in, by itself or by its style."""
        own = child(paragraph, "pPr", "numPr")
        named = value(child(own, "numId"))
        if named is not None:
            return named, number(child(own, "ilvl"))
        for _, style in self._styles.chain(self._styles.style_of(paragraph)):
            inherited = value(child(style, "pPr", "numPr", "numId"))
            if inherited is not None:
                kind = self._kinds.get(value(child(self._lists.get(inherited), "abstractNumId")) or "")
                level = style_level(style, kind.levels if kind else {})
                return inherited, number(child(own, "ilvl"), default=level)
        return "", 0

    def _count(self, kind: _List, one: Element, level: int, levels: dict[int, Element]) -> None:
        start = self._restart(one, level)
        if start is not None:
            kind.counts[level] = start
        elif level in kind.counts:
            kind.counts[level] += 1
        else:
            kind.counts[level] = _start(levels[level])
        for above in range(level):  # Word counts a level that was passed over as begun
            if above in levels:
                kind.counts.setdefault(above, _start(levels[above]))
        for below in [index for index in kind.counts if index > level]:
            if _begins_anew(levels.get(below), below, level):
                del kind.counts[below]

    def _restart(self, one: Element, level: int) -> int | None:
        """The number this list begins a level with, where it does not go on with the count of its kind."""
        key = (value(one, "numId") or "", level)
        if key in self._begun:
            return None
        self._begun.add(key)
        overrides = (over for over in children(one, "lvlOverride") if number(over, "ilvl") == level)
        start = next((child(over, "startOverride") for over in overrides), None)
        return number(start, default=1) if start is not None else None


def _kinds(root: Element | None) -> dict[str, _List]:
    """The kinds of lists by id; one that only points to a list style is that style's."""
    found: dict[str, _List] = {}
    by_style: dict[str, _List] = {}
    pointing: dict[str, str] = {}
    for one in children(root, "abstractNum"):
        name = value(one, "abstractNumId") or ""
        found[name] = _List(levels={number(level, "ilvl"): level for level in children(one, "lvl")})
        if style := value(child(one, "styleLink")):
            by_style[style] = found[name]
        if style := value(child(one, "numStyleLink")):
            pointing[name] = style
    return found | {name: by_style[style] for name, style in pointing.items() if style in by_style}


def _replaced(one: Element) -> dict[int, Element]:
    """The levels a list has of its own."""
    return {
        number(over, "ilvl"): level
        for over in children(one, "lvlOverride")
        if (level := child(over, "lvl")) is not None
    }


def _start(level: Element) -> int:
    return number(child(level, "start"), default=1)


def _begins_anew(level: Element | None, below: int, after: int) -> bool:
    """Whether a deeper level starts again after an item of level `after`: by default always, else as it is told."""
    restart = child(level, "lvlRestart")
    return restart is None or (number(restart, default=below) > after and number(restart) != 0)


def _printed(kind: _List, level: int, levels: dict[int, Element]) -> str:
    if _style(levels[level]) == "bullet":
        return BULLET
    figures = is_on(child(levels[level], "isLgl"))

    def of_level(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        style = _style(levels[index]) if index in levels else "decimal"
        return numeral(kind.counts.get(index, 1), "decimal" if figures else style)

    return _PLACEHOLDER.sub(of_level, value(child(levels[level], "lvlText")) or "").strip()


def _style(level: Element) -> str:
    return value(child(level, "numFmt")) or "decimal"
