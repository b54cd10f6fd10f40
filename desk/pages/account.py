"""One's own page: who one is to Srok, the password, signed-in browsers, tokens for programs, letters and links."""

from datetime import timedelta
from typing import Annotated

from fastapi import Form
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SIGNED_IN, NotShown
from desk.asked import Asked, Asking, Ident
from desk.browsers import browser_of
from desk.deeds import told
from desk.forms import Posted
from desk.pages.sign_in import wrong_with
from desk.passwords import SHORTEST, fits, hashed
from desk.routes import Room
from models import accounts, desk_sessions, links, sign_ins, tokens
from models.queries.letter_pages import letters_to
from models.queries.roster_pages import person_place
from models.queries.signing_in import address_of
from models.sign_ins import Attempt
from models.tables import SignInOutcome

room = Room()
LETTERS = 5


class Change(Posted):
    """Another password, with the one it takes the place of."""

    current: str
    password: str
    again: str


class Ending(Posted):
    """One signed-in browser, or all but this one where none is named."""

    session: Ident | None = None


class NewToken(Posted):
    """A token for a program: what it is for, and for how many days."""

    key: str
    name: str = Field(max_length=100)
    days: int = Field(default=tokens.LASTS.days, ge=1, le=tokens.LONGEST.days)


@room.show("/account", may=SIGNED_IN)
def account(asked: Asking) -> Response:
    """What Srok knows of the visitor, and what opens something to them."""
    return _page(asked)


@room.act("/account/password", may=SIGNED_IN)
def change_password(asked: Asking, form: Annotated[Change, Form()]) -> Response:
    """Take another password for whoever knows the present one, and sign them out everywhere else."""
    who = asked.who.person_id
    with asked.reading() as session:
        email = address_of(session, who)
        known = accounts.known_by(session, email)
    if wrong := wrong_with(form.password, form.again, email):
        return _page(asked, wrong=wrong, status=422)
    attempt = Attempt(email, asked.machine)
    begun = asked.writing(
        lambda session, _: sign_ins.begin(session, attempt, at=asked.at, person_id=who), key="attempt"
    )
    if begun is None:
        return _page(asked, wrong="throttled", status=429)
    if not fits(form.current, known.password if known else None)[0]:
        return _page(asked, wrong="current", status=422)
    password = hashed(form.password)
    asked.writing(lambda session, _: _changed(session, asked, begun, password), key="password")
    return asked.go("/account", done="password")


def _changed(session: Session, asked: Asked, attempt_id: int, password: str) -> None:
    who = asked.who
    assert who.session_id is not None
    accounts.change_password(session, who.person_id, password, at=asked.at, session_id=who.session_id)
    sign_ins.was_right(session, attempt_id, SignInOutcome.PASSWORD_SET)


@room.act("/account/sessions/end", may=SIGNED_IN)
def end_sessions(asked: Asking, form: Annotated[Ending, Form()]) -> Response:
    """Sign out in another browser, or in all others."""
    asked.writing(lambda session, _: _ended(session, asked, form.session), key="sessions")
    return asked.go("/account", done="sessions")


def _ended(session: Session, asked: Asked, session_id: int | None) -> None:
    who = asked.who
    if session_id is None:
        desk_sessions.close_all(session, who.person_id, at=asked.at, but=who.session_id)
    elif not desk_sessions.close_own(session, session_id, who.person_id, at=asked.at):
        return
    told(session, asked, SignInOutcome.SESSIONS_CLOSED, who.person_id)


@room.act("/account/tokens", may=SIGNED_IN)
def make_token(asked: Asking, form: Annotated[NewToken, Form()]) -> Response:
    """Make a token for a program; it is shown once."""
    name = " ".join(form.name.split())
    if not name:
        return _page(asked, wrong="nameless", status=422)
    return _page(asked, token=asked.writing(lambda session, _: _made(session, asked, name, form.days), key=form.key))


def _made(session: Session, asked: Asked, name: str, days: int) -> str:
    who = asked.who.person_id
    made = tokens.issue(session, who, name=name, at=asked.at, lasts=timedelta(days=days))
    told(session, asked, SignInOutcome.TOKEN_MADE, who, note=name)
    return made


@room.act("/account/tokens/{token_id:int}/revoke", may=SIGNED_IN)
def revoke_token(asked: Asking, token_id: int, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - the token was looked at
    """Let a token of one's own open nothing any more."""
    asked.writing(lambda session, _: _revoked(session, asked, token_id), key="token")
    return asked.go("/account", done="token")


def _revoked(session: Session, asked: Asked, token_id: int) -> None:
    who = asked.who.person_id
    name = next((one.name for one in tokens.tokens_of(session, who) if one.id == token_id), None)
    if name is None:
        raise NotShown
    if tokens.revoke(session, who, at=asked.at, token_id=token_id):
        told(session, asked, SignInOutcome.TOKEN_REVOKED, who, note=name)


@room.act("/account/links/revoke", may=SIGNED_IN)
def revoke_links(asked: Asking, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - the token was looked at
    """Let no link one was sent open anything any more."""
    asked.writing(lambda session, _: _links_revoked(session, asked), key="links")
    return asked.go("/account", done="links")


def _links_revoked(session: Session, asked: Asked) -> None:
    if links.revoke(session, asked.who.person_id, at=asked.at):
        told(session, asked, SignInOutcome.LINKS_REVOKED, asked.who.person_id)


def _page(asked: Asked, *, wrong: str = "", token: str = "", status: int = 200) -> Response:
    who = asked.who
    with asked.reading() as session:
        person = person_place(session, who.person_id, today=asked.today)
        letters = letters_to(session, who.person_id, plan_ids=None, limit=LETTERS)
    assert person is not None
    return asked.page(
        "account.html.j2",
        status=status,
        person=person,
        letters=letters,
        at=asked.at,
        sessions=tuple(one for one in person.holds.sessions if one.opens(asked.at)),
        session_id=who.session_id,
        browser_of=browser_of,
        wrong=wrong,
        token=token,
        days_of_token=tokens.LASTS.days,
        longest=tokens.LONGEST.days,
        shortest=SHORTEST,
        done=asked.request.query_params.get("done", ""),
    )
