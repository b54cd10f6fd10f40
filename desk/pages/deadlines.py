"""The calendar of deadlines: a month of days, what is due on each and how far it has come, and the way to the table."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from desk.access import SUPERVISOR, NotShown
from desk.asked import LARGEST_ID, Asked, Asking
from desk.pages.attention import plans_of
from desk.routes import Room
from models.queries.due_days import DueDay, due_days
from models.queries.plan_choices import plan_choices

room = Room()
NAMED = 3
"""How many items a day names."""

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of the calendar."""

    on: date
    working: bool
    due: DueDay


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month, the first days of those before and after, and its days."""

    first: date
    before: date
    after: date
    days: tuple[Day, ...]


@room.show("/calendar", may=SUPERVISOR)
def calendar(asked: Asking, month: str = "", plan: str = "") -> Response:
    """A month of deadlines in the visitor's plans, or in one of them."""
    first, plan_id = _first_of(asked, month), _plan_of(plan)
    last = _next(first) - timedelta(days=1)
    with asked.reading() as session:
        found = due_days(session, first, last, plan_ids=plans_of(asked), plan_id=plan_id)
        plans = plan_choices(session, plans_of(asked))
    working = asked.house.calendar.is_working
    days = [first + timedelta(days=n) for n in range(last.day)]
    shown = Month(
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=_next(first),
        days=tuple(Day(on=on, working=working(on), due=found.get(on) or DueDay(on=on, items=())) for on in days),
    )
    return asked.page("calendar.html.j2", month=shown, plan=plan_id, plans=plans, named=NAMED)


def _first_of(asked: Asked, month: str) -> date:
    """The first day of a month written as 2025-06; of the present one where nothing is written.

    Raises:
        NotShown: there is no such month.

    """
    if not month:
        return asked.today.replace(day=1)
    found = _MONTH.fullmatch(month)
    if found is None:
        raise NotShown
    return date(int(found[1]), int(found[2]), 1)


def _plan_of(plan: str) -> int | None:
    if not plan:
        return None
    if not (plan.isascii() and plan.isdecimal() and len(plan) <= len(str(LARGEST_ID)) and int(plan) <= LARGEST_ID):
        raise NotShown
    return int(plan)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
