"""The first assignments in each state of those that fit a filter, and how many there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session

from models.queries.work_filter import Wanted, fitting
from models.queries.work_table import MOST, Place, Sort, WorkLine, column_names, line_of, ordered, work_columns
from states.assignment import State


def columns_of(
    session: Session, wanted: Wanted, states: Sequence[State], *, limit: int, today: date
) -> dict[State, tuple[tuple[WorkLine, ...], int]]:
    """For each of the states its first lines by their due day, and their number, which stops above `MOST`."""
    rows = session.execute(union_all(*(_column(wanted, state, limit, today) for state in states))).all()
    found: dict[State, tuple[tuple[WorkLine, ...], int]] = {}
    for state in states:
        own = [row for row in rows if row.state == state]
        found[state] = (tuple(line_of(row[:-1]) for row in own), own[0][-1] if own else 0)
    return found


def _column(wanted: Wanted, state: State, limit: int, today: date) -> Any:
    of_state = replace(wanted, state=state, live=False)
    some = fitting(of_state, [literal(1).label("one")], today=today).limit(MOST + 1).subquery()
    total = select(func.count()).select_from(some).scalar_subquery().label("total")
    named = [column.label(name) for column, name in zip(work_columns(), column_names(), strict=True)]
    first = ordered(fitting(of_state, [*named, total], today=today), Place(sort=Sort.DUE)).limit(limit).subquery()
    return select(*first.c)
