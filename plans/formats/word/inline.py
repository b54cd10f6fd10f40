"""What stands in a paragraph: its text as people see it with tracked changes accepted, the footnotes it refers to,
the text boxes anchored in it. Knows no paragraph's place or number.
"""

import re

from plans.formats.mark_up import Element, child, children, is_on, local, value
from plans.formats.word.styles import Styles

_UNSEEN = frozenset({
    "pPr", "rPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "ffData",
    "rt",
})  # fmt: skip
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "cr": "\n", "softHyphen": ""}
_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_PRIVATE = range(0xF020, 0xF07F)  # where Word keeps the signs of symbol fonts


class Inline:
    """One paragraph's content, gathered element by element."""

    def __init__(self, styles: Styles) -> None:
        self.text = ""
        self.struck = ""
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []
        self.breaks_first = False
        self._styles = styles
        self._fields: list[bool] = []
        self._hidden = False

    def add(self, element: Element) -> None:  # noqa: C901 - a table of Word's elements
        """Take in an element's content. What has no name here is a wrapping: nothing in it is lost."""
        for one in element:
            match local(one):
                case name if name in _UNSEEN:
                    pass
                case name if name in _SIGNS:
                    self._say(_SIGNS[name])
                case "t":
                    self._say(str(one.text or ""))
                case "r":
                    self._run(one)
                case "br":
                    self._break(one)
                case "fldChar":
                    self._field(one)
                case "sym":
                    self._symbol(one)
                case "footnoteReference" | "endnoteReference":
                    self._note(one)
                case "txbxContent":
                    self._box(one)
                case "AlternateContent":
                    self.add(chosen(one))
                case _:
                    self.add(one)

    def _say(self, text: str) -> None:
        """Add text unless it is hidden, or the code of a field rather than its result."""
        if not self._hidden and all(self._fields):
            self.text += text

    def _run(self, run: Element) -> None:
        before, said = self._hidden, len(self.text)
        self._hidden = before or self._styles.hides(run)
        self.add(run)
        self._hidden = before
        if is_on(child(run, "rPr", "strike")) or is_on(child(run, "rPr", "dstrike")):
            self.struck += self.text[said:]

    def _break(self, element: Element) -> None:
        if value(element, "type") == "page" and not self.text.strip():
            self.breaks_first = True
        elif value(element, "type") == "page":
            self._say("\n\n")
        else:
            self._say("\n")

    def _field(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _symbol(self, element: Element) -> None:
        named = value(element, "char") or ""
        code = int(named, 16) if _CODE.fullmatch(named) else 0
        known = code in _PRIVATE and (value(element, "font") or "").lower() == "symbol"
        sign = chr(code - 0xF000) if known else chr(code)
        self._say(sign if sign.isprintable() and not 0xE000 <= ord(sign) <= 0xF8FF else " • ")  # noqa: PLR2004

    def _note(self, element: Element) -> None:
        if not self._hidden:
            self.notes.append((local(element).removesuffix("Reference"), value(element, "id") or ""))

    def _box(self, element: Element) -> None:
        if not self._hidden:
            self.boxes.append(element)


def chosen(alternatives: Element) -> Element:
    """The one reading of a thing that Word keeps twice: the newer, unless it says nothing and the older does."""
    options = [*children(alternatives, "Choice"), *children(alternatives, "Fallback")]
    return next((one for one in options if any(local(part) == "t" for part in one.iter())), [])
