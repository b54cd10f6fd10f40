"""Acting in another's place: substitutes named and taken back, delegations given and ended, for a person of the roster.
Who may is judged by `models`.
"""

from datetime import date
from typing import Annotated, Any

from fastapi import Form
from pydantic import field_validator
from sqlmodel import Session
from starlette.responses import Response

from desk.access import ADMINISTRATOR, SUPERVISOR, NotShown
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.pages.roster import Doing, found_for, person_page
from desk.routes import Room
from models.actors import Unknown
from models.delegations import NotDelegable, Wanted, end, give
from models.order_by_number import OrderAmbiguous, OrderUnknown, plan_by_number
from models.queries.people import Meant, organizations_meant, persons_meant
from models.substitutes import NotSubstitutable, Substitution, name_substitute, take_back
from states.fault import Fault
from states.policy import NotPermitted

room = Room()


class Days(Posted):
    """From when to when, both included; an empty day is none."""

    key: str
    from_on: date | None = None
    until_on: date | None = None

    @field_validator("from_on", "until_on", mode="before")
    @classmethod
    def _empty_is_none(cls, day: object) -> object:
        return day or None


class Deputy(Days):
    """Who is to substitute for a person, by address or name."""

    who: str


class Delegating(Days):
    """For which organization a person is to report, by name; in the plan of an order, or in all where none is named."""

    organization: str
    order: str = ""


class TakingBack(Posted):
    """Whose substituting ends."""

    key: str
    substitute: int


class Unclear(Fault):
    """What was typed names nobody, or could be several; `meant` are these."""

    def __init__(self, code: str, meant: tuple[Meant, ...]) -> None:
        super().__init__("it is not clear who or what is meant: nothing was changed")
        self.code, self.meant = code, meant


def only(meant: tuple[Meant, ...], *, none: str, several: str) -> int:
    """The one that is meant.

    Raises:
        Unclear: with a code for nobody, and one for several.

    """
    if len(meant) != 1:
        raise Unclear(several if meant else none, meant)
    return meant[0].id


@room.act("/roster/people/{person_id:int}/substitute", may=ADMINISTRATOR)
def substitute(asked: Asking, person_id: int, form: Annotated[Deputy, Form()]) -> Response:
    """Let somebody substitute for this person."""
    about = found_for(asked, person_id)

    def work(session: Session, _: str) -> None:
        who = only(persons_meant(session, form.who.strip()), none="nobody", several="several")
        wanted = Substitution(substitute_id=who, for_id=person_id, from_on=form.from_on, until_on=form.until_on)
        name_substitute(session, wanted, by=asked.who.person_id, today=asked.today)

    return _done(about, work, form, key=form.key)


@room.act("/roster/people/{person_id:int}/substitute/end", may=ADMINISTRATOR)
def end_substitute(asked: Asking, person_id: int, form: Annotated[TakingBack, Form()]) -> Response:
    """Let somebody substitute for this person no more, or this person for another."""
    about = found_for(asked, person_id)
    if form.substitute != person_id and form.substitute not in {one.id for one in about.found.holds.deputies}:
        raise NotShown

    def work(session: Session, _: str) -> None:
        take_back(session, form.substitute, by=asked.who.person_id, today=asked.today)

    return _done(about, work, form, key=form.key)


@room.act("/roster/people/{person_id:int}/delegations", may=SUPERVISOR)
def delegate(asked: Asking, person_id: int, form: Annotated[Delegating, Form()]) -> Response:
    """Let this person report for an organization."""
    about = found_for(asked, person_id)

    def work(session: Session, _: str) -> None:
        words = " ".join(form.organization.split())
        place = only(organizations_meant(session, words), none="no_organization", several="several_organizations")
        wanted = Wanted(
            organization_id=place,
            person_id=person_id,
            plan_id=plan_by_number(session, form.order.strip()) if form.order.strip() else None,
            from_on=form.from_on or asked.today,
            until_on=form.until_on,
        )
        give(session, wanted, by=asked.who.person_id, today=asked.today)

    return _done(about, work, form, key=form.key)


@room.act("/roster/people/{person_id:int}/delegations/{delegation_id:int}/end", may=SUPERVISOR)
def end_delegation(asked: Asking, person_id: int, delegation_id: int, form: Annotated[Doing, Form()]) -> Response:
    """End a delegation at once."""
    about = found_for(asked, person_id)
    if delegation_id not in {one.id for one in about.found.holds.delegations}:
        raise NotShown

    def work(session: Session, _: str) -> None:
        end(session, delegation_id, by=asked.who.person_id, today=asked.today)

    return _done(about, work, form, key=form.key)


def _done(about: Asked, work: Any, form: Posted, *, key: str) -> Response:
    """Do it and lead back to the person, or show the person with what went wrong."""
    try:
        about.writing(work, key=key)
    except Unclear as fault:
        return person_page(about, wrong=fault.code, meant=fault.meant, typed=form, status=422)
    except (NotSubstitutable, NotDelegable) as fault:
        return person_page(about, wrong=fault.code, typed=form, status=409)
    except NotPermitted:
        return person_page(about, wrong="not_yours", typed=form, status=409)
    except (OrderUnknown, OrderAmbiguous):
        return person_page(about, wrong="no_order", typed=form, status=422)
    except Unknown:
        return person_page(about, wrong="gone", typed=form, status=409)
    return about.go(f"/roster/people/{about.found.id}")
