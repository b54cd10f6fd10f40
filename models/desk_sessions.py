"""Who is signed in to the desk: sessions by the hash of their token, with an end. Knows no cookie and no page."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, select, update
from sqlmodel import Session, col

from models.links import new_token, sha256_of
from models.tables import DeskSession, Person

LASTS = timedelta(hours=12)
"""A working day. It is never drawn out: looking at a page writes nothing."""


class SignedIn(NamedTuple):
    """Who a session is of."""

    session_id: int
    person_id: int
    name: str
    email: str | None


def open_session(session: Session, person_id: int, *, at: datetime) -> str:
    """Sign a person in; the token for their cookie."""
    token = new_token()
    session.add(DeskSession(token_sha256=sha256_of(token), person_id=person_id, opened_at=at, expires_at=at + LASTS))
    session.flush()
    return token


def look_up(session: Session, token: str, *, at: datetime) -> SignedIn | None:
    """Who a token signs in now; None if it was closed or has expired, or its person has left."""
    columns: list[Any] = [DeskSession.id, DeskSession.person_id, Person.name, Person.email]
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


def close(session: Session, session_id: int, *, at: datetime) -> None:
    """Sign out one session."""
    _close(session, col(DeskSession.id) == session_id, at=at)


def close_all(session: Session, person_id: int, *, at: datetime) -> int:
    """Sign a person out everywhere; how many sessions were open."""
    return _close(session, col(DeskSession.person_id) == person_id, at=at)


def _close(session: Session, which: Any, *, at: datetime) -> int:
    still = update(DeskSession).where(which, col(DeskSession.revoked_at).is_(None), col(DeskSession.expires_at) > at)
    done = session.execute(still.values(revoked_at=at), execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return done.rowcount
