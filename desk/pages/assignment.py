"""An assignment as whoever looks after its plan sees it: report and documents, every legal move, history."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from desk.access import SEES_ASSIGNMENT, NotShown, roles_at
from desk.asked import Asked, Asking
from desk.moves import Moving, Refusal, Typed, Wanted, make_with_documents, typed
from desk.offers import ELSEWHERE, offers
from desk.routes import UPLOAD, Room
from models.queries.history_facts import HistoryFact, history
from models.queries.places import AssignmentPlace, assignment_place
from models.queries.standing_in import reporters
from states.assignment import LIFE

room = Room()
MAIN = ("accept", "send_back", "grant_extension", "refuse_extension", "uphold")
"""Answers to what somebody waits for; a page shows them first."""


@room.show("/assignments/{assignment_id:int}", may=SEES_ASSIGNMENT)
def assignment(asked: Asking) -> Response:
    """What was asked, what was reported, what can be done."""
    return _page(asked)


@room.act("/assignments/{assignment_id:int}/do/{trigger}", may=SEES_ASSIGNMENT, takes=UPLOAD)
def do(asked: Asking, trigger: str, form: Annotated[Moving, Form()]) -> Response:
    """Make a move, by whatever the table of moves and the visitor's roles allow."""
    if trigger not in LIFE.triggers or trigger in ELSEWHERE:
        raise NotShown
    place: AssignmentPlace = asked.found
    made = make_with_documents(asked, Wanted(assignment_id=place.assignment_id, trigger=trigger, form=form))
    if not isinstance(made, Refusal):
        return asked.go(f"/assignments/{place.assignment_id}", done=trigger)
    if made.already:
        return asked.go(f"/assignments/{place.assignment_id}", done="already")
    return _page(asked, made, typed(trigger, form))


_NOTHING = Typed()


def _page(asked: Asked, refusal: Refusal | None = None, filled_in: Typed = _NOTHING) -> Response:
    place: AssignmentPlace = asked.found
    with asked.reading() as session:
        if refusal:
            place = assignment_place(session, place.assignment_id) or place
        done = history(session, place.assignment_id)
        ids = {"organization_id": place.organization_id, "plan_id": place.plan_id}
        others = reporters(session, **ids, today=asked.today)
    by_reporter = place.reported_by in asked.who.actor.persons
    held = roles_at(asked, place)
    made = offers(place, held, by_reporter=by_reporter, on=asked.today)
    return asked.page(
        "assignment.html.j2",
        status=refusal.status if refusal else 200,
        place=place,
        history=done[::-1],
        reporters=others,
        report=last_report(done),
        asks=_asks(place, done),
        answers=tuple(sorted((one for one in made if one.trigger in MAIN), key=lambda one: MAIN.index(one.trigger))),
        others=tuple(one for one in made if one.trigger not in MAIN),
        reminds="remind" in LIFE.triggers_from(place.state, held),
        own_report=by_reporter and "accept" in LIFE.triggers_from(place.state, held),
        refusal=refusal,
        typed=filled_in,
    )


def _asks(place: AssignmentPlace, done: tuple[HistoryFact, ...]) -> HistoryFact | None:
    """What the executor asks for and nobody has answered: that it is not theirs, or a later date."""
    trigger = "decline" if place.declined_on else "ask_extension" if place.extension_on else None
    return next((one for one in reversed(done) if one.trigger == trigger), None)


def last_report(done: tuple[HistoryFact, ...]) -> HistoryFact | None:
    """The report that stands: the last one that was not taken back."""
    for one in reversed(done):
        if one.trigger == "recall":
            return None
        if one.trigger in {"report", "accept_directly"}:
            return one
    return None
