import io
from datetime import date
from zipfile import ZipFile

import pytest
from docx import Document

from reporting import letter_template, summary_template
from reporting.as_docx import (
    LETTER,
    SUMMARY,
    docx_bytes,
    letter_docx,
    letter_fields,
    summary_fields,
    template_problems,
    templates_used,
)
from reporting.package import build
from reporting.stable_zip import stable
from reporting.word_template import TEMPLATES, TemplateBroken, template
from states.assignment import State
from states.belonging import Span
from tests.reporting.builders import accepted, assignment, item, mixed, order, package_facts

MAY = Span(date(2024, 5, 1), date(2024, 5, 31))


def reopened(facts, path=TEMPLATES / SUMMARY):
    return Document(io.BytesIO(docx_bytes(build(facts), path)))


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_report_says_what_it_is_of_and_is_signed():
    document = reopened(mixed())
    said = texts(document)
    assert said[:2] == ["Департамент образования", "ИНФОРМАЦИОННАЯ СПРАВКА"]
    assert said[
        2
    ] == "об исполнении распоряжения от\u00a019.01.2024 № 19/р\nза первое полугодие 2024\u00a0года".replace(
        "от\u00a0", "от "
    )
    assert "1. Основание и отчётный период" in said
    assert any("3 / (3 + 1 + 1) = 60,0\N{NO-BREAK SPACE}%" in one for one in said)
    assert "Справка подготовлена: директор Методического центра А.П.\u00a0Ветлугина" in said
    assert ["Председатель комитета", "П.И.\u00a0Озеров"] in [row for table in document.tables for row in cells(table)]


def test_the_tables_hold_what_was_decided():
    package = build(mixed())
    totals, sections, _signature, items, overdue, executors = reopened(mixed()).tables
    assert [tuple(row) for row in cells(totals)[1:]] == list(package.total_lines)
    assert [row[0] for row in cells(sections)[1:]] == [one.title for one in package.sections]
    numbers = [row[0] for row in cells(items)]
    assert numbers == ["№", "Раздел 1. Сопровождение", "1.10", "1.11", "Пункты распоряжения", "п.\u00a02"]
    assert cells(overdue)[1][5] == "лицей №\u00a03"
    assert len(cells(executors)) == 1 + len(package.executors)


def test_the_page_is_laid_out_as_the_standard_asks():
    document = reopened(mixed())
    letter, annex = document.sections
    for section in (letter, annex):
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(margin.mm) for margin in margins] == [20, 10, 20, 20]
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    assert letter.different_first_page_header_footer
    assert "PAGE" in letter.header._element.xml  # noqa: SLF001 - what python-docx does not read
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_table_headings_repeat_and_no_table_is_wider_than_its_page():
    for table in reopened(mixed()).tables:
        if len(table.rows) > 1:
            assert "w:tblHeader" in table._element.xml.split("</w:tr>")[0]  # noqa: SLF001 - as above
            assert sum(column.width.mm for column in table.columns) <= 268


def test_what_people_type_stays_text():
    nasty = "<w:p/> & {{ 7 * 7 }} {% if %} ]]> «кавычки» \x07\ue000items\ue000"
    document = reopened(package_facts(item(accepted(result=nasty), title=nasty), order=order(title=nasty)))
    shown = "<w:p/> & {{ 7 * 7 }} {% if %} ]]> «кавычки» items"
    assert any(shown in one for one in texts(document))
    assert cells(document.tables[3])[2][1] == shown


def test_without_anything_overdue_the_annex_says_so():
    document = reopened(package_facts(item(accepted())))
    assert "Просроченных поручений нет." in texts(document)
    assert len(document.tables) == 5


def test_without_supervisors_there_is_a_line_to_sign_on():
    document = reopened(package_facts(item(accepted()), order=order(supervisors=(), issuer="")))
    assert cells(document.tables[2]) == [["____________________", "____________________"]]
    assert not any("Справка подготовлена" in one for one in texts(document))


def test_the_same_package_makes_the_same_bytes_and_remembers_no_clock():
    first = docx_bytes(build(mixed()))
    assert first == docx_bytes(build(mixed()))
    with ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    properties = Document(io.BytesIO(first)).core_properties
    assert str(properties.created).startswith("2024-06-28 00:00:00")


def test_a_changed_package_makes_other_bytes():
    assert docx_bytes(build(mixed())) != docx_bytes(build(package_facts(item(assignment()))))


def test_the_templates_that_ship_are_those_that_are_drawn():
    for name, draw in ((SUMMARY, summary_template.draw), (LETTER, letter_template.draw)):
        assert (TEMPLATES / name).read_bytes() == stable(draw()) == draw()


def test_every_field_is_described_for_clerks():
    described = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    package = build(mixed())
    fields = {*summary_fields(package), *letter_fields(package), "chart_sections", "chart_weeks", "chart_discipline"}
    assert [name for name in sorted(fields) if f"`{name}`" not in described] == []


def test_charts_stand_in_the_report_as_pictures_with_words_for_who_cannot_see_them():
    document = reopened(mixed())
    assert len(document.inline_shapes) == 3
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]  # noqa: SLF001 - no API
    assert described[0].startswith("Исполнение поручений по разделам. Раздел 1. Сопровождение: принято – 2")
    assert {round(shape.width.mm) for shape in document.inline_shapes} == {180}
    assert "Просроченные поручения на конец недели" in texts(document)


def test_what_has_nothing_to_show_has_no_picture():
    document = reopened(package_facts(item(assignment(state=State.REMOVED))))
    assert len(document.inline_shapes) == 1
    assert "Просроченные поручения на конец недели" not in texts(document)


def test_the_period_before_stands_beside_this_one():
    package = build(mixed(), package_facts(item(accepted()), period=MAY, cut_off=MAY.ends_on))
    document = Document(io.BytesIO(docx_bytes(package)))
    heading, *lines = cells(document.tables[1])
    assert heading[1] == "Май 2024\u00a0года, на 31.05.2024"
    assert lines[0] == ["Мероприятий и пунктов", "1", "3", "+2"]


def test_the_letter_says_to_whom_what_is_sent_and_what_is_missing():
    addressed = order(addressee="ТОИПКРО")
    document = Document(io.BytesIO(letter_docx(build(package_facts(*mixed().items, order=addressed)))))
    said = texts(document)
    assert said[0] == "О направлении отчётных материалов за первое полугодие 2024\u00a0года"
    assert "по 1 поручению с истёкшим сроком не представлены" in said[3]
    assert "1. Информационная справка (summary.docx, summary.pdf)." in said
    assert not any("evidence.zip" in one for one in said)
    assert "ТОИПКРО" in cells(document.tables[0])[0][1]
    assert cells(document.tables[1])[0][1] == "П.И.\u00a0Озеров"


def test_a_letter_to_nobody_has_a_line_to_write_on():
    document = Document(io.BytesIO(letter_docx(build(mixed()))))
    assert cells(document.tables[0])[0][1] == "____________________________"


@pytest.fixture
def own(tmp_path):
    """An office's template with one more paragraph."""

    def written(words, name=SUMMARY):
        document = Document(str(TEMPLATES / name))
        document.add_paragraph(words)
        document.save(str(tmp_path / name))
        return tmp_path / name

    return written


def test_an_offices_own_template_is_used_and_its_hash_noted(own, tmp_path):
    path = own("Отдел развития, {{ issuer }}, {{ cut_off }}")
    assert template(SUMMARY, tmp_path) == path
    assert template(LETTER, tmp_path) == TEMPLATES / LETTER
    assert "Отдел развития, Департамент образования, 28.06.2024" in texts(reopened(mixed(), path))
    assert dict(templates_used(tmp_path))[SUMMARY] != dict(templates_used(None))[SUMMARY]
    assert template_problems(tmp_path, build(mixed())) == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "Итого {{ unknown_field }}",
            "summary.docx, paragraph «Итого {{ unknown_field }}»: unknown field unknown_field",
        ),
        ("{% for one in nothing %}x{% endfor %}", "unknown field nothing"),
        ("Номер {{ order_number", "summary.docx"),
        ("{{ ''.__class__.__mro__ }}", "summary.docx"),
        ("{{ analysis.nothing }}", "summary.docx"),
        ("{{ issuer + 1 }}", "cannot be filled in"),
        ("{{ 1 / 0 }}", "cannot be filled in"),
        ("{{ analysis[99] }}", "summary.docx"),
        ("{{ issuer | nofilter }}", "nofilter"),
        ("Итоги: {{ totals }}", "the table totals needs a paragraph of its own: write {{p totals }}"),
    ],
)
def test_a_broken_template_is_named_with_the_place_before_it_is_used(own, tmp_path, written, said):
    path = own(written)
    with pytest.raises(TemplateBroken) as raised:
        docx_bytes(build(mixed()), path)
    [found] = template_problems(tmp_path, build(mixed()))
    for text in (str(raised.value), str(found)):
        assert said in text
        assert "\n" not in text


def test_every_unknown_field_is_named_at_once(own, tmp_path):
    own("{{ first }} {{ second }}")
    assert [one.text.split(":")[0] for one in template_problems(tmp_path, build(mixed()))] == [
        "unknown field first",
        "unknown field second",
    ]


def test_an_unknown_field_in_a_header_is_found(own, tmp_path):
    path = own("")
    document = Document(str(path))
    document.sections[0].header.paragraphs[0].text = "Страница {{ page }}"
    document.save(str(path))
    [found] = template_problems(tmp_path, build(mixed()))
    assert str(found).startswith("summary.docx, paragraph «Страница {{ page }}»: unknown field page")


@pytest.mark.parametrize("content", [b"", b"not a document", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_document_is_no_template(tmp_path, content):
    path = tmp_path / "своя.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateBroken, match=r"своя\.docx is not a Word document"):
        docx_bytes(build(mixed()), path)


def test_a_template_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TemplateBroken, match=r"нет\.docx"):
        docx_bytes(build(mixed()), tmp_path / "нет.docx")


def test_what_word_insists_on_the_order_of_is_in_order():
    settings = [child.tag.rpartition("}")[2] for child in Document(str(TEMPLATES / SUMMARY)).settings.element]
    at = settings.index("autoHyphenation")
    assert settings[at - 1 : at + 2] == ["defaultTabStop", "autoHyphenation", "characterSpacingControl"]
