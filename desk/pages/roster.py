"""The roster: organizations and their people, one person with what they hold, and the links that person was sent."""

from datetime import timedelta
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import ADMINISTRATOR, SEES_PERSON, SUPERVISOR, NotShown
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.pages.attention import plans_of
from desk.routes import Room
from models import links
from models.delegations import NotDelegable, end
from models.links import Issued, issue, links_of, new_token
from models.queries.letter_pages import letters_to
from models.queries.roster_pages import PersonPlace, organization_lines, person_place
from models.reorganization import CannotReorganize, retire
from models.roster import roster_lines
from plans.roster import xlsx_bytes
from states.policy import NotPermitted

room = Room()
LISTED, LETTERS, LINKS = 50, 10, 20
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Doing(Posted):
    """Something done about a person; `key` makes that once."""

    key: str


@room.show("/roster", may=SUPERVISOR)
def roster(asked: Asking, find: str = "", after: int = 0, silent: bool = False) -> Response:  # noqa: FBT001, FBT002 - a field of a form
    """Organizations and their people, page by page."""
    words = " ".join(find.split())[:100]
    with asked.reading() as session:
        found = organization_lines(session, find=words, after=after, limit=LISTED + 1, silent=silent)
    return asked.page(
        "roster.html.j2",
        organizations=found[:LISTED],
        more=len(found) > LISTED,
        find=words,
        silent=silent,
        changes=asked.who.actor.administrator,
    )


@room.show("/roster.xlsx", may=SUPERVISOR)
def roster_workbook(asked: Asking) -> Response:
    """The whole roster as a workbook, to be edited and brought in again."""
    with asked.reading() as session:
        content = xlsx_bytes(roster_lines(session), english=asked.language == "en")
    headers = {"Content-Disposition": 'attachment; filename="roster.xlsx"'}
    return Response(content, media_type=_WORKBOOK, headers=headers)


@room.show("/roster/people/{person_id:int}", may=SEES_PERSON)
def person(asked: Asking) -> Response:
    """A person: addresses, roles, delegations, substitutes, letters and links."""
    return person_page(asked)


def person_page(asked: Asked, *, link: str = "", wrong: str = "", status: int = 200) -> Response:
    """The page of the person that was found, with a link just made or what went wrong."""
    who: PersonPlace = asked.found
    with asked.reading() as session:
        letters = letters_to(session, who.id, plan_ids=plans_of(asked), limit=LETTERS)
        sent = links_of(session, who.id)[:LINKS]
    return asked.page(
        "person.html.j2",
        status=status,
        person=who,
        letters=letters,
        links=sent,
        link=link,
        wrong=wrong,
        changes=asked.who.actor.administrator,
    )


def found_for(asked: Asked, person_id: int) -> Asked:
    """The same request about a person of the roster.

    Raises:
        NotShown: there is none.

    """
    with asked.reading() as session:
        found = person_place(session, person_id, today=asked.today)
    if found is None:
        raise NotShown
    return asked.finding(found)


@room.act("/roster/people/{person_id:int}/link", may=ADMINISTRATOR)
def issue_link(asked: Asking, person_id: int, form: Annotated[Doing, Form()]) -> Response:
    """Make a link to a person's assignments, for somebody who has lost theirs; it is shown once."""
    about, settings, token = found_for(asked, person_id), asked.house.settings, new_token()
    until = asked.at + timedelta(days=settings.link_days)
    asked.writing(
        lambda session, _: issue(session, [Issued(token, person_id)], at=asked.at, expires_at=until), key=form.key
    )
    root = settings.public_url.rstrip("/") or str(asked.request.base_url).rstrip("/")
    return person_page(about, link=f"{root}/my/{token}")


@room.act("/roster/people/{person_id:int}/links/revoke", may=ADMINISTRATOR)
def revoke_links(asked: Asking, person_id: int, form: Annotated[Doing, Form()]) -> Response:
    """Let no link the person was sent open anything any more."""
    found_for(asked, person_id)
    asked.writing(lambda session, _: links.revoke(session, person_id, at=asked.at), key=form.key)
    return asked.go(f"/roster/people/{person_id}")


@room.act("/roster/people/{person_id:int}/retire", may=ADMINISTRATOR)
def retire_person(asked: Asking, person_id: int, form: Annotated[Doing, Form()]) -> Response:
    """Note that somebody has left: no letter goes there any more."""
    about = found_for(asked, person_id)
    try:
        asked.writing(lambda session, _: retire(session, about.found.email, on=asked.today), key=form.key)
    except CannotReorganize:
        return person_page(about, wrong="cannot_leave", status=409)
    return asked.go(f"/roster/people/{person_id}")


@room.act("/roster/people/{person_id:int}/delegations/{delegation_id:int}/end", may=SUPERVISOR)
def end_delegation(asked: Asking, person_id: int, delegation_id: int, form: Annotated[Doing, Form()]) -> Response:
    """End a delegation at once."""
    about = found_for(asked, person_id)
    if delegation_id not in {one.id for one in about.found.delegations}:
        raise NotShown
    try:
        asked.writing(lambda session, _: _ended(session, asked, delegation_id), key=form.key)
    except (NotPermitted, NotDelegable):
        return person_page(about, wrong="not_yours", status=409)
    return asked.go(f"/roster/people/{person_id}")


def _ended(session: Session, asked: Asked, delegation_id: int) -> None:
    end(session, delegation_id, by=asked.who.person_id, today=asked.today)
