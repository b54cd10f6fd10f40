"""Administrators: who keeps Srok running. The first is named by whoever has the shell; they move no assignment."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.actors import Unknown
from models.letter_keys import TO_ADMINISTRATOR
from models.outbox import given_up
from models.tables import Person
from models.undelivered import same_address
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


def who_hear(session: Session, named: str) -> tuple[str, ...]:
    """The addresses that letters to the administrator may go to: `named`, then the administrators of the roster.

    An address is left out while a letter to the administrator that went to it is dead or unknown.
    """
    missed = [one.recipient for one in given_up(session, alike=TO_ADMINISTRATOR)]
    others = select(col(Person.email)).where(
        col(Person.administrator), col(Person.left_on).is_(None), col(Person.bounced_at).is_(None)
    )
    found = (named, *session.scalars(others.order_by(col(Person.email))))
    return tuple(one for one in found if one and not any(same_address(one, two) for two in missed))
