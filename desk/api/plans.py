"""Plans and items by the API: how far each has come, deadlines, control, occurrences and first dates."""

from dataclasses import asdict
from typing import Any

from sqlmodel import Session

from desk.access import SEES_ITEM, SEES_PLAN, SUPERVISOR
from desk.api.bodies import ControlBody, DayBody, Key, PathId
from desk.api.plan_answers import (
    DeadlineLine,
    ItemChanged,
    ItemDated,
    ItemFull,
    OccurrenceOpened,
    PlanFull,
    PlanLine,
)
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asking
from desk.pages.attention import plans_of
from models.due_dates import Dated, set_due_date
from models.item_changes import Changed, change_control, lines_of_item
from models.occurrences import Opened
from models.occurrences import open_occurrence as open_it
from models.queries import plan_pages
from models.queries.deadlines import Deadline, plan_deadlines
from models.queries.item_page import times_of
from models.queries.plan_pages import plan_lines, plan_sections

room = ApiRoom("plans and items")


@room.look("/plans", may=SUPERVISOR, answer=list[PlanLine])
def list_plans(asked: Asking) -> tuple[plan_pages.PlanLine, ...]:
    """The plans that the caller looks after, the newest first."""
    with asked.reading() as session:
        return plan_lines(session, today=asked.today, plan_ids=plans_of(asked))


@room.look("/plans/{plan_id:int}", may=SEES_PLAN, answer=PlanFull)
def show_plan(asked: Asking, plan_id: PathId) -> Any:
    """A plan with its items and how far each has come."""
    with asked.reading() as session:
        sections = plan_sections(session, plan_id, today=asked.today)
    return {**asdict(asked.found), "sections": sections}


@room.look("/plans/{plan_id:int}/deadlines", may=SEES_PLAN, answer=list[DeadlineLine])
def list_plan_deadlines(asked: Asking, plan_id: PathId) -> tuple[Deadline, ...]:
    """What is still due in a plan, by day."""
    with asked.reading() as session:
        return plan_deadlines(session, plan_id)


@room.look("/items/{item_id:int}", may=SEES_ITEM, answer=ItemFull)
def show_item(asked: Asking, item_id: PathId) -> Any:
    """An item with its occurrences, their assignments, and what was done to it."""
    with asked.reading() as session:
        times, done = times_of(session, item_id, today=asked.today), lines_of_item(session, item_id)
    return {**vars(asked.found), "occurrences": times, "history": done}


@room.act("/items/{item_id:int}/control", may=SEES_ITEM, answer=ItemChanged)
def turn_control(asked: Asking, item_id: PathId, body: ControlBody, key: Key = "") -> Any:
    """Remove an item from control, return it, or put it under special control."""
    said = {"person_id": asked.who.person_id, "at": asked.at, **body.model_dump()}

    def do(session: Session) -> Changed:
        return change_control(session, item_id=item_id, **said)

    return {**asdict(write_once(asked, key, body, do, Changed)), "item_id": item_id}


@room.act("/items/{item_id:int}/occurrences", may=SEES_ITEM, answer=OccurrenceOpened)
def open_occurrence(asked: Asking, item_id: PathId, body: DayBody, key: Key = "") -> Any:
    """Ask for an item «по запросу» once more."""
    who, calendar = asked.who.person_id, asked.house.calendar

    def do(session: Session) -> Opened:
        return open_it(session, item_id=item_id, due_on=body.due_on, person_id=who, at=asked.at, calendar=calendar)

    return {**asdict(write_once(asked, key, body, do, Opened)), "item_id": item_id}


@room.act("/items/{item_id:int}/due-date", may=SEES_ITEM, answer=ItemDated)
def give_date(asked: Asking, item_id: PathId, body: DayBody, key: Key = "") -> Any:
    """Give an item that has no date its first one, for all its executors."""
    who, calendar = asked.who.person_id, asked.house.calendar

    def do(session: Session) -> Dated:
        return set_due_date(session, item_id=item_id, due_on=body.due_on, person_id=who, at=asked.at, calendar=calendar)

    dated = write_once(asked, key, body, do, Dated)
    return {"item_id": item_id, "due_on": body.due_on, "executors": dated.executors}
