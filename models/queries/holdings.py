"""What a person holds, found at once: roles in plans, organizations they report for, who substitutes for them, and what
opens something to them: links, sessions, tokens. Reads only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, String, cast, func, literal, null, or_, select, union_all
from sqlmodel import Session, col

from models.columns import Instant
from models.tables import ApiToken, Delegation, DeskSession, Link, Order, Organization, Person, Plan, PlanRole
from states.draft import PlanRoleName

LINKS = 20
"""How many links are shown, the latest first."""


@dataclass(frozen=True, kw_only=True)
class RoleLine:
    """A role that a person holds in a plan."""

    plan_id: int
    order: str
    role: PlanRoleName


@dataclass(frozen=True, kw_only=True)
class DelegationLine:
    """An organization that a person reports for; `order` is empty for all plans."""

    id: int
    organization: str
    order: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, kw_only=True)
class DeputyLine:
    """Somebody who substitutes for a person, from day to day where these are named."""

    id: int
    name: str
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Something that opens something to a person until an instant: a link, a session or a token. `what` is the link's
    purpose, the session's browser or the token's name, `place` the machine it was last used from.
    """

    id: int
    what: str
    place: str
    assignment_id: int | None
    since: datetime
    until: datetime
    closed_at: datetime | None
    used_at: datetime | None

    def opens(self, at: datetime) -> bool:
        """Whether it does at an instant."""
        return self.closed_at is None and self.until > at


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """All that a person holds. Of sessions and tokens those that have ended lately are among them."""

    roles: tuple[RoleLine, ...]
    delegations: tuple[DelegationLine, ...]
    deputies: tuple[DeputyLine, ...]
    links: tuple[Opening, ...]
    sessions: tuple[Opening, ...]
    tokens: tuple[Opening, ...]


_COLUMNS: dict[str, Any] = {
    "id": Integer(),
    "one": String(),
    "two": String(),
    "other_id": Integer(),
    "from_on": Date(),
    "until_on": Date(),
    "since": Instant(),
    "until": Instant(),
    "closed_at": Instant(),
    "used_at": Instant(),
}


def _rows(kind: str, **given: Any) -> Any:
    """A part of the statement: these columns, and nothing in the others."""
    wanted = (given.get(name) for name in _COLUMNS)
    pairs = zip(_COLUMNS.items(), wanted, strict=True)
    columns = [(cast(null(), type_) if one is None else one).label(name) for (name, type_), one in pairs]
    return select(literal(kind).label("kind"), *columns)


def holdings(session: Session, person_id: int, *, today: date) -> Holdings:
    """What a person holds on a day."""
    found: dict[str, list[Any]] = {}
    rows = session.execute(union_all(*_parts(person_id, today)))
    for row in sorted(rows, key=lambda row: -row.id):
        found.setdefault(row.kind, []).append(row)
    return Holdings(
        roles=tuple(
            RoleLine(plan_id=one.id, order=one.two, role=PlanRoleName(one.one)) for one in found.get("role", ())
        ),
        delegations=tuple(
            DelegationLine(
                id=one.id, organization=one.one, order=one.two or "", from_on=one.from_on, until_on=one.until_on
            )
            for one in found.get("for", ())
        ),
        deputies=tuple(
            DeputyLine(id=one.id, name=one.one, from_on=one.from_on, until_on=one.until_on)
            for one in found.get("deputy", ())
        ),
        **{name: tuple(map(_opening, found.get(name, ()))) for name in ("links", "sessions", "tokens")},
    )


def _opening(row: Any) -> Opening:
    return Opening(
        id=row.id,
        what=row.one,
        place=row.two or "",
        assignment_id=row.other_id,
        since=row.since,
        until=row.until,
        closed_at=row.closed_at,
        used_at=row.used_at,
    )


def _parts(person_id: int, today: date) -> Iterator[Any]:
    yield _roles(person_id)
    yield _delegations(person_id, today)
    yield _deputies(person_id, today)
    theirs = (col(Link.person_id) == person_id, col(Link.package_id).is_(None))
    what, of = cast(col(Link.purpose), String), col(Link.assignment_id)
    times = {"since": col(Link.issued_at), "until": col(Link.expires_at), "closed_at": col(Link.revoked_at)}
    links = _rows("links", id=col(Link.id), one=what, other_id=of, used_at=col(Link.used_at), **times)
    yield _latest(links.where(*theirs), Link)
    times = {"since": col(DeskSession.opened_at), "until": col(DeskSession.expires_at)}
    times |= {"closed_at": col(DeskSession.revoked_at)}
    opened = _rows(
        "sessions", id=col(DeskSession.id), one=col(DeskSession.browser), two=col(DeskSession.address), **times
    )
    yield _latest(opened.where(col(DeskSession.person_id) == person_id), DeskSession)
    times = {"since": col(ApiToken.issued_at), "until": col(ApiToken.expires_at), "closed_at": col(ApiToken.revoked_at)}
    times |= {"used_at": col(ApiToken.used_at)}
    tokens = _rows("tokens", id=col(ApiToken.id), one=col(ApiToken.name), two=col(ApiToken.used_from), **times)
    yield _latest(tokens.where(col(ApiToken.person_id) == person_id), ApiToken)


def _latest(rows: Any, table: Any) -> Any:
    return select(rows.order_by(col(table.id).desc()).limit(LINKS).subquery())


def _roles(person_id: int) -> Any:
    rows = _rows("role", id=col(Plan.id), one=cast(col(PlanRole.role), String), two=col(Order.number))
    held = rows.join_from(PlanRole, Plan, col(Plan.id) == PlanRole.plan_id).join(Order, col(Order.id) == Plan.order_id)
    return held.where(col(PlanRole.person_id) == person_id)


def _delegations(person_id: int, today: date) -> Any:
    days = {"from_on": col(Delegation.from_on), "until_on": col(Delegation.until_on)}
    rows = _rows("for", id=col(Delegation.id), one=col(Organization.name), two=col(Order.number), **days)
    return (
        rows.join_from(Delegation, Organization, col(Organization.id) == Delegation.organization_id)
        .join(Plan, col(Plan.id) == Delegation.plan_id, isouter=True)
        .join(Order, col(Order.id) == Plan.order_id, isouter=True)
        .where(col(Delegation.person_id) == person_id, col(Delegation.ended_on).is_(None))
        .where(or_(col(Delegation.until_on).is_(None), col(Delegation.until_on) >= today))
    )


def _deputies(person_id: int, today: date) -> Any:
    name = func.coalesce(func.nullif(col(Person.name), ""), col(Person.email), col(Person.post))
    days = {"from_on": col(Person.substitute_from_on), "until_on": col(Person.substitute_until_on)}
    rows = _rows("deputy", id=col(Person.id), one=name, **days)
    still = or_(col(Person.substitute_until_on).is_(None), col(Person.substitute_until_on) >= today)
    return rows.where(col(Person.substitute_for_id) == person_id, col(Person.left_on).is_(None), still)
