"""Bringing an order in: the drafts there are, and a file that becomes one. What is in the file is read elsewhere."""

from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Form, UploadFile
from sqlmodel import Session
from starlette.responses import Response

from desk.access import IMPORTER
from desk.asked import Asked, Asking, Ident
from desk.file_words import refusal
from desk.forms import Posted
from desk.routes import Room
from models.drafts import keep
from models.queries.draft_lines import draft_lines
from plans.formats.limits import LARGEST_FILE
from plans.rejected import ImportRejected
from srok.order_drafts import known, read_order
from states.draft import PlanDraft

room = Room()
LISTED = 25
_AROUND = 64 * 1024
"""How much a form with a file has beside the file, in bytes."""

READERS = BoundedSemaphore(2)
"""Each file is read in a process of up to a gigabyte: more than two at once wait for one another."""


class Brought(Posted):
    """The file of an order."""

    file: UploadFile


@room.show("/import", may=IMPORTER)
def imports(asked: Asking, before: Ident | None = None) -> Response:
    """The drafts there are, and the form for another."""
    return _page(asked, before=before)


def _page(asked: Asked, *, before: int | None = None, status: int = 200, **wrong: object) -> Response:
    with asked.reading() as session:
        found = draft_lines(session, limit=LISTED + 1, before=before)
    facts = {"drafts": found[:LISTED], "more": len(found) > LISTED, "rejected": None, **wrong}
    return asked.page("imports.html.j2", status=status, **facts)


@room.act("/import", may=IMPORTER, takes=LARGEST_FILE + _AROUND)
def bring_in(asked: Asking, form: Annotated[Brought, Form(media_type="multipart/form-data")]) -> Response:
    """Read an order and keep its draft. The same file again is the draft that is there."""
    name = (form.file.filename or "").replace("\\", "/").rpartition("/")[2] or "order"
    content = form.file.file.read()
    if not content:
        return _page(asked, status=422, rejected="empty", file=name)
    with asked.reading() as session:
        roster = known(session)
    try:
        with READERS:
            fingerprint, draft = read_order(content, file=name, by=roster)
    except ImportRejected as fault:
        return _rejected(asked, name, fault)
    draft_id = asked.writing(lambda session, _: _kept(session, asked, fingerprint, draft), key=fingerprint)
    return asked.go(f"/import/{draft_id}")


def _rejected(asked: Asked, name: str, fault: ImportRejected) -> Response:
    said = refusal(fault, name, asked.language)
    return _page(asked, status=422, rejected="unreadable", file=name, refusal=said)


def _kept(session: Session, asked: Asked, fingerprint: str, draft: PlanDraft) -> int:
    return keep(session, draft, fingerprint=fingerprint, at=asked.at, person_id=asked.who.person_id).id
