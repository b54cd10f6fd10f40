"""The roster as the desk shows it: organizations with their people, and one person with all they hold. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.folding import has
from models.queries.holdings import Holdings, holdings
from models.roster import EXTERNAL, called
from models.tables import Organization, Person, key


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
class PersonPlace:
    """A person as the roster has them, and what they hold. They substitute for somebody on the days named, if any."""

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
    substitute_from_on: date | None
    substitute_until_on: date | None
    left_on: date | None
    administrator: bool
    bounced_at: datetime | None
    holds: Holdings


def organization_lines(
    session: Session, *, find: str, after: int, limit: int, silent: bool = False
) -> tuple[OrganizationLine, ...]:
    """A part of the organizations whose name, or somebody's name or address there, has these words; `silent`: only
    those that no letter reaches.
    """
    query = select(Organization).where(col(Organization.kind) != EXTERNAL, col(Organization.merged_into_id).is_(None))
    present = (col(Person.organization_id) == col(Organization.id), col(Person.left_on).is_(None))
    if find:
        there = select(col(Person.id)).where(*present, or_(has(Person.name, find), has(Person.email, find)))
        query = query.where(or_(has(Organization.name, find), there.exists()))
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


def people_of(session: Session, organization_id: int, *, but: int | None = None) -> tuple[PersonLine, ...]:
    """The people of an organization, or all beside one of them, in the order in which letters reach them."""
    found = _people_of(session, [organization_id]).get(organization_id, [])
    return tuple(one for one in found if one.id != but)


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
        substitute_from_on=person.substitute_from_on,
        substitute_until_on=person.substitute_until_on,
        left_on=person.left_on,
        administrator=person.administrator,
        bounced_at=person.bounced_at,
        holds=holdings(session, person_id, today=today),
    )
