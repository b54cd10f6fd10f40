"""The roster in the database: organizations, and the persons letters can reach. Knows nothing of orders."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ScalarSelect, or_
from sqlmodel import Session, col, select

from models.tables import Alias, Organization, Person, key
from states.draft import KnownOrganization, RosterPerson
from states.ladder import Recipient

EXTERNAL = "external"


def known_organizations(session: Session) -> tuple[KnownOrganization, ...]:
    """The organizations by which a reader recognises names, in the order they came; no external parties, and none
    that merged into another: its name is an alias of the other.
    """
    aliases = _aliases(session)
    return tuple(
        KnownOrganization(name=row.name, kind=row.kind, number=row.number, aliases=aliases[key(row.id)])
        for row in session.exec(_of_roster().order_by(col(Organization.id)))
    )


def _of_roster() -> Any:
    return select(Organization).where(Organization.kind != EXTERNAL, col(Organization.merged_into_id).is_(None))


def _aliases(session: Session) -> defaultdict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for alias in session.exec(select(Alias).order_by(col(Alias.id))):
        found[alias.organization_id] += (alias.name,)
    return found


def roster_lines(session: Session) -> tuple[RosterPerson, ...]:
    """The roster as the lines of its file: every organization with its persons, or alone where it has none.

    Who has left is in no line.
    """
    aliases, persons = _aliases(session), _present(session)
    by_id = {one.id: one for some in persons.values() for one in some}
    return tuple(
        _line(organization, aliases[key(organization.id)], person, by_id)
        for organization in session.exec(_of_roster().order_by(col(Organization.id)))
        for person in persons.get(key(organization.id)) or (None,)
    )


def _present(session: Session) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    query = select(Person).where(col(Person.left_on).is_(None)).order_by(col(Person.rank), col(Person.id))
    for person in session.exec(query):
        found[person.organization_id].append(person)
    return found


def _line(
    organization: Organization, aliases: tuple[str, ...], person: Person | None, by_id: dict[int | None, Person]
) -> RosterPerson:
    shown = person or Person(organization_id=0)
    other = by_id.get(shown.substitute_for_id) if shown.substitute_for_id else None
    return RosterPerson(
        organization=organization.name,
        kind=organization.kind,
        number=organization.number,
        aliases=aliases,
        email=shown.email or "",
        head=shown.name,
        post=shown.post,
        dative=shown.dative,
        substitutes=(other.email or other.name) if other else "",
    )


def organization_named(session: Session, name: str, *, kind: str, number: str = "") -> Organization:
    """The organization that has exactly this name or alias, made if there is none; of a merged one, what it became."""
    found = find_organization(session, name)
    if found is None:
        found = Organization(name=name, kind=kind, number=number)
        session.add(found)
        session.flush()
    return found


def find_organization(session: Session, name: str) -> Organization | None:
    """The organization that has exactly this name or alias; an alias counts first, so that a merged one is left."""
    by_alias = select(Organization).join(Alias, col(Alias.organization_id) == Organization.id)
    return (
        session.exec(by_alias.where(Alias.name == name)).one_or_none()
        or session.exec(select(Organization).where(Organization.name == name)).one_or_none()
    )


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


def called(person: Person | None) -> str:
    """What to call somebody where people read of them: by name, or by what else the roster has."""
    return "" if person is None else person.name or person.email or person.post


def substitutes_on(day: Any) -> tuple[Any, Any]:
    """The conditions under which a person's row substitutes on a day; it may be a parameter of the query around."""
    begun = or_(col(Person.substitute_from_on).is_(None), col(Person.substitute_from_on) <= day)
    return begun, or_(col(Person.substitute_until_on).is_(None), col(Person.substitute_until_on) >= day)


def person_name(session: Session, person_id: int | None) -> str:
    """What a person is called, empty where the roster does not say."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def recipient_of(person: Person | None) -> Recipient | None:
    """A person as letters see them."""
    return recipient(person.id or 0, person.name, person.email, person.post, person.dative) if person else None


def recipient(person_id: int, name: str | None, email: str | None, post: str | None, dative: str | None) -> Recipient:
    """The same from the columns of a row."""
    return Recipient(person_id=person_id, name=name or "", email=email or "", post=post or "", dative=dative or "")


def name_key(name: str) -> tuple[str, str]:
    """Surname and initials, by which «Назарова О.И.» and «Назарова Ольга Ивановна» are one person."""
    words = name.replace(".", ". ").replace("ё", "е").replace("Ё", "Е").split()
    long = [word for word in words if not word.endswith(".")]
    surname = long[0] if long else ""
    rest = [word for word in words if word != surname]
    return surname.lower(), "".join(word[0].lower() for word in rest)


def contact_of(session: Session, organization: Organization) -> Person | None:
    """The person whom letters to the organization reach, None if nobody there has an address."""
    found = session.exec(select(contact_id(organization.id))).one_or_none()
    return session.get(Person, found) if found else None


def contact_id(organization_id: Any) -> ScalarSelect[Any]:
    """The id of whom letters to an organization reach: the first with an address that does not bounce who has not left,
    a substitute only where there is nobody else. `organization_id` may be a column of the query around it.
    """
    here = select(col(Person.id)).where(
        col(Person.organization_id) == organization_id,
        col(Person.email).is_not(None),
        col(Person.bounced_at).is_(None),
        col(Person.left_on).is_(None),
    )
    first = here.order_by(col(Person.substitute_for_id).is_not(None), col(Person.rank), col(Person.id)).limit(1)
    return first.correlate_except(Person).scalar_subquery()


def people(session: Session) -> tuple[tuple[str, str, str, str, str], ...]:
    """Organization, its kind, person, post and address, in the order of the roster; an organization may have nobody."""
    lines = roster_lines(session)
    return tuple((one.organization, one.kind, one.head, one.post, one.email) for one in lines)
