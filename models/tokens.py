"""Tokens of the desk's API: issued to a person by a name, looked up by their hash, revoked. Knows no route.

A token is 256 bits of chance and is shown once. It may do what its person may, and nothing longer than it lasts.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, select, update
from sqlmodel import Session, col

from models.links import new_token, sha256_of
from models.sign_ins import Deed, done_since, record_deed
from models.tables import ApiToken, Person, SignInOutcome

MARK = "srok_"
"""What every token begins with, so that one that slipped into a file is found by those who look for such things."""

LASTS, LONGEST = timedelta(days=90), timedelta(days=366)
DAY = timedelta(days=1)


class Bearer(NamedTuple):
    """Who a token is of."""

    token_id: int
    person_id: int
    name: str
    email: str | None
    token_name: str
    expires_at: datetime


class TokenFact(NamedTuple):
    """A token as people look at it."""

    id: int
    name: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None = None
    used_from: str = ""


def issue(session: Session, person_id: int, *, name: str, at: datetime, lasts: timedelta = LASTS) -> str:
    """Give a person a token; what they must keep, for it is kept nowhere else."""
    token = MARK + new_token()
    session.add(
        ApiToken(token_sha256=sha256_of(token), person_id=person_id, name=name, issued_at=at, expires_at=at + lasts)
    )
    session.flush()
    return token


def look_up(session: Session, token: str, *, at: datetime) -> Bearer | None:
    """Who a token is of now; None if it was revoked or has expired, its person has left, or there is none such."""
    columns: list[Any] = [
        ApiToken.id,
        ApiToken.person_id,
        Person.name,
        Person.email,
        ApiToken.name,
        ApiToken.expires_at,
    ]
    found = select(*columns).join_from(ApiToken, Person, col(Person.id) == ApiToken.person_id)
    row = session.execute(
        found.where(
            col(ApiToken.token_sha256) == sha256_of(token),
            col(ApiToken.revoked_at).is_(None),
            col(ApiToken.expires_at) > at,
            col(Person.left_on).is_(None),
        )
    ).one_or_none()
    return Bearer(*row) if row else None


def note_use(session: Session, bearer: Bearer, *, at: datetime, address: str) -> None:
    """Keep when and from where a token was used last; the first use of a day from a machine is a line of the audit."""
    used = update(ApiToken).where(col(ApiToken.id) == bearer.token_id).values(used_at=at, used_from=address)
    session.execute(used, execution_options={"synchronize_session": False})
    deed = Deed(SignInOutcome.TOKEN_USED, bearer.person_id, bearer.person_id, address, bearer.token_name)
    if not done_since(session, deed, at - DAY):
        record_deed(session, deed, at=at)


def tokens_of(session: Session, person_id: int) -> tuple[TokenFact, ...]:
    """The tokens a person was given, the latest first."""
    columns = [getattr(ApiToken, name) for name in TokenFact._fields]
    found = select(*columns).where(col(ApiToken.person_id) == person_id).order_by(col(ApiToken.id).desc())
    return tuple(TokenFact(*row) for row in session.execute(found))


def revoke(session: Session, person_id: int, *, at: datetime, token_id: int | None = None) -> int:
    """Let a person's tokens, or one of them, open nothing any more; how many would have."""
    still = [col(ApiToken.person_id) == person_id, col(ApiToken.revoked_at).is_(None), col(ApiToken.expires_at) > at]
    if token_id is not None:
        still.append(col(ApiToken.id) == token_id)
    done = session.execute(
        update(ApiToken).where(*still).values(revoked_at=at), execution_options={"synchronize_session": False}
    )
    assert isinstance(done, CursorResult)
    return done.rowcount
