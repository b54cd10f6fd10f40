"""Keeps the running counts of discipline: what a move adds to them and takes away. Judges no move.

What counts is required and has a deadline: reported by then it is on time, else late. What is open is not counted here,
for how much of it is overdue changes with the day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from sqlalchemy import case, delete, func, insert, select, union_all
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from models.prepared import Prepared, Step
from models.tables import Assignment, DisciplineDay, DisciplineExecutor, Occurrence, PlanItem
from models.tables.discipline import SLOTS


class Counted(Protocol):
    """What of an assignment decides how it counts, as it stands before a move."""

    @property
    def plan_id(self) -> int: ...  # noqa: D102 - the columns of an assignment, described there
    @property
    def organization_id(self) -> int: ...  # noqa: D102
    @property
    def required(self) -> bool: ...  # noqa: D102
    @property
    def effective_due_on(self) -> date | None: ...  # noqa: D102
    @property
    def done_on(self) -> date | None: ...  # noqa: D102


def tallying(changes: Iterable[tuple[Counted, Mapping[str, Any]]]) -> list[Step]:
    """What must be written where these assignments get these values; nothing for most moves.

    The rows are written in the order of their keys, so that two who write the same wait for each other in turn.
    """
    days: Counter[tuple[int, date, int, str]] = Counter()
    executors: Counter[tuple[int, int, str]] = Counter()
    for one, values in changes:
        before = (one.effective_due_on, one.done_on)
        after = (values.get("effective_due_on", before[0]), values.get("done_on", before[1]))
        if before == after or not one.required:
            continue
        for (due, done), sign in ((before, -1), (after, 1)):
            if due is not None and done is not None:
                name = "on_time" if done <= due else "late"
                executors[one.plan_id, one.organization_id, name] += sign
                slot = one.organization_id % SLOTS
                days[one.plan_id, done, slot, name] += sign
                days[one.plan_id, due, slot, "fell_due"] += sign * (done > due)
    return [*_step(_ADD_DAY, _DAY_KEY, _DAYS, days), *_step(_ADD_EXECUTOR, _EXECUTOR_KEY, _EXECUTORS, executors)]


def _step(statement: Prepared, key: tuple[str, ...], names: tuple[str, ...], counts: Counter[Any]) -> list[Step]:
    rows: dict[Any, dict[str, Any]] = {}
    for (*which, name), count in counts.items():
        if count:
            row = rows.setdefault(tuple(which), dict(zip(key, which, strict=True)) | dict.fromkeys(names, 0))
            row[name] = count
    return [statement.changing([rows[key] for key in sorted(rows)])] if rows else []


def count_anew(session: Session) -> None:
    """Make the counts from the assignments themselves: after rows were written past the moves, and to compare."""
    due, done = col(Assignment.effective_due_on), col(Assignment.done_on)
    on_time, late = (func.sum(case((which, 1), else_=0)) for which in (done <= due, done > due))
    plan = col(PlanItem.plan_id)

    def judged(*columns: Any) -> Any:
        found = select(*columns).join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        found = found.join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        return found.where(col(Assignment.required), due.is_not(None), done.is_not(None))

    executor = col(Assignment.organization_id)
    slot = executor % SLOTS
    answered = judged(plan, done.label("day"), slot.label("slot"), on_time.label("on_time"), late.label("late"), _NONE)
    fallen = judged(plan, due, slot, _NONE, _NONE, func.count()).where(done > due).group_by(plan, due, slot)
    both = union_all(answered.group_by(plan, done, slot), fallen).subquery()
    keys, counts = list(both.c)[:3], list(both.c)[3:]
    by_day = select(*keys, *map(func.sum, counts)).group_by(*keys)
    by_executor = judged(plan, executor, on_time, late).group_by(plan, executor)
    for table, found in ((_day, by_day), (_executor, by_executor)):
        session.execute(delete(table))
        session.execute(insert(table).from_select([column.name for column in table.c], found))


_NONE = func.sum(0)
_day: Any = DisciplineDay.__table__  # type: ignore[attr-defined]
_executor: Any = DisciplineExecutor.__table__  # type: ignore[attr-defined]
_DAY_KEY, _EXECUTOR_KEY = ("plan_id", "day", "slot"), ("plan_id", "organization_id")
_DAYS, _EXECUTORS = ("on_time", "late", "fell_due"), ("on_time", "late")


def _adding(table: Any, keys: tuple[str, ...], names: tuple[str, ...]) -> Prepared:
    """Add to the counts of a row, which begins with these where it is not there yet."""
    statements = {}
    for dialect, insertion in (("sqlite", sqlite_insert(table)), ("postgresql", postgres_insert(table))):
        more = {name: table.c[name] + insertion.excluded[name] for name in names}
        statements[dialect] = insertion.inline().on_conflict_do_update(index_elements=keys, set_=more)
    return Prepared(statements)


_ADD_DAY = _adding(_day, _DAY_KEY, _DAYS)
_ADD_EXECUTOR = _adding(_executor, _EXECUTOR_KEY, _EXECUTORS)
