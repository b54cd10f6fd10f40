"""The end of an import: what will be put under control, or what the order under control would become; and doing it."""

from datetime import date
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_DRAFT
from desk.asked import Asked, Asking
from desk.draft_work import Draft, Settling, Wrong, draft_of
from desk.pages.draft import answered
from desk.routes import Room
from models.amending import Amended, NotAmendable
from models.control import AlreadyControlled, Controlled
from models.drafts import DraftUnusable
from models.executors import NotConfirmable
from plans.in_russian import details
from srok.order_drafts import Concerned, DraftChanged, bring_in, compared, concerned, control, unchanged
from states.draft import ItemKind, Severity
from states.fault import Fault
from states.policy import NotPermitted
from states.schedule import UNDATED

room = Room()
FAULTS = (AlreadyControlled, NotConfirmable, NotAmendable, NotPermitted, DraftChanged, DraftUnusable)
"""Why a draft is not put under control."""

_CODES = {
    AlreadyControlled: "already_controlled",
    NotConfirmable: "not_confirmable",
    NotAmendable: "not_amendable",
    NotPermitted: "not_permitted",
    DraftChanged: "changed",
    DraftUnusable: "unusable",
}


@room.show("/import/{draft_id:int}/summary", may=SEES_DRAFT)
def summary(asked: Asking) -> Response:
    """What would be put under control; a rehearsal that is rolled back counts it."""
    return _page(asked)


def _page(asked: Asked, *, wrong: Wrong | None = None, status: int = 200) -> Response:
    found = draft_of(asked.found)
    of, edition, made = None, None, None
    if found.open:
        with asked.reading() as session:
            of = concerned(session, found.settled.draft)
            edition = compared(session, of, found.settled.draft) if of else None
        made, wrong = _rehearsed(asked, found, of, wrong)
    return asked.page(
        "draft_summary.html.j2",
        status=status,
        draft=found,
        of=of,
        edition=edition,
        made=made,
        wrong=wrong,
        counts={severity: found.settled.count(severity) for severity in Severity},
        measures=len(found.settled.draft.of_kind(ItemKind.MEASURE)),
        clauses=len(found.settled.draft.of_kind(ItemKind.CLAUSE)),
        undated=[one for one in found.settled.draft.items if one.schedule.kind in UNDATED],
        past=sum(_is_past(one.schedule.terms, asked.today) for one in found.settled.draft.items),
    )


def _is_past(terms: object, today: date) -> bool:
    return bool(terms) and all(term.due_on < today for term in terms)  # type: ignore[attr-defined]


def _rehearsed(
    asked: Asked, found: Draft, of: Concerned | None, wrong: Wrong | None
) -> tuple[Controlled | Amended | None, Wrong | None]:
    """What would be made, and what stands in the way. What the rehearsal writes is rolled back with its session."""
    try:
        with asked.reading() as session:
            made = put(session, asked, found, of)
            session.rollback()
    except FAULTS as fault:
        return None, wrong or _wrong(fault)
    return made, wrong


def put(session: Session, asked: Asked, found: Draft, of: Concerned | None) -> Controlled | Amended:
    """Put a draft under control, or amend with it the order that it is of.

    Raises:
        AlreadyControlled, NotConfirmable, NotAmendable, NotPermitted, DraftUnusable: it cannot be.

    """
    zone = asked.house.settings.timezone
    if of is None:
        return control(session, found.kept, at=asked.at, time_zone=zone)
    return bring_in(session, found.kept, of, by=asked.who.person_id, at=asked.at, time_zone=zone)


def _wrong(fault: Fault) -> Wrong:
    return Wrong(code=_CODES[type(fault)], quoted=details(str(fault)), said=str(fault))


@room.act("/import/{draft_id:int}/control", may=SEES_DRAFT)
def put_under_control(asked: Asking, form: Annotated[Settling, Form()]) -> Response:
    """Put the draft under control as it was looked at, or amend the order it is of."""
    draft_id = asked.found.id

    def work(session: Session, _: str) -> None:
        found = draft_of(unchanged(session, draft_id, seen=form.seen))
        put(session, asked, found, concerned(session, found.settled.draft))

    try:
        asked.writing(work, key=form.key)
    except FAULTS as fault:
        with asked.reading() as session:
            now = SEES_DRAFT.find(session, asked)
        if now.order is not None:  # the form was sent twice, or another was quicker: it is done
            return answered(asked, f"/import/{draft_id}/summary")
        return _page(asked.finding(now), wrong=_wrong(fault), status=409)
    return asked.go(f"/import/{draft_id}/summary")
