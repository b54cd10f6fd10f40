"""One package: how far it has come, what it lacks, its parts, and every step of its life as a form. What a step does is
elsewhere.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import SEES_PACKAGE, SEES_PART, NotShown
from desk.asked import Asked, Asking
from desk.forms import Posted, Words
from desk.handing_out import part_of, parts_with_manifest
from desk.package_steps import STEPS, take
from desk.routes import Room
from models import packages as life
from models import queries
from models.addenda import NothingChanged
from models.held_plans import By
from models.mail_switch import MailOff
from models.moving import Stale, TooEarly
from models.package_facts import CutOffTooEarly, NothingDue
from models.package_letters import barred_by_letter
from models.packages import NothingToSupplement
from models.queries import PackageFact
from srok import package_assembling, package_sending
from srok.package_drafts import drafting, gaps, intact
from srok.package_sending import TooLargeToSend
from states.fault import Fault
from states.life import NotAllowed
from states.package import OUT, PACKAGE

room = Room()
_FAULTS = {
    Stale: "stale",
    TooEarly: "stale",
    NothingToSupplement: "nothing_to_supplement",
    TooLargeToSend: "too_large",
    MailOff: "mail_off",
    CutOffTooEarly: "cut_off_too_early",
    NothingDue: "nothing_due",
    NothingChanged: "nothing_changed",
}


class Step(Posted):
    """A step of a package's life. `seen` is the version it had when the form was shown."""

    key: str
    seen: int
    reason: Words = ""
    number: str = ""
    on: date | None = None


class Cut(Posted):
    """A package to be assembled as of the end of a day."""

    key: str
    cut_off: date


class Sent(Posted):
    """A sending that was looked at; `elsewhere` says how it went where no letter of ours takes it."""

    key: str
    seen: int
    elsewhere: str = ""


@room.show("/packages/{package_id:int}", may=SEES_PACKAGE)
def package(asked: Asking) -> Response:
    """A package as it stands."""
    return _page(asked)


def _page(
    asked: Asked, *, status: int = 200, refused: tuple[str, ...] = (), wrong: str = "", reason: str = ""
) -> Response:
    fact, settings = asked.found, asked.house.settings
    assembling = package_assembling.assembling(settings, fact, at=asked.at)
    with asked.reading() as session:
        lines = queries.package_history(session, fact.id)
        if lines and lines[-1].version != fact.version:  # it was assembled since it was found
            fact = queries.package(session, fact.id)
        parts = parts_with_manifest(session, settings, fact)
    running = bool(assembling and not assembling.failed)
    letter = queries.letter_among(fact, lines) if fact.state in OUT else None
    may = () if running else _may(asked, fact)
    barred = {step: why for step, why in barred_by_letter(letter and letter[1]).items() if step in may}
    response = asked.page(
        "package.html.j2",
        status=status,
        package=fact,
        parts=parts,
        lines=lines[::-1],
        letter=letter,
        assembling=assembling,
        running=running,
        intact=intact(settings, fact),
        gaps=gaps(settings, fact),
        may=tuple(step for step in may if step not in barred),
        barred=tuple(dict.fromkeys(barred.values())),
        out=fact.state in OUT,
        refused=refused,
        wrong=wrong,
        reason=reason,
    )
    if running:
        response.headers["Refresh"] = "3"
    return response


def _may(asked: Asked, fact: PackageFact) -> tuple[str, ...]:
    held = asked.who.actor.roles(plan_id=fact.plan_id, organization_id=None, on=asked.today)
    return PACKAGE.triggers_from(fact.state, held)


def _by(asked: Asked, reason: str = "") -> By:
    return By(person_id=asked.who.person_id, at=asked.at, reason=reason.strip())


def _tried(asked: Asked, work: Callable[[], Any], *, then: str = "") -> Response:
    """Do something and lead on, or show the package as it is now with why it was refused."""
    try:
        work()
    except NotAllowed as fault:
        return _page(_now(asked), status=409, refused=fault.refused_by)
    except Fault as fault:
        code = next((said for kind, said in _FAULTS.items() if isinstance(fault, kind)), "other")
        return _page(_now(asked), status=409, wrong=code, reason=str(fault))
    return asked.go(then or f"/packages/{asked.found.id}")


def _now(asked: Asked) -> Asked:
    with asked.reading() as session:
        return asked.finding(queries.package(session, asked.found.id))


@room.act("/packages/{package_id:int}/assemble", may=SEES_PACKAGE)
def assemble(asked: Asking, form: Annotated[Cut, Form()]) -> Response:
    """Begin to assemble the package anew; the page tells how far it has come."""
    settings, cut_off = asked.house.settings, min(form.cut_off, asked.today)

    def work() -> None:
        draft = drafting(settings, asked.found.id, cut_off=cut_off, by=_by(asked))
        if not package_assembling.is_running(settings, asked.found, at=asked.at):
            package_assembling.begin(settings, draft)

    return _tried(asked, work)


@room.act("/packages/{package_id:int}/steps/{step}", may=SEES_PACKAGE)
def take_step(asked: Asking, step: str, form: Annotated[Step, Form()]) -> Response:
    """Sign, withdraw the signature, take back, or note what the operator answered."""
    if step not in STEPS:
        raise NotShown
    fact, by, whole = asked.found, _by(asked, form.reason), intact(asked.house.settings, asked.found)

    def work(session: Session, _: str) -> None:
        if queries.package(session, fact.id).version != form.seen:
            raise Stale(f"package {fact.id} was changed meanwhile")
        take(session, step, fact, intact=whole, answered=(form.number, form.on or asked.today), by=by)

    return _tried(asked, lambda: asked.writing(work, key=form.key))


@room.act("/packages/{package_id:int}/addendum", may=SEES_PACKAGE)
def addendum(asked: Asking, form: Annotated[Step, Form()]) -> Response:
    """Begin a package that tells what has changed since this one was sent, and show it."""
    new: list[int] = []

    def work(session: Session, _: str) -> None:
        new[:] = [life.addendum(session, asked.found.id, by=_by(asked))]

    answer = _tried(asked, lambda: asked.writing(work, key=form.key))
    return asked.go(f"/packages/{new[0]}") if new else answer


@room.show("/packages/{package_id:int}/send", may=SEES_PACKAGE)
def look_before_sending(asked: Asking) -> Response:
    """What would leave, to whom and how."""
    what = package_sending.sending(asked.house.settings, asked.found.id)
    return asked.page("package_send.html.j2", package=asked.found, what=what, may=_may(asked, asked.found))


@room.act("/packages/{package_id:int}/send", may=SEES_PACKAGE)
def send(asked: Asking, form: Annotated[Sent, Form()]) -> Response:
    """Send what was looked at, by a letter or as it is said."""
    settings, by = asked.house.settings, _by(asked)

    def work() -> None:
        what = package_sending.sending(settings, asked.found.id)
        if what.fact.version != form.seen:
            raise Stale(f"package {asked.found.id} was changed meanwhile")
        if form.elsewhere.strip():
            package_sending.send_elsewhere(settings, what, form.elsewhere.strip(), by=by)
        else:
            package_sending.send(settings, what, by=by)

    return _tried(asked, work)


@room.show("/packages/{package_id:int}/parts/{name}", may=SEES_PART)
def part(asked: Asking, name: str) -> Response:
    """A file of the package."""
    with asked.reading() as session:
        return part_of(session, asked.house.settings, asked.found, name)
