"""Administrators: who keeps Srok running. Named and unnamed by whoever has the shell; they move no assignment."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.actors import Unknown
from models.tables import Person
from states.fault import Fault


class NothingToName(Fault):
    """Somebody who is, or is not, an administrator already; nothing was changed."""


def name_administrator(session: Session, person_id: int, *, named: bool = True) -> None:
    """Make somebody an administrator, or no longer one.

    Raises:
        Unknown: no such person, or they have left.
        NothingToName: it is so already.

    """
    person = session.get(Person, person_id)
    if person is None or person.left_on is not None:
        raise Unknown(f"there is no person {person_id}, or they have left: see `srok roster list`")
    if person.administrator is named:
        raise NothingToName(f"{person.email} is {'an' if named else 'no'} administrator already: nothing to do")
    person.administrator = named
    session.flush()


def administrators(session: Session) -> tuple[tuple[str, str], ...]:
    """Name and address of every administrator, in the order of the addresses."""
    named = select(col(Person.name), col(Person.email)).where(col(Person.administrator), col(Person.left_on).is_(None))
    return tuple((name, email or "") for name, email in session.execute(named.order_by(col(Person.email))))
