"""The numbers and signs a browser puts before the items of a list. Knows no text."""

import re

from plans.formats.mark_up import Element, local
from plans.formats.word.numerals import numeral

_STYLES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "decimal": "decimal",
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_BULLET = "–"


class List:
    """One list and how far it has counted."""

    def __init__(self, element: Element) -> None:
        self._numbered = local(element) == "ol"
        self._next = _number(element.get("start"), 1)
        self._style = _style(element, "decimal" if self._numbered else "bullet")

    def label(self, item: Element) -> str:
        """What stands before the next item."""
        count = _number(item.get("value"), self._next)
        self._next = count + 1
        style = _style(item, self._style)
        if style == "none":
            return ""
        return f"{numeral(count, style)}." if self._numbered else _BULLET


def _style(element: Element, default: str) -> str:
    named = _STYLE.search(str(element.get("style") or ""))
    kind = str(element.get("type") or "") if named is None else named[1].lower()
    return _STYLES.get(kind, default)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default
