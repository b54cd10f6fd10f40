"""What goes on into another year, over all plans of the visitor: shown, and added once it is confirmed."""

from typing import Annotated

from fastapi import Form
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import Asked, Asking, Ident
from desk.doing_once import form_once
from desk.forms import Keyed
from desk.pages.attention import plans_of
from desk.routes import Room
from models.keys import KeyReused
from models.next_year import NotCarriedOn, open_next_year, proposed_for_year
from states.next_year import year_to_propose
from states.policy import Action, NotPermitted, allows

room = Room()
MOST = 2000
"""How many items one form may name."""


class Confirmed(Keyed):
    """The items that go on, and into which year."""

    year: int
    items: Annotated[tuple[Ident, ...], Field(max_length=MOST)] = ()


@room.show("/next-year", may=SUPERVISOR)
def next_year(asked: Asking, done: str = "") -> Response:
    """What is proposed for the year that is near."""
    return _page(asked, done=done)


@room.act("/next-year", may=SUPERVISOR)
def carry_on(asked: Asking, form: Annotated[Confirmed, Form()]) -> Response:
    """Add what is proposed of the chosen items; of all of them or of none."""
    if not form.items:
        return _page(asked, wrong="none", status=422)

    def add(session: Session) -> None:
        open_next_year(
            session,
            item_ids=set(form.items),
            year=form.year,
            person_id=asked.who.person_id,
            at=asked.at,
            calendar=asked.house.calendar,
        )

    try:
        form_once(asked, form, add)
    except KeyReused:
        return asked.go("/next-year", done="already")
    except (NotCarriedOn, NotPermitted):
        return _page(asked, wrong="changed", status=409)
    return asked.go("/next-year", done="done")


def _page(asked: Asked, *, done: str = "", wrong: str = "", status: int = 200) -> Response:
    year = year_to_propose(asked.today) or asked.today.year + 1
    with asked.reading() as session:
        found = proposed_for_year(session, year=year, plan_ids=plans_of(asked))
    held = asked.who.actor.plan_roles
    may = {plan_id for plan_id, roles in held.items() if allows(Action.OPEN_NEXT_YEAR, roles)}
    return asked.page(
        "next_year.html.j2",
        status=status,
        year=year,
        proposed=found[:MOST],
        may=may,
        done=done,
        wrong=wrong,
        early=year_to_propose(asked.today) is None,
    )
