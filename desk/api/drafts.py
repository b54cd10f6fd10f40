"""Orders on their way to control by the API: a file becomes a draft, what was read of it, and what would come of it."""

import hashlib
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query, Response
from sqlmodel import Session

from desk.access import IMPORTER, SEES_DRAFT
from desk.api.assignments import etag
from desk.api.bodies import Asks, Behind, Brought, Key, PathId
from desk.api.draft_answers import DraftFull, DraftItemPage, DraftKept, DraftPage, DraftSummary
from desk.api.problems import not_understood
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asking
from desk.draft_words import by_kind, troubles
from desk.draft_work import Draft, draft_of
from desk.pages.draft_end import FAULTS, put
from desk.pages.imports import READERS
from models.amending import Amended
from models.drafts import keep
from models.queries.draft_lines import draft_lines
from models.schedules import schedule_values
from plans.formats.limits import LARGEST_FILE
from srok.order_drafts import concerned, known, read_order
from states.draft import DraftItem, Severity

room = ApiRoom("orders coming in")
LARGEST = LARGEST_FILE * 4 // 3 + 64 * 1024
"""A file in base64, and what is around it, in bytes."""


class Content(Asks):
    """What a file is told apart by."""

    name: str
    sha256: str


@room.look("/drafts", may=IMPORTER, answer=DraftPage)
def list_drafts(asked: Asking, part: Annotated[Behind, Query()]) -> Any:
    """The drafts there are, the latest first."""
    with asked.reading() as session:
        found = draft_lines(session, limit=part.limit + 1, before=part.behind)
    following = found[part.limit - 1].id if len(found) > part.limit else None
    return {"drafts": found[: part.limit], "next": following}


@room.act("/drafts", may=IMPORTER, answer=DraftKept, takes=LARGEST)
def bring_order_in(asked: Asking, body: Brought, key: Key = "") -> Any:
    """Read an order (.docx, .xlsx, .pdf or text) and keep its draft. The same file again is the draft that is there."""
    if not body.content:
        raise not_understood("content", "the file is empty")
    with asked.reading() as session:
        roster = known(session)
    with READERS:
        fingerprint, draft = read_order(body.content, file=body.name, by=roster)

    def do(session: Session) -> int:
        return keep(session, draft, fingerprint=fingerprint, at=asked.at, person_id=asked.who.person_id).id

    said = Content(name=body.name, sha256=hashlib.sha256(body.content).hexdigest())
    return {"draft_id": write_once(asked, key, said, do, int)}


@room.look("/drafts/{draft_id:int}", may=SEES_DRAFT, answer=DraftFull)
def show_draft(asked: Asking, draft_id: PathId, response: Response) -> Any:
    """A draft as it stands, with everything that must be looked at. Its version is its ETag."""
    found = draft_of(asked.found)
    draft = found.settled.draft
    response.headers["ETag"] = etag(found.seen)
    return {
        **{name: getattr(draft, name) for name in ("number", "issued_on", "title", "plan_title", "issuer", "sections")},
        "id": draft_id,
        "version": found.seen,
        "state": found.kept.state,
        "order": found.kept.order,
        "file": found.kept.file,
        "kept_at": found.kept.kept_at,
        "groups": {one.title: one.members for one in draft.groups},
        "roles": [{"role": role, **asdict(person)} for role, person in draft.roles.items()],
        "items": len(draft.items),
        "open_problems": counts(found),
        "problems": troubles(found.settled, by_kind(found.settled.problems), language=asked.language),
        "settled": [
            {"position": one.position, "at": one.at, "by": one.by, "does": [change.does for change in one.changes]}
            for one in found.last
        ],
    }


def counts(found: Draft) -> dict[Severity, int]:
    """How many problems of each severity are open."""
    return {severity: found.settled.count(severity) for severity in Severity}


@room.look("/drafts/{draft_id:int}/items", may=SEES_DRAFT, answer=DraftItemPage)
def list_draft_items(asked: Asking, draft_id: PathId, part: Annotated[Behind, Query()]) -> Any:  # noqa: ARG001 - the policy has read it
    """The items of a draft in their order, as they were understood."""
    settled = draft_of(asked.found).settled
    ids = list(settled.items)
    if part.behind is not None and part.behind not in ids:
        raise not_understood("behind", "there is no such item in the draft")
    begin = ids.index(part.behind) + 1 if part.behind is not None else 0
    shown = ids[begin : begin + part.limit]
    lines = [_line(ident, settled.items[ident], settled.draft.sections) for ident in shown]
    return {"items": lines, "next": shown[-1] if begin + part.limit < len(ids) else None}


def _line(ident: int, item: DraftItem, sections: tuple[str, ...]) -> dict[str, Any]:
    own = (
        "kind", "number", "title", "expected_result", "deadline_text", "executors_text", "evidence_asked", "place",
    )  # fmt: skip
    return {
        **{name: getattr(item, name) for name in own},
        "id": ident,
        "section": None if item.section is None else sections[item.section],
        "schedule_kind": item.schedule.kind,
        "schedule": schedule_values(item.schedule),
        "executors": [one.name or one.person or one.post for one in item.executors],
    }


@room.look("/drafts/{draft_id:int}/summary", may=SEES_DRAFT, answer=DraftSummary)
def rehearse_control(asked: Asking, draft_id: PathId, response: Response) -> Any:
    """What putting the draft under control would make: it is done, counted and taken back."""
    found = draft_of(asked.found)
    response.headers["ETag"] = etag(found.seen)
    said: dict[str, Any] = {"draft_id": draft_id, "version": found.seen, "amends": None, "items": 0, "assignments": 0}
    said |= {"occurrences": None, "without_address": None, "obstacle": ""}
    if not found.open:
        return said | {"obstacle": f"the draft is {found.kept.state}"}
    try:
        with asked.reading() as session:
            of = concerned(session, found.settled.draft)
            said["amends"] = of.number if of else None
            made = put(session, asked, found, of)
            session.rollback()
    except FAULTS as fault:
        return said | {"obstacle": str(fault)}
    if isinstance(made, Amended):
        return said | {"items": made.items, "assignments": made.assignments}
    return said | asdict(made)
