"""A draft: its problems beside the text they are of, and each settled by a form. What a settlement means for the draft
is judged where the command line has it judged.
"""

from collections import Counter
from datetime import datetime
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_DRAFT
from desk.asked import After, Asked, Asking, inside
from desk.draft_text import anchors, line_at, shown_lines
from desk.draft_words import by_kind, may_stay, troubles, unknown_names
from desk.draft_work import FAULTS, Settling, Wrong, decide, draft_of, wrong_of
from desk.routes import Room
from models.drafts import DraftUnusable, draft_to_settle, mark_dropped, undo_last
from models.roster import known_organizations
from plans.executors.suggestions import alike
from plans.in_russian import details
from plans.settle import DraftProblem, Settled
from srok.order_drafts import DraftChanged, unchanged
from states.draft import DraftPerson, PlanRoleName, Severity
from states.fault import Fault
from states.settlement import AcceptProblem, SetOrder, SetRole

room = Room()
LISTED = 20
_SHOWN = {"open", "accepted", *Severity}


class Accepted(Settling):
    """Problems that may stay as they are: one by its key, all `times` of a kind by their code, or all open remarks."""

    problem: str = ""
    code: str = ""
    times: int = 0


class OrderValues(Settling):
    """What is set of the order itself, or of a supervisor's role."""

    number: str = ""
    role: str = ""
    person: str = ""
    post: str = ""
    organization: str = ""


@room.show("/import/{draft_id:int}", may=SEES_DRAFT)
def draft(asked: Asking, show: str = "open", after: After = 0) -> Response:
    """The problems of a draft, the heaviest first."""
    return problems_page(asked, show=show if show in _SHOWN else "open", after=after)


def problems_page(
    asked: Asked, *, show: str = "open", after: int = 0, wrong: Wrong | None = None, status: int = 200
) -> Response:
    """The page of problems, with what went wrong."""
    found = draft_of(asked.found)
    chosen = by_kind(_chosen(found.settled, show))
    shown = troubles(found.settled, chosen[after : after + LISTED], language=asked.language)
    roster = _names(asked) if any(one.name for one in shown) and found.open else ()
    return asked.page(
        "draft.html.j2",
        status=status,
        draft=found,
        counts={severity: found.settled.count(severity) for severity in Severity},
        accepted=sum(one.accepted for one in found.settled.problems),
        troubles=shown,
        kinds=Counter(one.problem.code for one in found.settled.open_problems if may_stay(one, found.settled)),
        lines=shown_lines(found.settled.draft, shown),
        anchors={place: line_at(place, anchors(found.settled.draft)) for one in shown for place, _ in one.places},
        roster=roster,
        names=len(unknown_names(found.settled)),
        nearest={one.name: alike(one.name, roster) for one in shown if one.name},
        show=show,
        after=after,
        total=len(chosen),
        listed=LISTED,
        wrong=wrong,
    )


def _names(asked: Asked) -> tuple[str, ...]:
    with asked.reading() as session:
        return tuple(one.name for one in known_organizations(session))


def _chosen(settled: Settled, show: str) -> list[DraftProblem]:
    if show == "accepted":
        return [one for one in settled.problems if one.accepted]
    return [one for one in settled.open_problems if show in {"open", one.problem.severity}]


def answered(asked: Asked, back: str) -> Response:
    """Back to where the form was."""
    path = f"/import/{asked.found.id}"
    asked_for = inside(back)
    return asked.go(asked_for if asked_for.startswith(path) else path)


def refused(asked: Asked, fault: Fault) -> Response:
    """The draft as it is now, with why nothing was settled."""
    with asked.reading() as session:
        now = SEES_DRAFT.find(session, asked)
    status = 409 if isinstance(fault, DraftChanged | DraftUnusable) else 422
    return problems_page(asked.finding(now), wrong=wrong_of(fault, details(str(fault))), status=status)


@room.act("/import/{draft_id:int}/accept", may=SEES_DRAFT)
def accept(asked: Asking, form: Annotated[Accepted, Form()]) -> Response:
    """Say that a problem was looked at, or all remarks, and the draft is right as it is."""

    def changes(settled: Settled) -> list[AcceptProblem]:
        if form.problem:
            return [AcceptProblem(problem=form.problem)]
        return [AcceptProblem(problem=one.key) for one in _of_a_kind(settled, form)]

    try:
        decide(asked, form, changes)
    except FAULTS as fault:
        return refused(asked, fault)
    return answered(asked, form.back)


def _of_a_kind(settled: Settled, form: Accepted) -> list[DraftProblem]:
    """All that may stay of a kind, as many as were shown; without a kind, all remarks."""
    if not form.code:
        return [one for one in settled.open_problems if one.problem.severity is Severity.INFO]
    found = [one for one in settled.open_problems if one.problem.code == form.code and may_stay(one, settled)]
    if len(found) != form.times:
        raise DraftChanged(f"there are {len(found)} such problems by now, not {form.times}: look at them again")
    return found


@room.act("/import/{draft_id:int}/order", may=SEES_DRAFT)
def set_order(asked: Asking, form: Annotated[OrderValues, Form()]) -> Response:
    """Give the order its number, or a role its holder."""

    def changes(_: Settled) -> list[SetOrder | SetRole]:
        if form.role in set(PlanRoleName) and (form.person.strip() or form.organization.strip()):
            holder = DraftPerson(
                name=form.person.strip(), post=form.post.strip(), organization=form.organization.strip()
            )
            return [SetRole(role=PlanRoleName(form.role), person=holder)]
        if form.number.strip():
            return [SetOrder(number=form.number.strip())]
        raise DraftUnusable("nothing was written: fill in the field")

    try:
        decide(asked, form, changes)
    except FAULTS as fault:
        return refused(asked, fault)
    return answered(asked, form.back)


@room.act("/import/{draft_id:int}/undo", may=SEES_DRAFT)
def undo(asked: Asking, form: Annotated[Settling, Form()]) -> Response:
    """Take back what was settled last."""
    draft_id, who = asked.found.id, asked.who.person_id
    try:
        asked.writing(
            lambda session, _: (
                unchanged(session, draft_id, seen=form.seen),
                undo_last(session, draft_id, at=asked.at, person_id=who),
            ),
            key=form.key,
        )
    except FAULTS as fault:
        return refused(asked, fault)
    return answered(asked, form.back)


@room.act("/import/{draft_id:int}/drop", may=SEES_DRAFT)
def drop(asked: Asking, form: Annotated[Settling, Form()]) -> Response:
    """Drop the whole draft; it stays readable."""
    draft_id = asked.found.id
    try:
        asked.writing(lambda session, _: _dropped(session, draft_id, asked.at), key=form.key)
    except FAULTS as fault:
        return refused(asked, fault)
    return asked.go("/import")


def _dropped(session: Session, draft_id: int, at: datetime) -> None:
    draft_to_settle(session, draft_id)
    mark_dropped(session, draft_id, at=at)
