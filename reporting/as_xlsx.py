"""The package's tables as a workbook: items, matrix, overdue, what else departed, discipline, how to read them.

Draws only; what stands in the cells is decided in `package`. Knows no database.
"""

import io
from datetime import datetime, time
from typing import Any

import xlsxwriter

from reporting.departures_sheets import TITLE, draw_departures
from reporting.item_line import ItemLine
from reporting.matrix_sheet import draw_legend, draw_matrix
from reporting.outcome import Discipline, Tally
from reporting.package import Package
from reporting.sheet import A3, Column, Formats, Value, draw_table, set_print, write_titles
from reporting.words import NOTHING, day, shortened

_COUNTS = (
    "Поручений",
    "Принято",
    "Ожидает приёмки",
    "Просрочено",
    "Срок не наступил",
    "Без срока",
    "Отложено",
    "Снято",
)
_ITEMS = (
    Column("№", 8, "center"),
    Column("Мероприятие (пункт)", 32),
    Column("Раздел", 17),
    Column("Срок в документе", 13),
    Column("Первоначальный срок", 13, "center"),
    Column("Текущий срок", 12, "center"),
    Column("Ожидаемый результат", 22),
    Column("Фактический результат", 38),
    Column("Состояние", 18),
    Column("Причины отклонения", 26),
    Column("Предложение", 22),
    *(Column(heading, 9, "center") for heading in _COUNTS),
)
_OVERDUE = (
    Column("№", 9, "center"),
    Column("Мероприятие (пункт)", 50),
    Column("Исполнитель", 28),
    Column("Первоначальный срок", 16, "center"),
    Column("Текущий срок", 16, "center"),
    Column("Дней просрочки", 12, "center"),
    Column("Состояние", 14),
    Column("Причины", 36),
)
_EXECUTORS = (
    Column("Исполнитель", 36),
    *(Column(heading, 11.5, "center") for heading in _COUNTS),
    Column("Исполнено в срок", 12, "center"),
    Column("С нарушением срока", 13, "center"),
    Column("Просрочено и не исполнено", 14, "center"),
    Column("Дисциплина", 13, "center", "0.0%"),
)
_NOTES = (
    "Одна строка листа «Мероприятия» – одно мероприятие плана или один пункт распоряжения (с пометкой «п.»).",
    "Просрочено: срок истёк до отчётной даты, отчёт не представлен. День срока просрочкой не считается.",
    "Срок, выпадающий на нерабочий день, переносится на предшествующий рабочий день.",
    "Если у мероприятия несколько сроков, в ячейке матрицы показано худшее состояние и число таких сроков из всех.",
    "Лист «Продления»: каждая просьба продлить срок и каждый срок, продлённый без просьбы, с ответом.",
    "Лист «Возвраты»: каждый отчёт, возвращённый на доработку, и каждая отменённая приёмка; состояние – нынешнее.",
    "Лист «Не отчитались»: кто не представил отчёт и по каким пунктам; первыми – те, у кого больше просроченных.",
    "Пустая ячейка матрицы: мероприятие исполнителю не поручалось.",
    "Своевременность определяется по дате представления отчёта, а не по дате его приёмки.",
    "В дисциплине не учитываются поручения снятые с контроля, отложенные, без срока и направленные по согласованию.",
)


def xlsx_bytes(package: Package) -> bytes:
    """The workbook. The same package makes the same bytes."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    created = datetime.combine(package.cut_off, time())
    book.set_properties({"title": _title(package), "author": package.issuer, "created": created})
    formats = Formats(book)
    _draw_items(book, formats, package)
    draw_matrix(book.add_worksheet("Матрица"), formats, package.matrix, titles=_titles(package), footer=_title(package))
    _draw_overdue(book, formats, package)
    draw_departures(book, formats, package, titles=_titles(package))
    _draw_discipline(book, formats, package)
    _draw_notes(book, formats, package)
    book.close()
    return written.getvalue()


def _title(package: Package) -> str:
    return f"Исполнение распоряжения от {day(package.order_on)} № {package.order_number} за {package.period_words}"[
        :200
    ]


def _titles(package: Package) -> tuple[str, str]:
    return _title(package), f"По состоянию на {day(package.cut_off)}"


def _tally(tally: Tally) -> tuple[int, ...]:
    counts = (tally.accepted, tally.reported, tally.overdue, tally.pending, tally.undated, tally.postponed)
    return (tally.total, *counts, tally.removed)


def _draw_items(book: Any, formats: Formats, package: Package) -> None:
    sheet = book.add_worksheet("Мероприятия")
    write_titles(sheet, formats, _titles(package))
    draw_table(sheet, formats, columns=_ITEMS, rows=map(_item_cells, package.items))
    sheet.freeze_panes(4, 2)
    sheet.repeat_columns(0, 1)
    set_print(sheet, footer=_title(package), paper=A3, pages_wide=2)


def _item_cells(line: ItemLine) -> tuple[Value, ...]:
    return (
        line.number,
        line.title,
        line.section,
        line.deadline_text,
        line.original_due,
        line.current_due,
        line.expected_result,
        line.actual_result,
        line.state,
        line.reasons,
        line.proposal,
        *_tally(line.tally),
    )


def _draw_overdue(book: Any, formats: Formats, package: Package) -> None:
    sheet = book.add_worksheet("Просрочено")
    count = f"Просроченных поручений: {len(package.overdue)}"
    write_titles(sheet, formats, (*_titles(package), count))
    rows = (
        (
            one.number,
            shortened(one.title, TITLE),
            one.executor,
            one.original_due,
            one.current_due,
            one.days_late,
            one.state,
            one.reasons,
        )
        for one in package.overdue
    )
    draw_table(sheet, formats, columns=_OVERDUE, rows=rows)
    set_print(sheet, footer=_title(package))


def _draw_discipline(book: Any, formats: Formats, package: Package) -> None:
    sheet = book.add_worksheet("Дисциплина")
    write_titles(sheet, formats, (*_titles(package), f"{package.formula}.", f"Всего: {package.worked_out}."))
    rows = [(line.name, *_tally(line.tally), *_judged(line.discipline)) for line in package.executors]
    after = draw_table(sheet, formats, columns=_EXECUTORS, rows=rows, top=5)
    bold = formats.heading(align="center")
    total = ("Всего", *_tally(package.counts.tally), *_judged(package.discipline))
    for place, value in enumerate(total):
        last = place == len(total) - 1 and not isinstance(value, str)
        sheet.write(after, place, value, formats.heading(num_format="0.0%") if last else bold)
    set_print(sheet, footer=_title(package))


def _judged(discipline: Discipline) -> tuple[Value, ...]:
    share = NOTHING if discipline.share is None else discipline.share
    return discipline.on_time, discipline.late, discipline.overdue, share


def _draw_notes(book: Any, formats: Formats, package: Package) -> None:
    sheet = book.add_worksheet("Как читать")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    write_titles(sheet, formats, _titles(package))
    plain = formats(text_wrap=True)
    row = draw_legend(sheet, formats, top=3)
    for text in (
        f"Основание: {package.basis}.",
        package.scope,
        *_NOTES,
        f"{package.formula}.",
        f"{package.worked_out}.",
    ):
        row += 1
        sheet.merge_range(row, 0, row, 1, "", plain)
        sheet.write_string(row, 0, text, plain)
        sheet.set_row(row, 14 * (1 + len(text) // 135))
    for label, count in (("", ""), *package.total_lines):
        row += 1
        sheet.write_string(row, 0, count, formats(align="right", bold=True))
        sheet.write_string(row, 1, label, plain)
    set_print(sheet, footer=_title(package))
    sheet.fit_to_pages(1, 1)
