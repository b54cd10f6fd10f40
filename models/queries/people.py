"""Whether a name or an address that somebody typed is known, and whom or what a part of one may mean."""

from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models.folding import Folded, fold, has
from models.tables import Alias, Organization, Person

EXTERNAL = "external"


class Meant(NamedTuple):
    """A person or an organization that typed words may mean; `where` is the address and organization of a person."""

    id: int
    name: str
    where: str


def organization_exists(session: Session, name: str) -> bool:
    """Whether there is an organization of exactly this name."""
    return session.execute(select(col(Organization.id)).where(col(Organization.name) == name)).first() is not None


def person_by_email(session: Session, email: str) -> int | None:
    """The person with this address who has not left, upper and lower case alike."""
    query = select(col(Person.id)).where(
        func.lower(Person.email) == email.strip().lower(), col(Person.left_on).is_(None)
    )
    return session.execute(query).scalar_one_or_none()


def persons_meant(session: Session, words: str, *, limit: int = 6) -> tuple[Meant, ...]:
    """Whom these words may mean of those present: the one who has this address, or all whose name they begin, or are a
    part of.
    """
    exactly = person_by_email(session, words)
    columns: list[Any] = [Person.id, Person.name, Person.email, Person.post, Organization.name]
    query = select(*columns).join_from(Person, Organization, col(Organization.id) == Person.organization_id)
    if exactly is not None:
        query = query.where(col(Person.id) == exactly)
    else:
        query = query.where(has(Person.name, words), col(Person.left_on).is_(None))
    rows = session.execute(query.order_by(col(Person.name), col(Person.id)).limit(limit))
    return tuple(
        Meant(ident, name or email or post, ", ".join(part for part in (email, organization) if part))
        for ident, name, email, post, organization in rows
    )


def organizations_meant(session: Session, words: str, *, limit: int = 6) -> tuple[Meant, ...]:
    """What organizations of the roster these words may mean: the one of this name or alias, or all whose name they are
    a part of.
    """
    here = (col(Organization.kind) != EXTERNAL, col(Organization.merged_into_id).is_(None))
    columns: list[Any] = [Organization.id, Organization.name]
    other = select(col(Alias.organization_id)).where(Folded(Alias.name) == fold(words))
    exactly = or_(Folded(Organization.name) == fold(words), col(Organization.id).in_(other))
    for condition in (exactly, has(Organization.name, words)):
        query = select(*columns).where(*here, condition).order_by(col(Organization.name)).limit(limit)
        if found := tuple(Meant(ident, name, "") for ident, name in session.execute(query)):
            return found
    return ()
