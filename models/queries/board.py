"""The first assignments in each state of those that fit a filter, and how many there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select, union_all
from sqlmodel import Session

from models.queries.work_filter import Wanted
from models.queries.work_table import Place, Sort, WorkLine, counted, first_of, line_of, lines_of
from models.tables import Assignment
from states.assignment import State


def columns_of(
    session: Session, wanted: Wanted, states: Sequence[State], *, limit: int, today: date
) -> dict[State, tuple[tuple[WorkLine, ...], int]]:
    """For each of the states its first lines by their due day, and their number, counted to `MOST` of the table."""
    rows = session.execute(union_all(*(_column(wanted, state, limit, today) for state in states))).all()
    found: dict[State, tuple[tuple[WorkLine, ...], int]] = {}
    for state in states:
        own = [row for row in rows if row.state == state]
        lines = sorted(
            (line_of(row[:-1]) for row in own), key=lambda line: (line.effective_due_on or date.max, line.id)
        )
        found[state] = (tuple(lines), own[0][-1] if own else 0)
    return found


def _column(wanted: Wanted, state: State, limit: int, today: date) -> Any:
    of_state = replace(wanted, state=state, live=False)
    first = first_of(of_state, Place(sort=Sort.DUE), [Assignment.id], today=today, limit=limit).subquery()
    found = lines_of(first.c.id, [counted(of_state, today).label("total")])
    return select(*found.subquery().c)
