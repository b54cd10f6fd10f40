"""Tables in plain text as people paste and draw them: all give the rows that tabs give."""

import pytest

from plans.formats.read_text import rows_of
from plans.rows import Paragraph, TableRow
from tests.plans.builders import draft_of, errors_of, order_text, problems_of

MARKDOWN = """
| № | Мероприятие | Срок | Ответственный |
|---|:-----------|:---:|---|
| **Раздел 1. Начало** | | | |
| 1.1. | Открыть читальню | Май 2025 | МКУ ЦРО |
| 1.2. | Собрать отзывы | Июнь 2025 | СОШ № 1 |
"""
BARE_PIPES = """
№ | Мероприятие | Срок | Ответственный
Раздел 1. Начало | | |
1.1. | Открыть читальню | Май 2025 | МКУ ЦРО
1.2. | Собрать отзывы | Июнь 2025 | СОШ № 1
"""
GRID = """
+------+-----------------+-----------+---------------+
| №    | Мероприятие     | Срок      | Ответственный |
+======+=================+===========+===============+
| Раздел 1. Начало                                   |
+------+-----------------+-----------+---------------+
| 1.1. | Открыть         | Май       | МКУ           |
|      | читальню        | 2025      | ЦРО           |
+------+-----------------+-----------+---------------+
| 1.2. | Собрать отзывы  | Июнь 2025 | СОШ № 1       |
+------+-----------------+-----------+---------------+
"""
BOX = """
┌──────┬─────────────────┬───────────┬───────────────┐
│ №    │ Мероприятие     │ Срок      │ Ответственный │
├──────┴─────────────────┴───────────┴───────────────┤
│ Раздел 1. Начало                                   │
├──────┬─────────────────┬───────────┬───────────────┤
│ 1.1. │ Открыть         │ Май 2025  │ МКУ ЦРО       │
│      │ читальню        │           │               │
├──────┼─────────────────┼───────────┼───────────────┤
│ 1.2. │ Собрать отзывы  │ Июнь 2025 │ СОШ № 1       │
└──────┴─────────────────┴───────────┴───────────────┘
"""
DOUBLE_BOX = """
╔══════╦═════════════════╦═══════════╦═══════════════╗
║ №    ║ Мероприятие     ║ Срок      ║ Ответственный ║
╠══════╩═════════════════╩═══════════╩═══════════════╣
║ Раздел 1. Начало                                   ║
║ 1.1. ║ Открыть читальню║ Май 2025  ║ МКУ ЦРО       ║
║ 1.2. ║ Собрать отзывы  ║ Июнь 2025 ║ СОШ № 1       ║
╚══════╩═════════════════╩═══════════╩═══════════════╝
"""
FIXED = """
№      Мероприятие         Срок         Ответственный
Раздел 1. Начало
1.1.   Открыть             Май 2025     МКУ ЦРО
       читальню
1.2.   Собрать отзывы      Июнь         СОШ № 1
                           2025
"""
FIXED_WITH_RULES = """
 №      Мероприятие         Срок         Ответственный
-----  ------------------  -----------  ---------------
Раздел 1. Начало
 1.1.   Открыть читальню    Май 2025     МКУ ЦРО

 1.2.   Собрать отзывы      Июнь 2025    СОШ № 1
"""
BROKEN_CELLS = (
    "№\tМероприятие\tСрок\tОтветственный\nРаздел 1. Начало\n"
    "1.1.\tОткрыть\nчитальню\tМай\n2025\tМКУ ЦРО\n1.2.\tСобрать отзывы\tИюнь 2025\tСОШ № 1\n"
)
STACKED = (
    "№\nМероприятие\nСрок\nОтветственный\nРаздел 1. Начало\n"
    "1.1.\nОткрыть читальню\nМай 2025\nМКУ ЦРО\n1.2.\nСобрать отзывы\nИюнь 2025\nСОШ № 1\n"
)
WAYS = {
    "markdown": MARKDOWN,
    "bare pipes": BARE_PIPES,
    "grid": GRID,
    "box": BOX,
    "double box": DOUBLE_BOX,
    "fixed width": FIXED,
    "fixed width with rules": FIXED_WITH_RULES,
    "cells broken by lines": BROKEN_CELLS,
    "a cell a line": STACKED,
}


def with_table(table):
    return order_text("", heading="", clauses="").rstrip() + "\n\n" + table.strip("\n") + "\n"


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_draw_a_table_gives_the_same_plan(way):
    draft = draft_of(with_table(WAYS[way]))
    assert [section.removeprefix("**") for section in draft.sections] == ["Раздел 1. Начало"]
    assert [
        (item.number, item.title, item.deadline_text, item.executors_text, item.section) for item in draft.items
    ] == [
        ("1.1", "Открыть читальню", "Май 2025", "МКУ ЦРО", 0),
        ("1.2", "Собрать отзывы", "Июнь 2025", "СОШ № 1", 0),
    ]
    assert not errors_of(draft)


@pytest.mark.parametrize("way", WAYS)
def test_places_are_lines_of_the_file(way):
    text = with_table(WAYS[way])
    lines = text.split("\n")
    for item in draft_of(text).items:
        assert item.number in lines[int(item.place.removeprefix("line ")) - 1]


def test_a_heading_of_two_lines_in_a_print_out_is_one():
    table = """
№      Мероприятие         Срок         Ответственный
                           исполнения   исполнитель
1.1.   Открыть читальню    Май 2025     МКУ ЦРО
"""
    (item,) = draft_of(with_table(table)).items
    assert (item.deadline_text, item.executors_text) == ("Май 2025", "МКУ ЦРО")


def test_prose_with_wide_blanks_and_lone_pipes_stays_prose():
    rows = rows_of("Начальник управления        Е.Н. Вязов\nа | б\nГород   Год   Число слов\n")
    assert all(isinstance(row, Paragraph) for row in rows)


def test_an_escaped_pipe_is_part_of_its_cell():
    (row,) = [row for row in rows_of("| 1 | вход \\| выход | май |") if isinstance(row, TableRow)]
    assert row.cells == ("1", "вход | выход", "май")


def test_a_stacked_row_of_too_many_lines_is_pointed_out_not_guessed():
    table = STACKED.replace("Открыть читальню\n", "Открыть\nчитальню\n")
    draft = draft_of(with_table(table))
    assert [item.number for item in draft.items] == ["1.1", "1.2"]
    assert errors_of(draft)
    assert not draft.items[0].executors


def test_a_broken_cell_does_not_swallow_the_next_row_or_section():
    rows = ("1.1.\tОткрыть", "1.2.\tСобрать\tИюнь\tМКУ ЦРО", "Раздел 2. Итоги", "2.1.\tИтог\tИюль\tМКУ ЦРО")
    table = "\n".join(("№\tМероприятие\tСрок\tОтветственный", *rows))
    draft = draft_of(with_table(table))
    assert [(item.number, item.title) for item in draft.items] == [
        ("1.1", "Открыть"),
        ("1.2", "Собрать"),
        ("2.1", "Итог"),
    ]
    assert draft.sections == ("Раздел 2. Итоги",)
    assert problems_of(draft, "executor_missing")
