"""The history of the assignments of a package, as lines to be read by people and checked by machines. Reads only."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, col

from models.order_by_number import order_by_number
from models.package_rows import moves_of
from models.tables import Assignment, Evidence, History, Occurrence, Organization, Person, PlanItem
from states.assignment import State
from states.draft import ItemKind

_AT_A_TIME = 2000


class HistoryLine(NamedTuple):
    """One thing done to an assignment. `evidence` are the SHA-256 of what came with it, `hash` is its link."""

    kind: ItemKind
    number: str
    executor: str
    assignment_id: int
    version: int
    at: datetime
    on: date
    who: str
    trigger: str
    source: State
    dest: State
    text: str
    reason: str
    due_on: date | None
    evidence: tuple[str, ...]
    hash: str


def history_lines(session: Session, *, order: str, ids: Iterable[int], by: date) -> Iterator[HistoryLine]:
    """What was done by a day to the assignments with these ids, in the order of the document and of time; no more than
    a few thousand lines are held.
    """
    order_id = order_by_number(session, order).id
    wanted, brought = frozenset(ids), _evidence(session, order_id, by)
    rows = session.connection().execute(_statement(order_id, by), execution_options={"yield_per": _AT_A_TIME})
    for row in rows:
        if row.assignment_id in wanted:
            yield HistoryLine._make((*row[:14], brought.get(row.id, ()), row.hash))


def _statement(order_id: int, by: date) -> Select[Any]:
    columns: list[Any] = [
        PlanItem.kind,
        PlanItem.number,
        Organization.name,
        History.assignment_id,
        History.version,
        History.at,
        History.on,
        Person.name,
        History.trigger,
        History.source,
        History.dest,
        History.text,
        History.reason,
        History.due_on,
        History.hash,
        History.id,
    ]
    query = moves_of(select(*columns).select_from(History), order_id)
    return (
        query.join(Organization, col(Organization.id) == Assignment.organization_id)
        .outerjoin(Person, col(Person.id) == History.person_id)
        .where(col(History.on) <= by)
        .order_by(col(PlanItem.position), col(Occurrence.position), col(Assignment.id), col(History.version))
    )


def _evidence(session: Session, order_id: int, by: date) -> dict[int, tuple[str, ...]]:
    query: Select[Any] = select(col(Evidence.history_id), col(Evidence.sha256))
    brought = moves_of(query.join(History, col(History.id) == Evidence.history_id), order_id)
    ordered = brought.where(col(History.on) <= by).order_by(col(Evidence.history_id), col(Evidence.id))
    found: dict[int, tuple[str, ...]] = {}
    for history_id, sha256 in session.execute(ordered):
        found[history_id] = (*found.get(history_id, ()), sha256)
    return found
