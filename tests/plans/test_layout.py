"""Columns by what their headings mean, in any order; headings of two rows; sections and numbers of every kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.columns import Column, heading_at
from plans.item_numbers import from_date, is_number, parted, tidy
from plans.layout import lay_out
from plans.measures import read_measures
from plans.rows import Paragraph, Remark, TableRow
from states.draft import Severity
from tests.plans.builders import draft_of, errors_of, order_text, problems_of

HEADINGS = {
    "№": Column.NUMBER,
    "№ п/п": Column.NUMBER,
    "N п/п": Column.NUMBER,
    "№№ пп": Column.NUMBER,
    "Пункт": Column.NUMBER,
    "Мероприятие": Column.TITLE,
    "Наименование мероприятия": Column.TITLE,
    "Наименование": Column.TITLE,
    "Содержание работы": Column.TITLE,
    "Меро-приятия": Column.TITLE,
    "СОДЕРЖАНИЕ": Column.TITLE,
    "Срок": Column.DEADLINE,
    "Сроки исполнения": Column.DEADLINE,
    "Срок реали- зации": Column.DEADLINE,
    "Дата проведения": Column.DEADLINE,
    "Период": Column.DEADLINE,
    "Дата начала": Column.START,
    "Начало": Column.START,
    "Срок окончания": Column.END,
    "Завершение": Column.END,
    "Ответственный": Column.EXECUTORS,
    "Ответственные исполнители": Column.EXECUTORS,
    "Ответст-венные": Column.EXECUTORS,
    "Исполнители, соисполнители": Column.EXECUTORS,
    "ФИО ответственного": Column.EXECUTORS,
    "Соисполнители": Column.CO_EXECUTORS,
    "Ожидаемый результат": Column.RESULT,
    "Итог": Column.RESULT,
    "Показатель": Column.INDICATOR,
    "Целевой индикатор": Column.INDICATOR,
    "Вид документа": Column.DOCUMENT,
    "Подтверждающий документ": Column.DOCUMENT,
    "Форма отчётности": Column.DOCUMENT,
    "Ожидаемый результат (вид документа)": Column.DOCUMENT,
    "Примечание": Column.NOTE,
    "Отметка об исполнении": Column.NOTE,
    "Направление деятельности": Column.SECTION,
}
USUAL = {
    Column.NUMBER: "№",
    Column.TITLE: "Мероприятие",
    Column.DEADLINE: "Срок",
    Column.EXECUTORS: "Исполнитель",
    Column.RESULT: "Результат",
}


def row(*cells, **about):
    return TableRow(place="line 1", cells=cells, **about)


@pytest.mark.parametrize(("label", "column"), HEADINGS.items())
def test_a_heading_is_known_by_its_meaning(label, column):
    beside = ("Соисполнитель",) if column is Column.EXECUTORS else ("Ответственный",)
    title = () if column is Column.TITLE else ("Мероприятие",)
    heading = heading_at(row(label, *title, *beside), None)
    assert heading is not None
    assert heading.columns[0] is column


@given(st.permutations(list(USUAL)), st.integers(min_value=3, max_value=5))
def test_columns_are_found_in_any_order_more_or_fewer(order, count):
    kept = [
        Column.TITLE,
        Column.EXECUTORS,
        *(column for column in order if column not in {Column.TITLE, Column.EXECUTORS}),
    ]
    columns = sorted(kept[:count], key=order.index)
    heading = heading_at(row(*(USUAL[column] for column in columns)), None)
    assert heading is not None
    assert list(heading.columns.values()) == columns


NO_HEADINGS = (
    ("1.1", "Мероприятие по сроку", "Период", "Ответственный"),
    ("№", "Наименование товара", "Цена"),
    ("Мероприятие",),
    ("Раздел 1. Начало", "", ""),
    ("", "Ответственный исполнитель за сбор отзывов обо всех мероприятиях плана назначается школой", "Май", "СОШ № 1"),
)


@pytest.mark.parametrize("cells", NO_HEADINGS)
def test_what_only_looks_like_a_heading_is_none(cells):
    assert heading_at(row(*cells), None) is None


TWO_ROWS = {
    "left blank": (("№", "Мероприятие", "Срок", "", "Исполнитель"), ("", "", "начало", "окончание", ""), {}),
    "repeated": (
        ("№", "Мероприятие", "Срок", "Срок", "Исполнитель"),
        ("№", "Мероприятие", "начало", "окончание", "Исполнитель"),
        {"from_above": frozenset({0, 1, 4})},
    ),
}


@pytest.mark.parametrize("way", TWO_ROWS)
def test_two_rows_of_a_heading_are_read_together(way):
    first, second, about = TWO_ROWS[way]
    heading = heading_at(row(*first), row(*second, **about))
    assert heading is not None
    assert heading.height == 2
    assert list(heading.columns.values()) == [
        Column.NUMBER, Column.TITLE, Column.START, Column.END, Column.EXECUTORS,
    ]  # fmt: skip


def test_names_under_one_general_name_are_read_too():
    first, second = ("№", "Мероприятие", "Исполнение", "", ""), ("", "", "срок", "ответственный", "результат")
    heading = heading_at(row(*first), row(*second))
    assert heading is not None
    assert list(heading.columns.values())[2:] == [Column.DEADLINE, Column.EXECUTORS, Column.RESULT]


def plan(*rows, heading="№\tМероприятие\tСрок\tИсполнитель\tРезультат"):
    return draft_of(order_text(*rows, heading=heading))


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        ("01.03.2025", "31.05.2025", "с 01.03.2025 по 31.05.2025"),
        ("", "31.05.2025", "до 31.05.2025"),
        ("", "до 31 мая", "до 31 мая"),
        ("март", "май", "с март по май"),
        ("с 1 марта", "по 31 мая", "с 1 марта по 31 мая"),
        ("постоянно", "-", "постоянно"),
        ("май 2025", "май 2025", "май 2025"),
        ("", "", ""),
    ],
)
def test_start_and_end_make_one_deadline(start, end, meant):
    heading = "№\tМероприятие\tНачало\tОкончание\tИсполнитель"
    (item,) = plan(f"1.1\tДело\t{start}\t{end}\tМКУ ЦРО", heading=heading).items
    assert item.deadline_text == meant


def test_co_executors_follow_the_lead():
    heading = "№\tМероприятие\tСрок\tСоисполнители\tОтветственный исполнитель"
    (item,) = plan("1.1\tДело\tМай 2025\tМАУ «Диалог»\tМКУ ЦРО", heading=heading).items
    assert [executor.name for executor in item.executors] == ["МКУ ЦРО", "МАУ «Диалог»"]


def test_result_indicator_and_document_are_one_expected_result_and_ask_for_evidence():
    heading = "№\tМероприятие\tСрок\tИсполнитель\tПоказатель\tРезультат\tВид документа"
    rows = (
        "1.1\tДело\tМай 2025\tМКУ ЦРО\tНе менее 40 уроков\tУроки прошли\tПриказ",
        "1.2\tДело\tМай 2025\tМКУ ЦРО\t\tУроки прошли\t-",
    )
    first, second = plan(*rows, heading=heading).items
    assert first.expected_result == "Уроки прошли; Не менее 40 уроков; Приказ"
    assert (first.evidence_asked, second.evidence_asked) == (True, False)
    assert second.expected_result == "Уроки прошли"


def test_columns_that_no_item_takes_are_named():
    heading = "№\tМероприятие\tСрок\tИсполнитель\tИсточник денег\tПримечание"
    draft = plan("1.1\tДело\tМай 2025\tМКУ ЦРО\tбюджет\tважно", heading=heading)
    assert [problem.text.split("»")[0] for problem in problems_of(draft, "column_unread")] == [
        "the column «Источник денег",
        "the column «Примечание",
    ]


def test_a_column_of_sections_makes_sections():
    heading = "Направление\t№\tМероприятие\tСрок\tИсполнитель"
    rows = ("Начало\t1\tРаз\tМай 2025\tМКУ ЦРО", "\t2\tДва\tМай 2025\tМКУ ЦРО", "Итоги\t3\tТри\tМай 2025\tМКУ ЦРО")
    draft = plan(*rows, heading=heading)
    assert draft.sections == ("Начало", "Итоги")
    assert [item.section for item in draft.items] == [0, 0, 1]


SECTIONS = ("Раздел 1. Начало", "I. Начало", "1. Начало", "1.\tНачало", "II\tНачало", "Блок «Начало»", "НАЧИНАЕМ")


@pytest.mark.parametrize("title", SECTIONS)
def test_sections_are_told_from_measures(title):
    draft = plan(f"{title}\t\t\t", "1.1\tДело\tМай 2025\tМКУ ЦРО\tГотово")
    assert draft.sections == (title.replace("\t", " "),)
    assert [(item.number, item.section) for item in draft.items] == [("1.1", 0)]


def test_a_section_between_rows_may_be_a_line_of_its_own():
    draft = plan("Раздел 1. Начало", "1.1\tДело\tМай 2025\tМКУ ЦРО\t", "2. Итоги", "2.1\tИтог\tМай 2025\tМКУ ЦРО\t")
    assert draft.sections == ("Раздел 1. Начало", "2. Итоги")
    assert [item.section for item in draft.items] == [0, 1]


def test_in_a_plan_numbered_straight_through_a_bare_number_is_a_measure():
    rows = ("1\tРаз\tМай 2025\tМКУ ЦРО\t", "2\tДва\t\t\t", "3\tТри\tМай 2025\tМКУ ЦРО\t")
    draft = plan("I\tНачало\t\t\t", *rows)
    assert draft.sections == ("I Начало",)
    assert [item.number for item in draft.items] == ["1", "2", "3"]
    assert [problem.code for problem in errors_of(draft)] == ["executor_missing"]


NUMBERS = {"1.": "1", "1)": "1", "а)": "а", "IV.": "IV", "1.2.3.": "1.2.3", "№ 3": "3", "2.1)": "2.1", "1 .2": "1.2"}


@pytest.mark.parametrize(("printed", "number"), NUMBERS.items())
def test_numbers_of_every_kind_number_a_measure(printed, number):
    draft = plan(f"{printed}\tДело\tМай 2025\tМКУ ЦРО\tГотово")
    assert [item.number for item in draft.items] == [number]
    assert not errors_of(draft)


def test_a_plan_without_numbers_is_numbered_in_order():
    heading = "Мероприятие\tСрок\tИсполнитель"
    draft = plan("Раз\tМай 2025\tМКУ ЦРО", "Два\tИюнь 2025\tСОШ № 1", "три слова\tи ещё\t", heading=heading)
    assert [(item.number, item.title) for item in draft.items] == [("1", "Раз"), ("2", "Два три слова")]
    assert len(problems_of(draft, "numbers_given")) == 1


def test_a_number_in_the_cell_of_its_title_is_taken_out():
    heading = "Мероприятие\tСрок\tИсполнитель"
    draft = plan("1.1. Раз\tМай 2025\tМКУ ЦРО", "1.2. Два\tИюнь 2025\tСОШ № 1", heading=heading)
    assert [(item.number, item.title) for item in draft.items] == [("1.1", "Раз"), ("1.2", "Два")]


def test_a_signature_below_the_table_is_no_measure():
    draft = plan("1.1\tДело\tМай 2025\tМКУ ЦРО\tГотово", "", "Начальник отдела\t\tЛ.С. Кедрова")
    assert [item.title for item in draft.items] == ["Дело"]
    (problem,) = problems_of(draft, "text_after_table")
    assert problem.severity is Severity.INFO


def test_remarks_of_a_reader_become_problems():
    remark = Remark(place="sheet «А»", code="sheet_unread", text="a sheet is not read")
    (problem,) = lay_out((remark, Paragraph(place="line 1", text="Приказ"))).problems
    assert (problem.code, problem.place, problem.severity) == ("sheet_unread", "sheet «А»", Severity.WARNING)


def test_cells_merged_with_the_row_above_make_one_measure_or_hold_for_both():
    heading = row("№", "Мероприятие", "Срок", "Исполнитель")
    rows = (
        row("1", "Раз", "Май", "МКУ ЦРО"),
        row("1", "Раз", "Май", "СОШ № 1", from_above=frozenset({0, 1, 2})),
        row("2", "Два", "Май", "СОШ № 4", from_above=frozenset({2})),
    )
    (table,) = lay_out((heading, *rows)).tables
    first, second = read_measures(table).measures
    assert (first.cell(Column.EXECUTORS), first.cell(Column.DEADLINE)) == ("МКУ ЦРО СОШ № 1", "Май")
    assert (second.number, second.cell(Column.DEADLINE)) == ("2", "Май")


@pytest.mark.parametrize("text", ["Открыть", "1.1. Открыть", "2025", "1) дело", ""])
def test_a_number_and_a_title_in_one_cell_keep_every_letter(text):
    number, title = parted(text)
    assert "".join(f"{number}{title}".split()) == "".join(text.split())


def test_dates_that_were_numbers_are_told_from_numbers():
    assert [from_date(text) for text in ("01.02.2025", "1 февраля", "1.2", "1.2.2025")] == ["1.2", "1.2", "", ""]
    assert [is_number(text) for text in ("1.1", "X", "г.", "раз", "01.02.2025")] == [True, True, True, False, False]
    assert tidy("1.1 .") == "1.1."
