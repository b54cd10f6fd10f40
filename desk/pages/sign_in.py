"""Signing in and out, and choosing a password by an invitation. Judges no password itself."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from desk.access import ANYBODY, KNOWN
from desk.asked import Asked, Asking, inside
from desk.cookies import Cookie
from desk.forms import Address, Posted
from desk.passwords import LONGEST, SHORTEST, fits, hashed
from desk.routes import Room
from models import accounts, desk_sessions, sign_ins
from models.desk_sessions import From
from models.sign_ins import Attempt
from models.tables import SignInOutcome
from notifications.message import AddressUnusable, address

room = Room()


class Credentials(Posted):
    """Who wants to sign in, and where they wanted to go."""

    email: str
    password: str
    then: Address = "/"


class Chosen(Posted):
    """A password as it was chosen, twice; a name and an address where the roster has none."""

    password: str
    again: str
    name: str = ""
    email: str = ""


@room.show("/sign-in", may=ANYBODY)
def sign_in_page(asked: Asking, then: str = "/") -> Response:
    """Ask for address and password."""
    if asked.visitor and asked.visitor.signed_in:
        return asked.go(inside(then))
    return asked.page("sign_in.html.j2", then=inside(then), email="", wrong=None)


@room.act("/sign-in", may=ANYBODY)
def sign_in(asked: Asking, form: Annotated[Credentials, Form()]) -> Response:
    """Open a session for whoever knows the password."""
    attempt = Attempt(form.email, asked.machine)
    with asked.reading() as session:
        known = accounts.known_by(session, form.email)
    person_id = known.person_id if known else None
    begun = asked.writing(
        lambda session, _: sign_ins.begin(session, attempt, at=asked.at, person_id=person_id), key="attempt"
    )
    right, anew = (False, None) if begun is None else fits(form.password, known.password if known else None)
    if not right or person_id is None or begun is None:
        outcome = SignInOutcome.THROTTLED if begun is None else SignInOutcome.WRONG
        facts = {"then": inside(form.then), "email": form.email, "wrong": outcome.value}
        return asked.page("sign_in.html.j2", status=429 if begun is None else 422, **facts)
    asked.writing(lambda session, _: sign_ins.was_right(session, begun, SignInOutcome.SIGNED_IN), key="right")
    if anew:
        asked.writing(lambda session, _: accounts.rehash(session, person_id, anew), key="rehash")
    return _let_in(asked, person_id, inside(form.then))


def _record(asked: Asked, attempt: Attempt, outcome: SignInOutcome, person_id: int | None) -> None:
    asked.writing(
        lambda session, _: sign_ins.record(session, attempt, outcome, at=asked.at, person_id=person_id), key="audit"
    )


def _let_in(asked: Asked, person_id: int, then: str) -> Response:
    """A session of its own for this browser; what was held before is forgotten."""
    come = From(asked.request.headers.get("user-agent", ""), asked.machine)
    token = asked.writing(
        lambda session, _: desk_sessions.open_session(session, person_id, at=asked.at, come=come), key="session"
    )
    response, cookies = asked.go(then), asked.house.cookies
    cookies.give(response, Cookie.SESSION, token, lasts=desk_sessions.LONGEST)
    cookies.drop(response, Cookie.LINK)
    cookies.drop(response, Cookie.VISIT)
    return response


@room.act("/sign-out", may=KNOWN)
def sign_out(asked: Asking, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - the token was looked at
    """Close the session, and forget the link."""
    who = asked.who
    if who.session_id is not None:
        session_id = who.session_id
        asked.writing(lambda session, _: desk_sessions.close(session, session_id, at=asked.at), key="sign out")
        _record(asked, Attempt("", asked.machine), SignInOutcome.SIGNED_OUT, who.person_id)
    response, cookies = asked.go("/sign-in"), asked.house.cookies
    for which in (Cookie.SESSION, Cookie.LINK, Cookie.VISIT):
        cookies.drop(response, which)
    return response


@room.show("/welcome/{token}", may=ANYBODY)
def invitation_page(asked: Asking, token: str) -> Response:
    """Ask whom an invitation is for to choose a password."""
    return _invitation(asked, token)


@room.act("/welcome/{token}", may=ANYBODY)
def accept_invitation(asked: Asking, token: str, form: Annotated[Chosen, Form()]) -> Response:
    """Keep the password and sign its owner in."""
    with asked.reading() as session:
        found = accounts.invited(session, token, at=asked.at)
    if found is None:
        return _invitation(asked, token)
    email = found.email or form.email
    wrong = wrong_with(form.password, form.again, email) or _wrong_with_address(email)
    if wrong:
        return _invitation(asked, token, form=form, wrong=wrong)
    password = hashed(form.password)
    try:
        person_id = asked.writing(
            lambda session, _: accounts.accept_invitation(
                session, token, password=password, at=asked.at, name=form.name, email=email
            ),
            key="invitation",
        )
    except accounts.Invalid:
        return _invitation(asked, token, form=form, wrong="taken")
    attempt = Attempt(email, asked.machine)
    _record(asked, attempt, SignInOutcome.PASSWORD_SET, person_id)
    _record(asked, attempt, SignInOutcome.SIGNED_IN, person_id)
    return _let_in(asked, person_id, "/")


def _invitation(asked: Asked, token: str, *, form: Chosen | None = None, wrong: str = "") -> Response:
    with asked.reading() as session:
        found = accounts.invited(session, token, at=asked.at)
    if found is None:
        return asked.page("invitation_over.html.j2", status=410)
    typed = {"name": form.name if form else found.name, "email": form.email if form else ""}
    return asked.page(
        "invitation.html.j2", status=422 if wrong else 200, invited=found, wrong=wrong, shortest=SHORTEST, **typed
    )


def wrong_with(password: str, again: str, email: str) -> str:
    """What is wrong with a password as it was chosen, twice, by who has this address; a code, empty if nothing."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if password != again:
        return "different"
    return "address" if password.casefold() in {email.casefold(), email.partition("@")[0].casefold()} else ""


def _wrong_with_address(email: str) -> str:
    try:
        address(email)
    except AddressUnusable:
        return "no_address"
    return ""
