"""Reporting packages by the API: those there are, what each holds, beginning and assembling one, its files."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import Field
from sqlmodel import Session

from desk.access import SEES_PACKAGE, SEES_PART, SEES_PLAN, SUPERVISOR
from desk.api.assignments import etag
from desk.api.bodies import Asks, Behind, Day, Key, PathId
from desk.api.package_answers import Begun, PackageFull, PackagePage
from desk.api.problems import not_understood
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from desk.handing_out import part_of, parts_with_manifest
from desk.pages.attention import plans_of
from models import packages as life
from models import queries
from models.held_plans import By
from models.package_facts import package_facts
from models.queries import PackageFact
from models.queries.package_facts import latest_packages
from srok import package_assembling
from srok.package_drafts import drafting_in, gaps, intact
from states.belonging import Span
from states.package import PACKAGE

room = ApiRoom("packages")


class PeriodBody(Asks):
    """The days a package is for."""

    begins_on: Day = Field(examples=["2025-01-01"])
    ends_on: Day = Field(examples=["2025-03-31"])


class CutOffBody(Asks):
    """The day at whose end a package is reckoned; not given, it is today."""

    cut_off: Day | None = Field(default=None, examples=["2025-03-31"])


@room.look("/packages", may=SUPERVISOR, answer=PackagePage)
def list_packages(asked: Asking, part: Annotated[Behind, Query()]) -> Any:
    """The packages of the plans that the caller looks after, the latest begun first."""
    with asked.reading() as session:
        found = latest_packages(session, plan_ids=plans_of(asked), before=part.behind, limit=part.limit + 1)
    following = found[part.limit - 1].id if len(found) > part.limit else None
    return {"packages": found[: part.limit], "next": following}


@room.look("/packages/{package_id:int}", may=SEES_PACKAGE, answer=PackageFull)
def show_package(asked: Asking, package_id: PathId, response: Response) -> Any:
    """A package with the files of its present edition and what was done to it. Its version is its ETag."""
    fact, settings = asked.found, asked.house.settings
    with asked.reading() as session:
        parts, done = parts_with_manifest(session, settings, fact), queries.package_history(session, package_id)
    going = package_assembling.assembling(settings, fact, at=asked.at)
    response.headers["ETag"] = etag(fact.version)
    return {
        **asdict(fact),
        "assembling": bool(going and not going.failed),
        "assembling_failed": going.failed if going else "",
        "intact": intact(settings, fact),
        "gaps": gaps(settings, fact),
        "moves": PACKAGE.triggers_from(fact.state, _roles(asked, fact)),
        "parts": parts,
        "history": done,
    }


def _roles(asked: Asked, fact: PackageFact) -> Any:
    return asked.who.actor.roles(plan_id=fact.plan_id, organization_id=None, on=asked.today)


@room.fetch("/packages/{package_id:int}/parts/{name}", may=SEES_PART)
def fetch_part(asked: Asking, package_id: PathId, name: str) -> Response:  # noqa: ARG001 - the policy has read it
    """A file of a package's present edition, by its name in `parts`."""
    with asked.reading() as session:
        return part_of(session, asked.house.settings, asked.found, name)


@room.act("/plans/{plan_id:int}/packages", may=SEES_PLAN, answer=Begun)
def begin_package(asked: Asking, plan_id: PathId, body: PeriodBody, key: Key = "") -> Any:
    """Begin the package of a plan for a period, or find the one there is. Where nothing is due, there is none."""
    if body.begins_on > body.ends_on:
        raise not_understood("ends_on", "it is before begins_on")
    period, by = Span(body.begins_on, body.ends_on), By(person_id=asked.who.person_id, at=asked.at)
    place = asked.found

    def do(session: Session) -> int:
        order, cut_off = f"{place.order}@{place.order_issued_on}", max(body.begins_on, place.order_issued_on)
        package_facts(session, order=order, period=period, cut_off=cut_off)
        return life.collect(session, plan_id, period, by=by)

    return {"package_id": write_once(asked, key, body, do, int)}


@room.act("/packages/{package_id:int}/editions", may=SEES_PACKAGE, answer=Begun)
def assemble_package(asked: Asking, package_id: PathId, body: CutOffBody, key: Key = "") -> Any:
    """Begin to assemble a package's next edition; `edition` of the package tells when it is there.

    Where somebody has begun already, that is the one.
    """
    cut_off = body.cut_off or asked.today
    if cut_off > asked.today:
        raise not_understood("cut_off", "that day has not come yet")
    settings, by = asked.house.settings, By(person_id=asked.who.person_id, at=asked.at)

    def do(session: Session) -> int:
        draft = drafting_in(session, package_id, cut_off=cut_off, by=by)
        if not package_assembling.is_running(settings, draft.fact, at=asked.at):
            package_assembling.begin(settings, draft)
        return package_id

    return {"package_id": write_once(asked, key, body, do, int)}
