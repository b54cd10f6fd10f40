"""What follows from a letter that cannot be delivered: its address bounces, and what it said is unsaid. Moves nothing.

The next sweep passes the person over and says it to the next level.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlmodel import Session, col

from models.tables import Assignment, FiringRow, Outbox, PackageFiringRow, Person
from states.assignment import State

DONE = (State.ACCEPTED, State.REMOVED)


def tell_others(session: Session, letter_ids: Sequence[int], *, at: datetime) -> None:
    """Let what these dead letters said be said again, to somebody whose address does not bounce.

    The assignments are looked at by the next sweep, whenever it comes: the day a letter was written is past for any.
    """
    if not letter_ids:
        return
    columns: list[Any] = [Outbox.id, Outbox.person_id, Outbox.recipient, Outbox.written_on]
    for letter_id, person_id, recipient, written_on in session.execute(
        select(*columns).where(col(Outbox.id).in_(letter_ids))
    ).all():
        if person_id is not None:
            _mark_bounced(session, person_id, recipient, at)
        unsaid = select(col(FiringRow.assignment_id)).where(FiringRow.outbox_id == letter_id)
        later = or_(col(Assignment.attention_on).is_(None), col(Assignment.attention_on) > written_on)
        still = and_(col(Assignment.id).in_(unsaid), col(Assignment.state).not_in(DONE), later)
        _run(session, update(Assignment).where(still).values(attention_on=written_on))
        _run(session, delete(FiringRow).where(col(FiringRow.outbox_id) == letter_id))
        _run(session, delete(PackageFiringRow).where(col(PackageFiringRow.outbox_id) == letter_id))


def _mark_bounced(session: Session, person_id: int, recipient: str, at: datetime) -> None:
    """Unless the person has got another address since."""
    person = session.get(Person, person_id)
    if person is not None and same_address(person.email or "", recipient) and person.bounced_at is None:
        person.bounced_at = at
        session.flush()


def no_longer_bounces(session: Session, recipient: str) -> None:
    """Take an address for one that letters reach again."""
    for person in session.scalars(select(Person).where(col(Person.bounced_at).is_not(None))):
        if same_address(person.email or "", recipient):
            person.bounced_at = None
    session.flush()


def same_address(one: str, other: str) -> bool:
    """Whether two spellings are one address; an international domain has two."""
    return _in_ascii(one) == _in_ascii(other)


def _in_ascii(address: str) -> str:
    local, _, domain = address.strip().lower().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@{domain}"


def _run(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
