"""Routes of the API, each with its policy, and what happens before one is asked: by whose token, may they, is the body
within its limit. There are no cookies here, so there are no forged forms.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from desk.access import Policy
from desk.api.callers import Caller, TokenUses, address_of, identify
from desk.api.problems import PROBLEM
from desk.asked import Asked
from desk.house import House
from desk.languages import language_of
from desk.routes import limited
from models.database import reading
from models.tokens import note_use

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
WORDS, DOCUMENTS = 256 * 1024, 32 * 1024 * 1024
"""How large a body may be, in bytes: one of words; one with documents, which base64 makes a third larger."""

_LOOKED, _DONE = (401, 403, 404, 422, 429, 500, 503), (409, 412, 413)
_FILE = {
    "description": "The file",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_TOKEN = HTTPBearer(auto_error=False, description="A person's token, from `srok token issue`.", scheme_name="token")


class ApiRoute(APIRoute):
    """A route of the API. `may` says for whom it is, `takes` how large its body may be."""

    def __init__(self, path: str, endpoint: Callable[..., Any], *, may: Policy, takes: int, **described: Any) -> None:
        self.may, self.takes = may, takes
        super().__init__(path, endpoint, **described)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a body through up to its limit."""
        await super().handle(scope, limited(receive, self.takes), send)

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """The endpoint behind its guard."""
        endpoint = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            request.state.asked = await run_in_threadpool(_admit, request, self.may)
            await request.body()  # FastAPI would call a body that is too long one that cannot be read
            return await endpoint(request)

        return guarded


LOOKING = frozenset({"GET", "HEAD"})
"""By these nothing is changed, not even that a token was used."""


def _admit(request: Request, may: Policy) -> Asked:
    """Who asks and what for, once their policy lets them pass."""
    house: House = request.app.state.house
    at = house.now()
    language = language_of("", request.headers.get("accept-language"))
    asked = Asked(house=house, request=request, visitor=None, secret="", at=at, language=language)
    request.state.asked = asked
    if not may.known:
        return asked
    with reading(house.engine) as session:
        caller = identify(session, request, request.app.state.wrong_tokens, at=at.astimezone(house.settings.zone))
        asked = replace(asked, visitor=caller)
        request.state.asked = asked
        if request.method in LOOKING or not _is_news(request, caller, at):
            return asked.finding(may.find(session, asked))
    asked.writing(lambda session, _: note_use(session, caller.bearer, at=at, address=address_of(request)), key="use")
    with reading(house.engine) as session:
        return asked.finding(may.find(session, asked))


def _is_news(request: Request, caller: Caller, at: datetime) -> bool:
    uses: TokenUses = request.app.state.token_uses
    return uses.is_news(caller.bearer.token_id, address_of(request), at)


class ApiRoom:
    """The routes of one file of the API, under one heading of its description."""

    def __init__(self, about: str) -> None:
        self.about = about
        self.routes: list[ApiRoute] = []

    def look(self, path: str, *, may: Policy, answer: Any = None) -> Callable[[Endpoint], Endpoint]:
        """Make a function what GET of a path answers. It may change nothing."""
        return self._route(path, may, WORDS, "GET", answer)

    def fetch(self, path: str, *, may: Policy) -> Callable[[Endpoint], Endpoint]:
        """Make a function what hands a file out."""
        return self._route(path, may, WORDS, "GET", None)

    def act(self, path: str, *, may: Policy, answer: Any, takes: int = WORDS) -> Callable[[Endpoint], Endpoint]:
        """Make a function what a body posted to a path does."""
        return self._route(path, may, takes, "POST", answer)

    def _route(self, path: str, may: Policy, takes: int, method: str, answer: Any) -> Callable[[Endpoint], Endpoint]:
        def add(endpoint: Endpoint) -> Endpoint:
            refused = _LOOKED if method == "GET" else _LOOKED + _DONE
            route = ApiRoute(
                path,
                endpoint,
                may=may,
                takes=takes,
                methods=[method],
                response_model=answer,
                tags=[self.about],
                operation_id=endpoint.__name__,
                responses={**dict.fromkeys(refused, PROBLEM), **({} if answer else {200: _FILE})},
                response_class=JSONResponse if answer else Response,
                dependencies=[Security(_TOKEN)] if may.known else None,
            )
            self.routes.append(route)
            return endpoint

        return add
