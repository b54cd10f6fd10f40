import io
from zipfile import ZipFile

import pytest
from docx import Document

from reporting.as_docx import TEMPLATE, TemplateBroken, context, docx_bytes
from reporting.package import build
from reporting.stable_zip import stable
from reporting.summary_template import draw
from tests.reporting.builders import accepted, assignment, item, mixed, order, package_facts


def reopened(facts, template=TEMPLATE):
    return Document(io.BytesIO(docx_bytes(build(facts), template)))


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
    nasty = "<w:p/> & {{ 7 * 7 }} {% if %} ]]> «кавычки» \x07"
    document = reopened(package_facts(item(accepted(result=nasty), title=nasty), order=order(title=nasty)))
    shown = "<w:p/> & {{ 7 * 7 }} {% if %} ]]> «кавычки»"
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


def test_the_template_that_ships_is_the_one_that_is_drawn():
    assert TEMPLATE.read_bytes() == stable(draw()) == draw()


def test_every_field_is_described_for_clerks():
    described = TEMPLATE.with_name("README.md").read_text(encoding="utf-8")
    assert [name for name in context(build(mixed())) if f"`{name}`" not in described] == []


@pytest.mark.parametrize("written", ["{{ unknown_field }}", "{{ order_number", "{{ ''.__class__.__mro__ }}"])
def test_a_broken_template_is_named(tmp_path, written):
    template = tmp_path / "своя.docx"
    document = Document(str(TEMPLATE))
    document.add_paragraph(written)
    document.save(str(template))
    with pytest.raises(TemplateBroken, match=r"своя\.docx"):
        docx_bytes(build(mixed()), template)


@pytest.mark.parametrize("content", [b"", b"not a document", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_document_is_no_template(tmp_path, content):
    template = tmp_path / "своя.docx"
    template.write_bytes(content)
    with pytest.raises(TemplateBroken, match=r"своя\.docx is not a Word document"):
        docx_bytes(build(mixed()), template)


def test_a_template_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TemplateBroken, match=r"нет\.docx"):
        docx_bytes(build(mixed()), tmp_path / "нет.docx")
