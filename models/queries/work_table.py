"""The table of assignments as the desk shows it: a page of lines in an order, how many there are, their ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, case, false, func, literal, or_, select, true
from sqlmodel import Session, col

from models.queries.assignment_facts import from_assignments, is_late
from models.queries.work_filter import WATCHED, Wanted, fitting
from models.tables import Assignment, Order, Organization, PlanItem
from states.assignment import State

MOST = 1000
"""Beyond so many it is only said that there are more: counting them all would cost what there is."""


@dataclass(frozen=True, kw_only=True)
class WorkLine:
    """An assignment as a line of the table."""

    id: int
    version: int
    plan_id: int
    item_id: int
    order: str
    item: str
    title: str
    organization_id: int
    executor: str
    state: State
    required: bool
    issued_on: date
    due_on: date | None
    effective_due_on: date | None
    due_moves: int
    extension_on: date | None
    declined_on: date | None
    reported_on: date | None


@dataclass(frozen=True, kw_only=True)
class WorkPage:
    """A page of lines. `behind` is the place of the last one where more follow. `total` and its parts, by state and
    overdue, stop counting above `MOST`.
    """

    lines: tuple[WorkLine, ...]
    total: int
    states: Mapping[State, int]
    overdue: int
    behind: tuple[Any, ...] | None


class Sort(StrEnum):
    """By what the lines are ordered."""

    DUE = "due"
    ITEM = "item"
    EXECUTOR = "executor"
    STATE = "state"
    REPORTED = "reported"


KEYS: dict[Sort, tuple[tuple[Any, type], ...]] = {
    Sort.DUE: ((col(Assignment.effective_due_on), date),),
    Sort.ITEM: ((col(PlanItem.plan_id), int), (col(PlanItem.position), int)),
    # «СОШ № 9» stands before «СОШ № 10».
    Sort.EXECUTOR: (
        (col(Organization.kind), str),
        (func.length(Organization.number), int),
        (col(Organization.number), str),
        (col(Organization.name), str),
    ),
    Sort.STATE: ((col(Assignment.state), str),),
    Sort.REPORTED: ((col(Assignment.reported_on), date),),
}
"""What each order goes by, with the type of its values; the id comes last."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which page: in what order, behind which place of that order (see `WorkPage`), how many lines."""

    sort: Sort = Sort.DUE
    descending: bool = False
    behind: Sequence[Any] | None = None
    limit: int = 50


def work_page(session: Session, wanted: Wanted, place: Place, *, today: date) -> WorkPage:
    """A page of what is wanted; what has no day comes last either way."""
    keys = _keys(place)
    named = [Assignment.id, *(key.label(f"k{n}") for n, key in enumerate(keys))]
    first = first_of(wanted, place, named, today=today, limit=place.limit + 1).subquery()
    own = [first.c[f"k{n}"] for n in range(len(keys))]
    sums = _sums(wanted, today)
    rows = session.execute(_in_order(lines_of(first.c.id, [*own, *sums.c]).join(sums, true()), own, place)).all()
    width, shown, kept = len(_COLUMNS), rows[: place.limit], len(_COLUMNS) + len(own)
    total, overdue, *of_states = rows[0][kept:] if rows else (0, 0, *(0 for _ in State))
    return WorkPage(
        lines=tuple(line_of(row[:width]) for row in shown),
        total=total,
        states=dict(zip(State, of_states, strict=True)),
        overdue=overdue,
        behind=tuple(shown[-1][width:kept]) if len(rows) > place.limit else None,
    )


def work_ids(session: Session, wanted: Wanted, *, today: date, limit: int = MOST) -> tuple[int, ...]:
    """The ids of what is wanted, the first given out first, up to a limit."""
    found = fitting(wanted, [Assignment.id], today=today).order_by(col(Assignment.id)).limit(limit)
    return tuple(session.execute(found).scalars())


def work_lines(
    session: Session, ids: Collection[int], *, plan_ids: Collection[int] | None, today: date
) -> tuple[WorkLine, ...]:
    """These assignments, of the plans that whoever asks may see, in the order of the plans."""
    own = fitting(Wanted(plan_ids=plan_ids), [Assignment.id], today=today).where(col(Assignment.id).in_(ids)).subquery()
    in_order = (col(Order.id), col(PlanItem.position), col(Assignment.id))
    return tuple(line_of(row) for row in session.execute(lines_of(own.c.id).order_by(*in_order)))


def all_lines(session: Session, wanted: Wanted, place: Place, *, today: date) -> tuple[WorkLine, ...]:
    """What is wanted in an order, up to the limit of `place`, without counting it."""
    first = first_of(wanted, place, [Assignment.id], today=today, limit=place.limit).subquery()
    found = _in_order(lines_of(first.c.id), _keys(place), place)
    return tuple(line_of(row) for row in session.execute(found))


def first_of(wanted: Wanted, place: Place, columns: list[Any], *, today: date, limit: int) -> Select[Any]:
    """The first of what is wanted in an order, from its place on, without what only a line needs."""
    found, keys = fitting(wanted, columns, today=today), _keys(place)
    if place.sort is Sort.EXECUTOR:
        found = found.join(Organization, col(Organization.id) == Assignment.organization_id)
    if place.behind is not None:
        found = found.where(_behind(keys, place.behind, descending=place.descending))
    return _in_order(found, keys, place).limit(limit)


def lines_of(ids: Any, more: Sequence[Any] = ()) -> Select[Any]:
    """The lines of the assignments with these ids, a column of a subquery, with `more` columns behind."""
    return from_assignments(select(*_COLUMNS, *more)).join(ids.table, ids == Assignment.id)


def counted(wanted: Wanted, today: date) -> Any:
    """How many are wanted, up to one more than `MOST`."""
    some = fitting(wanted, [literal(1).label("one")], today=today).limit(MOST + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _sums(wanted: Wanted, today: date) -> Any:
    """How many are wanted, overdue, and in each state, up to one more than `MOST`: one row, reckoned once."""
    late = case((and_(is_late(today), *WATCHED), 1), else_=0).label("late")
    some = fitting(wanted, [Assignment.state, late], today=today).limit(MOST + 1).subquery()
    of_states = (func.sum(case((some.c.state == state, 1), else_=0)).label(f"is_{state}") for state in State)
    return select(func.count().label("total"), func.sum(some.c.late).label("overdue"), *of_states).subquery()


_ELSEWHERE: dict[str, Any] = {
    "plan_id": PlanItem.plan_id,
    "item_id": PlanItem.id,
    "order": Order.number,
    "item": PlanItem.number,
    "title": PlanItem.title,
    "executor": Organization.name,
}
_NAMES = tuple(field.name for field in fields(WorkLine))
_COLUMNS: list[Any] = [col(_ELSEWHERE.get(name) or getattr(Assignment, name)) for name in _NAMES]


def line_of(row: Sequence[Any]) -> WorkLine:
    """A row of these columns as a line."""
    return WorkLine(**dict(zip(_NAMES, row, strict=True)))


def _in_order(found: Select[Any], keys: list[Any], place: Place) -> Select[Any]:
    dated = place.sort in {Sort.DUE, Sort.REPORTED}
    directed = [key.desc() if place.descending else key.asc() for key in keys]
    return found.order_by(*([directed[0].nulls_last(), *directed[1:]] if dated else directed))


def _keys(place: Place) -> list[Any]:
    return [*(key for key, _ in KEYS[place.sort]), col(Assignment.id)]


def _behind(keys: list[Any], values: Sequence[Any], *, descending: bool) -> Any:
    """The condition that a row comes after these values: the first keys are the same, the next is further on."""
    same: list[Any] = []
    ways: list[Any] = []
    for key, value in zip(keys, values, strict=True):
        if value is not None:
            further = key < value if descending else key > value
            ways.append(and_(*same, or_(further, key.is_(None))))
        same.append(key.is_(None) if value is None else key == value)
    return or_(false(), *ways)
