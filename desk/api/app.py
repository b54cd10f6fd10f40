"""The API as an application of its own inside the desk: routes behind their policies, problems, description."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse, Response

from desk.access import ANYBODY
from desk.api import (
    assignments,
    bulk,
    drafts,
    item_changes,
    letters,
    me,
    moves,
    package_steps,
    packages,
    people,
    plans,
    reorganizing,
    settings,
    settling,
)
from desk.api.callers import TokenUses, WrongTokens
from desk.api.problems import SCHEMA, show_problems
from desk.api.routes import ApiRoom
from desk.asked import Asking
from desk.house import House

PLACE = "/api/v1"
ROOMS = (
    me.room,
    assignments.room,
    moves.room,
    bulk.room,
    plans.room,
    item_changes.room,
    packages.room,
    package_steps.room,
    drafts.room,
    settling.room,
    people.room,
    reorganizing.room,
    letters.room,
    settings.room,
)
description = ApiRoom("description")


def create_api(house: House) -> FastAPI:
    """The API over the desk's house."""
    api = FastAPI(title="Срок", version="1", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    api.state.house, api.state.wrong_tokens, api.state.token_uses = house, WrongTokens(), TokenUses()
    for room in (*ROOMS, description):
        api.router.routes.extend(room.routes)
    show_problems(api)
    return api


@description.look("/openapi.json", may=ANYBODY)
def describe(asked: Asking) -> Response:
    """This description."""
    api: FastAPI = asked.request.app
    if api.openapi_schema is None:  # made for whoever asks first: it takes longer than all else of a start
        api.openapi_schema = described(api, asked.house.prefix + PLACE)
    return JSONResponse(api.openapi_schema)


def described(api: FastAPI, place: str) -> dict[str, Any]:
    """What OpenAPI says of the API, which is the same for everybody."""
    found = get_openapi(
        title="Срок",
        version="1",
        description="The operations of the desk as JSON: docs/api.md of Srok.",
        routes=api.routes,
        servers=[{"url": place}],
    )
    schemas = found["components"]["schemas"]
    schemas["Problem"] = dict(SCHEMA)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return found
