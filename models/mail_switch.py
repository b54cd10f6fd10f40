"""Whether letters may leave: a switch that administrators turn, with who and when. Off until somebody turns it on.

What is done while it is off is decided by whoever sweeps, reminds and sends. Knows nothing of how letters leave.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import MailSwitchRow, Person
from states.fault import Fault

TURN_ON = "`srok mail on` switches it on"


class MailOff(Fault):
    """Mail is switched off, so a letter that somebody wants to leave cannot."""


class Turned(NamedTuple):
    """The switch was turned `on` or off. `by` is the address of a person, or an account of the machine; `at` is None
    where letters left before there was a switch.
    """

    on: bool
    at: datetime | None
    by: str


def is_on(session: Session) -> bool:
    """Whether letters may leave."""
    last = last_turned(session)
    return last is not None and last.on


def last_turned(session: Session) -> Turned | None:
    """How the switch stands and since when; None where nobody has turned it yet, so that it is off."""
    columns: list[Any] = [MailSwitchRow.on, MailSwitchRow.at, MailSwitchRow.account, Person.email]
    last = select(*columns).join_from(MailSwitchRow, Person, isouter=True).order_by(col(MailSwitchRow.id).desc())
    row = session.execute(last.limit(1)).first()
    return Turned(row.on, row.at, row.email or row.account) if row else None


def turn(session: Session, *, on: bool, at: datetime, person_id: int | None = None, account: str = "") -> bool:
    """Turn the switch and note who did: a person, or an account of the machine. Whether it stood otherwise."""
    if is_on(session) is on:
        return False
    session.add(MailSwitchRow(on=on, at=at, person_id=person_id, account=account))
    session.flush()
    return True


def refuse_while_off(session: Session) -> None:
    """Let nobody believe that a letter will leave.

    Raises:
        MailOff: no letters leave.

    """
    if not is_on(session):
        raise MailOff(f"mail is switched off, so nothing would leave and nothing was done: {TURN_ON}")
