"""Every failure of the API as a problem (RFC 9457): a status, a code that stays, words in the caller's language."""

import logging
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any, NamedTuple, Protocol

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from desk.access import NotShown
from desk.api.callers import TokenMissing, TokenWrong, TooManyWrong
from desk.api.failed import Changed
from desk.api.problem_words import TITLES
from desk.documents import DocumentRefused
from desk.languages import language_of
from desk.pages.roster_changes import Stale as RosterStale
from desk.routes import BodyTooLarge
from desk.signs import printable
from models.actors import Unknown
from models.keys import KeyReused
from models.moving import Stale, TooEarly
from plans.rejected import ImportRejected
from plans.settle import Unsettleable
from plans.understand import NotUnderstood
from states.fault import Fault
from states.item import RollUpUnknown
from states.life import NotAllowed
from states.policy import NotPermitted
from states.sentence import Sentence
from states.words import ACTIONS, REFUSALS

_LOG = logging.getLogger(__name__)
MEDIA = "application/problem+json"
PROBLEM: dict[str, Any] = {
    "description": "A problem, see RFC 9457",
    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_TEXT = {"type": "string"}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "description": "The code as a URN."},
        "title": {"type": "string", "description": "What happened, in the caller's language."},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(TITLES)},
        "detail": {"type": "string", "description": "This very case, in one line."},
        "refused_by": {
            "type": "array",
            "description": "What stands in the way of a move: a code that stays, and its words.",
            "items": {"type": "object", "required": ["code", "words"], "properties": {"code": _TEXT, "words": _TEXT}},
        },
        "version": {"type": "integer", "description": "The version at which the assignment is now."},
        "since": {
            "type": "array",
            "description": "What was done after the version of If-Match, and by whom.",
            "items": {"$ref": "#/components/schemas/HistoryLine"},
        },
        "errors": {
            "type": "array",
            "description": "What of the request cannot be, and where.",
            "items": {"type": "object", "required": ["place", "said"], "properties": {"place": _TEXT, "said": _TEXT}},
        },
    },
}


class InBoth(Protocol):
    """Whatever can be said in Russian and in English."""

    @property
    def russian(self) -> str: ...  # noqa: D102 - what the class says
    @property
    def english(self) -> str: ...  # noqa: D102 - the same


class Problem(NamedTuple):
    """A failure as it is answered; `more` are further members, `headers` further headers."""

    status: int
    code: str
    detail: str = ""
    more: Mapping[str, Any] = {}
    headers: Mapping[str, str] = {}


def show_problems(app: FastAPI) -> None:
    """Answer every failure with its problem."""
    for kind, found in _FOUND.items():
        app.add_exception_handler(kind, _answer(found))


def _answer(found: Callable[[Any, str], Problem]) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, fault: Exception) -> Response:
        asked = getattr(request.state, "asked", None)
        language = asked.language if asked else language_of("", request.headers.get("accept-language"))
        problem = found(fault, language)
        if problem.status >= 500:  # noqa: PLR2004 - a failure of ours, which somebody has to look at
            _LOG.error("%s %s", request.method, request.url.path, exc_info=fault)
        return _response(problem, language)

    return answer


def _response(problem: Problem, language: str) -> Response:
    body = {
        "type": f"urn:srok:problem:{problem.code}",
        "title": said_in(language, TITLES[problem.code]),
        "status": problem.status,
        "code": problem.code,
        **({"detail": problem.detail} if problem.detail else {}),
        **problem.more,
    }
    headers = {**problem.headers, "Content-Language": language}
    return JSONResponse(body, status_code=problem.status, headers=headers, media_type=MEDIA)


def said_in(language: str, one: InBoth) -> str:
    """What is said in both languages, in this one."""
    return one.russian if language == "ru" else one.english


def _not_allowed(fault: NotAllowed, language: str) -> Problem:
    """Somebody else may do it: forbidden; nobody may as it stands: a conflict."""
    codes = [{"code": code, "words": said_in(language, REFUSALS[code])} for code in fault.refused_by]
    status = 403 if "not_your_role" in fault.refused_by else 409
    return Problem(status, "not_allowed", "; ".join(one["words"] for one in codes), {"refused_by": codes})


def _not_permitted(fault: NotPermitted, language: str) -> Problem:
    return Problem(403, "not_permitted", said_in(language, ACTIONS[fault.action]))


def _changed(fault: Changed, _: str) -> Problem:
    since = [one.model_dump(mode="json") for one in fault.since]
    return Problem(412, "stale", str(fault), {"version": fault.version, "since": since}, {"ETag": f'"{fault.version}"'})


def not_understood(field: str, said: str, *, place: str = "body") -> RequestValidationError:
    """The failure of a request one of whose fields cannot be so."""
    return RequestValidationError([{"loc": (place, field), "msg": said}])


def _not_understood(fault: RequestValidationError, _: str) -> Problem:
    errors = [
        {"place": printable(".".join(str(part) for part in error.get("loc", ()))), "said": printable(error["msg"])}
        for error in fault.errors()
    ]
    return Problem(422, "not_understood", more={"errors": errors})


def _rejected(fault: ImportRejected, language: str) -> Problem:
    said = said_in(language, fault.said)
    return Problem(422, "document_refused", f"{fault.place}: {said}" if fault.place else said)


def _too_many(fault: TooManyWrong, _: str) -> Problem:
    return Problem(429, "too_many_wrong", headers={"Retry-After": str(ceil(fault.wait.total_seconds()))})


def _of_http(fault: HTTPException, _: str) -> Problem:
    """Starlette's and FastAPI's own: no such path, no such method, a body that is no JSON."""
    code = {404: "not_shown", 405: "no_such_method"}.get(fault.status_code, "not_understood")
    status = fault.status_code if fault.status_code in {404, 405} else 422
    return Problem(status, code, headers=dict(fault.headers or {}))


def _as(status: int, code: str, **headers: str) -> Callable[[Any, str], Problem]:
    """A failure of which the fault's own line is all there is to say."""

    def found(fault: Exception, language: str) -> Problem:
        said = getattr(fault, "said", None)
        own = said_in(language, said) if isinstance(said, Sentence) else str(fault) if isinstance(fault, Fault) else ""
        return Problem(status, code, own, headers=headers)

    return found


_BEARER = 'Bearer realm="srok"'
_FOUND: Mapping[type[Exception], Callable[[Any, str], Problem]] = {
    TokenMissing: _as(401, "token_missing", **{"WWW-Authenticate": _BEARER}),
    TokenWrong: _as(401, "token_wrong", **{"WWW-Authenticate": f'{_BEARER}, error="invalid_token"'}),
    TooManyWrong: _too_many,
    NotShown: _as(404, "not_shown"),
    Unknown: _as(404, "not_shown"),
    NotAllowed: _not_allowed,
    NotPermitted: _not_permitted,
    Changed: _changed,
    Stale: _as(409, "stale"),
    TooEarly: _as(409, "too_early"),
    KeyReused: _as(422, "key_reused"),
    DocumentRefused: _as(422, "document_refused"),
    ImportRejected: _rejected,
    NotUnderstood: _as(422, "not_settled"),
    Unsettleable: _as(422, "not_settled"),
    RollUpUnknown: _as(422, "not_understood"),
    RosterStale: _as(409, "stale"),
    BodyTooLarge: _as(413, "too_large"),
    RequestValidationError: _not_understood,
    HTTPException: _of_http,
    Fault: _as(409, "refused"),
    DBAPIError: _as(503, "database", **{"Retry-After": "5"}),
    Exception: _as(500, "broken"),
}
