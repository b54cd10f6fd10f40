"""The desk as an application: its pages behind their policies, its static files, its headers."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from desk.api.app import PLACE, create_api
from desk.api.routes import ApiRoute
from desk.failures import show_failures
from desk.hardening import Hardened
from desk.house import House
from desk.pages import (
    account,
    administration,
    around,
    assignment,
    assignments,
    attention,
    board,
    bulk,
    calendar_feed,
    deadlines,
    documents,
    draft,
    draft_end,
    draft_items,
    draft_names,
    draft_sheet,
    house_backups,
    house_templates,
    imports,
    item,
    item_changes,
    ladder,
    letters,
    letters_ahead,
    my,
    my_assignment,
    my_link,
    my_receipt,
    my_unchanged,
    next_year,
    organization,
    overview,
    package,
    package_link,
    packages,
    people,
    plan_matrix,
    plans,
    roster,
    roster_changes,
    search,
    sign_in,
    standing_in,
    steps,
)
from desk.routes import DeskRoute
from models.database import engine_for
from srok import clock
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings
from states.workdays import WorkingDays

ROOMS = (
    attention.room,
    assignments.room,
    bulk.room,
    steps.room,
    next_year.room,
    board.room,
    deadlines.room,
    plans.room,
    plan_matrix.room,
    ladder.room,
    overview.room,
    item.room,
    item_changes.room,
    search.room,
    my.room,
    my_assignment.room,
    documents.room,
    assignment.room,
    imports.room,
    draft.room,
    draft_items.room,
    draft_names.room,
    draft_sheet.room,
    draft_end.room,
    my_unchanged.room,
    my_receipt.room,
    calendar_feed.room,
    packages.room,
    package.room,
    package_link.room,
    letters_ahead.room,
    letters.room,
    roster.room,
    roster_changes.room,
    organization.room,
    standing_in.room,
    administration.room,
    house_backups.room,
    house_templates.room,
    people.room,
    account.room,
    around.room,
    sign_in.room,
    my_link.room,
)
"""The pages, in the order in which their paths are tried."""


def create_app(
    settings: Settings,
    *,
    engine: Engine | None = None,
    calendar: WorkingDays | None = None,
    now: Callable[[], datetime] = clock.now,
) -> Hardened:
    """The desk over a database; `now` is asked once for each request."""
    house = House(
        settings=settings,
        engine=engine or engine_for(settings.database_url),
        calendar=calendar or ProductionCalendar(),
        now=now,
    )
    app = FastAPI(title="Срок", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_closing(house))
    app.state.house = house
    for room in ROOMS:
        app.router.routes.extend(room.routes)
    app.router.routes.append(Mount("/static", KeptFiles(directory=Path(str(files("desk") / "static"))), name="static"))
    app.router.routes.append(Mount(PLACE, create_api(house), name="api"))
    show_failures(app)
    refuse_unguarded(app.router.routes)
    return Hardened(app, prefix=house.prefix, tls=house.cookies.tls)


def served() -> Hardened:
    """The desk of the environment's settings, for `uvicorn --factory desk.app:served`."""
    return create_app(Settings())


class UnguardedRoute(Exception):  # noqa: N818 - a fact, and a programmer's mistake
    """A route that has no policy: the desk does not start with it."""


def refuse_unguarded(routes: list[BaseRoute]) -> None:
    """Let nothing be reached that no policy stands before, but static files; the API's routes have theirs.

    Raises:
        UnguardedRoute: with its path.

    """
    for route in routes:
        if isinstance(route, Mount) and isinstance(route.app, KeptFiles):
            continue
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            refuse_unguarded(route.app.routes)
        elif not isinstance(route, DeskRoute | ApiRoute):
            raise UnguardedRoute(getattr(route, "path", route))


class KeptFiles(StaticFiles):
    """Static files, which browsers keep: their addresses change with their content."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, to be kept for a year."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _closing(house: House):  # type: ignore[no-untyped-def]  # noqa: ANN202 - what FastAPI wants of a lifespan
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        house.engine.dispose()

    return lifespan
