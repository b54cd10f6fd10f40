"""What is done to an item itself by the forms of its page: its control, its rule, its days. Each is done once, to the
item as it was shown; what is judged is in `models`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_ITEM, NotShown
from desk.asked import Asked, Asking
from desk.doing_once import form_once
from desk.forms import Keyed, Words
from desk.pages.bulk import Day
from desk.pages.item import DATE, NEXT_YEAR, OPEN, ROLL_UP, Typed, item_page
from desk.routes import Room
from models.due_dates import NotDatable, set_due_date
from models.held_items import refuse_changed
from models.item_changes import change_control, set_roll_up
from models.keys import KeyReused
from models.moving import Stale, TooEarly
from models.next_year import NotCarriedOn, open_next_year
from models.occurrences import NotOpenable, open_occurrence
from models.queries.places import ItemPlace
from states.control import CONTROL
from states.fault import Fault
from states.item import RollUpUnknown
from states.life import NotAllowed
from states.policy import NotPermitted

room = Room()
CODES: dict[type[Fault], str] = {
    NotPermitted: "not_permitted",
    NotDatable: DATE,
    NotOpenable: OPEN,
    NotCarriedOn: NEXT_YEAR,
    RollUpUnknown: ROLL_UP,
    Stale: "stale",
    TooEarly: "stale",
}
"""The faults a form may meet, by the code of the sentence that the page says."""


class Changing(Keyed):
    """A form of the item, with the version that its page showed."""

    seen: int


class Controlled(Changing):
    """Why the item's control is changed."""

    reason: Words = ""


class Dated(Changing):
    """The day an item is due."""

    due_on: Day = None


class RolledUp(Changing):
    """The rule by which the item is done, and why it is another one now."""

    mode: str
    quorum: str = ""
    reason: Words = ""


class Carried(Changing):
    """The year into which it goes on."""

    year: int


@room.act("/items/{item_id:int}/control/{change}", may=SEES_ITEM)
def control(asked: Asking, change: str, form: Annotated[Controlled, Form()]) -> Response:
    """Change the item's control."""
    if change not in CONTROL.triggers:
        raise NotShown
    return _do(
        asked, change, form, lambda session, own: change_control(session, trigger=change, reason=form.reason, **own)
    )


@room.act("/items/{item_id:int}/roll-up", may=SEES_ITEM)
def roll_up(asked: Asking, form: Annotated[RolledUp, Form()]) -> Response:
    """Let the item be done by another rule."""
    rule = f"quorum {form.quorum.strip()}" if form.mode == "quorum" else form.mode
    return _do(asked, ROLL_UP, form, lambda session, own: set_roll_up(session, rule=rule, reason=form.reason, **own))


@room.act("/items/{item_id:int}/date", may=SEES_ITEM)
def date_it(asked: Asking, form: Annotated[Dated, Form()]) -> Response:
    """Give an undated item its first date."""
    return _with_day(asked, DATE, form, set_due_date)


@room.act("/items/{item_id:int}/open", may=SEES_ITEM)
def ask_again(asked: Asking, form: Annotated[Dated, Form()]) -> Response:
    """Ask for an item on request once more."""
    return _with_day(asked, OPEN, form, open_occurrence)


@room.act("/items/{item_id:int}/next-year", may=SEES_ITEM)
def carry_on(asked: Asking, form: Annotated[Carried, Form()]) -> Response:
    """Carry the item on into another year."""

    def change(session: Session, own: dict[str, Any]) -> object:
        ids = [own.pop("item_id")]
        return open_next_year(session, item_ids=ids, year=form.year, calendar=asked.house.calendar, **own)

    return _do(asked, NEXT_YEAR, form, change)


def _with_day(asked: Asked, code: str, form: Dated, change: Callable[..., object]) -> Response:
    if form.due_on is None:
        return item_page(asked, Typed(code=code, seen=form.seen, refused=("due_date_absent",), status=422))
    calendar, due_on = asked.house.calendar, form.due_on
    return _do(asked, code, form, lambda session, own: change(session, due_on=due_on, calendar=calendar, **own))


def _do(asked: Asked, code: str, form: Changing, change: Callable[[Session, dict[str, Any]], object]) -> Response:
    place: ItemPlace = asked.found
    own = {"item_id": place.item_id, "person_id": asked.who.person_id, "at": asked.at}

    def done(session: Session) -> None:
        refuse_changed(session, place.item_id, seen=form.seen)
        change(session, dict(own))

    typed = Typed(code=code, **form.model_dump(exclude={"csrf", "key", "year"}))
    try:
        form_once(asked, form, done)
    except NotAllowed as fault:
        return item_page(asked, replace(typed, refused=fault.refused_by, status=422))
    except KeyReused:
        return asked.go(f"/items/{place.item_id}", done="already")
    except tuple(CODES) as fault:
        return item_page(asked, replace(typed, fault=CODES[type(fault)], status=409))
    return asked.go(f"/items/{place.item_id}", done=code)
