"""A draft in Excel: handed out as a workbook, brought back edited, settled after a look at what its cells change."""

import base64
import hashlib
from binascii import Error
from typing import Annotated

from fastapi import Form, UploadFile
from pydantic import StringConstraints
from starlette.responses import Response

from desk.access import SEES_DRAFT
from desk.asked import Asked, Asking
from desk.draft_work import FAULTS, Settling, Wrong, decide, draft_of, wrong_of
from desk.file_words import cell_said, refusal
from desk.forms import Posted
from desk.routes import Room
from models.drafts import KeptDraft
from plans.draft_sheet import sheet_bytes
from plans.in_russian import details
from plans.rejected import ImportRejected
from plans.settle import Settled, settle
from plans.sheet_diff import CellChange, in_one_settlement
from srok.order_drafts import DraftChanged, known, sheet_changes
from states.draft import KnownOrganization
from states.fault import Fault
from states.settlement import Change

room = Room()
LARGEST = 1024 * 1024
"""How large a workbook may be; its bytes travel once more with the form that confirms them."""

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Brought(Posted):
    """The workbook, edited."""

    file: UploadFile


class Confirmed(Settling):
    """A workbook that was looked at: its bytes as the page carried them, and what it was shown to change."""

    name: str
    content: Annotated[str, StringConstraints(max_length=2 * LARGEST)]
    shown: str


@room.show("/import/{draft_id:int}/sheet", may=SEES_DRAFT)
def sheet(asked: Asking) -> Response:
    """Where the workbook is taken and brought back."""
    return _page(asked)


@room.show("/import/{draft_id:int}/draft.xlsx", may=SEES_DRAFT)
def workbook(asked: Asking) -> Response:
    """The draft as it stands."""
    kept: KeptDraft = asked.found
    content = sheet_bytes(
        settle(kept.reading, kept.settlements),
        draft_id=kept.id,
        settlements=len(kept.settlements),
        fingerprint=kept.fingerprint,
    )
    headers = {"Content-Disposition": f'attachment; filename="draft-{kept.id}.xlsx"'}
    return Response(content, media_type=_WORKBOOK, headers=headers)


@room.act("/import/{draft_id:int}/sheet", may=SEES_DRAFT, takes=LARGEST + 64 * 1024)
def look_at_sheet(asked: Asking, form: Annotated[Brought, Form(media_type="multipart/form-data")]) -> Response:
    """Show what the workbook would change. Nothing is settled."""
    name = (form.file.filename or "").replace("\\", "/").rpartition("/")[2] or "draft.xlsx"
    content = form.file.file.read()
    try:
        found = _found(asked, draft_of(asked.found).settled, name, content, _roster(asked))
    except ImportRejected as fault:
        return _rejected(asked, name, fault)
    return _page(
        asked,
        changes=[cell_said(one, asked.language) for one in found],
        name=name,
        content=base64.b64encode(content).decode(),
        shown=_mark(found),
    )


@room.act("/import/{draft_id:int}/sheet/confirm", may=SEES_DRAFT, takes=2 * LARGEST)
def settle_sheet(asked: Asking, form: Annotated[Confirmed, Form()]) -> Response:
    """Settle what was shown, all of it or nothing."""
    roster = _roster(asked)

    def changes(now: Settled) -> tuple[Change, ...]:
        found = _found(asked, now, form.name, base64.b64decode(form.content, validate=True), roster)
        if _mark(found) != form.shown:
            raise DraftChanged("the draft has changed since: look at what the workbook changes again")
        return in_one_settlement(found)

    try:
        decide(asked, form, changes)
    except ImportRejected as fault:
        return _rejected(_now(asked), form.name, fault)
    except (*FAULTS, Error) as fault:
        wrong = wrong_of(fault, details(str(fault))) if isinstance(fault, Fault) else Wrong(code="unusable")
        return _page(_now(asked), wrong=wrong, status=409)
    return asked.go(f"/import/{asked.found.id}")


def _roster(asked: Asked) -> tuple[KnownOrganization, ...]:
    with asked.reading() as session:
        return known(session).organizations


def _found(
    asked: Asked, now: Settled, name: str, content: bytes, roster: tuple[KnownOrganization, ...]
) -> tuple[CellChange, ...]:
    return sheet_changes(asked.found, now, content, file=name, roster=roster)


def _mark(found: tuple[CellChange, ...]) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _now(asked: Asked) -> Asked:
    with asked.reading() as session:
        return asked.finding(SEES_DRAFT.find(session, asked))


def _rejected(asked: Asked, name: str, fault: ImportRejected) -> Response:
    return _page(asked, rejected=refusal(fault, name, asked.language), status=422)


def _page(asked: Asked, *, status: int = 200, **facts: object) -> Response:
    nothing = {"changes": None, "name": "", "content": "", "shown": "", "rejected": None, "wrong": None}
    return asked.page("draft_sheet.html.j2", status=status, draft=draft_of(asked.found), **{**nothing, **facts})
