"""Columns of a plan that no item takes: what they may say of the executors all the same. Changes no reading."""

import re
from collections.abc import Iterator

from plans.columns import Column
from plans.layout import Table
from plans.lexing import folded
from states.draft import Problem, Severity

_RESTRICTS = re.compile(r"\bкроме\b(?! того)|\bза исключением\b|\bисключая\b|(?<!не )\bтолько\b")
_SHOWN = 60


def check_notes(table: Table) -> Iterator[Problem]:
    """Notes, and cells under headings not known, that leave somebody out («Кроме школы № 5»)."""
    for row in table.rows:
        for index, text in enumerate(row.cells[: len(table.heading.labels)]):
            unread = table.columns.get(index) in {None, Column.NOTE} and not row.across
            if unread and _RESTRICTS.search(folded(text)):
                said = f"the note «{text[:_SHOWN]}» may leave somebody out and is not read: check the executors"
                yield Problem(code="executors_in_note", severity=Severity.WARNING, place=row.place, text=said)
