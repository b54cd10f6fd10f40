"""The board: columns of states with cards of a plan's items, or of the assignments that fit a filter.

A menu on each card leads on to the same confirmation as the table's bar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import Asked, Asking
from desk.bulk_asking import leading_on
from desk.pages.attention import plans_of
from desk.refreshing import mark_of, nothing_new
from desk.routes import Room
from desk.work_filter import WorkFilter, filter_of
from models.queries.board import columns_of
from models.queries.plan_choices import PlanChoice, plan_choices
from models.queries.plan_pages import PlanItemLine, plan_sections
from models.queries.work_table import MOST
from states.assignment import State
from states.control import Control
from states.life import Role

room = Room()
CARDS = 15
"""How many cards a column has before it says how many more there are."""

ORDER = (
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.RETURNED,
    State.REPORTED,
    State.ACCEPTED,
    State.POSTPONED,
    State.REMOVED,
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A state with its first cards, and how many there are in all, up to `MOST`."""

    state: State
    cards: tuple[Any, ...]
    total: int


@room.show("/board", may=SUPERVISOR)
def board(asked: Asking) -> Response:
    """The items of a plan by their states; with `by=assignment`, or a filter beyond the plan, assignments."""
    parameters = asked.request.query_params
    shown = filter_of(parameters.multi_items())
    with asked.reading() as session:
        plans = plan_choices(session, plans_of(asked))
        plan_id = _plan(shown, plans)
        shown = shown.model_copy(update={"plan": plan_id})
        by_item = parameters.get("by") != "assignment" and shown.query == WorkFilter(plan=plan_id).query
        if plan_id is None:
            columns: tuple[Column, ...] = ()
        elif by_item:
            sections = plan_sections(session, plan_id, today=asked.today)
            columns = _of_items(one for section in sections for one in section.items)
        else:
            wanted = shown.wanted(plan_ids=plans_of(asked), today=asked.today)
            found = columns_of(session, wanted, ORDER, limit=CARDS, today=asked.today)
            columns = tuple(Column(state=state, cards=cards, total=total) for state, (cards, total) in found.items())
    columns = tuple(one for one in columns if one.total or one.state not in {State.POSTPONED, State.REMOVED})
    mark = mark_of(columns)
    if "hx-request" in asked.request.headers:
        return nothing_new() if parameters.get("seen") == mark else _news(asked, columns)
    roles = asked.who.actor.roles(plan_id=plan_id, organization_id=None, on=asked.today)
    return asked.page(
        "board.html.j2",
        columns=columns,
        mark=mark,
        by_item=by_item,
        plan=plan_id,
        plans=plans,
        shown=shown,
        most=MOST,
        menus=_menus(roles),
    )


def _news(asked: Asked, columns: tuple[Column, ...]) -> Response:
    """The counts as they are now, for a board that is open."""
    again = urlencode([pair for pair in asked.request.query_params.multi_items() if pair[0] != "seen"])
    return asked.page("board_counts.html.j2", columns=columns, most=MOST, again=again)


def _plan(shown: WorkFilter, plans: Iterable[PlanChoice]) -> int | None:
    """The plan asked for, if the visitor may see it, else the newest of theirs."""
    ids = [one.plan_id for one in plans]
    return shown.plan if shown.plan in ids else next(iter(ids), None)


def _of_items(items: Iterable[PlanItemLine]) -> tuple[Column, ...]:
    by_state: dict[State, list[PlanItemLine]] = {state: [] for state in ORDER}
    for one in items:
        by_state[State.REMOVED if one.control is Control.REMOVED else one.state].append(one)
    return tuple(Column(state=state, cards=tuple(cards[:CARDS]), total=len(cards)) for state, cards in by_state.items())


def _menus(roles: frozenset[Role]) -> dict[tuple[State, bool, bool], tuple[str, ...]]:
    """What may be done to a card by its state, and by whether something is asked or declined."""
    return {
        (state, asks, declined): leading_on(state, roles, asked=asks, declined=declined)
        for state in ORDER
        for asks in (False, True)
        for declined in (False, True)
    }
