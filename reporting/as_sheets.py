"""What each organization is to do, as a PDF to be printed and handed out: what, by when, what proves it. Each begins a
page of its own. Draws only.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Any

from models.queries.deadlines import Deadline
from reporting.drawable import drawable
from reporting.item_line import printed_number
from reporting.typesetting import typeset
from reporting.words import clean, day, unbroken
from states.assignment import State
from states.words import STATES

_TEMPLATES = Path(__file__).with_name("templates")
_COLUMNS = (
    ("Пункт", 20, "center"),
    ("Что сделать", 72, "left"),
    ("Срок", 28, "center"),
    ("Чем подтвердить", 60, "left"),
)
_LONG = 600
_ADVICE = (
    "О выполнении отчитайтесь до срока: напишите, что сделано, и приложите документ, если он указан. Если выполнить в "
    "срок нельзя, попросите о продлении заранее, указав причину и новую дату."
)


def sheets_pdf(deadlines: Sequence[Deadline], *, today: date) -> bytes:
    """The sheets of these deadlines, which come by organization, as of a day. The same make the same bytes."""
    first = deadlines[0]
    act = f"по распоряжению от {day(first.order_issued_on)} № {clean(first.order)}"
    data = {
        "title": f"Поручения {act}",
        "issuer": "",
        "act": f"{act} «{clean(first.order_title)}»" if first.order_title else act,
        "footer": f"Составлено по состоянию на {day(today)}",
        "advice": _ADVICE,
        "sheets": [
            {"name": clean(name), "table": {"columns": _columns(), "rows": [_row(one) for one in group]}}
            for name, group in groupby(deadlines, key=lambda one: one.executor)
        ],
    }
    files = {
        "main": (_TEMPLATES / "sheets.typ").read_bytes(),
        "paper.typ": (_TEMPLATES / "paper.typ").read_bytes(),
        "data.json": json.dumps(_drawn(data), ensure_ascii=False).encode(),
    }
    return typeset(files, format="pdf", pdf_tags=False, timestamp=datetime.combine(today, time(), UTC))


def _columns() -> list[dict[str, Any]]:
    return [{"heading": heading, "width": width, "align": align} for heading, width, align in _COLUMNS]


def _row(one: Deadline) -> dict[str, Any]:
    cells = [printed_number(one.kind, one.item), clean(one.title), _by_when(one), _proof(one)]
    return {"span": False, "cells": cells, "long": max(map(len, cells)) > _LONG}


def _by_when(one: Deadline) -> str:
    """The day; where the working day before it counts, that one too; and what has become of it already."""
    if one.due_on is None or one.effective_due_on is None:
        return "срок будет назначен"
    said = day(one.due_on)
    if one.effective_due_on != one.due_on:
        said = f"{said} (рабочий день {day(one.effective_due_on)})"
    return said if one.state is State.ASSIGNED else f"{said}; {STATES[one.state].russian}"


def _proof(one: Deadline) -> str:
    result = clean(one.expected_result)
    if not one.evidence_asked:
        return result
    return f"{result}. Нужен подтверждающий документ" if result else "Подтверждающий документ"


def _drawn(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(unbroken(value))
    if isinstance(value, dict):
        return {name: _drawn(one) for name, one in value.items()}
    return [_drawn(one) for one in value] if isinstance(value, list | tuple) else value
