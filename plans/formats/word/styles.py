"""A Word file's styles, as far as they change what a person reads: numbering, alignment, hidden text.
Knows no document.
"""

from collections.abc import Iterator

from plans.formats.mark_up import Element, child, children, is_on, number, value

_ASIDE = {"center": "centre", "right": "right", "end": "right"}
_FAR_RIGHT = 3000  # twentieths of a point: an annex's heading is often pushed to the right by an indent


class Styles:
    """What a paragraph or a run has by its style, looked up along the chain of styles it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in children(root, "style"):
            name = value(style, "styleId") or ""
            self._styles[name] = style
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true", "on"}:
                self._default = name

    def style_of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value(child(paragraph, "pPr", "pStyle")) or self._default

    def chain(self, name: str) -> Iterator[tuple[str, Element]]:
        """The style and those it is based on, nearest first; a style based on itself ends the chain."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = value(child(self._styles[name], "basedOn")) or ""

    def aside(self, paragraph: Element) -> str:
        """How a paragraph is set apart from running text."""
        own = child(paragraph, "pPr")
        sources = [own, *(child(style, "pPr") for _, style in self.chain(self.style_of(paragraph)))]
        aligned = next((jc for source in sources if (jc := child(source, "jc")) is not None), None)
        side = _ASIDE.get(value(aligned) or "", "")
        if side:
            return side
        indent = next((one for source in sources if (one := child(source, "ind")) is not None), None)
        far = max(number(indent, "left"), number(indent, "start")) >= _FAR_RIGHT
        return "indented" if far else ""

    def hides(self, run: Element) -> bool:
        """Whether a run is hidden text: nobody who reads the document sees it."""
        properties = child(run, "rPr")
        own = child(properties, "vanish")
        if own is not None:
            return is_on(own)
        styled = (child(style, "rPr", "vanish") for _, style in self.chain(value(child(properties, "rStyle")) or ""))
        return is_on(next((one for one in styled if one is not None), None))


def style_level(style: Element, levels: dict[int, Element]) -> int:
    """The level of a list that is tied to this style, else the one the style names."""
    name = value(style, "styleId")
    tied = (index for index, level in levels.items() if value(child(level, "pStyle")) == name)
    return next(tied, number(child(style, "pPr", "numPr", "ilvl")))
