"""The policy that the API has beside those of the desk (`desk.access`): there an executor's pages are others than a
coordinator's, here both ask for the same.
"""

from sqlmodel import Session

from desk.access import NotShown, Policy, number_in, roles_at
from desk.asked import Asked
from models.queries.places import AssignmentPlace, assignment_place
from states.policy import Action, allows


def _assignment(session: Session, asked: Asked) -> AssignmentPlace:
    place = assignment_place(session, number_in(asked, "assignment_id"))
    if place is None:
        raise NotShown
    held = roles_at(asked, place)
    if not (allows(Action.SEE_OWN, held) or allows(Action.SEE_PLAN, held)):
        raise NotShown
    return place


CONCERNED = Policy(name="concerned", find=_assignment)
"""Whoever reports on the `assignment_id` of the path, or may see its plan; finds its `AssignmentPlace`."""
