"""What a supervisor's page tells beside the figures: what was escalated lately, and what waits for them themselves.
The three are asked for at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, cast, func, literal, null, select, union_all
from sqlmodel import Session, col

from models.tables import (
    Assignment,
    FiringRow,
    Occurrence,
    Order,
    Outbox,
    OutboxState,
    PackageRow,
    Person,
    Plan,
    PlanItem,
    PlanRole,
)
from models.tables.work import LIVE
from states.assignment import State
from states.control import Control
from states.draft import PlanRoleName
from states.package import PackageState


@dataclass(frozen=True, kw_only=True)
class Escalated:
    """A letter that told a supervisor of what is overdue: of how many assignments it spoke for the first time."""

    on: date
    to: str
    role: PlanRoleName
    order: str
    assignments: int
    state: OutboxState


@dataclass(frozen=True, kw_only=True)
class RemovableItem:
    """An item that is done by its rule and still under control; `unfinished` assignments the rule did not wait for."""

    item_id: int
    order: str
    item: str
    title: str
    unfinished: int = 0


@dataclass(frozen=True, kw_only=True)
class PackageToSign:
    """A package that is drafted and not signed."""

    package_id: int
    plan_id: int
    order: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Supervised:
    """The newest letters to supervisors, the items that may be removed from control as done, the first of `removable`
    many, and all packages to sign.
    """

    letters: tuple[Escalated, ...]
    removable: int
    items: tuple[RemovableItem, ...]
    packages: tuple[PackageToSign, ...]


def supervised(
    session: Session, *, since: date, plan_ids: Collection[int] | None, letters: int, items: int
) -> Supervised:
    """What there is of these plans, or of all where None: letters since a day, so many of them and of the items."""
    parts = [_letters(since).limit(letters), _items().limit(items), _packages()]
    if plan_ids is not None:
        parts = [part.where(col(Plan.id).in_(plan_ids)) for part in parts]
    asked = union_all(*(select(*part.subquery().c) for part in parts)).subquery()
    rows = session.execute(select(asked).order_by(asked.c.kind, asked.c.place)).all()
    found = {kind: [row for row in rows if row.kind == kind] for kind in (_LETTER, _ITEM, _PACKAGE)}
    return Supervised(
        letters=tuple(_letter(row) for row in found[_LETTER]),
        removable=found[_ITEM][0].number if found[_ITEM] else 0,
        items=tuple(
            RemovableItem(item_id=row.id, order=row.order, item=row.first, title=row.second, unfinished=int(row.third))
            for row in found[_ITEM]
        ),
        packages=tuple(
            PackageToSign(
                package_id=row.id, plan_id=row.number, order=row.order, begins_on=row.begins_on, ends_on=row.ends_on
            )
            for row in found[_PACKAGE]
        ),
    )


_LETTER, _ITEM, _PACKAGE = "letter", "item", "package"
_NO_TEXT, _NO_DAY = cast(null(), String), cast(null(), Date)


def _line(kind: str, ident: Any, *texts: Any, days: Any = (_NO_DAY, _NO_DAY), number: Any, by: Any) -> Select[Any]:
    """A part's line in the form that all three have; `by` is its place within the part."""
    columns = dict(zip(("first", "second", "third"), (*texts, _NO_TEXT, _NO_TEXT), strict=False))
    return select(
        literal(kind).label("kind"),
        func.row_number().over(order_by=by).label("place"),
        cast(ident, Integer).label("id"),
        col(Order.number).label("order"),
        *(cast(text, String).label(name) for name, text in columns.items()),
        days[0].label("begins_on"),
        days[1].label("ends_on"),
        cast(number, Integer).label("number"),
    )


def _letters(since: date) -> Select[Any]:
    """A line for each plan a letter to a supervisor spoke of, the newest letter first."""
    to = func.coalesce(func.nullif(col(Person.name), ""), col(Outbox.recipient))
    spoken_of = func.count(FiringRow.assignment_id.distinct())  # type: ignore[attr-defined]
    newest = (col(Outbox.written_on).desc(), col(Outbox.id).desc(), col(PlanRole.role))
    days = (col(Outbox.written_on), _NO_DAY)
    line = _line(_LETTER, Outbox.id, to, PlanRole.role, Outbox.state, days=days, number=spoken_of, by=newest)
    holds = and_(col(PlanRole.plan_id) == PlanItem.plan_id, col(PlanRole.person_id) == Outbox.person_id)
    return (
        line.join_from(Outbox, FiringRow, col(FiringRow.outbox_id) == Outbox.id)
        .join(Person, col(Person.id) == Outbox.person_id)
        .join(Assignment, col(Assignment.id) == FiringRow.assignment_id)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(PlanRole, holds)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(Outbox.written_on) >= since)
        .group_by(*map(col, (Outbox.id, Outbox.written_on, Outbox.recipient, Outbox.state)))
        .group_by(*map(col, (Person.name, PlanRole.role, Order.number)))
        .order_by(*newest)
    )


def _letter(row: Any) -> Escalated:
    return Escalated(
        on=row.begins_on,
        to=row.first,
        role=PlanRoleName(row.second),
        order=row.order,
        state=OutboxState(row.third),
        assignments=row.number,
    )


def _items() -> Select[Any]:
    """Items that a controller may remove from control as done, each with how many there are."""
    place = (col(Order.id), col(PlanItem.position))
    of_item = (col(Occurrence.item_id) == PlanItem.id, LIVE, col(Assignment.required))
    unfinished = select(func.count()).select_from(Assignment).join(Occurrence).where(*of_item).scalar_subquery()
    return (
        _line(_ITEM, PlanItem.id, PlanItem.number, PlanItem.title, unfinished, number=func.count().over(), by=place)
        .join_from(PlanItem, Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PlanItem.state) == State.ACCEPTED, col(PlanItem.control) != Control.REMOVED)
        .order_by(*place)
    )


def _packages() -> Select[Any]:
    """Packages that are drafted and wait for a signature."""
    ends = (col(PackageRow.ends_on), col(PackageRow.id))
    days = (col(PackageRow.begins_on), col(PackageRow.ends_on))
    return (
        _line(_PACKAGE, PackageRow.id, _NO_TEXT, days=days, number=PackageRow.plan_id, by=ends)
        .join_from(PackageRow, Plan, col(Plan.id) == PackageRow.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PackageRow.state) == PackageState.DRAFT)
    )
