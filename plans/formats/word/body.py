"""The body of a Word document -> texts and tables in order, tracked changes accepted. Knows no meaning."""

from collections.abc import Iterator
from dataclasses import replace

from plans.formats.blocks import Block, Text
from plans.formats.mark_up import Element, child, children, is_on, local, value
from plans.formats.word.file import WordFile
from plans.formats.word.inline import Inline, chosen
from plans.formats.word.numbering import BULLET, Numbering
from plans.formats.word.styles import Styles
from plans.formats.word.tables import TableReader
from plans.rejected import rejected

_UNSEEN = frozenset({"del", "moveFrom", "sectPr", "tcPr", "sdtPr", "sdtEndPr"})
_ELSEWHERE = frozenset({"altChunk", "subDoc"})
_GAP = Text(lines=())


class Body:
    """A reader of one document: lists count on from paragraph to paragraph."""

    def __init__(self, file: WordFile) -> None:
        self._styles = Styles(file.styles)
        self._numbering = Numbering(file.numbering, self._styles)
        self._notes = {"footnote": file.footnotes, "endnote": file.endnotes}
        self._joined: list[Inline] = []
        self._bare: list[str] = []
        self._tables = TableReader(self.cell_blocks)

    def blocks(self, container: Element) -> Iterator[Block]:
        """The texts and tables of the body, of a cell or of a text box."""
        for one in container:
            name = local(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield self._tables.table(one)
            elif name in _ELSEWHERE:
                raise rejected("", "text_elsewhere")
            elif name == "AlternateContent":
                yield from self.blocks(chosen(one))
            elif name not in _UNSEEN:
                yield from self.blocks(one)

    def cell_blocks(self, cell: Element) -> tuple[Block, ...]:
        """A cell's texts and tables. A number that Word made is the cell's text where nothing else is."""
        outside, self._bare = self._bare, []
        found = tuple(self.blocks(cell))
        bare, self._bare = self._bare, outside
        said = any(not isinstance(block, Text) or block.lines for block in found)
        return found if said or not bare else (Text(lines=(" ".join(bare),)),)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        inline = Inline(self._styles)
        inline.add(paragraph)
        for box in inline.boxes:
            yield from self._box(box)
        properties = child(paragraph, "pPr")
        self._joined.append(inline)
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            return  # the end of this paragraph is struck out: it goes on in the next one
        parts, self._joined = self._joined, []
        yield self._text(paragraph, parts)
        if child(properties, "sectPr") is not None:
            yield _GAP

    def _box(self, box: Element) -> Iterator[Block]:
        """What stands in a text box, by itself: its lines belong together like those of a stamp."""
        yield _GAP
        for block in self.blocks(box):
            yield replace(block, aside="box") if isinstance(block, Text) else block
        yield _GAP

    def _text(self, paragraph: Element, parts: list[Inline]) -> Text:
        label = self._numbering.label(paragraph)
        text = "".join(part.text for part in parts)
        lines = text.split("\n") if text.strip() else []
        if label and not lines and label != BULLET:
            self._bare.append(label)
        breaks = is_on(child(paragraph, "pPr", "pageBreakBefore")) or any(part.breaks_first for part in parts)
        return Text(
            lines=(f"{label} {lines[0]}", *lines[1:]) if label and lines else tuple(lines),
            aside=self._styles.aside(paragraph),
            numbered=bool(label),
            break_before=breaks,
            struck="".join(part.struck for part in parts),
            notes=tuple(self._note(*note) for part in parts for note in part.notes),
        )

    def _note(self, kind: str, name: str) -> str:
        """The text of a footnote or endnote."""
        root = self._notes.get(kind)
        found = next((one for one in children(root, kind) if value(one, "id") == name), None)
        texts = []
        for paragraph in found.iter() if found is not None else ():
            if isinstance(paragraph.tag, str) and local(paragraph) == "p":
                inline = Inline(self._styles)
                inline.add(paragraph)
                texts.append(inline.text)
        return " ".join(texts)
