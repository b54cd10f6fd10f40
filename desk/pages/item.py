"""An item's page: as it is written and understood, each executor, each occurrence, its history, and what can be done to
the item itself.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_ITEM, NotShown
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.pages.assignments import may_do
from desk.pages.bulk import Day
from desk.routes import Room
from models.database import writing
from models.due_dates import NotDatable, set_due_date
from models.item_changes import change_control, lines_of_item, set_roll_up
from models.moving import Stale, TooEarly
from models.occurrences import NotOpenable, open_occurrence
from models.queries.item_page import Time, current, times_of
from models.queries.places import ItemPlace
from models.schedules import schedule_from
from states.control import CONTROL, Control
from states.fault import Fault
from states.item import RollUpUnknown
from states.life import NotAllowed, Role
from states.policy import Action, NotPermitted, allows
from states.schedule import ScheduleKind
from states.words import ACTIONS, CONTROL_TRIGGERS

room = Room()
DATE, OPEN, ROLL_UP = "date", "open", "roll_up"
CODES: dict[type[Fault], str] = {
    NotPermitted: "not_permitted",
    NotDatable: "date",
    NotOpenable: "open",
    RollUpUnknown: "roll_up",
    Stale: "stale",
    TooEarly: "stale",
}
"""The faults a form may meet, by the code of the sentence that the page says."""


class Controlled(Posted):
    """Why the item's control is changed."""

    reason: str = ""


class Dated(Posted):
    """The day an item is due."""

    due_on: Day = None


class RolledUp(Posted):
    """The rule by which the item is done, and why it is another one now."""

    mode: str
    quorum: str = ""
    reason: str = ""


@room.show("/items/{item_id:int}", may=SEES_ITEM)
def item(asked: Asking, time: int | None = None) -> Response:
    """An item and the executors of its present occurrence, or of the one asked for by its place."""
    return _page(asked, time=time)


@room.act("/items/{item_id:int}/control/{change}", may=SEES_ITEM)
def control(asked: Asking, change: str, form: Annotated[Controlled, Form()]) -> Response:
    """Change the item's control."""
    if change not in CONTROL.triggers:
        raise NotShown
    return _do(asked, change, lambda session, own: change_control(session, trigger=change, reason=form.reason, **own))


@room.act("/items/{item_id:int}/roll-up", may=SEES_ITEM)
def roll_up(asked: Asking, form: Annotated[RolledUp, Form()]) -> Response:
    """Let the item be done by another rule."""
    rule = f"quorum {form.quorum.strip()}" if form.mode == "quorum" else form.mode
    return _do(asked, ROLL_UP, lambda session, own: set_roll_up(session, rule=rule, reason=form.reason, **own))


@room.act("/items/{item_id:int}/date", may=SEES_ITEM)
def date_it(asked: Asking, form: Annotated[Dated, Form()]) -> Response:
    """Give an undated item its first date."""
    return _with_day(asked, DATE, form, set_due_date)


@room.act("/items/{item_id:int}/open", may=SEES_ITEM)
def ask_again(asked: Asking, form: Annotated[Dated, Form()]) -> Response:
    """Ask for an item on request once more."""
    return _with_day(asked, OPEN, form, open_occurrence)


def _with_day(asked: Asked, code: str, form: Dated, change: Callable[..., object]) -> Response:
    if form.due_on is None:
        return _page(asked, refused=("due_date_absent",), status=422)
    calendar, due_on = asked.house.calendar, form.due_on
    return _do(asked, code, lambda session, own: change(session, due_on=due_on, calendar=calendar, **own))


def _do(asked: Asked, code: str, change: Callable[[Session, dict[str, Any]], object]) -> Response:
    place: ItemPlace = asked.found
    own = {"item_id": place.item_id, "person_id": asked.who.person_id, "at": asked.at}
    try:
        with writing(asked.house.engine) as session:
            change(session, own)
    except NotAllowed as fault:
        return _page(asked, refused=fault.refused_by, status=422)
    except tuple(CODES) as fault:
        return _page(asked, fault=CODES[type(fault)], status=409)
    return asked.go(f"/items/{place.item_id}", done=code)


def _page(
    asked: Asked,
    *,
    time: int | None = None,
    refused: tuple[str, ...] = (),
    fault: str = "",
    status: int = 200,
) -> Response:
    place: ItemPlace = asked.found
    with asked.reading() as session:
        times = times_of(session, place.item_id, today=asked.today)
        history = lines_of_item(session, place.item_id)
    roles = asked.who.actor.roles(plan_id=place.plan_id, organization_id=None, on=asked.today)
    return asked.page(
        "item.html.j2",
        status=status,
        item=place,
        schedule=schedule_from(place.schedule),
        times=times,
        shown=next((one for one in times if one.position == time), current(times)),
        history=history[::-1],
        controls=CONTROL.triggers_from(place.control, roles),
        offered=_offered(place, times, roles),
        may=may_do(asked, place.plan_id),
        refused=refused,
        fault=fault,
        control_words=CONTROL_TRIGGERS,
        action_words=ACTIONS,
    )


def _offered(place: ItemPlace, times: Iterable[Time], roles: Iterable[Role]) -> frozenset[str]:
    """What else somebody in these roles may do to the item as it stands."""
    held, found = frozenset(roles), set[str]()
    if place.control is Control.REMOVED:
        return frozenset()
    if allows(Action.SET_ROLL_UP, held):
        found.add(ROLL_UP)
    if allows(Action.SET_ITEM_DUE_DATE, held) and any(one.due_on is None for one in times):
        found.add(DATE)
    if allows(Action.OPEN_OCCURRENCE, held) and place.schedule_kind == ScheduleKind.ON_REQUEST:
        found = found - {DATE} | {OPEN}
    return frozenset(found)
