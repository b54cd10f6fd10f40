"""The ladder of a plan as a text: what is wrong with it beside it, what would change, whom it would reach in the next
days, all before it is kept. Its controllers may change it; whoever sees the plan may look.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_PLAN
from desk.asked import Asked, Asking
from desk.forms import Posted
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
from states.ladder_checks import changes, remarks
from states.policy import Action, allows
from states.rungs import Addressee, Ladder
from states.sentence import Sentence

room = Room()
AHEAD = timedelta(days=13)
"""How far ahead is looked: two weeks with today."""


class Edited(Posted):
    """A ladder as it was typed."""

    text: str
    reason: str = ""
    key: str
    keep: bool = False


@dataclass(frozen=True, kw_only=True)
class Remarked:
    """What is wrong with a text; an error forbids keeping it."""

    said: Placed
    error: bool


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
    """What a text would do."""

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
    place: PlanPlace = asked.found
    with asked.reading() as session:
        found = _ladder(session, place)
    text = as_text(found, about=f"№ {place.order}")
    return _page(asked, text=text)


@room.act("/plans/{plan_id:int}/ladder", may=SEES_PLAN)
def edit(asked: Asking, form: Annotated[Edited, Form()]) -> Response:
    """Look what a text would do, or keep it."""
    place: PlanPlace = asked.found
    text = form.text.replace("\r\n", "\n")
    with asked.reading() as session:
        tried = _try(session, place, text, asked)
    if not form.keep or not tried.usable or tried.ladder is None:
        return _page(asked, text=text, tried=tried, reason=form.reason, status=200 if tried.usable else 422)
    wanted, by = tried.ladder, By(person_id=asked.who.person_id, at=asked.at, reason=form.reason.strip())
    try:
        asked.writing(lambda session, _: plan_settings.set_ladder(session, _named(place), wanted, by=by), key=form.key)
    except Fault as fault:
        return _page(asked, text=text, tried=tried, reason=form.reason, refused=str(fault), status=409)
    return asked.go(f"/plans/{place.plan_id}/ladder", kept=1)


def _try(session: Session, place: PlanPlace, text: str, asked: Asked) -> Tried:
    try:
        wanted, lines = ladder_in(text, "")
    except LadderUnusable as fault:
        return Tried(ladder=None, remarks=(Remarked(said=fault.said, error=True),))
    roles = frozenset[Addressee](plan_supervisors(session).get(place.plan_id, {}))
    said = tuple(Remarked(said=placed(one, wanted, lines), error=one.error) for one in remarks(wanted, roles=roles))
    if any(one.error for one in said):
        return Tried(ladder=wanted, remarks=said)
    before = _ladder(session, place)
    return Tried(
        ladder=wanted,
        remarks=said,
        changes=tuple(changes(before, wanted)),
        reached=_reached(session, place, (before, wanted), asked),
    )


def _reached(session: Session, place: PlanPlace, ladders: tuple[Ladder, Ladder], asked: Asked) -> tuple[Reached, ...]:
    """Whom each of the ladders would reach, who hears most by the new one first."""
    first = asked.today
    counted = [
        _counted(
            foresee_days(
                session, first=first, last=first + AHEAD, calendar=asked.house.calendar, order=_named(place), ladder=one
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


def _named(place: PlanPlace) -> str:
    return f"{place.order}@{place.order_issued_on}"


def _ladder(session: Session, place: PlanPlace) -> Ladder:
    return chased_plans(session, order=_named(place))[place.plan_id].ladder


def _page(
    asked: Asked, *, text: str, tried: Tried | None = None, reason: str = "", refused: str = "", status: int = 200
) -> Response:
    place: PlanPlace = asked.found
    held = asked.who.actor.roles(plan_id=place.plan_id, organization_id=None, on=asked.today)
    return asked.page(
        "ladder.html.j2",
        status=status,
        plan=place,
        text=text,
        tried=tried,
        reason=reason,
        refused=refused,
        may=allows(Action.EDIT_LADDER, held),
        days=AHEAD.days + 1,
    )
