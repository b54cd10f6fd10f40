"""An item's page: as it is written and understood, each executor, each occurrence, its history, and what can be done to
the item itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from desk.access import SEES_ITEM
from desk.asked import Asked, Asking
from desk.pages.assignments import may_do
from desk.routes import Room
from models.item_changes import ItemLine, lines_of_item
from models.queries.history_facts import HistoryFact, history
from models.queries.item_page import Time, current, times_of
from models.queries.places import ItemPlace, item_place
from models.schedules import schedule_from
from states.as_of import SET_DUE_DATE
from states.control import CONTROL, Control
from states.life import Role
from states.next_year import terms_to_add
from states.policy import Action, allows
from states.schedule import ScheduleKind, Term
from states.words import ACTIONS, CONTROL_TRIGGERS

room = Room()
DATE, OPEN, ROLL_UP, NEXT_YEAR = "date", "open", "roll_up", "next_year"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A form of the page as it was filled in when it was refused: the code of what it does, the version that it was
    shown with, and why it was refused.
    """

    code: str = ""
    seen: int | None = None
    refused: tuple[str, ...] = ()
    fault: str = ""
    status: int = 200
    reason: str = ""
    due_on: date | None = None
    mode: str = ""
    quorum: str = ""


@dataclass(frozen=True, kw_only=True)
class NextYear:
    """What an item is asked for in another year, once somebody confirms it."""

    year: int
    terms: tuple[Term, ...]


@room.show("/items/{item_id:int}", may=SEES_ITEM)
def item(asked: Asking, time: int | None = None) -> Response:
    """An item and the executors of its present occurrence, or of the one asked for by its place."""
    return item_page(asked, time=time)


_NOTHING = Typed()


def item_page(asked: Asked, typed: Typed = _NOTHING, *, time: int | None = None) -> Response:
    """The page; where a form was refused, with what was typed, and what others have done since it was shown."""
    place: ItemPlace = asked.found
    with asked.reading() as session:
        if typed.code:
            place = item_place(session, place.item_id) or place
        times = times_of(session, place.item_id, today=asked.today)
        done = lines_of_item(session, place.item_id)
        dated = _dated(history(session, times[0].executors[0].id)) if typed.fault == DATE and times else ()
    roles = asked.who.actor.roles(plan_id=place.plan_id, organization_id=None, on=asked.today)
    following = next_year_of(place, times, asked.today)
    return asked.page(
        "item.html.j2",
        status=typed.status,
        item=place,
        schedule=schedule_from(place.schedule),
        times=times,
        shown=next((one for one in times if one.position == time), current(times)),
        history=done[::-1],
        since=_since(done, typed) or dated,
        controls=CONTROL.triggers_from(place.control, roles),
        offered=_offered(place, times, following, roles),
        following=following,
        may=may_do(asked, place.plan_id),
        typed=typed,
        control_words=CONTROL_TRIGGERS,
        action_words=ACTIONS,
    )


def _since(done: Iterable[ItemLine], typed: Typed) -> tuple[ItemLine, ...]:
    """What was done to the item after the page was shown."""
    return () if typed.seen is None else tuple(one for one in done if one.version > typed.seen)


def _dated(done: Iterable[HistoryFact]) -> tuple[HistoryFact, ...]:
    """Who gave it the date that it has: the same for each executor."""
    return tuple(one for one in done if one.trigger == SET_DUE_DATE)[-1:]


def next_year_of(place: ItemPlace, times: tuple[Time, ...], today: date) -> NextYear | None:
    """What is proposed of this year or the next, whichever comes first."""
    schedule, reporting = schedule_from(place.schedule), [date.fromisoformat(day) for day in place.reporting_dates]
    last_on = max((one.due_on for one in times if one.due_on), default=None)
    for year in (today.year, today.year + 1):
        terms = terms_to_add(schedule, year=year, reporting_dates=reporting, last_on=last_on)
        if terms:
            return NextYear(year=year, terms=terms)
    return None


def _offered(
    place: ItemPlace, times: Iterable[Time], following: NextYear | None, roles: Iterable[Role]
) -> frozenset[str]:
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
    if allows(Action.OPEN_NEXT_YEAR, held) and following:
        found.add(NEXT_YEAR)
    return frozenset(found)
