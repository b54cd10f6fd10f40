"""Workbooks as offices keep them: sheets, merged cells, typed dates and numbers, formulas, .ods the same."""

from datetime import date

import pytest

from plans.draft import draft_order
from plans.formats.read_xlsx import rows_of
from plans.rejected import ImportRejected
from plans.rows import Paragraph, Remark, TableRow
from tests.plans.builders import ROSTER, errors_of, problems_of
from tests.plans.formats.readings import assert_read_exactly, needed, orders, text_of
from tests.plans.formats.workbooks import HEADING, converted, of_text, plan, workbook

DAY = "dd.mm.yyyy"


def draft_of(content):
    return draft_order(rows_of(content), file="plan.xlsx", roster=ROSTER)


def measures_of(*rows, heading=HEADING, **kwargs):
    return draft_of(workbook(plan(*rows, heading=heading), **kwargs)).items


@needed
@orders
def test_a_real_order_as_a_workbook_is_read_exactly(order):
    assert_read_exactly(rows_of(of_text(text_of(order))), order)


@needed
@orders
def test_a_real_order_as_ods_is_read_exactly(order, tmp_path):
    content = converted(of_text(text_of(order)), "ods", tmp_path)
    if content is None:
        pytest.skip("LibreOffice is not installed")
    assert_read_exactly(rows_of(content), order)


TYPED = (
    (1.1, "Первое", (date(2025, 5, 31), DAY), "МКУ ЦРО", "Готово"),
    (1.2, "Второе", (date(2025, 5, 1), "mmmm yyyy"), "МКУ ЦРО", (0.85, "0%")),
    ("1.10", "Третье", (date(2025, 6, 20), "d mmm"), "МКУ ЦРО", 12),
    ((1.2, "0.00"), "Четвёртое", (date(2025, 7, 1), "dd.mm.yyyy hh:mm"), "МКУ ЦРО", True),
)
SHOWN = [
    ("1.1", "31.05.2025", "Готово"),
    ("1.2", "май 2025", "85%"),
    ("1.10", "20 июня", "12"),
    ("1.20", "01.07.2025", "да"),
]


def shown(items):
    return [(item.number, item.deadline_text, item.expected_result) for item in items]


def test_typed_dates_and_numbers_are_read_as_they_are_shown():
    items = measures_of(*TYPED)
    assert shown(items) == SHOWN
    assert [str(item.schedule.terms[0].due_on) for item in items] == [
        "2025-05-31", "2025-05-31", "2025-06-20", "2025-07-01",
    ]  # fmt: skip


def test_an_ods_gives_the_same(tmp_path):
    content = workbook(plan(*TYPED, ("2.1", "Пятое", ("=1/0", "#DIV/0!"), "МКУ ЦРО", "")))
    ods = converted(content, "ods", tmp_path)
    if ods is None:
        pytest.skip("LibreOffice is not installed")
    draft = draft_of(ods)
    assert shown(draft.items)[:3] == SHOWN[:3]
    assert [problem.place for problem in problems_of(draft, "cell_error")] == ["sheet «План», row 12, column C"]


def test_a_number_that_excel_made_a_date_is_read_back_and_pointed_out():
    draft = draft_of(workbook(plan(((date(2025, 2, 1), "d mmm"), "Дело", "Май 2025", "МКУ ЦРО", ""))))
    assert draft.items[0].number == "1.2"
    assert len(problems_of(draft, "number_is_a_date")) == 1


def test_a_number_that_excel_cut_is_pointed_out():
    rows = [(number, "Дело", "Май 2025", "МКУ ЦРО", "") for number in (1.8, 1.9, 1.1)]
    (problem,) = problems_of(draft_of(workbook(plan(*rows))), "number_cut")
    assert problem.place == "sheet «План», row 10"
    assert "1.10" in problem.text


def test_formulas_give_their_values_and_broken_ones_are_pointed_out_with_their_address():
    row = ("1.1", ("=A1", "Собрать отзывы"), ("=1/0", "#DIV/0!"), "МКУ ЦРО", "")
    draft = draft_of(workbook(plan(row)))
    (item,) = draft.items
    assert (item.title, item.deadline_text) == ("Собрать отзывы", "")
    (problem,) = problems_of(draft, "cell_error")
    assert problem.place == "sheet «План», row 8, column C"
    assert "C8" in problem.text


def test_places_name_the_sheet_and_the_row():
    draft = draft_of(workbook(plan(("1.1", "Дело", "когда-нибудь", "МКУ ЦРО", ""))))
    assert [problem.place for problem in errors_of(draft)] == ["sheet «План», row 8"]


def test_a_deadline_merged_downwards_holds_for_every_measure():
    rows = [("1.1", "Раз", "", "МКУ ЦРО", ""), ("1.2", "Два", "", "СОШ № 1", ""), ("1.3", "Три", "Июнь", "СОШ № 4", "")]
    items = measures_of(*rows, merged=[("C8:C9", "Май 2025")])
    assert [item.deadline_text for item in items] == ["Май 2025", "Май 2025", "Июнь"]


def test_a_measure_merged_over_two_rows_is_one():
    rows = [("", "Раз", "Май 2025", "МКУ ЦРО", ""), ("", "", "", "СОШ № 1", ""), ("1.2", "Два", "Июнь", "СОШ № 4", "")]
    items = measures_of(*rows, merged=[("A8:A9", "1.1"), ("B8:B9", "Раз"), ("C8:C9", "Май 2025")])
    assert [(item.number, item.deadline_text, item.executors_text) for item in items] == [
        ("1.1", "Май 2025", "МКУ ЦРО СОШ № 1"),
        ("1.2", "Июнь", "СОШ № 4"),
    ]


def test_a_merged_row_is_a_section_whatever_it_says():
    rows = [("",), ("1", "Раз", "Май 2025", "МКУ ЦРО", "")]
    draft = draft_of(workbook(plan(*rows), merged=[("A8:E8", "Начинаем")]))
    assert draft.sections == ("Начинаем",)
    assert draft.items[0].section == 0


def test_a_heading_of_two_rows_is_read_with_its_merged_cells():
    rows = (
        ("", "", "начало", "окончание", ""),
        ("1", "Раз", (date(2025, 3, 1), DAY), (date(2025, 5, 31), DAY), "МКУ ЦРО"),
    )
    heading = ("", "", "", "", "")
    merged = [("A7:A8", "№"), ("B7:B8", "Мероприятие"), ("C7:D7", "Срок"), ("E7:E8", "Исполнитель")]
    (item,) = measures_of(*rows, heading=heading, merged=merged)
    assert item.deadline_text == "с 01.03.2025 по 31.05.2025"
    assert [str(day) for day in (item.schedule.terms[0].opens_on, item.schedule.terms[0].due_on)] == [
        "2025-03-01", "2025-05-31",
    ]  # fmt: skip


def test_sheets_without_a_plan_and_hidden_ones_are_named():
    other = ("Справочник", [("Код", "Школа"), ("1", "СОШ № 1"), ("2", "СОШ № 4")])
    row = ("1", "Раз", "Май 2025", "МКУ ЦРО", "")
    draft = draft_of(workbook(other, plan(row), ("Старый", plan(row)[1]), hidden=("Старый",)))
    assert len(draft.items) == 1
    assert [problem.place for problem in problems_of(draft, "sheet_unread")] == ["sheet «Справочник»", "sheet «Старый»"]


def test_two_sheets_with_plans_are_both_read_in_order():
    first, second = (("1.1", title, "Май 2025", "МКУ ЦРО", "") for title in ("Раз", "Два"))
    draft = draft_of(workbook(plan(("Раздел 1. Начало",), first), ("Второй", [HEADING, second])))
    assert [(item.title, item.section) for item in draft.items] == [("Раз", 0), ("Два", None)]


def test_the_order_may_stand_on_a_sheet_before_the_plan():
    top = ("Приказ", [(line,) for line in ("ПРИКАЗ", "17.01.2025 № 21", "Об утверждении плана")])
    draft = draft_of(workbook(top, ("План", [HEADING, ("1", "Раз", "Май 2025", "МКУ ЦРО", "")])))
    assert (draft.number, str(draft.issued_on), draft.title) == ("21", "2025-01-17", "Об утверждении плана")


def test_rows_keep_their_gaps_and_kinds():
    rows = rows_of(workbook(plan(("1", "Раз", "Май 2025", "МКУ ЦРО", ""), top=("Заголовок", "продолжается"))))
    assert [type(row) for row in rows] == [Paragraph, Paragraph, TableRow, TableRow]
    assert [row.opens_block for row in rows[:2]] == [True, False]
    assert rows[2].after_break
    assert not [row for row in rows if isinstance(row, Remark)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (workbook(("Лист", [("а", "б"), ("в", "г")])), r"sheets «Лист»: no plan is found"),
        (workbook(("Лист", [])), "none with text: no plan is found"),
    ],
)
def test_a_workbook_without_a_plan_is_refused_by_its_sheets(content, reason):
    with pytest.raises(ImportRejected, match=reason):
        rows_of(content)


def test_damage_is_refused_in_one_line():
    whole = workbook(plan(("1", "Раз", "Май 2025", "МКУ ЦРО", "")))
    for size in (100, len(whole) // 2, len(whole) - 30):
        with pytest.raises(ImportRejected) as refused:
            rows_of(whole[:size])
        assert "\n" not in str(refused.value)


def test_a_cell_far_away_from_the_others_is_refused():
    sheet = [("а",), *[()] * 300_000, ("",) * 100 + ("я",)]
    with pytest.raises(ImportRejected, match="too far away"):
        rows_of(workbook(("Лист", sheet)))


ROW = ("1", "Раз", "Май 2025", "МКУ ЦРО", "")


def test_an_annex_alone_says_which_order_it_belongs_to():
    top = ("Приложение 1", "к приказу управления образования", "от 17.01.2025 № 21", "", "План мероприятий")
    draft = draft_of(workbook(plan(ROW, top=top)))
    assert (draft.number, str(draft.issued_on), draft.title) == ("21", "2025-01-17", "План мероприятий")
    assert not errors_of(draft)
    assert len(problems_of(draft, "annex_only")) == 1


def test_a_plan_without_any_date_says_what_to_write_and_where():
    with pytest.raises(ImportRejected, match=r"the order has no date: write it above the title or the table, like"):
        draft_of(workbook(plan(ROW, top=("План мероприятий",))))
