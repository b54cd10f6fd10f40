"""A plan as a matrix of executors and items, or of the times of one item: where work stands at a glance."""

from starlette.responses import Response

from desk.access import SEES_PLAN
from desk.asked import After, Asking, Ident
from desk.routes import Room
from models.queries.places import PlanPlace
from models.queries.plan_matrix import WORST, plan_matrix

room = Room()
EXECUTORS = 100
"""How many executors a page has."""


@room.show("/plans/{plan_id:int}/matrix", may=SEES_PLAN)
def matrix(asked: Asking, item: Ident | None = None, after: After = 0) -> Response:
    """The matrix, page by page of its executors."""
    place: PlanPlace = asked.found
    with asked.reading() as session:
        found = plan_matrix(session, place.plan_id, today=asked.today, item_id=item, after=after, limit=EXECUTORS)
    return asked.page(
        "plan_matrix.html.j2", plan=place, matrix=found, item=item, after=after, step=EXECUTORS, worst=WORST
    )
