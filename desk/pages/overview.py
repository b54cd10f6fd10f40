"""The supervisor's page: discipline by plan and executor, what is overdue by age, week after week, what was escalated
and what waits for them. Fits on one sheet of paper.
"""

from collections.abc import Iterable
from datetime import timedelta

from starlette.responses import Response

from desk.access import SUPERVISOR, NotShown
from desk.asked import Asking, Ident
from desk.charts import chart
from desk.pages.attention import plans_of
from desk.routes import Room
from models.queries.overview import AGES, Counted, PlanOverview, Week, executor_overviews, plan_overviews
from models.queries.supervising import supervised
from states.life import Role

room = Room()
WEEKS, EXECUTORS, ITEMS, LETTERS, LATELY = 12, 8, 5, 6, timedelta(days=7)
"""How many weeks a chart has; how many executors, items and letters are named, these of the last days."""

DECIDES = frozenset({Role.CONTROLLER, Role.ORDER_CONTROLLER, Role.HEAD})


@room.show("/overview", may=SUPERVISOR)
def overview(asked: Asking, plan: Ident | None = None) -> Response:
    """The plans of the visitor from above, or one of them."""
    theirs, today = plans_of(asked), asked.today
    if plan is not None and theirs is not None and plan not in theirs:
        raise NotShown
    chosen = theirs if plan is None else (plan,)
    days = [today - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    with asked.reading() as session:
        plans = plan_overviews(session, today=today, weeks=days, plan_ids=theirs)
        worst, best = executor_overviews(session, today=today, plan_ids=chosen, limit=EXECUTORS)
        waits = supervised(session, since=today - LATELY, plan_ids=chosen, letters=LETTERS, items=ITEMS)
    shown = tuple(one for one in plans if plan in {None, one.plan_id})
    weeks = _together(shown)
    late = [week.counted.overdue for week in weeks]
    return asked.page(
        "overview.html.j2",
        plan=plan,
        decides=bool(asked.who.roles_anywhere & DECIDES),
        plans=plans,
        shown=shown,
        total=_sum(one.counted for one in shown),
        ages=_ages(shown),
        weeks=weeks,
        late=chart(late, most=max(late, default=0)),
        share_chart=chart([week.counted.share for week in weeks], most=1),
        worst=worst,
        best=best,
        letters=waits.letters,
        removable=waits.removable,
        items=waits.items,
        packages=waits.packages,
    )


def _ages(plans: tuple[PlanOverview, ...]) -> tuple[tuple[int | None, int], ...]:
    """How many are overdue of each age: up to so many days, or longer than all of these."""
    return tuple((days, sum(one.ages[n] for one in plans)) for n, days in enumerate((*AGES, None)))


def _sum(several: Iterable[Counted]) -> Counted:
    found = tuple(several)
    return Counted(
        on_time=sum(one.on_time for one in found),
        late=sum(one.late for one in found),
        overdue=sum(one.overdue for one in found),
    )


def _together(plans: tuple[PlanOverview, ...]) -> tuple[Week, ...]:
    """The weeks of several plans as those of one."""
    of_each = zip(*(one.weeks for one in plans), strict=True)
    return tuple(Week(on=week[0].on, counted=_sum(one.counted for one in week)) for week in of_each)
