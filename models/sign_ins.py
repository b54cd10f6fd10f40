"""Attempts to sign in, and what else was done to accounts: recorded for an audit. Wrong passwords are counted, so that
guessing becomes slow. Judges no password.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.database import take_turns
from models.folding import has
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
    """A line of the audit. `by` is who did it where that was somebody else, `note` what it was done to."""

    id: int
    at: datetime
    outcome: SignInOutcome
    person_id: int | None
    person: str
    email: str | None
    address: str
    by: str
    note: str


class Sought(NamedTuple):
    """What of the audit is looked for: these outcomes, if any are named, and a part of somebody's name or address, or
    the address of a machine. `before_id` goes on from where a page ended.
    """

    outcomes: Collection[SignInOutcome] = ()
    words: str = ""
    before_id: int | None = None


_EVERYTHING = Sought()


def throttled(session: Session, attempt: Attempt, *, at: datetime) -> bool:
    """Whether there were too many wrong passwords lately, for this account or from this machine."""
    since = (col(SignIn.at) > at - WITHIN, col(SignIn.outcome) == SignInOutcome.WRONG)
    of_account = select(func.count()).where(col(SignIn.account_sha256) == attempt.account_sha256, *since)
    of_address = select(func.count()).where(col(SignIn.address) == attempt.address, *since)
    wrong = session.execute(select(of_account.scalar_subquery(), of_address.scalar_subquery())).one()
    return bool(wrong[0] >= WRONG_OF_ACCOUNT or wrong[1] >= WRONG_OF_ADDRESS)


def begin(session: Session, attempt: Attempt, *, at: datetime, person_id: int | None) -> int | None:
    """Note an attempt before its password is looked at, as a wrong one until it is found to be right; its id, or None
    where there were too many. So whoever tries many at once, of several processes, gets no more tries than one by one.
    """
    take_turns(session, "sign in")
    stopped = throttled(session, attempt, at=at)
    outcome = SignInOutcome.THROTTLED if stopped else SignInOutcome.WRONG
    row = _add(session, attempt, outcome=outcome, at=at, person_id=person_id)
    return None if stopped else row.id


def was_right(session: Session, attempt_id: int, outcome: SignInOutcome) -> None:
    """Note that the password of an attempt that was begun is right, and what was done by it."""
    session.get_one(SignIn, attempt_id).outcome = outcome
    session.flush()


def record(
    session: Session, attempt: Attempt, outcome: SignInOutcome, *, at: datetime, person_id: int | None = None
) -> None:
    """Add an attempt to the audit."""
    _add(session, attempt, outcome=outcome, at=at, person_id=person_id)


class Deed(NamedTuple):
    """Something done to an account: by whom, from which machine, and to what of it."""

    outcome: SignInOutcome
    person_id: int
    by_id: int
    address: str
    note: str = ""


def record_deed(session: Session, deed: Deed, *, at: datetime) -> None:
    """Add what was done to an account to the audit."""
    by = None if deed.by_id == deed.person_id else deed.by_id
    told = {"outcome": deed.outcome, "person_id": deed.person_id, "by_id": by, "note": deed.note}
    _add(session, Attempt("", deed.address), at=at, **told)


def done_since(session: Session, deed: Deed, since: datetime) -> bool:
    """Whether the same is in the audit since an instant."""
    same = (col(SignIn.outcome) == deed.outcome, col(SignIn.note) == deed.note, col(SignIn.address) == deed.address)
    found = select(col(SignIn.id)).where(col(SignIn.person_id) == deed.person_id, *same, col(SignIn.at) > since)
    return session.execute(found.limit(1)).first() is not None


def _add(session: Session, attempt: Attempt, **told: Any) -> SignIn:
    row = SignIn(account_sha256=attempt.account_sha256, address=attempt.address, **told)
    session.add(row)
    session.flush()
    return row


def latest(session: Session, sought: Sought = _EVERYTHING, *, limit: int = 100) -> tuple[SignInFact, ...]:
    """The audit, the latest first."""
    other: Any = aliased(Person)
    columns: list[Any] = [SignIn.id, SignIn.at, SignIn.outcome, SignIn.person_id, Person.name, Person.email]
    columns += [SignIn.address, func.coalesce(func.nullif(other.name, ""), other.email, ""), SignIn.note]
    found = (
        select(*columns)
        .join_from(SignIn, Person, col(Person.id) == SignIn.person_id, isouter=True)
        .join(other, other.id == SignIn.by_id, isouter=True)
        .where(*_conditions(sought))
    )
    rows = session.execute(found.order_by(col(SignIn.id).desc()).limit(limit))
    return tuple(SignInFact._make(row)._replace(person=row[4] or "") for row in rows)


def _conditions(sought: Sought) -> Iterator[Any]:
    if sought.outcomes:
        yield col(SignIn.outcome).in_(sought.outcomes)
    if sought.before_id is not None:
        yield col(SignIn.id) < sought.before_id
    if words := sought.words.strip():
        of = select(col(Person.id)).where(or_(has(Person.name, words), has(Person.email, words)))
        yield or_(col(SignIn.person_id).in_(of), col(SignIn.address) == words)
