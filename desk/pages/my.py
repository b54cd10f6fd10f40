"""An executor's own assignments: what is late, what is due, what waits, what was done. From a letter, phone first."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from desk.access import EXECUTOR
from desk.asked import Asking
from desk.routes import Room
from models.queries.own_work import OwnAssignment, own_open, own_settled
from states.assignment import OPEN, State, is_overdue

room = Room()
SOON = timedelta(days=7)
SETTLED_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Assignments that want the same of their executor: `overdue`, `returned`, `soon`, `later`, `undated`, `waiting`,
    `postponed`.
    """

    kind: str
    lines: tuple[OwnAssignment, ...]


GOES_ON = frozenset({"continuous", "recurring"})
"""Kinds of items that are reported on again and again, often with nothing new."""


@room.show("/my", may=EXECUTOR)
def own_assignments(asked: Asking) -> Response:
    """All that the visitor reports on, the most urgent first."""
    who = asked.who
    with asked.reading() as session:
        found = own_open(session, who.actor, today=asked.today, only=who.only)
        settled = own_settled(session, who.actor, today=asked.today, limit=SETTLED_SHOWN) if who.only is None else ()
    kinds = ("overdue", "returned", "soon", "later", "undated", "waiting", "postponed")
    sorted_out = {kind: tuple(one for one in found if _kind(one, asked) == kind) for kind in kinds}
    piles = tuple(Pile(kind=kind, lines=lines) for kind, lines in sorted_out.items() if lines)
    continuous = any(one.schedule_kind in GOES_ON and one.state in OPEN for one in found)
    executors = {one.executor for one in (*found, *settled)}
    return asked.page("my.html.j2", piles=piles, settled=settled, continuous=continuous, several=len(executors) > 1)


def _kind(one: OwnAssignment, asked: Asking) -> str:
    if one.state is State.REPORTED:
        return "waiting"
    if one.state is State.POSTPONED:
        return "postponed"
    if is_overdue(one.state, one.effective_due_on, asked.today):
        return "overdue"
    if one.state is State.RETURNED:
        return "returned"
    if one.effective_due_on is None:
        return "undated"
    return "soon" if one.effective_due_on <= asked.today + SOON else "later"
