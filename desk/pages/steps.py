"""What the visitor has lately done to many assignments at once, and whether it can still be undone."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import Asking
from desk.routes import Room
from models.operations import UNDO_WITHIN, in_time_to_undo
from models.queries.history_facts import BulkStepFact, bulk_steps, moved_since

room = Room()
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class OwnStep:
    """A step; `why_not` is the code of why it cannot be undone, empty where it can be, until `until`. Of what it moved
    `moved_since` would stay as they are.
    """

    done: BulkStepFact
    why_not: str
    until: datetime
    moved_since: int = 0


@room.show("/steps", may=SUPERVISOR)
def steps(asked: Asking) -> Response:
    """The visitor's last steps, the latest first."""
    with asked.reading() as session:
        found = bulk_steps(session, person_id=asked.who.person_id, limit=SHOWN)
        whys = [_why_not(one, asked.at, last=one is found[0]) for one in found]
        since = moved_since(session, found[0].id) if found and not whys[0] else 0
    own = (
        OwnStep(done=one, why_not=why, until=one.at + UNDO_WITHIN, moved_since=0 if why else since)
        for one, why in zip(found, whys, strict=True)
    )
    return asked.page("steps.html.j2", steps=tuple(own), most=SHOWN)


def _why_not(step: BulkStepFact, at: datetime, *, last: bool) -> str:
    if step.undone_at is not None:
        return "undone"
    if not in_time_to_undo(step.at, at=at):
        return "late"
    return "" if last else "not_last"
