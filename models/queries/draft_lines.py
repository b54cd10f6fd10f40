"""Kept drafts as a list shows them, without what was read. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.tables import Draft, Order, Person, Plan, SettlementRow


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A kept draft: the number and title it was read with, who keeps it, and when somebody last settled something.
    `plan_id` is the plan it has become; `order` its order's number now.
    """

    id: int
    file: str
    number: str
    title: str
    kept_at: datetime
    kept_by: str
    settled_at: datetime | None
    order: str | None
    plan_id: int | None
    dropped: bool


def draft_lines(session: Session, *, limit: int, before: int | None = None) -> tuple[DraftLine, ...]:
    """The latest drafts first, those below the id `before` where one is given."""
    read: Any = col(Draft.reading)
    last = select(func.max(col(SettlementRow.at))).where(col(SettlementRow.draft_id) == col(Draft.id))
    columns: list[Any] = [
        Draft.id,
        Draft.file,
        read["number"].as_string(),
        read["title"].as_string(),
        Draft.kept_at,
        Person.name,
        last.correlate(Draft).scalar_subquery(),
        Order.number,
        Plan.id,
        col(Draft.dropped_at).is_not(None),
    ]
    query = (
        select(*columns)
        .join_from(Draft, Person, col(Person.id) == Draft.kept_by, isouter=True)
        .join(Order, col(Order.id) == Draft.order_id, isouter=True)
        .join(Plan, col(Plan.order_id) == Order.id, isouter=True)
    )
    if before is not None:
        query = query.where(col(Draft.id) < before)
    names = tuple(DraftLine.__dataclass_fields__)
    rows = session.execute(query.order_by(col(Draft.id).desc()).limit(limit))
    return tuple(DraftLine(**dict(zip(names, _without_nulls(row), strict=True))) for row in rows)


def _without_nulls(row: Any) -> list[Any]:
    ident, file, number, title, kept_at, name, *rest = row
    return [ident, file, number or "", title or "", kept_at, name or "", *rest]
