"""Plans: the list of them, and one with its sections and items."""

from starlette.responses import Response

from desk.access import SEES_PLAN, SUPERVISOR
from desk.asked import Asking
from desk.pages.attention import plans_of
from desk.routes import Room
from models.queries.places import PlanPlace
from models.queries.plan_pages import plan_lines, plan_sections
from states.assignment import State
from states.control import Control

room = Room()


@room.show("/plans", may=SUPERVISOR)
def plans(asked: Asking) -> Response:
    """The plans that the visitor looks after."""
    with asked.reading() as session:
        found = plan_lines(session, today=asked.today, plan_ids=plans_of(asked))
    return asked.page("plans.html.j2", plans=found)


@room.show("/plans/{plan_id:int}", may=SEES_PLAN)
def plan(asked: Asking) -> Response:
    """A plan: how far it has come, section by section."""
    place: PlanPlace = asked.found
    with asked.reading() as session:
        sections = plan_sections(session, place.plan_id, today=asked.today)
    items = [one for section in sections for one in section.items if one.control is not Control.REMOVED]
    done = sum(one.state is State.ACCEPTED for one in items)
    overdue = sum(one.overdue for one in items)
    return asked.page("plan.html.j2", plan=place, sections=sections, items=len(items), done=done, overdue=overdue)
