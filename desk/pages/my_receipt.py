"""A receipt: what an executor has reported, when, and by which documents; to be printed or kept."""

from starlette.responses import Response

from desk.access import EXECUTES
from desk.asked import Asking
from desk.pages.assignment import last_report
from desk.routes import Room
from models.queries.history_facts import history
from models.queries.places import AssignmentPlace

room = Room()


@room.show("/my/assignments/{assignment_id:int}/receipt", may=EXECUTES)
def receipt(asked: Asking) -> Response:
    """The report that stands, as it was received; or that there is none."""
    place: AssignmentPlace = asked.found
    with asked.reading() as session:
        report = last_report(history(session, place.assignment_id))
    return asked.page("my_receipt.html.j2", place=place, report=report, at=asked.at)
