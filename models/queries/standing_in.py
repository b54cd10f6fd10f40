"""Who acts in whose place, now or later: substitutes of persons and delegates of organizations, as one list; and who
reports on one assignment beside its organization's own people. Reads only.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import case, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.tables import Delegation, Order, Organization, Person, Plan


@dataclass(frozen=True, kw_only=True)
class InPlace:
    """Somebody who acts for a person, or who reports for an organization; `order` is empty for all plans. The days are
    both included, None is no first or no last one.
    """

    kind: Literal["substitute", "delegate"]
    id: int
    person_id: int
    person: str
    whom_id: int
    whom: str
    order: str
    from_on: date | None
    until_on: date | None


def in_place(session: Session, *, today: date, limit: int) -> tuple[InPlace, ...]:
    """Everybody who acts in another's place on a day or will, by name."""
    return _found(session, _substitutes(today), _delegates(today), limit=limit)


def in_place_of(session: Session, organization_id: int, *, today: date) -> tuple[InPlace, ...]:
    """Who reports for an organization on a day or will by a delegation, or substitutes for one of its people."""
    whom: Any = aliased(Person)
    others = _substitutes(today, whom).where(whom.organization_id == organization_id)
    return _found(
        session, others, _delegates(today).where(col(Delegation.organization_id) == organization_id), limit=50
    )


def reporters(session: Session, *, organization_id: int, plan_id: int, today: date) -> tuple[InPlace, ...]:
    """Who reports for an organization in a plan on a day beside its own people: delegates, and substitutes from
    elsewhere.
    """
    whom: Any = aliased(Person)
    others = _substitutes(today, whom).where(whom.organization_id == organization_id, whom.left_on.is_(None))
    others = others.where(col(Person.organization_id) != organization_id)
    begun = or_(col(Person.substitute_from_on).is_(None), col(Person.substitute_from_on) <= today)
    given = _delegates(today).where(
        col(Delegation.organization_id) == organization_id,
        or_(col(Delegation.plan_id).is_(None), col(Delegation.plan_id) == plan_id),
        col(Delegation.from_on) <= today,
    )
    return _found(session, others.where(begun), given, limit=20)


def _found(session: Session, *parts: Any, limit: int) -> tuple[InPlace, ...]:
    rows = union_all(*parts).order_by("person", "whom", "id").limit(limit)
    return tuple(InPlace(**row) for row in session.execute(rows).mappings())


def _called(person: Any) -> Any:
    return func.coalesce(case((person.name != "", person.name)), person.email, person.post)


def _substitutes(today: date, whom: Any = None) -> Any:
    whom = aliased(Person) if whom is None else whom
    columns: list[Any] = [
        literal("substitute").label("kind"),
        col(Person.id).label("id"),
        col(Person.id).label("person_id"),
        _called(Person).label("person"),
        whom.id.label("whom_id"),
        _called(whom).label("whom"),
        literal("").label("order"),
        col(Person.substitute_from_on).label("from_on"),
        col(Person.substitute_until_on).label("until_on"),
    ]
    lasting = or_(col(Person.substitute_until_on).is_(None), col(Person.substitute_until_on) >= today)
    joined = select(*columns).join_from(Person, whom, whom.id == col(Person.substitute_for_id))
    return joined.where(col(Person.left_on).is_(None), lasting)


def _delegates(today: date) -> Any:
    columns: list[Any] = [
        literal("delegate"),
        Delegation.id,
        Delegation.person_id,
        _called(Person),
        Organization.id,
        Organization.name,
        func.coalesce(Order.number, ""),
        Delegation.from_on,
        Delegation.until_on,
    ]
    return (
        select(*columns)
        .join_from(Delegation, Person, col(Person.id) == Delegation.person_id)
        .join(Organization, col(Organization.id) == Delegation.organization_id)
        .join(Plan, col(Plan.id) == Delegation.plan_id, isouter=True)
        .join(Order, col(Order.id) == Plan.order_id, isouter=True)
        .where(col(Delegation.ended_on).is_(None))
        .where(or_(col(Delegation.until_on).is_(None), col(Delegation.until_on) >= today))
    )
