"""What is done to an item itself by the API: its control, its rule, its first date, another occurrence or year."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from fastapi import Response
from pydantic import Field
from sqlmodel import Session

from desk.access import SEES_ITEM
from desk.api.assignments import etag
from desk.api.bodies import Asks, Day, Key, PathId, Seen, Short, Words, one_of, seen_version
from desk.api.failed import Changed as Moved
from desk.api.item_answers import ItemCarried, ItemChanged, ItemDated, OccurrenceOpened
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from models.due_dates import set_due_date
from models.held_items import refuse_changed
from models.item_changes import change_control, set_roll_up
from models.moving import Stale
from models.next_year import open_next_year
from models.occurrences import open_occurrence as open_it
from models.queries.places import item_place
from states.control import CONTROL

room = ApiRoom("plans and items")
ControlTrigger: Any = one_of(*CONTROL.triggers)


class ControlBody(Asks):
    """A change of an item's control."""

    trigger: ControlTrigger = Field(examples=["put_under_special_control"])
    reason: Words = ""


class RollUpBody(Asks):
    """The rule by which an item is done: by `all` its executors, by the `lead`, or by a `quorum 3` or `quorum 50%`."""

    rule: Short = Field(pattern=r"^(all|lead|quorum [1-9][0-9]{0,4}%?)$", examples=["quorum 50%"])
    reason: Words = ""


class DayBody(Asks):
    """The day by which something is due."""

    due_on: Day = Field(examples=["2025-06-30"])


class YearBody(Asks):
    """The year into which an item goes on, with its times of the last twelve months."""

    year: int = Field(ge=1991, le=2100, examples=[2026])


@room.act("/items/{item_id:int}/control", may=SEES_ITEM, answer=ItemChanged)
def turn_control(
    asked: Asking, item_id: PathId, body: ControlBody, response: Response, key: Key = "", seen: Seen = None
) -> Any:
    """Remove an item from control, return it, or put it under special control."""

    def change(session: Session) -> ItemChanged:
        done = change_control(session, **_own(asked, item_id), **body.model_dump())
        return ItemChanged(item_id=item_id, before=done.before, after=done.after, state=done.state)

    return _changed(asked, response, _once(asked, key, seen, body, change, ItemChanged))


@room.act("/items/{item_id:int}/roll-up", may=SEES_ITEM, answer=ItemChanged)
def turn_roll_up(
    asked: Asking, item_id: PathId, body: RollUpBody, response: Response, key: Key = "", seen: Seen = None
) -> Any:
    """Let an item be done by another rule; how far it has come follows at once."""

    def change(session: Session) -> ItemChanged:
        done = set_roll_up(session, **_own(asked, item_id), **body.model_dump())
        return ItemChanged(item_id=item_id, before=done.before, after=done.after, state=done.state)

    return _changed(asked, response, _once(asked, key, seen, body, change, ItemChanged))


@room.act("/items/{item_id:int}/occurrences", may=SEES_ITEM, answer=OccurrenceOpened)
def open_occurrence(
    asked: Asking, item_id: PathId, body: DayBody, response: Response, key: Key = "", seen: Seen = None
) -> Any:
    """Ask for an item «по запросу» once more."""

    def change(session: Session) -> OccurrenceOpened:
        opened = open_it(session, **_own(asked, item_id), due_on=body.due_on, calendar=asked.house.calendar)
        return OccurrenceOpened(**asdict(opened) | {"item_id": item_id})

    return _changed(asked, response, _once(asked, key, seen, body, change, OccurrenceOpened))


@room.act("/items/{item_id:int}/due-date", may=SEES_ITEM, answer=ItemDated)
def give_date(
    asked: Asking, item_id: PathId, body: DayBody, response: Response, key: Key = "", seen: Seen = None
) -> Any:
    """Give an item that has no date its first one, for all its executors."""

    def change(session: Session) -> ItemDated:
        dated = set_due_date(session, **_own(asked, item_id), due_on=body.due_on, calendar=asked.house.calendar)
        return ItemDated(item_id=item_id, due_on=body.due_on, executors=dated.executors)

    return _changed(asked, response, _once(asked, key, seen, body, change, ItemDated))


@room.act("/items/{item_id:int}/next-year", may=SEES_ITEM, answer=ItemCarried)
def carry_on(
    asked: Asking, item_id: PathId, body: YearBody, response: Response, key: Key = "", seen: Seen = None
) -> Any:
    """Carry an item on into another year."""

    def change(session: Session) -> ItemCarried:
        own = _own(asked, item_id)
        ids = [own.pop("item_id")]
        open_next_year(session, item_ids=ids, year=body.year, calendar=asked.house.calendar, **own)
        return ItemCarried(item_id=item_id, year=body.year)

    return _changed(asked, response, _once(asked, key, seen, body, change, ItemCarried))


def _own(asked: Asked, item_id: int) -> dict[str, Any]:
    return {"item_id": item_id, "person_id": asked.who.person_id, "at": asked.at}


def _once(asked: Asked, key: str, seen: str | None, body: Asks, change: Callable[[Session], Any], result: Any) -> Any:
    item_id, version = asked.found.item_id, seen_version(seen)

    def do(session: Session) -> Any:
        if version is not None:
            _refuse_changed(session, item_id, version)
        return change(session)

    return write_once(asked, key, body, do, result)


def _refuse_changed(session: Session, item_id: int, version: int) -> None:
    try:
        refuse_changed(session, item_id, seen=version)
    except Stale:
        place = item_place(session, item_id)
        raise Moved(version=place.version if place else 0) from None


def _changed(asked: Asked, response: Response, answer: Any) -> Any:
    with asked.reading() as session:
        place = item_place(session, asked.found.item_id)
    if place:
        response.headers["ETag"] = etag(place.version)
    return answer
