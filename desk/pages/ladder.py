"""The ladder of a plan, as steps in words or as a text: what is wrong with it beside it, what would change, whom it
would reach in the next days, all before it is kept. Its controllers may change it; whoever sees the plan may look.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_PLAN
from desk.asked import Asked, Asking
from desk.ladder_form import Edited, Steps
from desk.routes import Room
from models import plan_settings
from models.chased_plans import chased_plans
from models.held_plans import By
from models.queries.places import PlanPlace
from models.standings import plan_supervisors
from notifications.foreseeing import foresee_days
from srok.ladder_file import LadderUnusable, Placed, as_text, ladder_in, placed
from states.escalation import Letter
from states.fault import Fault
from states.ladder_checks import LONGEST, Remark, changes, remarks
from states.ladder_words import ADDRESSEES, ANCHORS
from states.policy import Action, allows
from states.rungs import Addressee, Ladder
from states.sentence import Sentence

room = Room()
AHEAD = timedelta(days=13)
"""How far ahead is looked: two weeks with today."""


@dataclass(frozen=True, kw_only=True)
class Remarked:
    """What is wrong with a ladder, at which step where it is one's; an error forbids keeping it."""

    said: Placed
    error: bool
    step: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A reader in the next days: how many letters, and how many lines new to them, by the ladder that is and by the one
    that would be.
    """

    name: str
    email: str
    letters: tuple[int, int]
    news: tuple[int, int]

    @property
    def differs(self) -> bool:
        """Whether the other ladder would change anything for them."""
        return self.letters[0] != self.letters[1] or self.news[0] != self.news[1]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a ladder would do."""

    ladder: Ladder | None
    remarks: tuple[Remarked, ...]
    changes: tuple[Sentence, ...] = ()
    reached: tuple[Reached, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it may be kept."""
        return self.ladder is not None and not any(one.error for one in self.remarks)


@room.show("/plans/{plan_id:int}/ladder", may=SEES_PLAN)
def ladder(asked: Asking) -> Response:
    """The ladder as it is."""
    with asked.reading() as session:
        found = ladder_of(session, asked.found)
    return _page(asked, _Shown(ladder=found, text=_text(asked, found)))


@room.act("/plans/{plan_id:int}/ladder", may=SEES_PLAN)
def edit(asked: Asking, form: Annotated[Edited, Form()]) -> Response:
    """Look what a text would do, or keep it."""
    text = form.text.replace("\r\n", "\n")
    try:
        wanted, lines = ladder_in(text, "")
    except LadderUnusable as fault:
        tried = Tried(ladder=None, remarks=(Remarked(said=fault.said, error=True),))
        return _page(asked, _Shown(ladder=(), text=text, tried=tried, reason=form.reason), status=422)
    return _tried_or_kept(asked, form, _Shown(ladder=wanted, text=text, lines=lines, reason=form.reason))


@room.act("/plans/{plan_id:int}/ladder/steps", may=SEES_PLAN)
def edit_steps(asked: Asking, form: Annotated[Steps, Form()]) -> Response:
    """Look what steps would do, or keep them."""
    wanted = form.ladder()
    return _tried_or_kept(asked, form, _Shown(ladder=wanted, text=_text(asked, wanted), steps=True, reason=form.reason))


def _tried_or_kept(asked: Asked, form: Edited | Steps, shown: "_Shown") -> Response:
    place: PlanPlace = asked.found
    with asked.reading() as session:
        tried = _try(session, place, shown, asked)
    shown = replace(shown, tried=tried)
    if not form.keep or not tried.usable:
        return _page(asked, shown, status=200 if tried.usable else 422)
    by = By(person_id=asked.who.person_id, at=asked.at, reason=form.reason.strip())
    try:
        asked.writing(
            lambda session, _: plan_settings.set_ladder(session, named(place), shown.ladder, by=by), key=form.key
        )
    except Fault as fault:
        return _page(asked, replace(shown, refused=str(fault)), status=409)
    return asked.go(f"/plans/{place.plan_id}/ladder", kept=1)


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """What stands on the page: the ladder, as a text too with the line of each rung; what it would do, once tried."""

    ladder: Ladder
    text: str
    lines: tuple[int, ...] = ()
    steps: bool = False
    tried: Tried | None = None
    reason: str = ""
    refused: str = ""


def try_text(session: Session, place: PlanPlace, text: str, asked: Asked) -> Tried:
    """What a text would do as the ladder of a plan; writes nothing."""
    try:
        wanted, lines = ladder_in(text, "")
    except LadderUnusable as fault:
        return Tried(ladder=None, remarks=(Remarked(said=fault.said, error=True),))
    return _try(session, place, _Shown(ladder=wanted, text=text, lines=lines), asked)


def _try(session: Session, place: PlanPlace, shown: _Shown, asked: Asked) -> Tried:
    wanted, roles = shown.ladder, frozenset[Addressee](plan_supervisors(session).get(place.plan_id, {}))
    found = remarks(wanted, roles=roles)
    said = tuple(Remarked(said=_at(one, shown), error=one.error, step=one.rung) for one in found)
    if any(one.error for one in said):
        return Tried(ladder=wanted, remarks=said)
    before = ladder_of(session, place)
    return Tried(
        ladder=wanted,
        remarks=said,
        changes=tuple(changes(before, wanted)),
        reached=_reached(session, place, (before, wanted), asked),
    )


def _at(remark: Remark, shown: _Shown) -> Placed:
    return Placed(line=None, said=remark.said) if shown.steps else placed(remark, shown.ladder, shown.lines)


def _reached(session: Session, place: PlanPlace, ladders: tuple[Ladder, Ladder], asked: Asked) -> tuple[Reached, ...]:
    """Whom each of the ladders would reach, who hears most by the new one first."""
    first = asked.today
    counted = [
        _counted(
            foresee_days(
                session, first=first, last=first + AHEAD, calendar=asked.house.calendar, order=named(place), ladder=one
            )
        )
        for one in ladders
    ]
    readers = {reader: None for letters, _ in counted for reader in letters}
    found = (
        Reached(
            name=name,
            email=email,
            letters=(counted[0][0][name, email], counted[1][0][name, email]),
            news=(counted[0][1][name, email], counted[1][1][name, email]),
        )
        for name, email in readers
    )
    return tuple(sorted(found, key=lambda one: (not one.differs, -one.news[1], one.name)))


def _counted(
    days: Iterable[tuple[date, tuple[Letter, ...]]],
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    letters: Counter[tuple[str, str]] = Counter()
    news: Counter[tuple[str, str]] = Counter()
    for _, of_day in days:
        for one in of_day:
            reader = (one.recipient.name, one.recipient.email)
            letters[reader] += 1
            news[reader] += one.counts[2]
    return letters, news


def named(place: PlanPlace) -> str:
    """The order of a plan, by its number and date."""
    return f"{place.order}@{place.order_issued_on}"


def ladder_of(session: Session, place: PlanPlace) -> Ladder:
    """The ladder of a plan as it is."""
    return chased_plans(session, order=named(place))[place.plan_id].ladder


def _text(asked: Asked, found: Ladder) -> str:
    return as_text(found, about=f"№ {asked.found.order}")


def _page(asked: Asked, shown: _Shown, *, status: int = 200) -> Response:
    place: PlanPlace = asked.found
    held = asked.who.actor.roles(plan_id=place.plan_id, organization_id=None, on=asked.today)
    return asked.page(
        "ladder.html.j2",
        status=status,
        plan=place,
        shown=shown,
        addressees=ADDRESSEES,
        anchors=ANCHORS,
        longest=LONGEST,
        may=allows(Action.EDIT_LADDER, held),
        days=AHEAD.days + 1,
    )
