"""The body of a web page -> texts and tables in order, as a browser shows them: no scripts, nothing hidden, line breaks
kept. Knows no meaning.
"""

import re

from plans.formats.blocks import Block, Text
from plans.formats.mark_up import Element, local
from plans.formats.web.lists import List
from plans.formats.web.tables import TableReader

_UNSEEN = frozenset({
    "head", "script", "style", "template", "noscript", "title", "del", "select", "textarea", "svg", "object", "iframe",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "ul", "tr", "td", "th",
})  # fmt: skip
_STRUCK = frozenset({"s", "strike"})
_GAPS = frozenset({"p", "hr"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*(center|right|end|left|justify|start)", re.IGNORECASE)
_ASIDE = {"center": "centre", "right": "right", "end": "right"}
_NOTE = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+$")
_NOTE_LINK = re.compile(r"#_?((?:ftn|edn|sdfootnote|sdendnote)\d+)(?:sym)?$")
_NOTE_BACK = re.compile(r"#_?(?:ftnref|ednref|sd(?:foot|end)note)\d+(?:anc)?$")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


class Body:
    """A reader of one page."""

    def __init__(self, root: Element) -> None:
        self._notes = {str(one.get("id")): one for one in root.iter("div") if _NOTE.match(str(one.get("id") or ""))}
        self._tables = TableReader(self._contents)
        self._root = root

    def blocks(self) -> tuple[Block, ...]:
        """The texts and tables of the page."""
        return self._contents(self._root)

    def _contents(self, element: Element) -> tuple[Block, ...]:
        flow = _Flow(self._tables, self._notes)
        flow.add(element, _aside(element, ""))
        flow.end_text("")
        return tuple(flow.blocks)


class _Flow:
    """The content of the page, or of one cell, as it comes."""

    def __init__(self, tables: TableReader, notes: dict[str, Element]) -> None:
        self.blocks: list[Block] = []
        self._tables, self._notes = tables, notes
        self._lines = [""]
        self._label = ""
        self._noted: list[str] = []
        self._struck = ""
        self._lists: list[List] = []

    def add(self, element: Element, aside: str) -> None:
        """Take in an element's text and children."""
        self._say(element.text)
        for one in element:
            if isinstance(one.tag, str) and not self._is_unseen(one):
                self._add_child(one, aside)
            self._say(one.tail)

    def end_text(self, aside: str, *, gap: bool = False) -> None:
        """The paragraph ends here. A `gap` is kept even where there is no text."""
        if any(line.strip() for line in self._lines):
            lines = (f"{self._label} {self._lines[0]}".strip(), *self._lines[1:])
            self.blocks.append(
                Text(
                    lines=lines, aside=aside, numbered=bool(self._label), notes=tuple(self._noted), struck=self._struck
                )
            )
            self._label = ""
            self._noted, self._struck = [], ""
        elif gap:
            self.blocks.append(Text(lines=()))
        self._lines = [""]

    def _say(self, text: str | None) -> None:
        self._lines[-1] += _BLANKS.sub(" ", text or "")

    def _is_unseen(self, element: Element) -> bool:
        hidden = element.get("hidden") is not None or _HIDDEN.search(str(element.get("style") or ""))
        return local(element) in _UNSEEN or bool(hidden) or element.get("id") in self._notes

    def _add_child(self, element: Element, aside: str) -> None:
        name = local(element)
        if name == "br":
            self._lines.append("")
        elif name == "table":
            self.end_text(aside)
            self._add_table(element)
        elif name == "a" and self._is_note(str(element.get("href") or "")):
            return
        elif name in _BLOCKS:
            self._add_block(element, name, aside)
        elif name in _STRUCK:
            self._struck += "".join(element.itertext())
            self.add(element, aside)
        else:
            self.add(element, aside)

    def _add_block(self, element: Element, name: str, aside: str) -> None:
        self.end_text(aside)
        if name in {"ol", "ul"}:
            self._lists.append(List(element))
        elif name == "li" and self._lists:
            self._label = self._lists[-1].label(element)
        own = _aside(element, aside)
        self.add(element, own)
        self.end_text(own, gap=name in _GAPS)
        if name in {"ol", "ul"}:
            self._lists.pop()
        elif name == "li":
            self._label = ""

    def _add_table(self, table: Element) -> None:
        for one in table:
            if local(one) == "caption":
                self._add_block(one, "caption", "centre")
        self.blocks.append(self._tables.table(table))

    def _is_note(self, link: str) -> bool:
        """Whether a link leads to a footnote, which is then noted, or back from one."""
        match = _NOTE_LINK.search(link)
        if match and match[1] in self._notes:
            self._noted.append(_plain(self._notes[match[1]]))
            return True
        return bool(_NOTE_BACK.search(link))


def _aside(element: Element, inherited: str) -> str:
    """How an element is set apart, by itself or by what it stands in."""
    styled = _ALIGNED.search(str(element.get("style") or ""))
    side = styled[1].lower() if styled else str(element.get("align") or "").lower()
    side = "center" if local(element) == "center" else side
    return _ASIDE.get(side, "") if side else inherited


def _plain(note: Element) -> str:
    """A footnote's text without the sign that leads back from it."""
    back = {link for link in note.iter("a") if _NOTE_BACK.search(str(link.get("href") or ""))}
    parts = [_without(one, back) for one in note]
    return _BLANKS.sub(" ", " ".join([note.text or "", *parts])).strip()


def _without(element: Element, left_out: set[Element]) -> str:
    if element in left_out:
        return str(element.tail or "")
    return "".join([element.text or "", *(_without(one, left_out) for one in element), element.tail or ""])
