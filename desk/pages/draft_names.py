"""The names in a draft that the roster has not: each is settled once for the whole order, as another's, as new, or as a
party from outside; an administrator adds it to the roster on the way.
"""

import re
from typing import Annotated, Literal

from fastapi import Form
from pydantic import Field
from starlette.responses import Response

from desk.access import SEES_DRAFT, SETTLES_ROSTER
from desk.asked import Asked, Asking
from desk.draft_words import unknown_names
from desk.draft_work import FAULTS, Settling, decide
from desk.pages.draft import answered, refused
from desk.routes import Room
from models.roster import find_organization
from models.roster_changes import RosterConflict, bring_in
from notifications.message import AddressUnusable, address
from plans.settle import Settled
from plans.understand import NotUnderstood
from srok.order_drafts import DraftChanged
from states.draft import RosterPerson
from states.settlement import SetName

room = Room()
_NUMBER = re.compile(r"№\s*(\d+)\s*$")
_NO_NAME = "nothing was written: choose an organization of the roster"


class Meant(Settling):
    """Whom a name means: an organization of the roster, itself where it is new, or somebody from outside."""

    name: Annotated[str, Field(min_length=1)]
    means: str = ""
    external: bool = False


class AllNew(Settling):
    """All names that are open: as many as `times`."""

    times: int


class Added(Settling):
    """What the roster is to know of the organization that is called so."""

    name: Annotated[str, Field(min_length=1)]
    kind: Literal["school", "organization"]
    email: str = ""
    head: str = ""


@room.act("/import/{draft_id:int}/name", may=SEES_DRAFT)
def mean(asked: Asking, form: Annotated[Meant, Form()]) -> Response:
    """Say whom a name means, wherever the order says it."""
    try:
        means = form.name if form.external or form.means == form.name else _known(asked, form.means.strip())
        decide(asked, form, lambda _: [SetName(name=form.name, means=means, external=form.external)])
    except FAULTS as fault:
        return refused(asked, fault)
    return answered(asked, form.back)


def _known(asked: Asked, name: str) -> str:
    """The organization of the roster that is called so, by its first name."""
    with asked.reading() as session:
        found = find_organization(session, name) if name else None
        if found is None:
            raise NotUnderstood(f"«{name}» is not in the roster: choose an organization from it" if name else _NO_NAME)
        return found.name


@room.act("/import/{draft_id:int}/names", may=SEES_DRAFT)
def all_new(asked: Asking, form: Annotated[AllNew, Form()]) -> Response:
    """Say that all names that are open are of new organizations, as many as were shown."""

    def changes(settled: Settled) -> list[SetName]:
        names = unknown_names(settled)
        if len(names) != form.times:
            raise DraftChanged(f"{len(names)} names are open by now, not {form.times}: look at them again")
        return [SetName(name=one, means=one) for one in names]

    try:
        decide(asked, form, changes)
    except FAULTS as fault:
        return refused(asked, fault)
    return answered(asked, form.back)


@room.act("/import/{draft_id:int}/roster", may=SETTLES_ROSTER)
def add_to_roster(asked: Asking, form: Annotated[Added, Form()]) -> Response:
    """Add the organization to the roster, and know the name from now on."""
    try:
        line = _line(form)
        decide(
            asked,
            form,
            lambda _: [SetName(name=form.name, means=form.name)],
            also=lambda session: bring_in(session, (line,)),
        )
    except AddressUnusable:
        return refused(asked, NotUnderstood(f"«{form.email}» is no address of e-mail: write it like a@b.ru"))
    except (*FAULTS, RosterConflict) as fault:
        return refused(asked, fault)
    return answered(asked, form.back)


def _line(form: Added) -> RosterPerson:
    email, number = form.email.strip(), _NUMBER.search(form.name)
    return RosterPerson(
        organization=form.name,
        kind=form.kind,
        number=number[1] if number else "",
        email=address(email).addr_spec if email else "",
        head=" ".join(form.head.split()),
        unsaid=frozenset({"aliases", "substitutes", "post", "dative"}),
    )
