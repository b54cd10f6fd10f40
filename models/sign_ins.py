"""Attempts to sign in: recorded for an audit, and counted so that guessing becomes slow. Judges no password."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.links import sha256_of
from models.tables import Person, SignIn, SignInOutcome

WITHIN = timedelta(minutes=15)
WRONG_OF_ACCOUNT, WRONG_OF_ADDRESS = 8, 40
"""How many wrong passwords within that time are borne for an account, and from a machine."""


class Attempt(NamedTuple):
    """Who tries: the address typed, and the machine's."""

    account: str
    address: str

    @property
    def account_sha256(self) -> str:
        """What is kept of the address typed."""
        return sha256_of(self.account.strip().lower())


class SignInFact(NamedTuple):
    """A line of the audit."""

    id: int
    at: datetime
    outcome: SignInOutcome
    person: str
    email: str | None
    address: str


def throttled(session: Session, attempt: Attempt, *, at: datetime) -> bool:
    """Whether there were too many wrong passwords lately, for this account or from this machine."""
    since = (col(SignIn.at) > at - WITHIN, col(SignIn.outcome) == SignInOutcome.WRONG)
    of_account = select(func.count()).where(col(SignIn.account_sha256) == attempt.account_sha256, *since)
    of_address = select(func.count()).where(col(SignIn.address) == attempt.address, *since)
    wrong = session.execute(select(of_account.scalar_subquery(), of_address.scalar_subquery())).one()
    return bool(wrong[0] >= WRONG_OF_ACCOUNT or wrong[1] >= WRONG_OF_ADDRESS)


def record(
    session: Session, attempt: Attempt, outcome: SignInOutcome, *, at: datetime, person_id: int | None = None
) -> None:
    """Add a line to the audit."""
    session.add(
        SignIn(
            at=at,
            outcome=outcome,
            person_id=person_id,
            account_sha256=attempt.account_sha256,
            address=attempt.address,
        )
    )
    session.flush()


def latest(session: Session, *, limit: int = 100, before_id: int | None = None) -> tuple[SignInFact, ...]:
    """The audit, the latest first; `before_id` goes on from where a page ended."""
    columns: list[Any] = [SignIn.id, SignIn.at, SignIn.outcome, Person.name, Person.email, SignIn.address]
    found = select(*columns).join_from(SignIn, Person, col(Person.id) == SignIn.person_id, isouter=True)
    if before_id is not None:
        found = found.where(col(SignIn.id) < before_id)
    rows = session.execute(found.order_by(col(SignIn.id).desc()).limit(limit))
    return tuple(SignInFact(row[0], row[1], row[2], row[3] or "", row[4], row[5]) for row in rows)
