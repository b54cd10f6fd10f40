"""What is set of a plan or of the house by the API: ladders, who holds a plan's roles, whether letters leave."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import Field
from sqlmodel import Session

from desk.access import ADMINISTRATOR, SEES_PLAN
from desk.api.bodies import Asks, Key, PathId, Short, Words, one_of
from desk.api.problems import not_understood, said_in
from desk.api.routes import ApiRoom
from desk.api.setting_answers import LadderText, LadderTried, MailSwitch, RoleHeld
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from desk.pages.ladder import Tried, ladder_of, named, try_text
from models import mail_switch, plan_settings
from models.held_plans import By
from models.plan_roles import CHANGING, RoleChange, set_role
from models.queries import person_by_email
from srok.ladder_file import as_text
from states.draft import PlanRoleName

room = ApiRoom("settings")
Role: Any = one_of(*CHANGING)


class LadderBody(Asks):
    """A ladder as its file is written (docs/ladder.md). In a dry run it is only looked at."""

    text: Words
    reason: Words = ""
    dry_run: bool = False


class RoleBody(Asks):
    """A role of a plan that changes hands; without an address it is left vacant."""

    role: Role = Field(examples=["coordinator"])
    email: Short = Field(default="", examples=["centre@city.example"])
    reason: Words = ""


class MailBody(Asks):
    """Whether letters may leave."""

    on: bool


@room.look("/plans/{plan_id:int}/ladder", may=SEES_PLAN, answer=LadderText)
def show_ladder(asked: Asking, plan_id: PathId) -> Any:
    """The ladder of a plan as its file."""
    with asked.reading() as session:
        found = ladder_of(session, asked.found)
    return {"plan_id": plan_id, "text": as_text(found, about=f"№ {asked.found.order}")}


@room.act("/plans/{plan_id:int}/ladder", may=SEES_PLAN, answer=LadderTried)
def set_ladder(asked: Asking, plan_id: PathId, body: LadderBody, key: Key = "") -> Any:  # noqa: ARG001 - the policy has read it
    """Keep another ladder, or tell in a dry run what it would change and whom it would reach in the next two weeks."""
    text = body.text.replace("\r\n", "\n")
    with asked.reading() as session:
        tried = try_text(session, asked.found, text, asked)
    ladder = tried.ladder
    if not tried.usable or ladder is None:
        errors = [said_in(asked.language, one.said) for one in tried.remarks if one.error]
        raise RequestValidationError([{"loc": ("body", "text"), "msg": one} for one in errors])
    by, order = By(person_id=asked.who.person_id, at=asked.at, reason=body.reason), named(asked.found)

    def do(session: Session) -> None:
        plan_settings.set_ladder(session, order, ladder, by=by)

    if not body.dry_run:
        write_once(asked, key, body, do, None)
    return _tried(asked, tried, kept=not body.dry_run)


def _tried(asked: Asked, tried: Tried, *, kept: bool) -> dict[str, Any]:
    reached = [
        {"person": one.name, "email": one.email, "letters_before": one.letters[0], "letters": one.letters[1]}
        for one in tried.reached
    ]
    remarks = [said_in(asked.language, one.said) for one in tried.remarks]
    changes = [said_in(asked.language, one) for one in tried.changes]
    return {
        "plan_id": asked.found.plan_id,
        "kept": kept,
        "remarks": remarks,
        "changes": changes,
        "reached": reached,
    }


@room.act("/plans/{plan_id:int}/roles", may=ADMINISTRATOR, answer=RoleHeld)
def hand_role_over(asked: Asking, plan_id: PathId, body: RoleBody, key: Key = "") -> RoleHeld:
    """Give a role of a plan to somebody else, or leave it vacant."""
    person_id = _person(asked, body.email)
    change = RoleChange(plan_id=plan_id, role=PlanRoleName(body.role), person_id=person_id, reason=body.reason)

    def do(session: Session) -> RoleHeld:
        done = set_role(session, change, by=asked.who.person_id, at=asked.at)
        return RoleHeld(plan_id=plan_id, role=done.role, before=done.before, after=done.after)

    return write_once(asked, key, body, do, RoleHeld)


def _person(asked: Asked, email: str) -> int | None:
    if not email:
        return None
    with asked.reading() as session:
        found = person_by_email(session, email)
    if found is None:
        raise not_understood("email", "nobody of the roster has this address")
    return found


@room.look("/mail", may=ADMINISTRATOR, answer=MailSwitch)
def show_mail(asked: Asking) -> Any:
    """Whether letters leave, and who said so last."""
    with asked.reading() as session:
        return _mail(session)


@room.act("/mail", may=ADMINISTRATOR, answer=MailSwitch)
def switch_mail(asked: Asking, body: MailBody, key: Key = "") -> MailSwitch:
    """Let letters leave, or no longer."""

    def do(session: Session) -> MailSwitch:
        mail_switch.turn(session, on=body.on, at=asked.at, person_id=asked.who.person_id)
        return _mail(session)

    return write_once(asked, key, body, do, MailSwitch)


def _mail(session: Session) -> MailSwitch:
    last = mail_switch.last_turned(session)
    return MailSwitch(on=bool(last and last.on), at=last.at if last else None, by=last.by if last else "")
