"""Who is signed in to the desk: sessions by the hash of their token, with an end. Knows no cookie and no page."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, select, update
from sqlmodel import Session, col

from models.links import new_token, sha256_of
from models.tables import DeskSession, Person

LASTS = timedelta(hours=12)
"""A working day, counted from the last form sent: looking at a page writes nothing."""

LONGEST = timedelta(hours=24)
"""However much is done, a day after signing in the password is asked for again."""

_WORTH_WRITING = timedelta(minutes=10)


class SignedIn(NamedTuple):
    """Who a session is of."""

    session_id: int
    person_id: int
    name: str
    email: str | None
    opened_at: datetime
    expires_at: datetime


class From(NamedTuple):
    """What somebody signs in from: what the browser calls itself, and the machine's address."""

    browser: str = ""
    address: str = ""


_NOWHERE = From()


def open_session(session: Session, person_id: int, *, at: datetime, come: From = _NOWHERE) -> str:
    """Sign a person in; the token for their cookie."""
    token = new_token()
    session.add(
        DeskSession(
            token_sha256=sha256_of(token),
            person_id=person_id,
            opened_at=at,
            expires_at=at + LASTS,
            browser=come.browser[:300],
            address=come.address,
        )
    )
    session.flush()
    return token


def look_up(session: Session, token: str, *, at: datetime) -> SignedIn | None:
    """Who a token signs in now; None if it was closed or has expired, or its person has left."""
    columns: list[Any] = [DeskSession.id, DeskSession.person_id, Person.name, Person.email]
    columns += [DeskSession.opened_at, DeskSession.expires_at]
    found = select(*columns).join_from(DeskSession, Person, col(Person.id) == DeskSession.person_id)
    row = session.execute(
        found.where(
            col(DeskSession.token_sha256) == sha256_of(token),
            col(DeskSession.revoked_at).is_(None),
            col(DeskSession.expires_at) > at,
            col(Person.left_on).is_(None),
        )
    ).one_or_none()
    return SignedIn(*row) if row else None


def grown(found: SignedIn, *, at: datetime) -> datetime | None:
    """Until when a session lasts that is used at an instant; None where that is hardly later than it lasts anyway."""
    until = min(at + LASTS, found.opened_at + LONGEST)
    return until if until - found.expires_at >= _WORTH_WRITING else None


def prolong(session: Session, session_id: int, *, until: datetime, at: datetime) -> None:
    """Let an open session last until then."""
    still = update(DeskSession).where(
        col(DeskSession.id) == session_id, col(DeskSession.revoked_at).is_(None), col(DeskSession.expires_at) > at
    )
    session.execute(still.values(expires_at=until), execution_options={"synchronize_session": False})


def close(session: Session, session_id: int, *, at: datetime) -> None:
    """Sign out one session."""
    _close(session, col(DeskSession.id) == session_id, at=at)


def close_own(session: Session, session_id: int, person_id: int, *, at: datetime) -> bool:
    """Sign out one session of this person; whether it was open and theirs."""
    own = (col(DeskSession.id) == session_id, col(DeskSession.person_id) == person_id)
    return _close(session, *own, at=at) == 1


def close_all(session: Session, person_id: int, *, at: datetime, but: int | None = None) -> int:
    """Sign a person out everywhere, or everywhere but in one session; how many were open."""
    others = [] if but is None else [col(DeskSession.id) != but]
    return _close(session, col(DeskSession.person_id) == person_id, *others, at=at)


def _close(session: Session, *which: Any, at: datetime) -> int:
    still = update(DeskSession).where(*which, col(DeskSession.revoked_at).is_(None), col(DeskSession.expires_at) > at)
    done = session.execute(still.values(revoked_at=at), execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount
