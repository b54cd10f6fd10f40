"""Settling a draft by the API: typed changes, all of a request or none; the last taken back; the draft dropped, or put
under control.
"""

from collections.abc import Iterable
from typing import Any

from fastapi import Response
from sqlmodel import Session

from desk.access import SEES_DRAFT
from desk.api.assignments import etag
from desk.api.bodies import Key, Nothing, PathId, Seen, seen_version
from desk.api.draft_answers import DraftControlled, DraftDropped, DraftSettled
from desk.api.drafts import counts
from desk.api.failed import refuse_changed
from desk.api.routes import ApiRoom
from desk.api.settlements import SettleBody, kept_changes
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from desk.draft_work import draft_of, settle_more
from desk.pages.draft_end import put
from models.amending import Amended
from models.drafts import KeptDraft, draft_to_settle, kept_draft, mark_dropped, undo_last
from plans.settle import Settled
from srok.order_drafts import concerned, known
from states import settlement as decided
from states.settlement import Change

room = ApiRoom("orders coming in")


@room.act("/drafts/{draft_id:int}/settlements", may=SEES_DRAFT, answer=DraftSettled)
def settle_draft(
    asked: Asking, draft_id: PathId, body: SettleBody, response: Response, key: Key = "", seen: Seen = None
) -> DraftSettled:
    """Decide something about a draft."""
    version = seen_version(seen)

    def look(kept: KeptDraft, _: Settled) -> None:
        refuse_changed(version, len(kept.settlements))

    def do(session: Session) -> DraftSettled:
        roster, new = known(session).organizations, list[int]()

        def changes(settled: Settled) -> Iterable[Change]:
            found = [change for one in body.changes for change in kept_changes(one, settled, roster)]
            splits = sum(isinstance(one, decided.SplitItem) for one in found)
            new.extend(range(settled.following, settled.following + splits))
            return found

        settle_more(session, asked, changes, look)
        return _settled(session, draft_id, new)

    return _told(response, write_once(asked, key, body, do, DraftSettled))


@room.act("/drafts/{draft_id:int}/undo", may=SEES_DRAFT, answer=DraftSettled)
def take_settlement_back(
    asked: Asking, draft_id: PathId, body: Nothing, response: Response, key: Key = "", seen: Seen = None
) -> DraftSettled:
    """Take back what was settled last."""

    def do(session: Session) -> DraftSettled:
        _unchanged(session, draft_id, seen)
        undo_last(session, draft_id, at=asked.at, person_id=asked.who.person_id)
        return _settled(session, draft_id, [])

    return _told(response, write_once(asked, key, body, do, DraftSettled))


@room.act("/drafts/{draft_id:int}/drop", may=SEES_DRAFT, answer=DraftDropped)
def drop_draft(asked: Asking, draft_id: PathId, body: Nothing, key: Key = "", seen: Seen = None) -> Any:
    """Drop a draft; the same file may then be read anew."""

    def do(session: Session) -> None:
        _unchanged(session, draft_id, seen)
        mark_dropped(session, draft_id, at=asked.at)

    write_once(asked, key, body, do, None)
    return {"draft_id": draft_id}


@room.act("/drafts/{draft_id:int}/control", may=SEES_DRAFT, answer=DraftControlled)
def put_under_control(asked: Asking, draft_id: PathId, body: Nothing, key: Key = "", seen: Seen = None) -> Any:
    """Put a draft under control, or amend with it the order that it is of."""

    def do(session: Session) -> DraftControlled:
        return _controlled(session, asked, _unchanged(session, draft_id, seen))

    return write_once(asked, key, body, do, DraftControlled)


def _controlled(session: Session, asked: Asked, kept: KeptDraft) -> DraftControlled:
    found = draft_of(kept)
    of = concerned(session, found.settled.draft)
    made = put(session, asked, found, of)
    return DraftControlled(
        draft_id=kept.id,
        order=of.number if of else found.settled.draft.number,
        amended=isinstance(made, Amended),
        items=made.items,
        assignments=made.assignments,
    )


def _unchanged(session: Session, draft_id: int, seen: str | None) -> KeptDraft:
    kept = draft_to_settle(session, draft_id)
    refuse_changed(seen_version(seen), len(kept.settlements))
    return kept


def _settled(session: Session, draft_id: int, new: list[int]) -> DraftSettled:
    found = draft_of(kept_draft(session, draft_id))
    return DraftSettled(draft_id=draft_id, version=found.seen, open_problems=counts(found), new_items=new)


def _told(response: Response, done: DraftSettled) -> DraftSettled:
    response.headers["ETag"] = etag(done.version)
    return done
