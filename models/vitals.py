"""What the database tells about the health of the house: the last sweep, letters that wait or were lost. Reads only."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, func, select, text
from sqlmodel import Session, col

from models import outbox
from models.database import writing
from models.letter_keys import TO_ADMINISTRATOR
from models.mail_switch import Turned, last_turned
from models.sweeps import last_sweep
from models.tables import Outbox, OutboxState, Plan


class Vitals(NamedTuple):
    """Facts as they stand. `oldest_due_at` is since when the longest waiting letter might have left,
    `unheard` how many letters to the administrator were given up; `mail` how the switch stands, None if never turned.
    """

    plans: int
    last_sweep_at: datetime | None
    oldest_due_at: datetime | None
    dead: int
    unknown: int
    held: int
    unheard: int
    mail: Turned | None

    @property
    def mail_on(self) -> bool:
        """Whether letters may leave."""
        return self.mail is not None and self.mail.on


def vitals(session: Session, *, at: datetime) -> Vitals:
    """The facts at an instant."""
    letters = outbox.counts(session)
    waiting = col(Outbox.state).in_([OutboxState.QUEUED, OutboxState.LEASED]), col(Outbox.not_before) <= at
    last = last_sweep(session)
    return Vitals(
        plans=session.execute(select(func.count(col(Plan.id)))).scalar_one(),
        last_sweep_at=last.at if last else None,
        oldest_due_at=session.execute(select(func.min(col(Outbox.not_before))).where(*waiting)).scalar_one(),
        dead=letters[OutboxState.DEAD],
        unknown=letters[OutboxState.UNKNOWN],
        held=letters[OutboxState.HELD],
        unheard=len(outbox.given_up(session, alike=TO_ADMINISTRATOR)),
        mail=last_turned(session),
    )


def try_to_write(engine: Engine) -> None:
    """Write to the database and take it back.

    Raises:
        DBAPIError: it cannot be written.

    """
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        session.rollback()
