"""Who is asking: somebody signed in, the holder of a link from a letter, or nobody in particular. Judges nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from desk.cookies import Cookie, Cookies
from models import desk_sessions, links
from models.actors import Actor, actor
from states.life import Role
from states.policy import Action, allows


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A person at the desk. Who came by a link has a `link_id` and may do as an executor only; where it was about a
    single assignment, it is `only` that one. A session that is used lasts `until` then, if that is later.
    """

    person_id: int
    name: str
    actor: Actor
    session_id: int | None = None
    until: datetime | None = None
    link_id: int | None = None
    only: int | None = None

    @property
    def signed_in(self) -> bool:
        """Whether they have shown a password."""
        return self.session_id is not None

    @property
    def plans(self) -> tuple[int, ...]:
        """The plans that they may see whole."""
        return tuple(plan_id for plan_id, held in self.actor.plan_roles.items() if allows(Action.SEE_PLAN, held))

    @property
    def roles_anywhere(self) -> frozenset[Role]:
        """The roles they hold in any plan, and that of an administrator."""
        held = frozenset({Role.ADMINISTRATOR}) if self.actor.administrator else frozenset[Role]()
        return held.union(*self.actor.plan_roles.values())

    @property
    def imports(self) -> bool:
        """Whether they signed in and may put an order under control."""
        return self.signed_in and allows(Action.PUT_UNDER_CONTROL, self.roles_anywhere)

    @property
    def supervises(self) -> bool:
        """Whether they signed in and look after any plan, or after the house."""
        return self.signed_in and (self.actor.administrator or bool(self.plans))

    @property
    def reports(self) -> bool:
        """Whether they report for an organization, their own or another's."""
        return bool(self.actor.organizations or self.actor.delegated)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A visitor, if known, and the secret of the cookie by which they are."""

    visitor: Visitor | None
    secret: str


def identify(
    session: Session, request: Request, cookies: Cookies, *, at: datetime, link_first: bool, links_too: bool
) -> Identity:
    """Who asks, by their cookies; who holds a link and is signed in too is the one or the other. `at` is in the zone of
    the settings.
    """
    ways = [_by_session, _by_link] if links_too else [_by_session]
    for way in reversed(ways) if link_first else ways:
        found = way(session, request, cookies, at)
        if found:
            return found
    return Identity(visitor=None, secret=cookies.of(request, Cookie.VISIT))


def _by_session(session: Session, request: Request, cookies: Cookies, at: datetime) -> Identity | None:
    token = cookies.of(request, Cookie.SESSION)
    found = desk_sessions.look_up(session, token, at=at) if token else None
    if found is None:
        return None
    who = Visitor(
        person_id=found.person_id,
        name=found.name or found.email or "",
        actor=actor(session, found.person_id).on(at.date()),
        session_id=found.session_id,
        until=desk_sessions.grown(found, at=at),
    )
    return Identity(visitor=who, secret=token)


def _by_link(session: Session, request: Request, cookies: Cookies, at: datetime) -> Identity | None:
    token = cookies.of(request, Cookie.LINK)
    found = links.look_up(session, token, at=at) if token else None
    if found is None:
        return None
    who = Visitor(
        person_id=found.person_id,
        name=found.name or found.email or "",
        actor=actor(session, found.person_id).on(at.date()),
        link_id=found.link_id,
        only=found.assignment_id,
    )
    return Identity(visitor=who, secret=token)
