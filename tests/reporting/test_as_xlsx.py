import io
from datetime import date
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reporting.as_xlsx import xlsx_bytes
from reporting.matrix import SIGNS
from reporting.matrix_sheet import LOOKS, MEANINGS
from reporting.outcome import Outcome
from reporting.package import build
from reporting.sheet import height, lines_needed
from states.as_of import Explained, SentBack
from states.assignment import State
from states.extensions import Answer, Extension
from tests.reporting.builders import accepted, assignment, item, mixed, package_facts

SHEETS = [
    "Мероприятия",
    "Матрица",
    "Просрочено",
    "Продления",
    "Возвраты",
    "Не отчитались",
    "Дисциплина",
    "Как читать",
]


def rows(facts, sheet):
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(build(facts))))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def parts(facts):
    with ZipFile(io.BytesIO(xlsx_bytes(build(facts)))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet_xml(facts, title):
    return parts(facts)[f"xl/worksheets/sheet{SHEETS.index(title) + 1}.xml"]


def test_the_sheets_are_in_the_order_people_look_for_them():
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(build(mixed()))))
    assert book.sheet_names == SHEETS


def test_an_item_is_a_row_and_its_number_stays_as_printed():
    found = rows(mixed(), "Мероприятия")
    assert found[0][0] == "Исполнение распоряжения от 19.01.2024 № 19/р за первое полугодие 2024 года"
    assert found[1][0] == "По состоянию на 28.06.2024"
    assert [row[0] for row in found[4:]] == ["1.10", "1.11", "п. 2"]
    assert found[4][11:] == [6.0, 2.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]


def test_the_matrix_shows_a_sign_and_a_word_in_each_cell():
    found = rows(mixed(), "Матрица")
    assert found[4][1:] == ["1.10", "1.11", "п. 2"]
    cells = {row[0]: row[1:] for row in found[5:]}
    assert cells["СОШ № 1"] == ["✓ принято", "", "○ не начато 1 из 2"]
    assert cells["лицей № 3"][0] == "! просроч."
    assert cells["ТОИПКРО"][0] == "! просроч."


def test_the_overdue_and_the_discipline_are_listed_with_their_numbers():
    overdue = rows(mixed(), "Просрочено")
    assert overdue[2][0] == "Просроченных поручений: 1"
    assert overdue[4][2:7] == ["лицей № 3", "31.05.2024", "31.05.2024", 28.0, "на доработке"]
    discipline = rows(mixed(), "Дисциплина")
    assert discipline[2][0].startswith("Исполнительская дисциплина = ")
    assert discipline[3][0] == "Всего: 3 / (3 + 1 + 1) = 60,0\N{NO-BREAK SPACE}%."
    assert discipline[-1][0] == "Всего"
    assert discipline[-1][9:] == [3.0, 1.0, 1.0, 0.6]


def test_later_dates_returns_and_the_silent_are_listed():
    asked = Extension(asked_on=date(2024, 5, 20), until=date(2024, 7, 1), reason="=ремонт", answer=Answer.REFUSED)
    returned = (SentBack(date(2024, 5, 28), "нет приказа"),)
    facts = package_facts(item(assignment("СОШ № 1", extensions=(asked,)), accepted("СОШ № 2", sent_back=returned)))
    extensions = rows(facts, "Продления")
    assert extensions[2][0] == "Продлений и просьб о продлении: 1, не рассмотрено: 0"
    assert extensions[4][2:8] == ["СОШ № 1", "31.05.2024", "20.05.2024", "01.07.2024", "=ремонт", "отказано"]
    assert rows(facts, "Возвраты")[4][2:] == ["СОШ № 2", "31.05.2024", "28.05.2024", "нет приказа", "✓ принято"]
    assert rows(facts, "Не отчитались")[4] == ["СОШ № 1", 1.0, "1.10", 0.0, "—"]
    assert rows(package_facts(item(accepted())), "Возвраты")[2][0] == "Возвратов на доработку: 0"


def test_every_outcome_has_a_sign_a_colour_and_a_meaning():
    assert set(SIGNS) == set(LOOKS) == set(MEANINGS) == set(Outcome)
    said = [row[0] for row in rows(mixed(), "Как читать")]
    assert [sign for sign in SIGNS.values() if sign not in said] == []


@pytest.mark.parametrize("sheet", SHEETS[:-1])
def test_headings_stay_filters_are_there_and_pages_are_set(sheet):
    found = sheet_xml(mixed(), sheet)
    assert 'state="frozen"' in found
    assert "<autoFilter" in found
    assert 'orientation="landscape"' in found
    assert "fitToHeight" in found


def test_how_to_read_them_is_printed_on_one_page():
    found = sheet_xml(mixed(), "Как читать")
    assert 'fitToPage="1"' in found
    assert "fitToHeight" not in found


@pytest.mark.parametrize(
    "typed", ["=1+1", "+7 3822", "-5", "@SUM(A1)", "=cmd|'/c calc'!A0", "http://x.example", "1.10"]
)
def test_what_people_type_stays_text(typed):
    late = (Explained("postpone", typed),)
    facts = package_facts(item(accepted(typed, result=typed), assignment("2", explained=late), title=typed))
    found = rows(facts, "Мероприятия")[4]
    assert found[1] == typed
    assert rows(facts, "Матрица")[5][0] in {typed, "2"}
    everything = parts(facts)
    assert not any("<f>" in xml or "<hyperlink" in xml for xml in everything.values())


def test_what_begins_like_a_formula_is_quoted_so_that_editing_does_not_wake_it():
    assert 'quotePrefix="1"' in parts(package_facts(item(accepted(), title="=1+1")))["xl/styles.xml"]
    assert 'quotePrefix="1"' not in parts(package_facts(item(accepted())))["xl/styles.xml"]


def test_the_same_package_makes_the_same_bytes():
    assert xlsx_bytes(build(mixed())) == xlsx_bytes(build(mixed()))
    assert "2024-06-28T00:00:00Z" in parts(mixed())["docProps/core.xml"]


def test_a_package_with_nothing_overdue_and_nobody_judged_is_drawn():
    facts = package_facts(item(assignment(state=State.REMOVED, due_on=date(2024, 7, 1))), item(not_issued=(None,)))
    assert rows(facts, "Просрочено")[3][0] == "№"
    assert rows(facts, "Дисциплина")[-1][-1] == "—"


def test_rows_are_as_high_as_their_longest_text_asks():
    assert lines_needed("одно слово", 20) == 1
    assert lines_needed("слово\nслово", 20) == 2
    assert lines_needed("слово " * 20, 10) == 10
    assert height([("слово " * 9999, 5)]) == 409
