"""The stored roll-ups of occurrences and items, brought up to date with their parts. What they are is `states.item`."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update
from sqlmodel import Session, col

from models.ids import ByIds
from models.prepared import Prepared, Step, together
from models.tables import Assignment, Occurrence, PlanItem, key
from states.assignment import State
from states.item import Part, item_state, roll_up, roll_up_rule


def bring_up_to_date(session: Session, *, items: Collection[int], occurrences: Collection[int]) -> dict[int, State]:
    """Bring the stored roll-ups of these occurrences, and of the items they belong to, up to date; the states of
    `items` after that.
    """
    connection = session.connection()
    return settle(connection, together(connection, *counting(items=items, occurrences=occurrences)))


def counting(*, items: Collection[int], occurrences: Collection[int]) -> tuple[Step, ...]:
    """What must be read for it. The items' rows are locked first, in the order of their ids: of two moves at once, the
    second counts what the first did.
    """
    return (_LOCK.asking(items), *([_PARTS.asking(occurrences)] if occurrences else []))


def settle(connection: Connection, found: Sequence[Sequence[Any]]) -> dict[int, State]:
    """Write what `counting` has found to be different; the states of the items counted."""
    locked = {row.id: row for row in found[0]}
    states: dict[int, State] = {ident: row.state for ident, row in locked.items()}
    parts: dict[int, list[Any]] = {}
    for row in chain.from_iterable(found[1:]):
        parts.setdefault(row.id, []).append(row)
    changed, touched = [], set()
    for ident, rows in parts.items():
        item_id, before = rows[0].item_id, rows[0].state
        counted = (Part(row.part, row.required, row.lead, row.how_many) for row in rows)
        state = roll_up(counted, roll_up_rule(locked[item_id].roll_up))
        if state is not before:
            changed.append({"key": ident, "state": state})
            touched.add(item_id)
    if not changed:
        return states
    _SET_OCCURRENCE.write(connection, changed)
    return states | _items(connection, touched, states)


def roll_up_anew(session: Session, item_id: int) -> State:
    """The state of an item whose rule, executors or occurrences have changed, stored for all of it."""
    session.flush()
    of_item = select(col(Occurrence.id)).where(col(Occurrence.item_id) == item_id)
    occurrences = [key(ident) for ident in session.execute(of_item).scalars()]
    states = bring_up_to_date(session, items=[item_id], occurrences=occurrences)
    for row in (one for one in session if isinstance(one, PlanItem | Occurrence)):
        session.expire(row, ["state"])
    return _items(session.connection(), [item_id], states).get(item_id, states[item_id])


def _items(connection: Connection, items: Collection[int], before: dict[int, State]) -> dict[int, State]:
    found: dict[int, list[State]] = {}
    for item_id, state in together(connection, _OCCURRENCES.asking(items))[0]:
        found.setdefault(item_id, []).append(state)
    after = {item_id: item_state(states) for item_id, states in found.items()}
    changed = [{"key": ident, "state": state} for ident, state in after.items() if state is not before.get(ident)]
    if changed:
        _SET_ITEM.write(connection, changed)
    return after


def _lock(mine: ColumnElement[bool]) -> Any:
    items = select(col(PlanItem.id), col(PlanItem.state), col(PlanItem.roll_up)).where(mine)
    return items.order_by(col(PlanItem.id)).with_for_update()


def _parts(mine: ColumnElement[bool]) -> Any:
    columns: list[Any] = [Occurrence.id, Occurrence.item_id, Occurrence.state]
    part: list[Any] = [Assignment.state, Assignment.required, Assignment.lead]
    counted = select(*columns, col(Assignment.state).label("part"), *part[1:], func.count().label("how_many"))
    joined = counted.join_from(Occurrence, Assignment, col(Assignment.occurrence_id) == Occurrence.id)
    return joined.where(mine).group_by(*columns, *part)


def _occurrences(mine: ColumnElement[bool]) -> Any:
    states = select(col(Occurrence.item_id), col(Occurrence.state)).where(mine)
    return states.order_by(col(Occurrence.item_id), col(Occurrence.position))


_LOCK = ByIds(col(PlanItem.id), _lock)
_PARTS = ByIds(col(Occurrence.id), _parts)
_OCCURRENCES = ByIds(col(Occurrence.item_id), _occurrences)
_occurrence: Any = Occurrence.__table__  # type: ignore[attr-defined]
_item: Any = PlanItem.__table__  # type: ignore[attr-defined]
_SET_OCCURRENCE = Prepared(update(_occurrence).where(_occurrence.c.id == bindparam("key")))
_SET_ITEM = Prepared(update(_item).where(_item.c.id == bindparam("key")))
