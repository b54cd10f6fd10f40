"""Word documents made of raw mark-up, part by part: what a word processor would write and no library of ours does."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(
    body: str, *, namespace: str = TRANSITIONAL, parts: dict[str, str | bytes] | None = None, **more: str
) -> bytes:
    """A .docx with this body. `more` are parts by kind: numbering, styles, footnotes."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>", namespace),
        "word/_rels/document.xml.rels": _relations(*((kind, f"{kind}.xml") for kind in more)),
    }
    files |= {f"word/{kind}.xml": _root(kind, inside, namespace) for kind, inside in more.items()}
    return zipped(files | (parts or {}))


def zipped(files: dict[str, str | bytes]) -> bytes:
    """An archive of these files."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _root(name: str, inside: str, namespace: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<w:{name} xmlns:w="{namespace}" xmlns:mc="{COMPATIBILITY}" '
        f'xmlns:wps="urn:shape" xmlns:v="urn:schemas-microsoft-com:vml">{inside}</w:{name}>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    said = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{said}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    runs = (one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def item(text: str, level: int = 0, of: int = 1) -> str:
    """A paragraph of a list."""
    return p(*([text] if text else []), properties=listed(level, of))


def listed(level: int = 0, of: int = 1) -> str:
    """The properties of a paragraph of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>'


def tc(*inside: str, properties: str = "") -> str:
    """A cell of paragraphs, or of plain text."""
    blocks = (one if one.startswith("<") else p(one) for one in inside or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells, or of plain texts."""
    made = (one if one.startswith("<w:tc") else tc(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    """The property of a cell over several columns."""
    return f'<w:gridSpan w:val="{columns}"/>'


def level(number: int, text: str, style: str = "decimal", *, start: int = 1, more: str = "") -> str:
    """A level of a kind of list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def kind(name: int, *levels: str, more: str = "") -> str:
    """A kind of list."""
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def num(name: int, of_kind: int = 0, *, more: str = "") -> str:
    """A list of a kind."""
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of_kind}"/>{more}</w:num>'
