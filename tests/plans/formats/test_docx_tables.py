"""Word tables as a person reads them: cells merged both ways, tables in tables, rows that differ by slivers."""

import pytest

from plans.formats.read_docx import rows_of
from plans.rows import Paragraph, TableRow
from tests.plans.formats.word_documents import docx, p, run, span, tbl, tc, tr

DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"
PLAN = (tr("1", "Первое", "Май"), tr("2", "Второе", "Июнь"))


def table_rows(body: str) -> list[TableRow]:
    return [row for row in rows_of(docx(body)) if isinstance(row, TableRow)]


def cells(body: str) -> list[tuple[str, ...]]:
    return [row.cells for row in table_rows(body)]


def test_paragraphs_and_tables_come_in_the_order_of_the_document():
    rows = rows_of(docx(p("До") + tbl(*PLAN) + p("между") + tbl(*PLAN)))
    assert [row.place for row in rows] == [
        "paragraph 1", "table 1, row 1", "table 1, row 2", "paragraph 2", "table 2, row 1", "table 2, row 2",
    ]  # fmt: skip
    assert [row.after_break for row in rows if isinstance(row, TableRow)] == [True, False, True, False]


def test_what_stands_in_a_cell_is_one_line():
    filled = tc(p("МКУ ЦРО"), p("<w:r><w:t>Руководители</w:t><w:br/><w:t>ОО</w:t></w:r>"))
    assert cells(tbl(tr("1", filled, "Май"), *PLAN))[0] == ("1", "МКУ ЦРО Руководители ОО", "Май")


def test_a_row_merged_over_the_whole_width_is_marked():
    rows = table_rows(tbl(tr(tc("Раздел 1", properties=span(3))), *PLAN))
    assert rows[0].cells == ("Раздел 1", "", "")
    assert [row.across for row in rows] == [True, False, False]


def test_a_cell_merged_downwards_is_said_in_every_row_and_marked():
    rows = table_rows(
        tbl(
            tr("1", "Первое", tc("Май", properties=DOWN)),
            tr("2", "Второе", tc("", properties=ON)),
            tr("3", "Третье", tc("", properties=ON)),
        )
    )
    assert [row.cells[2] for row in rows] == ["Май", "Май", "Май"]
    assert [row.from_above for row in rows] == [frozenset(), frozenset({2}), frozenset({2})]


def test_a_merge_that_nothing_began_is_read_by_itself():
    assert cells(tbl(tr("1", "Первое", tc("Май", properties=ON)), *PLAN))[0] == ("1", "Первое", "Май")


def test_a_heading_in_two_rows():
    body = tbl(
        tr(tc("№", properties=DOWN), tc("Дело", properties=DOWN), tc("Срок", properties=span(2))),
        tr(tc("", properties=ON), tc("", properties=ON), "с", "по"),
        tr("1", "Первое", "май", "июнь"),
        tr("2", "Второе", "май", "июль"),
    )
    assert cells(body)[:2] == [("№", "Дело", "Срок", ""), ("№", "Дело", "с", "по")]


def test_slivers_of_width_do_not_move_cells_to_other_columns():
    body = tbl(
        tr("1", tc("Первое", properties=span(2)), "Май"),
        tr(tc("2", properties=span(2)), "Второе", "Июнь"),
        tr("3", tc("Третье", properties=span(2)), "Июль"),
        tr(tc("4", properties=span(2)), tc("Без срока", properties=span(2))),
        widths=(500, 40, 5000, 1500),
    )
    assert cells(body) == [
        ("1", "Первое", "Май"),
        ("2", "Второе", "Июнь"),
        ("3", "Третье", "Июль"),
        ("4", "Без срока", ""),
    ]


def test_a_row_may_begin_and_end_within_the_table():
    body = tbl(*PLAN, tr("Третье", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'), widths=(500,) * 3)
    assert cells(body)[2] == ("", "Третье", "")
    assert not table_rows(body)[2].across


def test_a_table_within_a_cell_is_part_of_its_text():
    inner = tbl(tr("а", "б"), tr("в", "г"))
    assert cells(tbl(*PLAN, tr("3", tc(p("Итого"), inner, p("всё")), "Май")))[2] == ("3", "Итого а б в г всё", "Май")


def test_a_frame_around_a_plan_is_not_a_row_of_it():
    body = tbl(tr(tc(p("Приложение"), tbl(*PLAN), p(""))))
    assert [row.place for row in rows_of(docx(body))] == ["paragraph 1", "table 1, row 1", "table 1, row 2"]


@pytest.mark.parametrize("cell", ["Е.Н. Вязов", p("") + p("Е.Н. Вязов")])
def test_two_things_side_by_side_are_lines_and_no_table(cell):
    rows = rows_of(docx(tbl(tr("Начальник", "", tc(cell)))))
    assert [row.text for row in rows if isinstance(row, Paragraph)] == ["Начальник", "Е.Н. Вязов"]


def test_a_struck_out_row_is_gone_and_an_inserted_one_is_there():
    body = tbl(
        tr("1", "Первое", "Май"),
        tr("2", "Лишнее", "Май", properties="<w:del/>"),
        tr("2", "Новое", "Май", properties="<w:ins/>"),
    )
    assert [row[1] for row in cells(body)] == ["Первое", "Новое"]


def test_controls_around_rows_and_cells_are_looked_through():
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = tbl(control.format(PLAN[0]), PLAN[1].replace(tc("Июнь"), control.format(tc("Июль"))))
    assert cells(body) == [("1", "Первое", "Май"), ("2", "Второе", "Июль")]


def test_an_empty_row_parts_the_rows_around_it():
    rows = table_rows(tbl(PLAN[0], tr("", "", ""), PLAN[1]))
    assert [(row.place, row.after_break) for row in rows] == [("table 1, row 1", True), ("table 1, row 3", True)]


def test_old_merges_across_are_read():
    body = tbl(
        tr(tc("Раздел", properties='<w:hMerge w:val="restart"/>'), *[tc("", properties="<w:hMerge/>")] * 2), *PLAN
    )
    assert (cells(body)[0], table_rows(body)[0].across) == (("Раздел", "", ""), True)


def test_hidden_text_and_changes_in_cells_are_seen_as_in_paragraphs():
    changed = tc(p("до ", f"<w:del>{run('1')}</w:del><w:ins>{run('5')}</w:ins>", " мая", run("!", "<w:vanish/>")))
    assert cells(tbl(tr("1", "Первое", changed), *PLAN))[0][2] == "до 5 мая"
