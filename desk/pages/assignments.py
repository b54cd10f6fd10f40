"""The table of assignments: filtered by its address, ordered, page by page, as a sheet; and the views people keep."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import Asked, Asking, Ident
from desk.bulk_asking import BAR, BAR_OF, possible
from desk.forms import Address, Posted
from desk.pages.attention import plans_of
from desk.routes import Room
from desk.work_filter import Term, Text, filter_of, place_said
from desk.work_sheet import sheet_of
from models.queries.plan_choices import plan_choices
from models.queries.work_filter import Waiting
from models.queries.work_table import MOST, all_lines, work_page
from models.saved_views import keep, remove, rename, views_of
from states.assignment import State

room = Room()
SHEET = 20_000
"""How many assignments a sheet has at most."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A view that everybody has, by the code of its name."""

    code: str
    query: str


PRESETS = (
    Preset(code="live", query=""),
    Preset(code="overdue", query="due=overdue"),
    Preset(code="week", query="due=7"),
    Preset(code="review", query="waits=review"),
    Preset(code="extension", query="waits=extension"),
    Preset(code="declined", query="waits=declined"),
    Preset(code="undated", query="due=undated"),
)


class Named(Posted):
    """A view to be kept: its name, and the query of the address."""

    name: Text
    query: Address


class Chosen(Posted):
    """A view that somebody has."""

    view: Ident


class Renamed(Chosen):
    """A view and what it is called from now on."""

    name: Text


def may_do(asked: Asked, plan_id: int | None = None, triggers: tuple[str, ...] = BAR) -> tuple[str, ...]:
    """What the bar offers: which of these the visitor may do in this plan, or in any of theirs."""
    held = asked.who.actor.plan_roles
    plans = held if plan_id is None else {plan_id} & set(held)
    return possible(triggers, {role for plan in plans for role in held[plan]})


@room.show("/assignments", may=SUPERVISOR)
def assignments(asked: Asking) -> Response:
    """A page of the assignments that fit the address, in the visitor's plans."""
    shown = filter_of(asked.request.query_params.multi_items())
    wanted, place = shown.wanted(plan_ids=plans_of(asked), today=asked.today), shown.place()
    with asked.reading() as session:
        page = work_page(session, wanted, place, today=asked.today)
        plans = plan_choices(session, plans_of(asked))
        views = views_of(session, asked.who.person_id)
    following = f"{shown.query}&{urlencode({'after': place_said(page.behind)})}" if page.behind else ""
    return asked.page(
        "assignments.html.j2",
        shown=shown,
        page=page,
        plans=plans,
        views=views,
        presets=PRESETS,
        following=following.lstrip("&"),
        may=may_do(asked, shown.plan, BAR_OF.get(shown.waits or shown.state, BAR)),
        most=MOST,
        states=tuple(State),
        terms=tuple(Term),
        waitings=tuple(Waiting),
    )


@room.show("/assignments.xlsx", may=SUPERVISOR)
def sheet(asked: Asking) -> Response:
    """All that fits the address, as a workbook."""
    shown = filter_of(asked.request.query_params.multi_items())
    wanted = shown.wanted(plan_ids=plans_of(asked), today=asked.today)
    with asked.reading() as session:
        lines = all_lines(session, wanted, shown.place(limit=SHEET), today=asked.today)
    name = f"porucheniya-{asked.today:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(sheet_of(lines, language=asked.language, today=asked.today), media_type=XLSX, headers=headers)


@room.act("/views", may=SUPERVISOR)
def keep_view(asked: Asking, form: Annotated[Named, Form()]) -> Response:
    """Keep the filter of an address by a name."""
    query = filter_of(form.query).query

    def work(session: Session, _: str) -> None:
        keep(session, asked.who.person_id, name=form.name, query=query)

    asked.writing(work, key="view")
    return _to_table(asked, query)


@room.act("/views/rename", may=SUPERVISOR)
def rename_view(asked: Asking, form: Annotated[Renamed, Form()]) -> Response:
    """Call a view otherwise."""
    query = asked.writing(lambda session, _: rename(session, asked.who.person_id, form.view, form.name), key="view")
    return _to_table(asked, query)


@room.act("/views/remove", may=SUPERVISOR)
def remove_view(asked: Asking, form: Annotated[Chosen, Form()]) -> Response:
    """Keep a view no longer."""
    asked.writing(lambda session, _: remove(session, asked.who.person_id, form.view), key="view")
    return _to_table(asked, "")


def _to_table(asked: Asked, query: str) -> Response:
    return asked.go("/assignments" + (f"?{query}" if query else ""))
