"""How long a plan of 1 000 and of 4 000 rows takes to read from a workbook, and how far that is from a bare calamine
read of the same cells; the sample order as text beside it.

`python -m benchmarks.reading`; processor time, median of five, in one process.
"""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from plans.draft import draft_order
from plans.formats import read_text, read_xlsx

RUNS = 5
SIZES = (1_000, 4_000)
SAMPLE = Path(__file__).parents[1] / "srok" / "samples" / "order.txt"
TOP = ("УПРАВЛЕНИЕ ОБРАЗОВАНИЯ", "ПРИКАЗ", "17.01.2025 № 21", "Об утверждении плана", "1. Утвердить план.", "")
HEADING = ("№ п/п", "Мероприятие", "Начало", "Окончание", "Ответственный", "Соисполнители", "Результат")
WORDS = ("читальный зал", "школьный двор", "вечер поэзии", "неделя книги", "конкурс чтецов", "клуб родителей", "сбор")


def main() -> None:
    took: dict[int, float] = {}
    for size in SIZES:
        content = plan_of(size)
        bare, _ = timed(lambda content=content: bare_cells(content))
        rows_took, rows = timed(lambda content=content: read_xlsx.rows_of(content))
        draft_took, draft = timed(lambda rows=rows: draft_order(rows, file="plan.xlsx", roster=()))
        took[size] = rows_took + draft_took
        print(f"{size} rows of {len(HEADING)} cells, {len(draft.items)} measures, {len(content) // 1024} kB")
        print(f"  bare calamine {bare:8.3f} s")
        print(f"  to rows       {rows_took:8.3f} s   {rows_took / bare:6.1f} times the bare read")
        print(f"  to a draft    {draft_took:8.3f} s   {draft_took / size * 1e6:6.0f} µs a row")
        print(f"  all           {took[size]:8.3f} s   {took[size] / bare:6.1f} times the bare read")
    small, large = SIZES
    growth = took[large] / took[small] / (large / small)
    print(f"a row of {large} costs {growth:.2f} times a row of {small} (1.00 is linear)")
    text = SAMPLE.read_text(encoding="utf-8")
    sample, _ = timed(lambda: draft_order(read_text.rows_of(text), file="order.txt", roster=()))
    print(f"the sample order, from text to a draft: {sample:.3f} s")


def plan_of(size: int) -> bytes:
    """A workbook with the particulars of an order and a plan of so many measures in sections of twenty."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("План")
    for row, line in enumerate(TOP):
        sheet.write(row, 0, line)
    sheet.write_row(len(TOP), 0, HEADING)
    for number in range(size):
        row = len(TOP) + 1 + number
        section, item = number // 20 + 1, number % 20
        if item == 0:
            sheet.merge_range(row, 0, row, len(HEADING) - 1, f"Раздел {section}. {WORDS[section % len(WORDS)]}")
            continue
        sheet.write(row, 0, f"{section}.{item}")
        sheet.write(row, 1, f"Провести {item}-й раз: {WORDS[number % len(WORDS)]} и {WORDS[number * 3 % len(WORDS)]}")
        sheet.write_datetime(row, 2, date(2025, 2, 1 + item), day)
        sheet.write_datetime(row, 3, date(2025, 5, 1 + item), day)
        sheet.write(row, 4, f"СОШ № {number % 60 + 1}")
        sheet.write(row, 5, "МКУ ЦРО")
        sheet.write(row, 6, f"Прошло не менее {item} встреч")
    book.close()
    return written.getvalue()


def bare_cells(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median seconds of several runs, and what the work gives."""
    seconds = []
    for _ in range(RUNS):
        start = process_time()
        result = work()
        seconds.append(process_time() - start)
    return median(seconds), result


if __name__ == "__main__":
    main()
