"""Routes that have a policy, and what happens before a page is asked: who it is, may they, is the form ours.

Everything is looked at before a body is read beyond its limit, and before the page's own code runs.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from desk.access import Policy, SignInFirst
from desk.asked import Asked
from desk.cookies import LINK_LASTS, Cookie, is_csrf_of
from desk.documents import MOST as MOST_FILES
from desk.house import House
from desk.languages import language_of
from desk.signs import refuse_unkeepable
from desk.visitors import identify
from models.database import reading
from models.desk_sessions import prolong
from states.fault import Fault

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
FORM, UPLOAD = 256 * 1024, 64 * 1024 * 1024
"""How large a body may be, in bytes: a form of words; one with files, several of at most 20 MiB."""

_FIELDS = 3_000


class NotOurForm(Fault):
    """A form without the token of a page shown to this visitor: forged, or the page is from before they signed in."""


class BodyTooLarge(Fault):
    """A body beyond the limit of its route."""


class DeskRoute(APIRoute):
    """A route of the desk. `may` says for whom it is, `takes` how large its body may be."""

    def __init__(self, path: str, endpoint: Callable[..., Any], *, may: Policy, takes: int, methods: list[str]) -> None:
        self.may, self.takes = may, takes
        super().__init__(path, endpoint, methods=methods, response_model=None)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a body through up to its limit."""
        await super().handle(scope, limited(receive, self.takes), send)

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """The page behind its guard."""
        page = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            asked = await run_in_threadpool(_admit, request, self.may)
            request.state.asked = asked
            refuse_unkeepable("query", request.query_params.multi_items())
            if request.method == "POST":
                await _refuse_forged(request, asked)
                await run_in_threadpool(_grow, asked)
            answer = await page(request)
            _keep_link(asked, answer)
            return answer

        return guarded


def _admit(request: Request, may: Policy) -> Asked:
    """Who asks and what for, once their policy lets them pass."""
    house: House = request.app.state.house
    at = house.now()
    with reading(house.engine) as session:
        identity = identify(
            session,
            request,
            house.cookies,
            at=at.astimezone(house.settings.zone),
            link_first=may.link_first,
            links_too=may.by_link or not may.known,
        )
        asked = Asked(
            house=house,
            request=request,
            visitor=identity.visitor,
            secret=identity.secret,
            at=at,
            language=language_of(house.cookies.of(request, Cookie.LANGUAGE), request.headers.get("accept-language")),
        )
        request.state.asked = asked
        if may.known and asked.visitor is None:
            raise SignInFirst
        found = may.find(session, asked)
    return replace(asked, found=found)


def _grow(asked: Asked) -> None:
    """Let the session of whoever sends a form last longer: a working day does not end in the middle of one."""
    who = asked.visitor
    if who is None or who.session_id is None or who.until is None:
        return
    session_id, until = who.session_id, who.until
    asked.writing(lambda session, _: prolong(session, session_id, until=until, at=asked.at), key="prolong")


def _keep_link(asked: Asked, answer: Response) -> None:
    """Let the browser of whoever came by a link keep it longer, unless the page has just decided about it."""
    cookies = asked.house.cookies
    decided = any(one.startswith(cookies.name(Cookie.LINK)) for one in answer.headers.getlist("set-cookie"))
    if asked.visitor and asked.visitor.link_id is not None and not decided:
        cookies.give(answer, Cookie.LINK, asked.secret, lasts=LINK_LASTS)


async def _refuse_forged(request: Request, asked: Asked) -> None:
    """Raise `NotOurForm` unless the form has the visitor's token, and no other site sent it.

    Origin says nothing here: with `Referrer-Policy: no-referrer` browsers send `null` for our own forms too.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise NotOurForm
    form = await request.form(max_files=MOST_FILES, max_fields=_FIELDS, max_part_size=FORM)
    if not any(is_csrf_of(secret, str(form.get("csrf", ""))) for secret in _secrets(request, asked)):
        await form.close()
        raise NotOurForm
    refuse_unkeepable("body", form.multi_items())


def _secrets(request: Request, asked: Asked) -> tuple[str, ...]:
    """The visitor's own, and those of the other ways in that the same browser holds: its page may be of either."""
    cookies = asked.house.cookies
    others = (cookies.of(request, one) for one in (Cookie.SESSION, Cookie.LINK)) if asked.visitor else ()
    return (asked.secret, *others)


def limited(receive: Receive, limit: int) -> Receive:
    """What a body is read by, up to a limit; it raises `BodyTooLarge` beyond."""
    left = limit

    async def counting() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise BodyTooLarge
        return message

    return counting


class Room:
    """The routes of one file of pages."""

    def __init__(self) -> None:
        self.routes: list[DeskRoute] = []

    def show(self, path: str, *, may: Policy) -> Callable[[Endpoint], Endpoint]:
        """Make a function the page at a path. It may change nothing."""
        return self._route(path, may, FORM, ["GET", "HEAD"])

    def act(self, path: str, *, may: Policy, takes: int = FORM) -> Callable[[Endpoint], Endpoint]:
        """Make a function what a form posted to a path does."""
        return self._route(path, may, takes, ["POST"])

    def _route(self, path: str, may: Policy, takes: int, methods: list[str]) -> Callable[[Endpoint], Endpoint]:
        def add(endpoint: Endpoint) -> Endpoint:
            self.routes.append(DeskRoute(path, endpoint, may=may, takes=takes, methods=methods))
            return endpoint

        return add
