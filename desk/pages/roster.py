"""The roster: organizations and their people, one person with what they hold, links they were sent, their leaving."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import ADMINISTRATOR, SEES_PERSON, SUPERVISOR, NotShown
from desk.asked import LARGEST_ID, After, Asked, Asking
from desk.deeds import told
from desk.forms import Posted
from desk.pages.attention import plans_of
from desk.routes import Room
from models import accounts, links
from models.links import Issued, issue, new_token
from models.queries.letter_pages import letters_to
from models.queries.people import Meant
from models.queries.roster_pages import PersonPlace, organization_lines, people_of, person_place
from models.reorganization import CannotReorganize, retire
from models.roster import roster_lines
from models.tables import SignInOutcome
from plans.roster import xlsx_bytes

room = Room()
LISTED, LETTERS = 50, 10
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Doing(Posted):
    """Something done about a person; `key` makes that once."""

    key: str


@room.show("/roster", may=SUPERVISOR)
def roster(asked: Asking, find: str = "", after: After = 0, silent: bool = False) -> Response:  # noqa: FBT001, FBT002 - a field of a form
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


def person_page(
    asked: Asked,
    *,
    link: str = "",
    wrong: str = "",
    meant: tuple[Meant, ...] = (),
    typed: Posted | None = None,
    status: int = 200,
) -> Response:
    """The page of the person that was found, with a link just made, or the code of what went wrong and whom or what the
    words that were typed may mean.
    """
    who: PersonPlace = asked.found
    with asked.reading() as session:
        letters = letters_to(session, who.id, plan_ids=plans_of(asked), limit=LETTERS)
    return asked.page(
        "person.html.j2",
        status=status,
        person=who,
        letters=letters,
        at=asked.at,
        link=link,
        wrong=wrong,
        meant=meant,
        typed=typed.model_dump() if typed else {},
        changes=asked.who.actor.administrator,
    )


def found_for(asked: Asked, person_id: int) -> Asked:
    """The same request about a person of the roster.

    Raises:
        NotShown: there is none.

    """
    if not 0 < person_id <= LARGEST_ID:
        raise NotShown
    with asked.reading() as session:
        found = person_place(session, person_id, today=asked.today)
    if found is None:
        raise NotShown
    return asked.finding(found)


@room.act("/roster/people/{person_id:int}/link", may=ADMINISTRATOR)
def issue_link(asked: Asking, person_id: int, form: Annotated[Doing, Form()]) -> Response:
    """Make a link to a person's assignments, for somebody who has lost theirs; it is shown once."""
    about, token = found_for(asked, person_id), new_token()
    until = asked.at + timedelta(days=asked.house.settings.link_days)
    asked.writing(lambda session, _: _linked(session, asked, Issued(token, person_id), until), key=form.key)
    return person_page(about, link=f"{asked.home}/my/{token}")


def _linked(session: Session, asked: Asked, made: Issued, until: datetime) -> None:
    issue(session, [made], at=asked.at, expires_at=until)
    told(session, asked, SignInOutcome.LINK_MADE, made.person_id)


@room.act("/roster/people/{person_id:int}/links/revoke", may=ADMINISTRATOR)
def revoke_links(asked: Asking, person_id: int, form: Annotated[Doing, Form()]) -> Response:
    """Let no link the person was sent open anything any more."""
    found_for(asked, person_id)
    asked.writing(lambda session, _: revoke_sent(session, asked, person_id), key=form.key)
    return asked.go(f"/roster/people/{person_id}")


def revoke_sent(session: Session, asked: Asked, person_id: int) -> int:
    """Revoke the links that a person was sent, and tell the audit; how many would have opened something."""
    gone = links.revoke(session, person_id, at=asked.at)
    if gone:
        told(session, asked, SignInOutcome.LINKS_REVOKED, person_id)
    return gone


@room.show("/roster/people/{person_id:int}/leaving", may=ADMINISTRATOR)
def leaving(asked: Asking, person_id: int) -> Response:
    """What becomes of all that somebody holds once they have left."""
    about = found_for(asked, person_id)
    person: PersonPlace = about.found
    with asked.reading() as session:
        others = people_of(session, person.organization_id, but=person_id)
    return asked.page(
        "leaving.html.j2", person=person, others=others, at=asked.at, oneself=person_id == asked.who.person_id
    )


@room.act("/roster/people/{person_id:int}/retire", may=ADMINISTRATOR)
def retire_person(asked: Asking, person_id: int, form: Annotated[Doing, Form()]) -> Response:
    """Note that somebody has left: no letter goes there any more, and nothing opens anything to them."""
    about = found_for(asked, person_id)
    if person_id == asked.who.person_id:
        return person_page(about, wrong="oneself_leaving", status=422)
    try:
        asked.writing(lambda session, _: note_left(session, asked, about.found), key=form.key)
    except CannotReorganize:
        return person_page(about, wrong="cannot_leave", status=409)
    return asked.go(f"/roster/people/{person_id}")


def note_left(session: Session, asked: Asked, person: PersonPlace) -> None:
    """Note that somebody has left, revoke all that they were given, and tell the audit.

    Raises:
        CannotReorganize: nobody has their address, or it is the visitor: then there might be no administrator left.

    """
    if person.id == asked.who.person_id:
        raise CannotReorganize("nobody notes of themselves that they have left: ask another administrator")
    retire(session, person.email, on=asked.today)
    accounts.close(session, person.id, at=asked.at)
    told(session, asked, SignInOutcome.LEFT, person.id)
