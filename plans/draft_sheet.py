"""A draft as a workbook for people who settle it in Excel: the annex's own columns, what was understood, the problems.
Draws only; numbers and everything else are text, so that 1.10 stays 1.10 and no cell is a formula.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from plans.in_russian import details, placed
from plans.settle import Settled
from states.draft import DraftItem, ItemKind, PlanDraft, Problem, Severity
from states.problem_words import PROBLEMS as IN_RUSSIAN
from states.schedule import Schedule, ScheduleKind

ITEMS, PROBLEMS, ORIGIN = "Черновик", "Замечания", "srok"
YES, NO, ACCEPTED = "да", "нет", "принято"
KINDS = {ItemKind.MEASURE: "мероприятие", ItemKind.CLAUSE: "пункт распоряжения"}
_UNDERSTOOD = {
    ScheduleKind.ONCE: "один раз",
    ScheduleKind.DATES: "в дни",
    ScheduleKind.TIMES_PER_YEAR: "несколько раз в год",
    ScheduleKind.RECURRING: "регулярно",
    ScheduleKind.CONTINUOUS: "постоянно",
    ScheduleKind.BY_SCHEDULE: "по графику, дня пока нет",
    ScheduleKind.ON_REQUEST: "по запросу",
    ScheduleKind.UNSTATED: "срока нет",
    ScheduleKind.UNRECOGNISED: "НЕ ПОНЯТО",
}
_SEVERITIES = {Severity.ERROR: "ошибка", Severity.WARNING: "проверить", Severity.INFO: "к сведению"}
_SUGGESTED = ("постоянно", "по отдельному графику", "по запросу", "ежемесячно", "ежеквартально", "2 раза в год")


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """A column of the sheet of items. Only what is `asked` may be changed; `words`, if any, are all that it takes."""

    name: str
    heading: str
    width: float
    asked: bool = False
    words: tuple[str, ...] = ()


COLUMNS = (
    SheetColumn(name="id", heading="id", width=6),
    SheetColumn(name="kind", heading="Вид", width=14),
    SheetColumn(name="number", heading="№", width=8, asked=True),
    SheetColumn(name="title", heading="Мероприятие", width=60, asked=True),
    SheetColumn(name="deadline", heading="Срок", width=26, asked=True),
    SheetColumn(name="understood", heading="Срок понят как", width=24),
    SheetColumn(name="executors", heading="Исполнитель", width=40, asked=True),
    SheetColumn(name="addressed", heading="Исполнители поняты как", width=40),
    SheetColumn(name="expected_result", heading="Результат", width=40, asked=True),
    SheetColumn(name="evidence_asked", heading="Нужен документ", width=10, asked=True, words=(YES, NO)),
    SheetColumn(name="left_out", heading="Исключить", width=10, asked=True, words=(YES, NO)),
    SheetColumn(name="section", heading="Раздел", width=30),
    SheetColumn(name="place", heading="Место в документе", width=18),
)
PROBLEM_HEADINGS = ("№", "Степень", "Место", "Код", "Что и что делать", "Решение")
_PROBLEM_WIDTHS = (6, 10, 18, 22, 100, 12)


def cells_of(item_id: int, item: DraftItem, draft: PlanDraft) -> dict[str, str]:
    """The text of an item's cells, by column."""
    return {
        "id": str(item_id),
        "kind": KINDS[item.kind],
        "number": item.number,
        "title": item.title,
        "deadline": item.deadline_text,
        "understood": understood(item.schedule),
        "executors": item.executors_text,
        "addressed": addressed(item, draft),
        "expected_result": item.expected_result,
        "evidence_asked": YES if item.evidence_asked else NO,
        "left_out": NO,
        "section": "" if item.section is None else draft.sections[item.section],
        "place": item.place,
    }


def understood(schedule: Schedule) -> str:
    """What a deadline was understood as, in Russian."""
    kind = _UNDERSTOOD.get(schedule.kind, schedule.kind.value)
    days = ", ".join(f"{term.due_on:%d.%m.%Y}" for term in schedule.terms)
    return f"{kind}: {days}" if days else kind


def addressed(item: DraftItem, draft: PlanDraft) -> str:
    """Whom an item's executors were understood as; a group with how many are in it."""
    groups = {group.code: f"{group.title} ({len(group.members)})" for group in draft.groups}
    return "; ".join(groups.get(one.name, one.name) for one in item.executors)


def sheet_bytes(settled: Settled, *, draft_id: int, settlements: int, fingerprint: str) -> bytes:
    """The workbook. `settlements` is how many there were, so that a later one is not undone by an older sheet."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_numbers": False})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E7EDF3"})
    asked = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    told = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "font_color": "#5B6570"})
    _draw_items(book.add_worksheet(ITEMS), settled, heading, asked=asked, told=told)
    _draw_problems(book.add_worksheet(PROBLEMS), settled, heading, asked=asked, told=told)
    origin = book.add_worksheet(ORIGIN)
    origin.hide()
    _write(origin, ((str(draft_id), str(settlements), fingerprint),), (told,) * 3)
    book.close()
    return written.getvalue()


def _draw_items(sheet: Worksheet, settled: Settled, heading: Any, *, asked: Any, told: Any) -> None:
    looks = tuple(asked if column.asked else told for column in COLUMNS)
    _head(sheet, [column.heading for column in COLUMNS], [column.width for column in COLUMNS], heading)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.freeze_panes(1, 4)
    rows = [cells_of(item_id, item, settled.draft) for item_id, item in settled.items.items()]
    _write(sheet, ([row[column.name] for column in COLUMNS] for row in rows), looks, first=1)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    for index, column in enumerate(COLUMNS):
        if column.words:
            sheet.data_validation(1, index, len(rows), index, {"validate": "list", "source": list(column.words)})
        if column.name == "deadline":
            suggested = {"validate": "list", "source": list(_SUGGESTED), "show_error": False}
            sheet.data_validation(1, index, len(rows), index, suggested)


def _draw_problems(sheet: Worksheet, settled: Settled, heading: Any, *, asked: Any, told: Any) -> None:
    _head(sheet, PROBLEM_HEADINGS, _PROBLEM_WIDTHS, heading)
    sheet.freeze_panes(1, 0)
    rows = [
        (
            str(one.number),
            _SEVERITIES[one.problem.severity],
            placed(one.problem.place, "ru"),
            one.problem.code,
            _said(one.problem),
            ACCEPTED if one.accepted else "",
        )
        for one in settled.problems
    ]
    _write(sheet, rows, (*(told,) * 5, asked), first=1)
    last = len(PROBLEM_HEADINGS) - 1
    sheet.data_validation(1, last, max(1, len(rows)), last, {"validate": "list", "source": [ACCEPTED]})


def _said(problem: Problem) -> str:
    """What is wrong and what to do, with the names and numbers it is about."""
    about = " · ".join(details(problem.text))
    said = IN_RUSSIAN.get(problem.code, problem.text)
    return f"{said} ({about})" if about else said


def _head(sheet: Worksheet, headings: Iterable[str], widths: Iterable[float], look: Any) -> None:
    for index, (text, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, text, look)


def _write(sheet: Worksheet, rows: Iterable[Iterable[str]], looks: tuple[Any, ...], *, first: int = 0) -> None:
    for number, row in enumerate(rows, start=first):
        for index, (text, look) in enumerate(zip(row, looks, strict=True)):
            sheet.write_string(number, index, text, look)


def address(row: int, column: int) -> str:
    """The address of a cell as people write it, counted from 0: (1, 4) is E2."""
    return f"{xl_col_to_name(column)}{row + 1}"
