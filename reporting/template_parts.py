"""What the Word templates that ship share: styles, page, paragraphs, the signature. Knows no field.

The layout is that of ГОСТ Р 7.0.97-2016: margins 20, 10, 20, 20 mm, Times New Roman, indent 1.25 cm, page numbers at
the top centre from the second page.
"""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reporting.stable_zip import stable

FONT = "Times New Roman"
DRAWN_AT = datetime(2024, 1, 1, tzinfo=UTC)
CENTER, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT = WD_ALIGN_PARAGRAPH.LEFT


def new_document() -> Any:
    """An empty portrait page with the styles."""
    document = Document()
    _set_styles(document)
    _portrait(document.sections[0])
    settings = document.settings.element  # whose children have an order that Word insists on
    settings.find(qn("w:defaultTabStop")).addnext(OxmlElement("w:autoHyphenation"))
    return document


def saved(document: Any, title: str) -> bytes:
    """The document's bytes, the same every time."""
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", title, ""
    properties.created = properties.modified = DRAWN_AT
    written = io.BytesIO()
    document.save(written)
    return stable(written.getvalue())


def _set_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _set_font(normal, 14)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    heading = document.styles["Heading 1"]
    _set_font(heading, 14, bold=True)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(6)
    heading.paragraph_format.first_line_indent = Mm(12.5)
    table = document.styles.add_style("SrokTable", WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = normal
    _set_font(table, 10)
    table.paragraph_format.line_spacing = 1.0


def _set_font(style: Any, size: int, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[theme]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    properties.append(language)


def _portrait(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    run.font.size = Pt(12)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run._r.append(_field_part(kind, text))  # noqa: SLF001 - python-docx has no fields


def _field_part(kind: str | None, text: str | None) -> Any:
    part = OxmlElement("w:instrText" if text else "w:fldChar")
    if text:
        part.text = text
    else:
        part.set(qn("w:fldCharType"), kind)
    return part


def two_columns(document: Any, widths: tuple[float, float]) -> tuple[Any, Any]:
    """A table of one row without lines; its two cells."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = Mm(width)
    left, right = table.rows[0].cells
    return left, right


def signature(document: Any) -> None:
    """Who signs, or a line to sign on."""
    paragraph(document, "", before=18).paragraph_format.keep_with_next = True
    post, name = two_columns(document, (120, 60))
    post.paragraphs[0].add_run("{{ signatory_post or '____________________' }}")
    name.paragraphs[0].add_run("{{ signatory_name or '____________________' }}")
    name.paragraphs[0].alignment = RIGHT


def texts(document: Any, name: str) -> None:
    """A paragraph for each text of a field that is a list."""
    paragraph(document, f"{{%p for sentence in {name} %}}")
    text(document, "{{ sentence }}")
    paragraph(document, "{%p endfor %}")


def text(document: Any, words: str) -> Any:
    """A paragraph of running text."""
    made = paragraph(document, words, BOTH)
    made.paragraph_format.first_line_indent = Mm(12.5)
    return made


def paragraph(  # noqa: PLR0913 - the looks of one paragraph
    document: Any,
    words: str,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    size: float | None = None,
) -> Any:
    """A paragraph; spaces and size in points."""
    made = document.add_paragraph()
    made.alignment = align
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    run = made.add_run(words)
    run.bold = bold
    run.font.size = Pt(size) if size else None
    return made
