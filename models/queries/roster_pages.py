"""The roster as the desk shows it: organizations with their people, and one person with all they hold. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.roster import EXTERNAL, called
from models.tables import Delegation, Order, Organization, Person, Plan, PlanRole, key
from states.draft import PlanRoleName


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody of an organization. `bounced`: letters to the address come back."""

    id: int
    name: str
    post: str
    email: str
    bounced: bool
    substitutes: bool


@dataclass(frozen=True, kw_only=True)
class OrganizationLine:
    """An organization with its people, in the order in which letters reach them."""

    id: int
    name: str
    kind: str
    people: tuple[PersonLine, ...]

    @property
    def reached(self) -> bool:
        """Whether a letter to the organization reaches anybody."""
        return any(one.email and not one.bounced for one in self.people)


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """A role that a person holds in a plan."""

    plan_id: int
    order: str
    role: PlanRoleName


@dataclass(frozen=True, kw_only=True)
class DelegationLine:
    """An organization that a person reports for; `order` is empty for all plans."""

    id: int
    organization: str
    order: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, kw_only=True)
class PersonPlace:
    """A person as the roster has them, and what they hold. `deputies` are those who substitute for them."""

    id: int
    name: str
    post: str
    email: str
    dative: str
    organization_id: int
    organization: str
    kind: str
    number: str
    substitute_for: str
    substitute_for_id: int | None
    deputies: tuple[tuple[int, str], ...]
    left_on: date | None
    administrator: bool
    bounced_at: datetime | None
    roles: tuple[RoleLine, ...]
    delegations: tuple[DelegationLine, ...]


def organization_lines(
    session: Session, *, find: str, after: int, limit: int, silent: bool = False
) -> tuple[OrganizationLine, ...]:
    """A part of the organizations whose name, or somebody's name or address there, has these words; `silent`: only
    those that no letter reaches.
    """
    query = select(Organization).where(col(Organization.kind) != EXTERNAL, col(Organization.merged_into_id).is_(None))
    present = (col(Person.organization_id) == col(Organization.id), col(Person.left_on).is_(None))
    if find:
        words = f"%{find.translate(_ESCAPED)}%"
        there = select(col(Person.id)).where(*present, or_(_like(Person.name, words), _like(Person.email, words)))
        query = query.where(or_(_like(Organization.name, words), there.exists()))
    if silent:
        reached = (col(Person.email).is_not(None), col(Person.bounced_at).is_(None))
        query = query.where(~select(col(Person.id)).where(*present, *reached).exists())
    found = session.execute(query.where(col(Organization.id) > after).order_by(col(Organization.id)).limit(limit))
    organizations = found.scalars().all()
    people = _people_of(session, [key(one.id) for one in organizations])
    return tuple(
        OrganizationLine(id=key(one.id), name=one.name, kind=one.kind, people=tuple(people.get(key(one.id), ())))
        for one in organizations
    )


_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def _like(column: Any, words: str) -> Any:
    return col(column).ilike(words, escape="\\")


def _people_of(session: Session, ids: list[int]) -> dict[int, list[PersonLine]]:
    people: dict[int, list[PersonLine]] = {}
    present = select(Person).where(col(Person.organization_id).in_(ids), col(Person.left_on).is_(None))
    for one in session.execute(present.order_by(col(Person.rank), col(Person.id))).scalars():
        line = PersonLine(
            id=key(one.id),
            name=one.name,
            post=one.post,
            email=one.email or "",
            bounced=one.bounced_at is not None,
            substitutes=one.substitute_for_id is not None,
        )
        people.setdefault(one.organization_id, []).append(line)
    return people


def person_place(session: Session, person_id: int, *, today: date) -> PersonPlace | None:
    """A person, None if there is none."""
    other = aliased(Person)
    columns: list[Any] = [Person, Organization, other]
    query = (
        select(*columns)
        .join(Organization, col(Organization.id) == Person.organization_id)
        .join(other, col(other.id) == Person.substitute_for_id, isouter=True)
        .where(col(Person.id) == person_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    person, organization, whom = row
    deputies = select(Person).where(col(Person.substitute_for_id) == person_id, col(Person.left_on).is_(None))
    return PersonPlace(
        id=person_id,
        name=person.name,
        post=person.post,
        email=person.email or "",
        dative=person.dative,
        organization_id=person.organization_id,
        organization=organization.name,
        kind=organization.kind,
        number=organization.number,
        substitute_for=called(whom),
        substitute_for_id=person.substitute_for_id,
        deputies=tuple((key(one.id), called(one)) for one in session.execute(deputies).scalars()),
        left_on=person.left_on,
        administrator=person.administrator,
        bounced_at=person.bounced_at,
        roles=_roles(session, person_id),
        delegations=_delegations(session, person_id, today),
    )


def _roles(session: Session, person_id: int) -> tuple[RoleLine, ...]:
    columns: list[Any] = [Plan.id, Order.number, PlanRole.role]
    query = select(*columns).join_from(PlanRole, Plan, col(Plan.id) == PlanRole.plan_id)
    query = query.join(Order, col(Order.id) == Plan.order_id).where(col(PlanRole.person_id) == person_id)
    rows = session.execute(query.order_by(col(Plan.id).desc()))
    return tuple(RoleLine(plan_id=row[0], order=row[1], role=PlanRoleName(row[2])) for row in rows)


def _delegations(session: Session, person_id: int, today: date) -> tuple[DelegationLine, ...]:
    columns: list[Any] = [Delegation.id, Organization.name, Order.number, Delegation.from_on, Delegation.until_on]
    query = (
        select(*columns)
        .join_from(Delegation, Organization, col(Organization.id) == Delegation.organization_id)
        .join(Plan, col(Plan.id) == Delegation.plan_id, isouter=True)
        .join(Order, col(Order.id) == Plan.order_id, isouter=True)
        .where(col(Delegation.person_id) == person_id, col(Delegation.ended_on).is_(None))
        .where(or_(col(Delegation.until_on).is_(None), col(Delegation.until_on) >= today))
    )
    return tuple(
        DelegationLine(id=row[0], organization=row[1], order=row[2] or "", from_on=row[3], until_on=row[4])
        for row in session.execute(query.order_by(col(Delegation.id)))
    )
