"""Moving an assignment by the API: judged, made and refused by the engine, as everywhere."""

from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

from fastapi import Response
from sqlmodel import Session

from desk.api.answers import HistoryLine, Moved
from desk.api.assignments import etag
from desk.api.bodies import Key, MoveBody, PathId, Seen, seen_version
from desk.api.failed import Changed
from desk.api.policies import CONCERNED
from desk.api.routes import DOCUMENTS, ApiRoom
from desk.api.writing import own_key
from desk.asked import Asked, Asking
from desk.documents import brought
from models import operations
from models.operations import NotAllowed, Request, Stale
from models.queries.history_facts import history
from models.queries.places import assignment_place
from models.report_drafts import not_brought
from models.requests import StoredEvidence
from srok.evidence import forget, keeping_brought

room = ApiRoom("assignments")


@room.act("/assignments/{assignment_id:int}/moves", may=CONCERNED, answer=Moved, takes=DOCUMENTS)
def move(
    asked: Asking, assignment_id: PathId, body: MoveBody, response: Response, key: Key = "", seen: Seen = None
) -> Any:
    """Make a move: all of it, documents too, or nothing."""
    version = seen_version(seen)
    folder = asked.house.settings.evidence_dir
    with ExitStack() as stack:
        files = ((one.name, stack.enter_context(BytesIO(one.content))) for one in body.documents)
        kept = stack.enter_context(keeping_brought(brought(files), folder))
        moved = _made(asked, _request(asked, assignment_id, body, version, kept), own_key(asked, key))
    if kept:
        with asked.reading() as session:
            forget(not_brought(session, kept), folder)
    response.headers["ETag"] = etag(moved.version)
    return moved


def _request(
    asked: Asked, assignment_id: int, body: MoveBody, version: int | None, kept: tuple[StoredEvidence, ...]
) -> Request:
    said = body.model_dump(exclude={"documents"})
    who = asked.who.person_id
    return Request(**said, assignment_id=assignment_id, person_id=who, at=asked.at, evidence=kept, seen_version=version)


def _made(asked: Asked, request: Request, key: str) -> operations.Moved:
    try:
        return asked.writing(partial(_make, asked, request), key=key)
    except (NotAllowed, Stale):
        _refuse_changed(asked, request)
        raise


def _make(asked: Asked, request: Request, session: Session, key: str) -> operations.Moved:
    return operations.move(session, replace(request, key=key), calendar=asked.house.calendar)


def _refuse_changed(asked: Asked, request: Request) -> None:
    """Say what was done since the caller looked, if anything was: that is why the move was refused."""
    if request.seen_version is None:
        return
    with asked.reading() as session:
        place = assignment_place(session, request.assignment_id)
        done = history(session, request.assignment_id)
    if place and place.version != request.seen_version:
        since = tuple(HistoryLine.model_validate(one) for one in done if one.version > request.seen_version)
        raise Changed(version=place.version, since=since)
