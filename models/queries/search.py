"""What has these words in it: orders, items and organizations of the plans somebody may see, the first few of each.

Only the few plans, items and organizations are looked through, never the many assignments.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, or_, select
from sqlmodel import Session, col

from models.queries.work_filter import organizations_called, says
from models.tables import ItemExecutor, Order, Organization, Person, Plan, PlanItem
from states.assignment import State


@dataclass(frozen=True, kw_only=True)
class FoundPlan:
    """A plan by its order."""

    plan_id: int
    order: str
    issued_on: date
    title: str


@dataclass(frozen=True, kw_only=True)
class FoundItem:
    """An item."""

    item_id: int
    order: str
    item: str
    title: str
    state: State


@dataclass(frozen=True, kw_only=True)
class FoundOrganization:
    """An organization that something is addressed to."""

    organization_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """The first of each kind."""

    plans: tuple[FoundPlan, ...]
    items: tuple[FoundItem, ...]
    organizations: tuple[FoundOrganization, ...]


def search(session: Session, words: Sequence[str], *, plan_ids: Collection[int] | None, limit: int) -> Found:
    """What has all of these words, whatever their case; an item also by its number, or how that begins. None for the
    plans looks through all.
    """
    return Found(
        plans=tuple(FoundPlan(**row) for row in session.execute(_plans(words, plan_ids, limit)).mappings()),
        items=tuple(FoundItem(**row) for row in session.execute(_items(words, plan_ids, limit)).mappings()),
        organizations=tuple(
            FoundOrganization(**row) for row in session.execute(_organizations(words, plan_ids, limit)).mappings()
        ),
    )


def _within(found: Select[Any], column: Any, plan_ids: Collection[int] | None) -> Select[Any]:
    return found if plan_ids is None else found.where(col(column).in_(plan_ids))


def _plans(words: Sequence[str], plan_ids: Collection[int] | None, limit: int) -> Select[Any]:
    columns: list[Any] = [Plan.id, Order.number, Order.issued_on, Order.title]
    named: list[Any] = [
        col(one).label(name) for one, name in zip(columns, ("plan_id", "order", "issued_on", "title"), strict=True)
    ]
    texts = (Order.number, Order.title, Plan.title)
    found = select(*named).join_from(Plan, Order, col(Order.id) == Plan.order_id).where(*_in_any(texts, words))
    return _within(found, Plan.id, plan_ids).order_by(col(Order.issued_on).desc(), col(Plan.id).desc()).limit(limit)


def _items(words: Sequence[str], plan_ids: Collection[int] | None, limit: int) -> Select[Any]:
    columns: list[Any] = [PlanItem.id, Order.number, PlanItem.number, PlanItem.title, PlanItem.state]
    names = ("item_id", "order", "item", "title", "state")
    named: list[Any] = [col(one).label(name) for one, name in zip(columns, names, strict=True)]
    number = col(PlanItem.number)
    each = [or_(says(col(PlanItem.title), word), number.startswith(word, autoescape=True)) for word in words]
    exact = case((number.in_(words), 0), else_=1)
    found = (
        select(*named)
        .join_from(PlanItem, Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(*each)
    )
    within = _within(found, PlanItem.plan_id, plan_ids)
    return within.order_by(exact, col(Order.issued_on).desc(), col(PlanItem.position)).limit(limit)


def _organizations(words: Sequence[str], plan_ids: Collection[int] | None, limit: int) -> Select[Any]:
    columns: list[Any] = [col(Organization.id).label("organization_id"), col(Organization.name).label("name")]
    addressed = select(col(ItemExecutor.organization_id))
    if plan_ids is not None:
        addressed = addressed.join(PlanItem, col(PlanItem.id) == ItemExecutor.item_id)
        addressed = addressed.where(col(PlanItem.plan_id).in_(plan_ids))
    exact = case((col(Organization.number).in_(words), 0), else_=1)
    return (
        select(*columns)
        .where(*(_called(word) for word in words), col(Organization.id).in_(addressed))
        .order_by(exact, col(Organization.name))
        .limit(limit)
    )


def _called(word: str) -> Any:
    """By its name or another name, its number, or the name of somebody there."""
    theirs = select(col(Person.organization_id)).where(says(col(Person.name), word))
    named = col(Organization.id).in_(organizations_called(word))
    return or_(named, col(Organization.number) == word, col(Organization.id).in_(theirs))


def _in_any(columns: Sequence[Any], words: Sequence[str]) -> list[Any]:
    return [and_(or_(*(says(col(column), word) for column in columns))) for word in words]
