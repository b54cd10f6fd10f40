"""Plans and items by the API: how far each has come, and deadlines."""

from dataclasses import asdict
from typing import Any

from fastapi import Response

from desk.access import SEES_ITEM, SEES_PLAN, SUPERVISOR
from desk.api.assignments import etag
from desk.api.bodies import PathId
from desk.api.item_answers import DeadlineLine, ItemFull, PlanFull, PlanLine
from desk.api.routes import ApiRoom
from desk.asked import Asking
from desk.pages.attention import plans_of
from models.item_changes import lines_of_item
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
def show_item(asked: Asking, item_id: PathId, response: Response) -> Any:
    """An item with its occurrences, their assignments, and what was done to it. Its version is its ETag."""
    response.headers["ETag"] = etag(asked.found.version)
    with asked.reading() as session:
        times, done = times_of(session, item_id, today=asked.today), lines_of_item(session, item_id)
    return {**vars(asked.found), "occurrences": times, "history": done}
