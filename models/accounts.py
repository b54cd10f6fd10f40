"""Who may sign in: accounts of persons, invitations to choose a password, the first administrator.

Passwords arrive here as hashes. Knows no page and no cookie.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from models import desk_sessions, links, tokens
from models.actors import Unknown
from models.links import Issued, new_token
from models.tables import Account, LinkPurpose, Organization, Person, key
from states.fault import Fault

INVITATION_LASTS = timedelta(days=3)
ADMINISTRATORS = "Администраторы Срока"
"""The organization of an administrator who stands in no roster."""


class Invalid(Fault):
    """An invitation that opens nothing (any more), or an address that is somebody else's."""


class Known(NamedTuple):
    """Whose an address is, and the hash of their password; None for somebody who has chosen none."""

    person_id: int
    password: str | None


class Invited(NamedTuple):
    """Whom an invitation is for. Without an `email` they must name one: they sign in by it."""

    link_id: int
    person_id: int
    name: str
    email: str | None


def known_by(session: Session, email: str) -> Known | None:
    """The person present who has this address, upper and lower case alike."""
    found = (
        select(col(Person.id), col(Account.password))
        .join_from(Person, Account, col(Account.person_id) == Person.id, isouter=True)
        .where(func.lower(Person.email) == email.strip().lower(), col(Person.left_on).is_(None))
    )
    row = session.execute(found).one_or_none()
    return Known(*row) if row else None


def invite(session: Session, person_id: int, *, at: datetime) -> str:
    """A new token by which a person chooses a password, once; earlier ones open nothing any more.

    Raises:
        Unknown: no such person, or they have left.

    """
    person = session.get(Person, person_id)
    if person is None or person.left_on is not None:
        raise Unknown(f"there is no person {person_id}, or they have left: see `srok roster list`")
    links.revoke(session, person_id, at=at, purpose=LinkPurpose.INVITATION)
    token = new_token()
    issued = Issued(token, person_id, purpose=LinkPurpose.INVITATION)
    links.issue(session, [issued], at=at, expires_at=at + INVITATION_LASTS)
    return token


def invited(session: Session, token: str, *, at: datetime) -> Invited | None:
    """Whom an invitation is for, None if it opens nothing (any more). Changes nothing."""
    opened = links.look_up(session, token, at=at, purpose=LinkPurpose.INVITATION)
    if opened is None:
        return None
    return Invited(opened.link_id, opened.person_id, opened.name, opened.email)


def accept_invitation(
    session: Session, token: str, *, password: str, at: datetime, name: str = "", email: str = ""
) -> int:
    """Give whom an invitation is for this password, and sign them out everywhere; the person. `name` and `email` are
    taken for a person who has none.

    Raises:
        Invalid: the invitation was used, has expired or is no such; or the address is somebody else's.

    """
    found = invited(session, token, at=at)
    if found is None or not links.mark_used(session, found.link_id, at=at):
        raise Invalid("this invitation opens nothing any more: ask for another, `srok desk invite`")
    person = session.get_one(Person, found.person_id)
    if person.email is None:
        if known_by(session, email):
            raise Invalid(f"{email}: this address is somebody else's in the roster")
        person.email = email.strip()
    person.name = person.name or name.strip()
    _set_password(session, found.person_id, password, at)
    return found.person_id


def change_password(session: Session, person_id: int, password: str, *, at: datetime, session_id: int) -> int:
    """Give somebody who is signed in another password, and sign them out everywhere else; how many sessions ended."""
    return _set_password(session, person_id, password, at, but=session_id)


def close(session: Session, person_id: int, *, at: datetime) -> None:
    """Let nothing that somebody was given open anything any more: sessions, links, tokens. A roster that takes them
    back does not open them again.
    """
    desk_sessions.close_all(session, person_id, at=at)
    links.revoke(session, person_id, at=at)
    tokens.revoke(session, person_id, at=at)


def _set_password(session: Session, person_id: int, password: str, at: datetime, *, but: int | None = None) -> int:
    account = session.get(Account, person_id)
    if account is None:
        session.add(Account(person_id=person_id, password=password, set_at=at))
    else:
        account.password, account.set_at = password, at
    session.flush()
    return desk_sessions.close_all(session, person_id, at=at, but=but)


def rehash(session: Session, person_id: int, password: str) -> None:
    """Keep the same password under another hash, as costs have risen."""
    session.get_one(Account, person_id).password = password
    session.flush()


def first_administrator(session: Session) -> int | None:
    """Whom to invite while no administrator can sign in: the first the roster names, or somebody made for it.

    None where an administrator can sign in.
    """
    present = (col(Person.administrator), col(Person.left_on).is_(None))
    able = select(col(Person.id)).join_from(Person, Account, col(Account.person_id) == Person.id).where(*present)
    if session.execute(able.limit(1)).first():
        return None
    named = session.scalar(select(func.min(Person.id)).where(*present))
    return named or _make_administrator(session)


def _make_administrator(session: Session) -> int:
    place = session.scalar(select(Organization).where(col(Organization.name) == ADMINISTRATORS))
    if place is None:
        place = Organization(name=ADMINISTRATORS, kind="organization")
        session.add(place)
        session.flush()
    person = Person(organization_id=key(place.id), administrator=True)
    session.add(person)
    session.flush()
    return key(person.id)
