"""Links that open something else than assignments: a package for whoever receives it, a calendar of deadlines. Tokens
are kept as those of `models.links` are, and revoked with them.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.links import sha256_of
from models.tables import Link, LinkPurpose, Person


class CalendarOf(NamedTuple):
    """Whose deadlines a calendar shows: a person's own, or all of a plan that this person may see."""

    person_id: int
    plan_id: int | None


def issue_for_package(
    session: Session, token: str, *, package_id: int, by: int, at: datetime, expires_at: datetime
) -> None:
    """Let a link open a package until an instant; `by` is who sends it."""
    _issue(session, token, LinkPurpose.PACKAGE, person_id=by, package_id=package_id, at=at, expires_at=expires_at)


def package_of_link(session: Session, token: str, *, at: datetime) -> int | None:
    """The package that a link opens now; None where it opens nothing. Changes nothing."""
    return session.execute(_open(token, LinkPurpose.PACKAGE, at, Link.package_id)).scalar()


def close_package(session: Session, package_id: int, *, at: datetime) -> None:
    """Let no link open a package any more."""
    of = (col(Link.package_id) == package_id, col(Link.revoked_at).is_(None))
    session.execute(update(Link).where(*of).values(revoked_at=at))


def issue_for_calendar(session: Session, token: str, *, of: CalendarOf, at: datetime, expires_at: datetime) -> None:
    """Let a link open a calendar of deadlines until an instant. An earlier one of the same stays open until revoked."""
    _issue(
        session,
        token,
        LinkPurpose.CALENDAR,
        person_id=of.person_id,
        plan_id=of.plan_id,
        at=at,
        expires_at=expires_at,
    )


def calendar_of_link(session: Session, token: str, *, at: datetime) -> CalendarOf | None:
    """Whose calendar a link opens now; None where it opens nothing, or its reader has left. Changes nothing."""
    query = _open(token, LinkPurpose.CALENDAR, at, Link.person_id, Link.plan_id)
    query = query.join(Person, col(Person.id) == Link.person_id).where(col(Person.left_on).is_(None))
    row = session.execute(query).one_or_none()
    return CalendarOf(*row) if row else None


def _issue(
    session: Session, token: str, purpose: LinkPurpose, *, at: datetime, expires_at: datetime, **opens: int | None
) -> None:
    values: dict[str, Any] = {"token_sha256": sha256_of(token), "purpose": purpose.value, **opens}
    session.add(Link(**values, issued_at=at, expires_at=expires_at))
    session.flush()


def _open(token: str, purpose: LinkPurpose, at: datetime, *columns: Any) -> Any:
    return select(*columns).where(
        col(Link.token_sha256) == sha256_of(token),
        col(Link.purpose) == purpose.value,
        col(Link.revoked_at).is_(None),
        col(Link.expires_at) > at,
    )
