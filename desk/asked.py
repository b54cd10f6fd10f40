"""A request as a page sees it: who asks, when, in what language, what their policy found; and the ways to answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk.cookies import Cookie, csrf_of
from desk.house import House
from desk.rendering import Here
from desk.visitors import Visitor
from models.database import persistently, reading
from models.links import new_token

R = TypeVar("R")
LARGEST_ID = 2**31 - 1
"""What the column of an id holds on PostgreSQL."""

Ident = Annotated[int, Field(gt=0, le=LARGEST_ID)]
"""An id as an address or a form names it: no other can be asked of a database."""

After = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""Where a page of a list goes on; 0 is at its beginning."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request. `secret` is that of the visitor's cookie, `found` what the route's policy looked up."""

    house: House
    request: Request
    visitor: Visitor | None
    secret: str
    at: datetime
    language: str
    found: Any = None

    @property
    def today(self) -> date:
        """The day it is in the zone of the settings."""
        return self.local.date()

    @property
    def local(self) -> datetime:
        """The instant by the clocks on the walls of the settings' zone."""
        return self.at.astimezone(self.house.settings.zone)

    @property
    def who(self) -> Visitor:
        """The visitor of a page that none but known people see."""
        assert self.visitor is not None
        return self.visitor

    def finding(self, found: Any) -> "Asked":
        """The same request about something else, or the same thing as it is now."""
        return replace(self, found=found)

    @property
    def machine(self) -> str:
        """The address the request came from, as the proxy before us tells it."""
        return self.request.client.host if self.request.client else ""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries."""
        with reading(self.house.engine) as session:
            yield session

    def writing(self, work: Callable[[Session, str], R], *, key: str) -> R:
        """Do `work` in a writing transaction under an idempotency key, again if the database was lost on the way."""
        return persistently(self.house.engine, work, key=key, patience=10.0)

    def page(self, template: str, *, status: int = 200, **facts: object) -> Response:
        """The answer to be looked at: a template filled with frozen facts."""
        fresh = "" if self.secret else new_token()
        here = self._here(csrf_of(self.secret or fresh))
        response = HTMLResponse(self.house.rendering.render(template, here, facts), status_code=status)
        if fresh:
            self.house.cookies.give(response, Cookie.VISIT, fresh)
        return response

    def go(self, path: str, **query: object) -> Response:
        """The answer that leads on to another page, which is then asked for by GET."""
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        return RedirectResponse(self.url(path) + (f"?{asked}" if asked else ""), status_code=303)

    def url(self, path: str) -> str:
        """A path of the desk as the browser must ask for it."""
        return self.house.prefix + path

    @property
    def home(self) -> str:
        """The whole address of the desk, as people elsewhere must write it."""
        return self.house.settings.public_url or str(self.request.base_url).rstrip("/")

    def _here(self, csrf: str) -> Here:
        query = self.request.url.query
        return Here(
            prefix=self.house.prefix,
            path=self.request.url.path.removeprefix(self.house.prefix),
            query=query,
            language=self.language,
            zone=self.house.settings.timezone,
            today=self.today,
            csrf=csrf,
            visitor=self.visitor,
            parameters=_parameters(self.request.query_params.items()),
        )


def inside(path: str) -> str:
    """A path of this desk, whatever somebody wrote behind `then=`: nobody is sent elsewhere."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"


def _parameters(items: Any) -> Mapping[str, str]:
    return dict(items)


def asked_of(request: Request) -> Asked:
    """What the guard of the route has made of a request."""
    asked: Asked = request.state.asked
    return asked


Asking = Annotated[Asked, Depends(asked_of)]
"""How a page names its request among its parameters."""
