"""The history extract as CSV that a Russian Excel opens by a double click: semicolons, UTF-8 with its mark, a line for
each thing done. Formula-safe: what begins like a formula gets an apostrophe before it. Draws only.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from models.package_history import HistoryLine
from reporting.item_line import printed_number
from reporting.words import clean, day
from states.words import DONE, REMOVAL_REASONS, STATES

HEADINGS = (
    "Пункт",
    "Исполнитель",
    "Поручение",
    "Запись",
    "Дата и время (UTC)",
    "Кто",
    "Что сделано",
    "Из состояния",
    "В состояние",
    "Текст",
    "Причина",
    "Срок",
    "SHA-256 документов",
    "Звено цепи SHA-256",
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UTC = ZoneInfo("UTC")


def write_history(lines: Iterable[HistoryLine], into: Path) -> None:
    """Write the extract, line by line. The same lines make the same bytes."""
    with into.open("w", encoding="utf-8-sig", newline="") as file:
        written = csv.writer(file, delimiter=";", lineterminator="\r\n")
        written.writerow(HEADINGS)
        written.writerows([_safe(cell) for cell in _cells(line)] for line in lines)


def _cells(line: HistoryLine) -> tuple[str, ...]:
    return (
        printed_number(line.kind, line.number),
        clean(line.executor),
        str(line.assignment_id),
        str(line.version),
        f"{line.at.astimezone(_UTC):%d.%m.%Y %H:%M:%S}",
        clean(line.who or "автоматически"),
        DONE[line.trigger].russian,
        STATES[line.source].russian,
        STATES[line.dest].russian,
        clean(line.text),
        _reason(line),
        day(line.due_on) if line.due_on else "",
        " ".join(line.evidence),
        line.hash,
    )


def _reason(line: HistoryLine) -> str:
    """The reason in words; a removal has a code from a list."""
    known = REMOVAL_REASONS.get(line.reason) if line.trigger == "remove" else None
    return known.russian if known else clean(line.reason)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
