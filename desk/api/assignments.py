"""Assignments by the API: lists, one with its history and legal moves, its documents."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query, Response

from desk.access import EXECUTOR, SEES_DOCUMENT, SUPERVISOR, roles_at
from desk.api.answers import AssignmentFull, AssignmentPage, OwnLine
from desk.api.bodies import Behind, PathId, Wished
from desk.api.cursors import cursor_of, place_of
from desk.api.item_answers import DeadlineLine
from desk.api.policies import CONCERNED
from desk.api.routes import ApiRoom
from desk.asked import Asked, Asking
from desk.offers import offers
from desk.pages import documents
from desk.pages.attention import plans_of
from models.queries.deadlines import Deadline, own_deadlines
from models.queries.history_facts import history
from models.queries.own_work import OwnAssignment, own_open, own_settled
from models.queries.places import AssignmentPlace
from models.queries.work_filter import Wanted
from models.queries.work_table import work_page
from states.assignment import is_overdue

room = ApiRoom("assignments")


@room.look("/assignments", may=SUPERVISOR, answer=AssignmentPage)
def list_assignments(asked: Asking, wished: Annotated[Wished, Query()]) -> Any:
    """A page of the assignments of the plans that the caller looks after."""
    given = wished.model_dump(exclude={"sort", "desc", "cursor", "limit", "q"})
    wanted = Wanted(**given, words=tuple(wished.q.split()[:8]), plan_ids=plans_of(asked))
    with asked.reading() as session:
        page = work_page(session, wanted, place_of(wished), today=asked.today)
    following = cursor_of(page.behind) if page.behind else None
    return {"assignments": page.lines, "total": page.total, "next": following}


@room.look("/my/assignments", may=EXECUTOR, answer=list[OwnLine])
def list_own_assignments(asked: Asking) -> tuple[OwnAssignment, ...]:
    """What the caller reports on and is not settled yet, by due day."""
    with asked.reading() as session:
        return own_open(session, asked.who.actor, today=asked.today)


@room.look("/my/assignments/settled", may=EXECUTOR, answer=list[OwnLine])
def list_own_settled(asked: Asking, part: Annotated[Behind, Query()]) -> tuple[OwnAssignment, ...]:
    """What was accepted or removed, the latest given out first; the last id is where the next page begins."""
    with asked.reading() as session:
        return own_settled(session, asked.who.actor, today=asked.today, limit=part.limit, before=part.behind)


@room.look("/my/deadlines", may=EXECUTOR, answer=list[DeadlineLine])
def list_own_deadlines(asked: Asking) -> tuple[Deadline, ...]:
    """What the caller's organization still has to do, by day."""
    with asked.reading() as session:
        return own_deadlines(session, asked.who.person_id)


@room.look("/assignments/{assignment_id:int}", may=CONCERNED, answer=AssignmentFull)
def show_assignment(asked: Asking, assignment_id: PathId, response: Response) -> Any:
    """An assignment with its history and the moves that the caller may make now."""
    place: AssignmentPlace = asked.found
    with asked.reading() as session:
        done = history(session, assignment_id)
    response.headers["ETag"] = etag(place.version)
    late = is_overdue(place.state, place.effective_due_on, asked.today)
    return {**asdict(place), "overdue": late, "moves": _moves(asked, place), "history": done}


@room.fetch("/documents/{evidence_id:int}", may=SEES_DOCUMENT)
def fetch_document(asked: Asking, evidence_id: PathId) -> Response:  # noqa: ARG001 - the policy has read it
    """A confirming document as it was brought."""
    return documents.document(asked)


def etag(version: int) -> str:
    """A version as headers carry it."""
    return f'"{version}"'


def _moves(asked: Asked, place: AssignmentPlace) -> Any:
    by_reporter = place.reported_by in asked.who.actor.persons
    return offers(place, roles_at(asked, place), by_reporter=by_reporter, on=asked.today)
