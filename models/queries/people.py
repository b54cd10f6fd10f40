"""Whether a name or an address that somebody typed is known."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.tables import Organization, Person


def organization_exists(session: Session, name: str) -> bool:
    """Whether there is an organization of exactly this name."""
    return session.execute(select(col(Organization.id)).where(col(Organization.name) == name)).first() is not None


def person_by_email(session: Session, email: str) -> int | None:
    """The person with this address who has not left, upper and lower case alike."""
    query = select(col(Person.id)).where(
        func.lower(Person.email) == email.strip().lower(), col(Person.left_on).is_(None)
    )
    return session.execute(query).scalar_one_or_none()
