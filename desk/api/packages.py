"""Reporting packages by the API: those there are, what each holds, beginning and assembling one."""

from dataclasses import asdict
from typing import Any

from fastapi.exceptions import RequestValidationError
from sqlmodel import Session

from desk.access import SEES_PACKAGE, SEES_PLAN, SUPERVISOR
from desk.api.bodies import CutOffBody, Key, PathId, PeriodBody
from desk.api.plan_answers import Begun, PackageFull, PackageLine
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asking
from desk.pages.attention import plans_of
from models import packages as life
from models import queries
from models.held_plans import By
from models.package_facts import package_facts
from models.queries import PackageFact
from srok import package_assembling
from srok.package_drafts import drafting
from states.belonging import Span

room = ApiRoom("packages")


@room.look("/packages", may=SUPERVISOR, answer=list[PackageLine])
def list_packages(asked: Asking) -> list[PackageFact]:
    """The packages of the plans that the caller looks after, by plan and period."""
    seen = plans_of(asked)
    with asked.reading() as session:
        return [one for one in queries.packages(session) if seen is None or one.plan_id in seen]


@room.look("/packages/{package_id:int}", may=SEES_PACKAGE, answer=PackageFull)
def show_package(asked: Asking, package_id: PathId) -> Any:
    """A package with the files of its present edition and what was done to it."""
    with asked.reading() as session:
        parts, done = queries.package_parts(session, package_id), queries.package_history(session, package_id)
    return {**asdict(asked.found), "parts": parts, "history": done}


@room.act("/plans/{plan_id:int}/packages", may=SEES_PLAN, answer=Begun)
def begin_package(asked: Asking, plan_id: PathId, body: PeriodBody, key: Key = "") -> Any:
    """Begin the package of a plan for a period, or find the one there is. Where nothing is due, there is none."""
    if body.begins_on > body.ends_on:
        raise RequestValidationError([{"loc": ("body", "ends_on"), "msg": "it is before begins_on"}])
    period, by = Span(body.begins_on, body.ends_on), By(person_id=asked.who.person_id, at=asked.at)
    place = asked.found

    def do(session: Session) -> int:
        order, cut_off = f"{place.order}@{place.order_issued_on}", max(body.begins_on, place.order_issued_on)
        package_facts(session, order=order, period=period, cut_off=cut_off)
        return life.collect(session, plan_id, period, by=by)

    return {"package_id": write_once(asked, key, body, do, int)}


@room.act("/packages/{package_id:int}/editions", may=SEES_PACKAGE, answer=Begun)
def assemble_package(asked: Asking, package_id: PathId, body: CutOffBody) -> Any:
    """Begin to assemble a package's next edition; `edition` of the package tells when it is there.

    Where somebody has begun already, that is the one.
    """
    cut_off = body.cut_off or asked.today
    if cut_off > asked.today:
        raise RequestValidationError([{"loc": ("body", "cut_off"), "msg": "that day has not come yet"}])
    settings, by = asked.house.settings, By(person_id=asked.who.person_id, at=asked.at)
    draft = drafting(settings, package_id, cut_off=cut_off, by=by)
    if not package_assembling.is_running(settings, asked.found, at=asked.at):
        package_assembling.begin(settings, draft)
    return {"package_id": package_id}
