"""An organization of the roster: its names and people, another name for it, its merging into another. Each change is
shown before it is made.
"""

import hashlib
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import ADMINISTRATOR, SEES_ORGANIZATION, NotShown
from desk.asked import LARGEST_ID, Asked, Asking
from desk.forms import Posted
from desk.pages.roster_changes import Stale
from desk.pages.standing_in import Unclear, only
from desk.routes import Room
from models.queries.organization_pages import OrganizationPlace, open_assignments, organization_place
from models.queries.people import Meant, organizations_meant
from models.queries.roster_pages import people_of
from models.queries.standing_in import in_place_of
from models.reorganization import CannotReorganize, Merger, merge, rename
from models.roster import known_organizations
from plans.lexing import clean
from plans.rejected import ImportRejected
from plans.roster import refuse_new_name

room = Room()
LONGEST_NAME, SHOWN = 300, 200


class Renaming(Posted):
    """Another name; with `seen`, the name that the organization had when the change was shown."""

    key: str
    name: str
    seen: str = ""


class Merging(Posted):
    """What it is to become a part of; with `seen`, the mark of the merger that was shown."""

    key: str
    into: str
    seen: str = ""


@room.show("/roster/organizations/{organization_id:int}", may=SEES_ORGANIZATION)
def organization(asked: Asking) -> Response:
    """Its names, its people, and who reports for it beside them."""
    return _page(asked)


@room.act("/roster/organizations/{organization_id:int}/rename", may=ADMINISTRATOR)
def rename_organization(asked: Asking, organization_id: int, form: Annotated[Renaming, Form()]) -> Response:
    """Show what follows from another name, or give it."""
    about, name = _found(asked, organization_id), clean(form.name)[:LONGEST_NAME]
    place: OrganizationPlace = about.found
    if not name or name == place.name:
        return _page(about, wrong="same_name", typed={"name": name}, status=422)
    try:
        with asked.reading() as session:
            refuse_new_name(place.name, name, known_organizations(session))
            rename(session, place.name, name)
            waiting = open_assignments(session, organization_id)
        if not form.seen:
            return asked.page("organization_renamed.html.j2", place=place, name=name, waiting=waiting)
        asked.writing(lambda session, _: _renamed(session, place, name, form.seen), key=form.key)
    except (CannotReorganize, ImportRejected):
        return _page(about, wrong="name_taken", typed={"name": name}, status=409)
    except Stale:
        return _page(_found(asked, organization_id), wrong="stale", status=409)
    return asked.go(f"/roster/organizations/{organization_id}")


def _renamed(session: Session, place: OrganizationPlace, name: str, seen: str) -> None:
    if seen != place.name:
        raise Stale("the organization has another name by now: look at it again")
    refuse_new_name(place.name, name, known_organizations(session))
    rename(session, place.name, name)


@room.act("/roster/organizations/{organization_id:int}/merge", may=ADMINISTRATOR)
def merge_organization(asked: Asking, organization_id: int, form: Annotated[Merging, Form()]) -> Response:
    """Show what a merger would do, or make it."""
    about, words = _found(asked, organization_id), " ".join(form.into.split())
    place: OrganizationPlace = about.found
    try:
        with asked.reading() as session:
            into = organizations_meant(session, words)
            other = only(into, none="no_organization", several="several_organizations")
            merger = merge(session, place.name, into[0].name)
        if not form.seen:
            return _merger_page(asked, place, merger)
        asked.writing(lambda session, _: _merged(session, place, into[0].name, form.seen), key=form.key)
    except Unclear as fault:
        return _page(about, wrong=fault.code, meant=fault.meant, typed={"into": words}, status=422)
    except CannotReorganize:
        return _page(about, wrong="cannot_merge", typed={"into": words}, status=409)
    except Stale:
        return _page(_found(asked, organization_id), wrong="stale", typed={"into": words}, status=409)
    return asked.go(f"/roster/organizations/{other}")


def _merger_page(asked: Asked, place: OrganizationPlace, merger: Merger) -> Response:
    staying = merger.staying[:SHOWN]
    return asked.page("organization_merged.html.j2", place=place, merger=merger, staying=staying, seen=_mark(merger))


def _merged(session: Session, place: OrganizationPlace, into: str, seen: str) -> None:
    if _mark(merge(session, place.name, into)) != seen:
        raise Stale("something has changed since: look at the merger again")


def _mark(merger: Merger) -> str:
    return hashlib.sha256(repr(merger).encode()).hexdigest()


def _found(asked: Asked, organization_id: int) -> Asked:
    if not 0 < organization_id <= LARGEST_ID:
        raise NotShown
    with asked.reading() as session:
        found = organization_place(session, organization_id)
    if found is None:
        raise NotShown
    return asked.finding(found)


def _page(
    asked: Asked,
    *,
    wrong: str = "",
    meant: tuple[Meant, ...] = (),
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    place: OrganizationPlace = asked.found
    with asked.reading() as session:
        people = people_of(session, place.id)
        others = in_place_of(session, place.id, today=asked.today)
    return asked.page(
        "organization.html.j2",
        status=status,
        place=place,
        people=people,
        others=others,
        wrong=wrong,
        meant=meant,
        typed=typed or {},
        changes=asked.who.actor.administrator and place.merged_into is None,
    )
