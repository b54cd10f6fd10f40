"""People as the administrator looks after them: who may sign in, who is an administrator, who holds a plan's roles, who
acts in whose place; and the audit. Who may do it is judged by `models` once more.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import ADMINISTRATOR
from desk.asked import LARGEST_ID, Asked, Asking, Ident
from desk.deeds import told
from desk.forms import Posted, Words
from desk.routes import Room
from models import accounts, desk_sessions, sign_ins
from models.administrators import NothingToName, name_administrator
from models.plan_roles import CHANGING, RoleChange, set_role
from models.queries import person_by_email
from models.queries.signing_in import desk_people, plan_holders
from models.queries.standing_in import in_place
from models.sign_ins import Sought
from models.tables import SignInOutcome
from states.draft import PlanRoleName
from states.fault import Fault

room = Room()
LINES = 100
"""How many lines of the audit, and of who acts in whose place, a page has."""

_O = SignInOutcome
KINDS: Mapping[str, tuple[SignInOutcome, ...]] = {
    "refused": (_O.WRONG, _O.THROTTLED),
    "sessions": (_O.SIGNED_IN, _O.SIGNED_OUT, _O.SESSIONS_CLOSED),
    "passwords": (_O.PASSWORD_SET, _O.INVITED),
    "tokens": (_O.TOKEN_MADE, _O.TOKEN_REVOKED, _O.TOKEN_USED),
    "links": (_O.LINK_MADE, _O.LINKS_REVOKED),
    "people": (_O.ADMINISTRATOR_NAMED, _O.ADMINISTRATOR_UNNAMED, _O.LEFT),
}
"""What the audit can be narrowed to; together they are all there is."""


class OfPerson(Posted):
    """Something about somebody, by their address."""

    key: str
    email: str


class Naming(OfPerson):
    """Somebody is to be an administrator, or no longer."""

    named: bool


class Handing(Posted):
    """A role of a plan changes hands; without an address it is left vacant."""

    key: str
    plan: int
    role: PlanRoleName
    email: str = ""
    reason: Words = ""


@room.show("/house/people", may=ADMINISTRATOR)
def people(asked: Asking) -> Response:
    """Everybody who may sign in by a password, and who holds which role."""
    return _page(asked)


@room.act("/house/people/invite", may=ADMINISTRATOR)
def invite(asked: Asking, form: Annotated[OfPerson, Form()]) -> Response:
    """A link by which somebody chooses a password, shown once."""
    person_id = _person(asked, form.email)
    if person_id is None:
        return _page(asked, wrong="nobody", status=422)
    token = asked.writing(lambda session, _: _invited(session, asked, person_id), key=form.key)
    return _page(asked, invited=form.email, link=f"{asked.home}/welcome/{token}")


def _invited(session: Session, asked: Asked, person_id: int) -> str:
    told(session, asked, SignInOutcome.INVITED, person_id)
    return accounts.invite(session, person_id, at=asked.at)


@room.act("/house/people/administrator", may=ADMINISTRATOR)
def administrator(asked: Asking, form: Annotated[Naming, Form()]) -> Response:
    """Make somebody an administrator, or no longer; nobody takes it from themselves, so that there is always one."""
    person_id = _person(asked, form.email)
    if person_id is None:
        return _page(asked, wrong="nobody", status=422)
    if person_id == asked.who.person_id and not form.named:
        return _page(asked, wrong="oneself", status=422)
    with suppress(NothingToName):  # the form was sent twice, or somebody was quicker: it is as it was to be
        asked.writing(lambda session, _: _named(session, asked, person_id, named=form.named), key=form.key)
    return asked.go("/house/people")


def _named(session: Session, asked: Asked, person_id: int, *, named: bool) -> None:
    name_administrator(session, person_id, named=named)
    outcome = SignInOutcome.ADMINISTRATOR_NAMED if named else SignInOutcome.ADMINISTRATOR_UNNAMED
    told(session, asked, outcome, person_id)


@room.act("/house/people/sign-out", may=ADMINISTRATOR)
def sign_out(asked: Asking, form: Annotated[OfPerson, Form()]) -> Response:
    """Close all sessions of somebody."""
    person_id = _person(asked, form.email)
    if person_id is None:
        return _page(asked, wrong="nobody", status=422)
    asked.writing(lambda session, _: _signed_out(session, asked, person_id), key=form.key)
    return asked.go("/house/people")


def _signed_out(session: Session, asked: Asked, person_id: int) -> None:
    if desk_sessions.close_all(session, person_id, at=asked.at):
        told(session, asked, SignInOutcome.SESSIONS_CLOSED, person_id)


@room.act("/house/people/role", may=ADMINISTRATOR)
def hand_over(asked: Asking, form: Annotated[Handing, Form()]) -> Response:
    """Give a plan's role to somebody else, or leave it vacant."""
    person_id = _person(asked, form.email) if form.email.strip() else None
    if form.email.strip() and person_id is None:
        return _page(asked, wrong="nobody", status=422)
    if form.role not in CHANGING or not 0 < form.plan <= LARGEST_ID:
        return _page(asked, wrong="role", status=422)
    change = RoleChange(plan_id=form.plan, role=form.role, person_id=person_id, reason=form.reason.strip())
    by = asked.who.person_id
    try:
        asked.writing(lambda session, _: set_role(session, change, by=by, at=asked.at), key=form.key)
    except Fault as fault:
        return _page(asked, wrong="refused", said=str(fault), status=409)
    return asked.go("/house/people")


@room.show("/house/sign-ins", may=ADMINISTRATOR)
def audit(asked: Asking, before: Ident | None = None, what: str = "", find: str = "") -> Response:
    """What was tried at the sign-in page, and done to accounts, the latest first."""
    words = " ".join(find.split())[:100]
    with asked.reading() as session:
        found = sign_ins.latest(session, Sought(KINDS.get(what, ()), words, before), limit=LINES + 1)
    return asked.page(
        "sign_ins.html.j2",
        lines=found[:LINES],
        more=len(found) > LINES,
        what=what if what in KINDS else "",
        find=words,
        kinds=tuple(KINDS),
    )


def _person(asked: Asked, email: str) -> int | None:
    with asked.reading() as session:
        return person_by_email(session, email)


def _page(asked: Asked, *, status: int = 200, **said: str) -> Response:
    with asked.reading() as session:
        everybody, plans = desk_people(session, at=asked.at), plan_holders(session)
        instead = in_place(session, today=asked.today, limit=LINES)
    facts = {"wrong": "", "said": "", "invited": "", "link": ""} | said
    return asked.page(
        "people.html.j2", status=status, people=everybody, plans=plans, instead=instead, changing=CHANGING, **facts
    )
