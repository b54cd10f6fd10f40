"""A source in a small markup -> a Word document in raw OOXML. Knows nothing of the readers: the corpus must be able to
prove them wrong.

`!numbering %1.|%1.%2.` says how Word numbers, `!widths 6 40 …` how wide the columns are, in per cent. A line is a
paragraph; one that begins with `|` is a table row. In rows: `|H` repeats on each page, `|=` is one merged cell. In
cells: `<2>` spans two columns, `v ` begins and `^` continues a vertical merge, ` // ` parts paragraphs, `* ` bullets.
Anywhere: `#1 ` is numbered by Word on the first level, `{br}` `{tab}` `{fn …}` `{box …//…}`, `{+…+}` is a tracked
insertion, `{-…-}` a tracked deletion; `---` breaks the page.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby
from pathlib import Path
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org"
W = f"{OFFICE}/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}/officeDocument/2006/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    f'xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:a="{OFFICE}/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
BULLETS, NUMBERS = 1, 2
WIDTH = 9600
MARK = re.compile(
    r"\{(?P<plain>br|tab)\}|\{fn (?P<note>[^{}]*)\}|\{box (?P<box>[^{}]*)\}|\{\+(?P<ins>.*?)\+\}|\{-(?P<del>.*?)-\}"
)
PREFIX = re.compile(r"(?P<bullet>\* )|#(?P<level>\d) |#(?P<bare>\d)$")
SPAN = re.compile(r"<(\d)>")


class Word:
    """One document being written: its footnotes are gathered while its body is drawn."""

    def __init__(self, source: str) -> None:
        lines = [line for line in source.splitlines() if line.strip()]
        settings = dict(line[1:].split(" ", 1) for line in lines if line.startswith("!"))
        self.formats = settings.get("numbering", "%1.|%1.%2.").split("|")
        self.shares = [int(share) for share in settings.get("widths", "").split()]
        self.lines = [line for line in lines if not line.startswith("!")]
        self.notes: list[str] = []

    def body(self) -> str:
        """All paragraphs and tables."""
        parts = []
        for in_table, lines in groupby(self.lines, key=lambda line: line.startswith("|")):
            part = list(lines)
            parts.append(self.table(part) if in_table else "".join(map(self.paragraph, part)))
        return "".join(parts)

    def paragraph(self, line: str) -> str:
        """One paragraph; `---` gives a page break."""
        if line == "---":
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        prefix = PREFIX.match(line)
        if not prefix:
            return f"<w:p>{self.runs(line)}</w:p>"
        level = int(prefix["level"] or prefix["bare"] or 1) - 1
        numbering = BULLETS if prefix["bullet"] else NUMBERS
        listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
        return f"<w:p><w:pPr>{listed}</w:pPr>{self.runs(line[prefix.end() :])}</w:p>"

    def runs(self, text: str) -> str:
        """The runs of a text with its marks."""
        parts, start = [], 0
        for mark in MARK.finditer(text):
            parts += [run(text[start : mark.start()]), self.marked(mark)]
            start = mark.end()
        return "".join([*parts, run(text[start:])])

    def marked(self, mark: re.Match[str]) -> str:
        """What a mark in braces stands for."""
        tracked = 'w:id="9" w:author="Канцелярия" w:date="2025-01-10T10:00:00Z"'
        if mark["plain"]:
            return f"<w:r><w:{mark['plain']}/></w:r>"
        if mark["note"]:
            self.notes.append(mark["note"])
            return f'<w:r><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>'
        if mark["box"]:
            return text_box("".join(f"<w:p>{run(one)}</w:p>" for one in mark["box"].split("//")))
        if mark["ins"]:
            return f"<w:ins {tracked}>{self.runs(mark['ins'])}</w:ins>"
        return f"<w:del {tracked}>{run(mark['del'], 'delText')}</w:del>"

    def table(self, lines: list[str]) -> str:
        """A table with a grid wide enough for its widest row."""
        rows = [(line[:2], cells(line)) for line in lines]
        columns = max(sum(span for span, _ in row) for kind, row in rows if kind != "|=")
        widths = [WIDTH * share // 100 for share in self.shares] or [WIDTH // columns] * columns
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        drawn = "".join(self.row(kind, row, widths) for kind, row in rows)
        return (
            f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"{drawn}</w:tbl><w:p/>"
        )

    def row(self, kind: str, row: list[tuple[int, str]], widths: list[int]) -> str:
        """One row: a heading that repeats, one merged cell, or plain."""
        repeated = "<w:trPr><w:tblHeader/></w:trPr>" if kind == "|H" else ""
        shown = [(len(widths), row[0][1])] if kind == "|=" else row
        starts = accumulate((span for span, _ in shown), initial=0)
        drawn = "".join(
            self.cell(span, text, sum(widths[at : at + span])) for at, (span, text) in zip(starts, shown, strict=False)
        )
        return f"<w:tr>{repeated}{drawn}</w:tr>"

    def cell(self, span: int, text: str, width: int) -> str:
        """One cell with its merges and paragraphs."""
        merged = "<w:vMerge/>" if text == "^" else '<w:vMerge w:val="restart"/>' if text.startswith("v ") else ""
        own = "" if text == "^" else text.removeprefix("v ")
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        drawn = "".join(self.paragraph(one.strip()) for one in own.split(" // "))
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merged}</w:tcPr>{drawn}</w:tc>'


def cells(line: str) -> list[tuple[int, str]]:
    """The cells of a row with their spans."""
    parts = (part.strip() for part in line[2:].split("|")) if line[1] in "=H" else map(str.strip, line[1:].split("|"))
    return [(int(span[1]) if (span := SPAN.match(part)) else 1, SPAN.sub("", part, count=1)) for part in parts]


def run(text: str, tag: str = "t") -> str:
    """A run of plain text, or nothing."""
    return f'<w:r><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>' if text else ""


def text_box(inside: str) -> str:
    """A text box as Word writes it: a drawing, and the same again for old readers."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    shape = (
        '<wp:inline><wp:extent cx="1800000" cy="720000"/><wp:docPr id="1" name="Штамп"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
        '<wps:spPr><a:prstGeom prst="rect"/></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice><mc:Fallback>'
        f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def numbering(formats: list[str]) -> str:
    """Bullets, and numbers by levels with a hanging right bracket or dot as the source says."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(formats)
    )
    bullet = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/></w:lvl>'
    return (
        f'{DECLARATION}<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{bullet}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="{NUMBERS}"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def footnotes(notes: Iterable[str]) -> str:
    """The notes, after the two separators Word always keeps."""
    separators = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    own = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{run(" " + note)}</w:p></w:footnote>'
        for number, note in enumerate(notes, start=2)
    )
    return f"{DECLARATION}<w:footnotes {SPACES}>{separators}{own}</w:footnotes>"


def parts_of(word: Word) -> Iterator[tuple[str, str]]:
    """The package's files."""
    kinds = {"document": "document.main", "numbering": "numbering", "footnotes": "footnotes"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    yield (
        "[Content_Types].xml",
        (
            f'{DECLARATION}<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{overrides}</Types>'
        ),
    )
    yield "_rels/.rels", relations({"officeDocument": "word/document.xml"})
    yield (
        "word/_rels/document.xml.rels",
        relations({"numbering": "numbering.xml", "footnotes": "footnotes.xml"}),
    )
    landscape = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="567" w:bottom="1134" '
    section = f'{landscape}w:left="1701" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>'
    yield "word/document.xml", f"{DECLARATION}<w:document {SPACES}><w:body>{word.body()}{section}</w:body></w:document>"
    yield "word/numbering.xml", numbering(word.formats)
    yield "word/footnotes.xml", footnotes(word.notes)


def relations(targets: dict[str, str]) -> str:
    """A relationships part."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{OFFICE}/package/2006/relationships">{listed}</Relationships>'


def write_docx(source: Path, target: Path) -> None:
    """Make `target` of the markup in `source`; the same source gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts_of(Word(source.read_text(encoding="utf-8"))):
            archive.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
