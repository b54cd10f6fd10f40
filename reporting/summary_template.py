"""Draws templates/summary.docx, the template that ships: `python -m reporting.summary_template`. Knows no package.

Whoever wants another edits the drawn file in Word; this file is not needed for it.
"""

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm

from reporting.printed import ANNEXES
from reporting.template_parts import CENTER, RIGHT, new_document, paragraph, saved, signature, text, texts
from reporting.word_template import TEMPLATES


def draw() -> bytes:
    """The template's bytes, the same every time."""
    document = new_document()
    _draw_head(document)
    _draw_body(document)
    _draw_end(document)
    _draw_annexes(document)
    return saved(document, "Информационная справка")


def _draw_head(document: Any) -> None:
    paragraph(document, "{%p if issuer %}")
    paragraph(document, "{{ issuer }}", CENTER, bold=True)
    paragraph(document, "{%p endif %}")
    paragraph(document, "ИНФОРМАЦИОННАЯ СПРАВКА", CENTER, bold=True, before=18)
    paragraph(
        document,
        "об исполнении распоряжения от {{ order_on }} № {{ order_number }}\nза {{ period }}",
        CENTER,
        bold=True,
        after=12,
    )


def _draw_body(document: Any) -> None:
    document.add_heading("1. Основание и отчётный период", 1)
    text(document, "Основание: {{ basis }}.")
    text(document, "{{ scope }}")
    document.add_heading("2. Итоги", 1)
    paragraph(document, "{{p totals }}")
    paragraph(document, "{%p if has_comparison %}")
    paragraph(document, "Сравнение с предыдущим периодом:", before=8, after=4)
    paragraph(document, "{{p comparison }}")
    paragraph(document, "{%p endif %}")
    document.add_heading("3. Исполнение по разделам", 1)
    paragraph(document, "{{p sections }}")
    _draw_chart(document, "sections")
    document.add_heading("4. Анализ", 1)
    texts(document, "analysis")
    _draw_chart(document, "weeks")
    document.add_heading("5. Исполнительская дисциплина", 1)
    text(document, "{{ formula }}.")
    text(document, "{{ worked_out }}.")
    text(document, "{{ rule }}")
    _draw_chart(document, "discipline")
    document.add_heading("6. Вывод и предложения", 1)
    texts(document, "conclusion")


def _draw_chart(document: Any, name: str) -> None:
    """The picture and its title, kept together; nothing where there is nothing to show."""
    paragraph(document, f"{{%p if chart_{name} %}}")
    picture = paragraph(document, f"{{{{ chart_{name} }}}}", CENTER, before=8)
    picture.paragraph_format.keep_with_next = True
    paragraph(document, f"{{{{ title_{name} }}}}", CENTER, size=12, after=8)
    paragraph(document, "{%p endif %}")


def _draw_end(document: Any) -> None:
    """The annexes and the signature, kept together: a signature never stands alone on a page."""
    paragraph(document, "Приложения:", before=12, size=12).paragraph_format.keep_with_next = True
    for number, annex in enumerate(ANNEXES, 1):
        paragraph(document, f"{number}. {annex.title}.", size=12).paragraph_format.keep_with_next = True
    signature(document)
    paragraph(document, "{%p if prepared_by_name or prepared_by_post %}")
    paragraph(document, "Справка подготовлена: {{ prepared_by_post }} {{ prepared_by_name }}", before=18, size=12)
    paragraph(document, "{%p endif %}")


def _draw_annexes(document: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    section.left_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.right_margin = Mm(10)
    for number, annex in enumerate(ANNEXES, 1):
        head = paragraph(document, f"Приложение {number}", RIGHT, size=12)
        head.paragraph_format.page_break_before = number > 1
        head.paragraph_format.keep_with_next = True
        paragraph(document, f"{annex.title} по состоянию на {{{{ cut_off }}}}", CENTER, bold=True, after=8, size=12)
        if annex.table == "overdue":
            paragraph(document, "{%p if has_overdue %}")
        paragraph(document, f"{{{{p {annex.table} }}}}")
        if annex.table == "overdue":
            paragraph(document, "{%p else %}")
            text(document, annex.nothing)
            paragraph(document, "{%p endif %}")


if __name__ == "__main__":
    (TEMPLATES / "summary.docx").write_bytes(draw())
