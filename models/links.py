"""Links in letters: issued many at once, looked up by the hash of their token, revoked. Knows no letter and no page.

A token is 256 bits of chance and is nowhere but in its letter. Here is its SHA-256, found by a unique index: how long
that takes tells nobody how much of a guess was right.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, func, insert, or_, select, update
from sqlmodel import Session, col

from models.tables import Link, LinkPurpose, Person

_BYTES = 32


class Issued(NamedTuple):
    """A link that a letter carries: to all of a person's assignments, or to the one it names."""

    token: str
    person_id: int
    outbox_id: int | None = None
    assignment_id: int | None = None
    purpose: LinkPurpose = LinkPurpose.ASSIGNMENTS


class Opened(NamedTuple):
    """What a link opens, and whose it is."""

    link_id: int
    person_id: int
    assignment_id: int | None
    name: str = ""
    email: str | None = None


class LinkFacts(NamedTuple):
    """A link as people look at it."""

    id: int
    purpose: str
    assignment_id: int | None
    outbox_id: int | None
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


def new_token() -> str:
    """A token nobody can guess, fit for an address: 43 letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(_BYTES)


def sha256_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(session: Session, links: Sequence[Issued], *, at: datetime, expires_at: datetime) -> None:
    """Let these links open what they are for until an instant. Part of the transaction that writes the letters."""
    rows = [
        {
            "token_sha256": sha256_of(one.token),
            "purpose": one.purpose.value,
            "person_id": one.person_id,
            "assignment_id": one.assignment_id,
            "outbox_id": one.outbox_id,
            "issued_at": at,
            "expires_at": expires_at,
        }
        for one in links
    ]
    if rows:
        session.execute(insert(Link), rows)


def look_up(
    session: Session, token: str, *, at: datetime, purpose: LinkPurpose = LinkPurpose.ASSIGNMENTS
) -> Opened | None:
    """What a link opens now, None if there is no such link, or no more: it expired, was revoked, its reader has left,
    or it was to be used once and was. Changes nothing: looking is not using.
    """
    columns: list[Any] = [Link.id, Link.person_id, Link.assignment_id, Person.name, Person.email]
    mine = select(*columns).join_from(Link, Person, col(Person.id) == Link.person_id)
    found = mine.where(
        col(Person.left_on).is_(None),
        col(Link.token_sha256) == sha256_of(token),
        col(Link.purpose) == purpose.value,
        or_(col(Link.used_at).is_(None), col(Link.purpose) != LinkPurpose.INVITATION.value),
        col(Link.revoked_at).is_(None),
        col(Link.expires_at) > at,
    )
    row = session.execute(found).one_or_none()
    return Opened(*row) if row else None


def mark_used(session: Session, link_id: int, *, at: datetime) -> bool:
    """Note that somebody has acted by a link; whether it is the first time, which stays."""
    first = (col(Link.id) == link_id, col(Link.used_at).is_(None))
    return _changed(session, update(Link).where(*first).values(used_at=at)) == 1


def revoke(session: Session, person_id: int, *, at: datetime, purpose: LinkPurpose | None = None) -> int:
    """Let no link that a person was sent open anything any more, or none of this purpose; how many would have. Links to
    packages, which they sent to somebody else, stay.
    """
    theirs = (col(Link.person_id) == person_id, col(Link.package_id).is_(None))
    open_still = [*theirs, col(Link.revoked_at).is_(None), col(Link.expires_at) > at]
    if purpose is not None:
        open_still.append(col(Link.purpose) == purpose.value)
    return _changed(session, update(Link).where(*open_still).values(revoked_at=at))


def _changed(session: Session, statement: Any) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount


def links_of(session: Session, person_id: int) -> tuple[LinkFacts, ...]:
    """The links a person was sent, the latest first."""
    columns = [getattr(Link, name) for name in LinkFacts._fields]
    theirs = (col(Link.person_id) == person_id, col(Link.package_id).is_(None))
    found = select(*columns).where(*theirs).order_by(col(Link.id).desc())
    return tuple(LinkFacts(*row) for row in session.execute(found))


def person_with_links(session: Session, email: str) -> int | None:
    """The person with this address, upper and lower case alike, whether they have left or not."""
    return session.scalar(select(col(Person.id)).where(func.lower(Person.email) == email.strip().lower()))
