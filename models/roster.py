"""The roster in the database: organizations, and the persons letters can reach. Knows nothing of orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.tables import Organization, Person, key
from states.draft import KnownOrganization, RosterPerson


@dataclass(frozen=True, kw_only=True)
class RosterChanges:
    """How many persons a roster added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int


def known_organizations(session: Session) -> tuple[KnownOrganization, ...]:
    """The organizations by which a reader recognises names, in the order they came; no external parties."""
    rows = session.exec(select(Organization).where(col(Organization.kind) != "external").order_by(col(Organization.id)))
    return tuple(KnownOrganization(name=row.name, kind=row.kind, number=row.number) for row in rows)


def bring_in(session: Session, lines: Iterable[RosterPerson]) -> RosterChanges:
    """Add what the roster has and the database has not, and correct what differs; nothing is ever taken away.

    A person is known by the address; one that an order named without an address gets it from the roster.
    """
    added = changed = unchanged = 0
    for line in lines:
        organization = _organization(session, line)
        person = _person(session, organization, line)
        wanted: dict[str, Any] = {
            "organization_id": organization.id,
            "name": line.head,
            "post": line.post,
            "email": line.email or None,
        }
        if person is None:
            session.add(Person(**wanted))
            added += 1
        elif any(getattr(person, name) != value for name, value in wanted.items()):
            person.sqlmodel_update(wanted)
            changed += 1
        else:
            unchanged += 1
        session.flush()
    return RosterChanges(added=added, changed=changed, unchanged=unchanged)


def organization_named(session: Session, name: str, *, kind: str, number: str = "") -> Organization:
    """The organization of exactly this name, made if there is none."""
    found = session.exec(select(Organization).where(Organization.name == name)).one_or_none()
    if found is None:
        found = Organization(name=name, kind=kind, number=number)
        session.add(found)
        session.flush()
    return found


def _organization(session: Session, line: RosterPerson) -> Organization:
    organization = organization_named(session, line.organization, kind=line.kind, number=line.number)
    organization.kind, organization.number = line.kind, line.number
    return organization


def _person(session: Session, organization: Organization, line: RosterPerson) -> Person | None:
    if line.email:
        found = session.exec(select(Person).where(Person.email == line.email)).one_or_none()
        if found:
            return found
    nameless = select(Person).where(Person.organization_id == organization.id, col(Person.email).is_(None))
    return next((one for one in session.exec(nameless) if name_key(one.name) == name_key(line.head)), None)


def person_named(session: Session, name: str, *, organization: Organization, post: str = "") -> Person:
    """The person of this surname and these initials, sought first in `organization`, then everywhere.

    One whom nobody knows is made without an address: no letter reaches such a person until a roster brings one.
    """
    alike = [
        one for one in session.exec(select(Person).order_by(col(Person.id))) if name_key(one.name) == name_key(name)
    ]
    inside = [one for one in alike if one.organization_id == organization.id]
    if inside or len(alike) == 1:
        return (inside or alike)[0]
    person = Person(organization_id=key(organization.id), name=name, post=post)
    session.add(person)
    session.flush()
    return person


def name_key(name: str) -> tuple[str, str]:
    """Surname and initials, by which «Назарова О.И.» and «Назарова Ольга Ивановна» are one person."""
    words = name.replace(".", ". ").replace("ё", "е").replace("Ё", "Е").split()
    long = [word for word in words if not word.endswith(".")]
    surname = long[0] if long else ""
    rest = [word for word in words if word != surname]
    return surname.lower(), "".join(word[0].lower() for word in rest)


def contact_of(session: Session, organization: Organization) -> Person | None:
    """The organization's first person in the roster who has an address."""
    found = select(Person).where(Person.organization_id == organization.id, col(Person.email).is_not(None))
    return session.exec(found.order_by(col(Person.id)).limit(1)).first()


def people(session: Session) -> tuple[tuple[str, str, str, str, str], ...]:
    """Organization, its kind, person, post and address, in the order of the roster; an organization may have nobody."""
    query = select(Organization, Person).join(Person, isouter=True).order_by(col(Organization.id), col(Person.id))
    return tuple(
        (one.name, one.kind, *((person.name, person.post, person.email or "") if person else ("", "", "")))
        for one, person in session.exec(query)
    )
