"""Which assignments somebody wants to see: a filter, and the condition it is in the database. Lists nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlmodel import col

from models.folding import Folded, fold
from models.queries.assignment_facts import is_late
from models.tables import Alias, Assignment, BulkRow, Occurrence, Order, Organization, Plan, PlanItem
from models.tables.work import LIVE, WAITS_FOR_REVIEW
from states.assignment import OPEN, State
from states.control import Control


class Waiting(StrEnum):
    """For whose decision an assignment may wait."""

    REVIEW = "review"
    EXTENSION = "extension"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which assignments to list; what is None lets all pass. `live` leaves out what is accepted or removed. The due day
    lies from `due_from` to `due_until`, both included. `step_id` is a bulk step that moved it. Each of the `words`
    stands in the item, its order or the executor's name, whatever its case. `plan_ids` are the plans that whoever asks
    may see, None for all.
    """

    plan_ids: Collection[int] | None
    plan_id: int | None = None
    item_id: int | None = None
    item: str | None = None
    organization_id: int | None = None
    executor: str | None = None
    state: State | None = None
    live: bool = False
    overdue: bool = False
    undated: bool = False
    due_from: date | None = None
    due_until: date | None = None
    waiting: Waiting | None = None
    step_id: int | None = None
    words: tuple[str, ...] = ()


def fitting(wanted: Wanted, columns: list[Any], *, today: date) -> Select[Any]:
    """A query of these columns of what is wanted; overdue as of `today`. Only assignment, occurrence and item
    are in it: what else a line has is joined to the few that are shown.
    """
    found = (
        select(*columns)
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .where(*_plain(wanted))
    )
    if wanted.plan_ids is not None:
        found = found.where(col(PlanItem.plan_id).in_(wanted.plan_ids))
    found = found.where(*_due(wanted, today), *_waiting(wanted), *(_has(word) for word in wanted.words))
    return found.where(_called(wanted.executor)) if wanted.executor else found


def says(text: Any, word: str) -> Any:
    """The condition that a text has a word in it, whatever its case."""
    return Folded(text).contains(fold(word), autoescape=True)


def organizations_called(word: str) -> Select[Any]:
    """The ids of the organizations with this word in their name, or in another name of theirs."""
    other = select(col(Alias.organization_id)).where(says(col(Alias.name), word))
    return select(col(Organization.id)).where(or_(says(col(Organization.name), word), col(Organization.id).in_(other)))


def _plain(wanted: Wanted) -> list[Any]:
    exact = {
        PlanItem.plan_id: wanted.plan_id,
        PlanItem.id: wanted.item_id,
        PlanItem.number: wanted.item,
        Assignment.organization_id: wanted.organization_id,
        Assignment.state: wanted.state,
    }
    conditions = [col(column) == value for column, value in exact.items() if value is not None]
    if wanted.step_id is not None:
        moved = select(col(BulkRow.assignment_id)).where(col(BulkRow.bulk_id) == wanted.step_id)
        conditions.append(col(Assignment.id).in_(moved))
    return [*conditions, LIVE] if wanted.live else conditions


def _due(wanted: Wanted, today: date) -> list[Any]:
    due, conditions = col(Assignment.effective_due_on), list[Any]()
    if wanted.overdue:
        conditions += [LIVE, is_late(today), *WATCHED]
    if wanted.undated:
        conditions += [LIVE, col(Assignment.state).in_(OPEN), due.is_(None), *WATCHED]
    if wanted.due_from:
        conditions.append(due >= wanted.due_from)
    if wanted.due_until:
        conditions.append(due <= wanted.due_until)
    return conditions


def _waiting(wanted: Wanted) -> list[Any]:
    match wanted.waiting:
        case Waiting.REVIEW:
            return [WAITS_FOR_REVIEW, *WATCHED]
        case Waiting.EXTENSION:
            return [col(Assignment.extension_on).is_not(None), *WATCHED]
        case Waiting.DECLINED:
            return [col(Assignment.declined_on).is_not(None), *WATCHED]
        case None:
            return []


def _has(word: str) -> Any:
    """Looks through the few items, orders and organizations, and never through the many assignments."""
    item = select(col(PlanItem.id)).where(or_(says(col(PlanItem.title), word), col(PlanItem.number) == word))
    order = select(col(Plan.id)).join(Order, col(Order.id) == Plan.order_id)
    order = order.where(or_(says(col(Order.title), word), says(col(Order.number), word)))
    return or_(
        col(PlanItem.id).in_(item),
        col(PlanItem.plan_id).in_(order),
        col(Assignment.organization_id).in_(organizations_called(word)),
    )


def _called(name: str) -> Any:
    return and_(*(col(Assignment.organization_id).in_(organizations_called(word)) for word in name.split()))


WATCHED: tuple[Any, ...] = (col(Assignment.required), col(PlanItem.control) != Control.REMOVED)
"""What the ladder watches, and the start page counts."""
