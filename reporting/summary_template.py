"""Draws templates/summary.docx, the template that ships: `python -m reporting.summary_template`. Knows no package.

The layout is that of ГОСТ Р 7.0.97-2016: margins 20, 10, 20, 20 mm, Times New Roman, indent 1.25 cm, page numbers at
the top centre from the second page. Whoever wants another edits the drawn file in Word; this file is not needed for it.
"""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reporting.as_docx import TEMPLATE
from reporting.stable_zip import stable

FONT = "Times New Roman"
DRAWN_AT = datetime(2024, 1, 1, tzinfo=UTC)
CENTER, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
LEFT = WD_ALIGN_PARAGRAPH.LEFT

_RULE = (
    "Учитываются обязательные поручения, срок которых истёк к отчётной дате или отчёты по которым представлены. "
    "Своевременность определяется по дате представления отчёта. Поручения, снятые с контроля, отложенные и "
    "направленные сторонним организациям, не учитываются. Мероприятия, исполняемые постоянно, оцениваются по отчётным "
    "срокам."
)


def draw() -> bytes:
    """The template's bytes, the same every time."""
    document = Document()
    _set_styles(document)
    _portrait(document.sections[0])
    _draw_head(document)
    _draw_body(document)
    _draw_signature(document)
    _draw_annexes(document)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "Информационная справка", ""
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


def _draw_head(document: Any) -> None:
    _paragraph(document, "{%p if issuer %}")
    _paragraph(document, "{{ issuer }}", CENTER, bold=True)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "ИНФОРМАЦИОННАЯ СПРАВКА", CENTER, bold=True, before=18)
    _paragraph(
        document,
        "об исполнении распоряжения от {{ order_on }} № {{ order_number }}\nза {{ period }}",
        CENTER,
        bold=True,
        after=12,
    )


def _draw_body(document: Any) -> None:
    document.add_heading("1. Основание и отчётный период", 1)
    _text(document, "Основание: {{ basis }}.")
    _text(document, "{{ scope }}")
    document.add_heading("2. Итоги", 1)
    _paragraph(document, "{{p totals }}")
    document.add_heading("3. Исполнение по разделам", 1)
    _paragraph(document, "{{p sections }}")
    document.add_heading("4. Анализ", 1)
    _texts(document, "analysis")
    document.add_heading("5. Исполнительская дисциплина", 1)
    _text(document, "{{ formula }}.")
    _text(document, "{{ worked_out }}.")
    _text(document, _RULE)
    document.add_heading("6. Вывод и предложения", 1)
    _texts(document, "conclusion")


def _texts(document: Any, name: str) -> None:
    _paragraph(document, f"{{%p for sentence in {name} %}}")
    _text(document, "{{ sentence }}")
    _paragraph(document, "{%p endfor %}")


def _draw_signature(document: Any) -> None:
    _paragraph(document, "", before=18)
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, (120, 60), strict=True):
        column.width = cell.width = Mm(width)
    post, name = table.rows[0].cells
    post.paragraphs[0].add_run("{{ signatory_post or '____________________' }}")
    name.paragraphs[0].add_run("{{ signatory_name or '____________________' }}")
    name.paragraphs[0].alignment = RIGHT
    _paragraph(document, "{%p if prepared_by_name or prepared_by_post %}")
    _paragraph(document, "Справка подготовлена: {{ prepared_by_post }} {{ prepared_by_name }}", before=18, size=12)
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "Приложения:", before=12, size=12)
    for number, (title, _) in enumerate(_ANNEXES, 1):
        _paragraph(document, f"{number}. {title}.", size=12)


_ANNEXES = (
    ("Сведения об исполнении мероприятий и пунктов распоряжения", "items"),
    ("Просроченные поручения", "overdue"),
    ("Исполнительская дисциплина по исполнителям", "executors"),
)


def _draw_annexes(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    section.left_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.right_margin = Mm(10)
    for number, (title, table) in enumerate(_ANNEXES, 1):
        head = _paragraph(document, f"Приложение {number}", RIGHT, size=12)
        head.paragraph_format.page_break_before = number > 1
        head.paragraph_format.keep_with_next = True
        _paragraph(document, f"{title} по состоянию на {{{{ cut_off }}}}", CENTER, bold=True, after=8, size=12)
        if table == "overdue":
            _paragraph(document, "{%p if has_overdue %}")
        _paragraph(document, f"{{{{p {table} }}}}")
        if table == "overdue":
            _paragraph(document, "{%p else %}")
            _text(document, "Просроченных поручений нет.")
            _paragraph(document, "{%p endif %}")


def _text(document: Any, text: str) -> None:
    _paragraph(document, text, BOTH).paragraph_format.first_line_indent = Mm(12.5)


def _paragraph(  # noqa: PLR0913 - the looks of one paragraph
    document: Any,
    text: str,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    size: float | None = None,
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size) if size else None
    return paragraph


if __name__ == "__main__":
    TEMPLATE.write_bytes(draw())
