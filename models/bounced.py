"""A report that a letter could not be delivered meets the letter it is about. Knows nothing of mail's formats."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Outbox, OutboxState
from models.undelivered import same_address, tell_others
from states.fault import Fault


class BounceRefused(Fault):
    """A report that changes nothing; the text says why."""


def take_bounce(
    session: Session, message_id: str, recipients: Iterable[str], *, status: str, said: str, at: datetime
) -> str:
    """Mark the letter of a report dead and its address as bouncing; the address.

    Anybody can write a report: it must name the letter's Message-ID and the one recipient it went to, and the letter
    must have left.

    Raises:
        BounceRefused: there is no such letter, it went to somebody else, or it has not left or is dead already.

    """
    named = select(Outbox).where(col(Outbox.message_id) == message_id).with_for_update()
    letter = session.scalars(named).one_or_none()
    if letter is None:
        raise BounceRefused(f"no letter has the Message-ID {message_id}")
    if not any(same_address(letter.recipient, one) for one in recipients):
        raise BounceRefused(f"letter {letter.id} did not go to the address the report speaks of")
    if letter.state is not OutboxState.SENT:
        raise BounceRefused(f"letter {letter.id} is {letter.state}, only one that was sent can come back")
    assert letter.id is not None
    letter.state, letter.settled_at = OutboxState.DEAD, at
    letter.last_stage, letter.last_code, letter.last_text = "bounce", None, f"{status} {said}".strip()
    session.flush()
    tell_others(session, [letter.id], at=at)
    return letter.recipient
