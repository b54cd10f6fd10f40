"""The steps of a package's life by the API: signed, sent, taken back, answered by the operator, supplemented."""

from typing import Annotated, Any

from fastapi import Response
from pydantic import Field, StringConstraints
from sqlmodel import Session

from desk.access import SEES_PACKAGE, SEES_PLAN
from desk.api.answers import Answer
from desk.api.assignments import etag
from desk.api.bodies import Asks, Day, Key, Nothing, PathId, Seen, Short, Words, one_of, seen_version
from desk.api.failed import refuse_changed
from desk.api.package_answers import Begun, PackageChanged, PackageSending
from desk.api.problems import not_understood
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from desk.package_steps import STEPS, take
from models import packages as life
from models import queries
from models.held_plans import By
from models.packages import Changed
from models.plan_settings import Operator, set_operator
from notifications.message import AddressUnusable, address
from srok import package_sending
from srok.package_drafts import intact

room = ApiRoom("packages")
Step: Any = one_of(*STEPS)


class StepBody(Asks):
    """A step: `withdraw_signature` and `return` want a reason, `accept` the operator's number and its day."""

    trigger: Step = Field(examples=["sign"])
    reason: Words = ""
    number: Short = Field(default="", description="Under which the operator accepted it.")
    on: Day | None = Field(default=None, description="On which the operator did; not given, it is today.")


class SendingBody(Asks):
    """Empty, it leaves by a letter to the operator of the plan; `elsewhere` says how it went otherwise."""

    elsewhere: Short = Field(default="", examples=["the region's portal, 12 July"])


class OperatorBody(Asks):
    """Whom the packages of a plan are sent to."""

    name: Short = Field(default="", examples=["Региональный оператор"])
    email: Annotated[Short, StringConstraints(min_length=1)] = Field(examples=["operator@region.example"])


class OperatorSet(Answer):
    """Whom the packages of a plan are sent to now."""

    plan_id: int
    name: str
    email: str


@room.act("/packages/{package_id:int}/steps", may=SEES_PACKAGE, answer=PackageChanged)
def take_package_step(
    asked: Asking, package_id: PathId, body: StepBody, response: Response, key: Key = "", seen: Seen = None
) -> PackageChanged:
    """Sign a package, withdraw the signature, take a sending back while its letter waits, or note the operator's
    answer.
    """
    fact, by = asked.found, _by(asked, body.reason)
    whole, version = intact(asked.house.settings, fact), seen_version(seen)

    def do(session: Session) -> PackageChanged:
        refuse_changed(version, queries.package(session, package_id).version)
        answered = (body.number, body.on or asked.today)
        done = take(session, body.trigger, fact, intact=whole, answered=answered, by=by)
        return _changed(session, done)

    return _told(response, write_once(asked, key, body, do, PackageChanged))


@room.look("/packages/{package_id:int}/sending", may=SEES_PACKAGE, answer=PackageSending)
def look_before_sending(asked: Asking, package_id: PathId, response: Response) -> Any:
    """What sending a package would do now. Nothing leaves."""
    what = package_sending.sending(asked.house.settings, package_id)
    response.headers["ETag"] = etag(what.fact.version)
    return {
        "package_id": package_id,
        "version": what.fact.version,
        "state": what.fact.state,
        "operator": what.operator.name,
        "operator_email": what.operator.email,
        "coordinator": what.coordinator.name if what.coordinator else "",
        "attached": what.attached,
        "size": sum(one.size for one in what.parts),
        "intact": what.intact,
        "parts": [one.name for one in what.parts],
    }


@room.act("/packages/{package_id:int}/sending", may=SEES_PACKAGE, answer=PackageChanged)
def send_package(
    asked: Asking, package_id: PathId, body: SendingBody, response: Response, key: Key = "", seen: Seen = None
) -> PackageChanged:
    """Send a signed package. The letter leaves in ten minutes; until then `recall` takes it back."""
    settings, by, version = asked.house.settings, _by(asked), seen_version(seen)
    what = package_sending.sending(settings, package_id)

    def do(session: Session) -> PackageChanged:
        refuse_changed(version, what.fact.version)
        return _changed(session, package_sending.send_in(session, settings, what, elsewhere=body.elsewhere, by=by))

    return _told(response, write_once(asked, key, body, do, PackageChanged))


@room.act("/packages/{package_id:int}/addendum", may=SEES_PACKAGE, answer=Begun)
def supplement_package(asked: Asking, package_id: PathId, body: Nothing, key: Key = "") -> Any:
    """Begin a package that tells what has changed since this one was sent, or find the one there is."""
    by = _by(asked)
    begun = write_once(asked, key, body, lambda session: life.addendum(session, package_id, by=by), int)
    return {"package_id": begun}


@room.act("/plans/{plan_id:int}/operator", may=SEES_PLAN, answer=OperatorSet)
def name_operator(asked: Asking, plan_id: PathId, body: OperatorBody, key: Key = "") -> Any:
    """Say to whom the packages of a plan are sent."""
    try:
        to = Operator(body.name, address(body.email).addr_spec)
    except AddressUnusable as fault:
        raise not_understood("email", str(fault)) from None
    order = f"{asked.found.order}@{asked.found.order_issued_on}"
    write_once(asked, key, body, lambda session: _named(session, order, to, _by(asked)), None)
    return {"plan_id": plan_id, "name": to.name, "email": to.email}


def _named(session: Session, order: str, to: Operator, by: By) -> None:
    set_operator(session, order, to, by=by)


def _by(asked: Asked, reason: str = "") -> By:
    return By(person_id=asked.who.person_id, at=asked.at, reason=reason)


def _changed(session: Session, done: Changed) -> PackageChanged:
    version = queries.package(session, done.package_id).version
    return PackageChanged(
        package_id=done.package_id, before=done.before, after=done.after, edition=done.edition, version=version
    )


def _told(response: Response, done: PackageChanged) -> PackageChanged:
    response.headers["ETag"] = etag(done.version)
    return done
