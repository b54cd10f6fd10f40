"""The packages of the plans somebody looks after: those there are, those that reporting days call for, a new one."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_PLAN, SUPERVISOR
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.pages.attention import plans_of
from desk.routes import Room
from models import packages as life
from models.held_plans import By
from models.plan_settings import Operator, set_operator
from models.queries.package_lines import PlanPackages, plan_packages
from notifications.message import AddressUnusable, address
from reporting.period import PeriodUnclear, parse
from states.belonging import Span
from states.life import NotAllowed
from states.policy import NotPermitted
from states.reporting_days import reporting_spans

room = Room()


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A reporting day still to come that no package is begun for, and in how many days it is."""

    ends_on: date
    left: int


class Wanted(Posted):
    """A package to be begun: for the time before a reporting day, or for a period as people write it."""

    key: str
    period: str


class WhereTo(Posted):
    """Whom the packages of a plan are sent to."""

    key: str
    name: str = ""
    email: str


@room.show("/packages", may=SUPERVISOR)
def packages(asked: Asking) -> Response:
    """Plans with their packages."""
    return _page(asked)


def _page(asked: Asked, *, status: int = 200, wrong: str = "", refused: tuple[str, ...] = ()) -> Response:
    with asked.reading() as session:
        found = plan_packages(session, plan_ids=plans_of(asked))
    coming = {one.plan_id: _coming(one, asked.today) for one in found}
    return asked.page("packages.html.j2", status=status, plans=found, coming=coming, wrong=wrong, refused=refused)


def _coming(plan: PlanPackages, today: date) -> tuple[Coming, ...]:
    begun = {one.ends_on for one in plan.packages if not one.number}
    days = (day for day in plan.reporting_dates if day not in begun)
    return tuple(Coming(ends_on=day, left=(day - today).days) for day in sorted(days) if day >= today)


@room.act("/plans/{plan_id:int}/packages", may=SEES_PLAN)
def collect(asked: Asking, form: Annotated[Wanted, Form()]) -> Response:
    """Begin the package of a plan for a period, or find the one there is."""
    place, by = asked.found, By(person_id=asked.who.person_id, at=asked.at)

    def work(session: Session, _: str) -> int:
        days = next(one for one in plan_packages(session, plan_ids=[place.plan_id])).reporting_dates
        duties: tuple[Span, ...] = tuple(reporting_spans(place.order_issued_on, days))
        return life.collect(session, place.plan_id, parse(form.period.strip(), duties), by=by)

    try:
        package_id = asked.writing(work, key=form.key)
    except PeriodUnclear:
        return _page(asked, status=422, wrong="period")
    except NotAllowed as fault:
        return _page(asked, status=409, refused=fault.refused_by)
    return asked.go(f"/packages/{package_id}")


@room.act("/plans/{plan_id:int}/operator", may=SEES_PLAN)
def set_where_to(asked: Asking, form: Annotated[WhereTo, Form()]) -> Response:
    """Say to whom the packages of a plan are sent."""
    place, by = asked.found, By(person_id=asked.who.person_id, at=asked.at)
    try:
        to = Operator(form.name.strip(), address(form.email).addr_spec)
        order = f"{place.order}@{place.order_issued_on}"
        asked.writing(lambda session, _: set_operator(session, order, to, by=by), key=form.key)
    except AddressUnusable:
        return _page(asked, status=422, wrong="address")
    except NotPermitted:
        return _page(asked, status=409, wrong="not_yours")
    return asked.go("/packages")
