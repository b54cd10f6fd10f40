"""What people see when a page cannot be shown: a sentence on what happened and what to do. Never a traceback."""

import logging

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.access import NotShown, SignInFirst
from desk.asked import Asked
from desk.cookies import Cookie
from desk.house import House
from desk.languages import language_of
from desk.routes import BodyTooLarge, NotOurForm
from desk.signs import printable
from models.mail_switch import MailOff
from models.saved_views import NotKept
from states.fault import Fault

NAMED = 5
"""How many fields that cannot be so a page names."""

_LOG = logging.getLogger(__name__)


def show_failures(app: FastAPI) -> None:
    """Give every failure its page."""
    app.add_exception_handler(SignInFirst, _sign_in_first)
    for kind, code, status in (
        (NotShown, "not_shown", 404),
        (NotOurForm, "not_our_form", 403),
        (BodyTooLarge, "too_large", 413),
        (RequestValidationError, "not_understood", 422),
        (DBAPIError, "database", 503),
        (NotKept, "not_kept", 409),
        (MailOff, "mail_off", 409),
        (Fault, "refused", 409),
        (Exception, "broken", 500),
    ):
        app.add_exception_handler(kind, _page(code, status))
    app.add_exception_handler(HTTPException, _of_http)


def _page(code: str, status: int):  # type: ignore[no-untyped-def]  # noqa: ANN202 - Starlette's type is wider than ours
    def answer(request: Request, fault: Exception) -> Response:
        if status >= 500:  # noqa: PLR2004 - a failure of ours, which somebody has to look at
            _LOG.error("%s %s", request.method, request.url.path, exc_info=fault)
        return _asked(request).page("failure.html.j2", status=status, code=code, fields=_fields(fault))

    return answer


def _fields(fault: Exception) -> tuple[tuple[str, int | None], ...]:
    """The fields that cannot be so, each with how many signs it may have where that is why."""
    if not isinstance(fault, RequestValidationError):
        return ()
    named = {printable(str(error["loc"][-1])): error.get("ctx", {}) for error in fault.errors() if error["loc"]}
    return tuple((name, context.get("max_length")) for name, context in list(named.items())[:NAMED])


def _of_http(request: Request, fault: Exception) -> Response:
    """Starlette's own: no such path, no such method."""
    assert isinstance(fault, HTTPException)
    code = "not_shown" if fault.status_code in {404, 405} else "not_understood"
    return _asked(request).page("failure.html.j2", status=fault.status_code, code=code)


def _sign_in_first(request: Request, _: Exception) -> Response:
    """To the sign-in page, and back; executors are told of the link in their letter. Nothing posted is repeated."""
    asked = _asked(request)
    path = request.url.path.removeprefix(asked.house.prefix)
    if path == "/my" or path.startswith("/my/"):
        return asked.page("failure.html.j2", status=401, code="no_link")
    if request.method == "POST" or "hx-request" in request.headers:  # a page that refreshes itself stays as it is
        return asked.page("failure.html.j2", status=401, code="signed_out")
    return asked.go("/sign-in", then=path + (f"?{request.url.query}" if request.url.query else ""))


def _asked(request: Request) -> Asked:
    """The request as its guard left it, or as nobody's where it did not come so far."""
    found: Asked | None = getattr(request.state, "asked", None)
    if found:
        return found
    house: House = request.app.state.house
    cookies = house.cookies
    secret = (
        cookies.of(request, Cookie.SESSION) or cookies.of(request, Cookie.LINK) or cookies.of(request, Cookie.VISIT)
    )
    language = language_of(cookies.of(request, Cookie.LANGUAGE), request.headers.get("accept-language"))
    return Asked(house=house, request=request, visitor=None, secret=secret, at=house.now(), language=language)
