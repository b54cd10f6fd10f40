"""The roster by the API: organizations and people, changed by a file or one entry at a time, delegations, links."""

import hashlib
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from sqlmodel import Session

from desk.access import ADMINISTRATOR, SEES_PERSON, SUPERVISOR
from desk.api.bodies import Asks, Behind, Brought, Id, Key, Nothing, PathId, Short
from desk.api.people_answers import (
    DelegationLine,
    LinksRevoked,
    PersonChanged,
    PersonFull,
    PersonLeft,
    RosterChanged,
    RosterPage,
)
from desk.api.problems import not_understood
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from desk.pages import roster_changes as changing
from desk.pages.roster import found_for, note_left, revoke_sent
from models.delegations import delegations, end
from models.queries.roster_pages import organization_lines
from models.roster_changes import RosterConflict, bring_in
from models.roster_diff import ChangeKind, LineChange, RosterChanges
from notifications.message import AddressUnusable

room = ApiRoom("people and letters")
LARGEST = changing.LARGEST * 4 // 3 + 64 * 1024


class RosterWished(Behind):
    """Which organizations to list, and from where."""

    find: Short = Field(default="", description="Part of a name or an address, of the organization or its people.")
    silent: bool = Field(default=False, description="Only those that no letter reaches.")


class RosterBody(Brought):
    """A roster as CSV or Excel. In a dry run nothing is changed; with `mark`, the file must do what was seen then."""

    dry_run: bool = False
    mark: Short = ""


class EntryBody(Asks):
    """What the roster is to say of a person; an empty address takes the one there is away."""

    name: Short = ""
    post: Short = ""
    email: Short = ""
    dative: Short = ""
    dry_run: bool = False
    mark: Short = ""


class Content(Asks):
    """What a file is told apart by."""

    name: str
    sha256: str
    mark: str


class DelegationsWished(Asks):
    """Of which organization; those that ended or ran out too, where asked for."""

    organization_id: Id
    ended: bool = False


@room.look("/roster", may=SUPERVISOR, answer=RosterPage)
def show_roster(asked: Asking, part: Annotated[RosterWished, Query()]) -> Any:
    """The organizations of the roster and their people."""
    after, limit = part.behind or 0, part.limit + 1
    with asked.reading() as session:
        found = organization_lines(session, find=part.find, after=after, limit=limit, silent=part.silent)
    return {"organizations": found[: part.limit], "next": found[part.limit - 1].id if len(found) > part.limit else None}


@room.act("/roster/changes", may=ADMINISTRATOR, answer=RosterChanged, takes=LARGEST)
def change_roster(asked: Asking, body: RosterBody, key: Key = "") -> RosterChanged:
    """Bring a roster in, all of it or nothing; what the database has and the file has not stays."""
    lines = changing.lines_of(body.name, body.content)

    def do(session: Session) -> RosterChanged:
        changes = changing.would_change(session, lines)
        _refuse_other(changing.mark_of(changes), body.mark)
        return _roster_changed(changes, done=True)

    if body.dry_run:
        with asked.reading() as session:
            return _roster_changed(changing.would_change(session, lines), done=False)
    said = Content(name=body.name, sha256=hashlib.sha256(body.content).hexdigest(), mark=body.mark)
    return write_once(asked, key, said, do, RosterChanged)


def _refuse_other(mark: str, seen: str) -> None:
    if seen not in {"", mark}:
        raise changing.Stale("the roster has changed since: look at the difference again")


def _roster_changed(changes: RosterChanges, *, done: bool) -> RosterChanged:
    told = [one for one in changes.lines if one.kind is not ChangeKind.UNCHANGED]
    counts = {"added": changes.added, "changed": changes.changed, "unchanged": changes.unchanged}
    return RosterChanged.model_validate({"done": done, "mark": changing.mark_of(changes), **counts, "lines": told})


@room.look("/people/{person_id:int}", may=SEES_PERSON, answer=PersonFull)
def show_person(asked: Asking, person_id: PathId) -> Any:  # noqa: ARG001 - the policy has read it
    """A person of the roster."""
    return asked.found


@room.act("/people/{person_id:int}", may=ADMINISTRATOR, answer=PersonChanged)
def change_person(asked: Asking, person_id: PathId, body: EntryBody, key: Key = "") -> PersonChanged:
    """Change a person's entry."""
    entry = changing.Entry(csrf="", key="", **body.model_dump(exclude={"dry_run", "mark"}))
    try:
        line = changing.entry_of(found_for(asked, person_id).found, entry)
    except AddressUnusable as fault:
        raise not_understood("email", str(fault)) from None

    def do(session: Session) -> PersonChanged:
        mine = [one for one in bring_in(session, (line,)).lines if one.kind is not ChangeKind.MISSING]
        _refuse_other(changing.fields_mark(mine), body.mark)
        return _person_changed(person_id, mine, done=not body.dry_run)

    if body.dry_run:
        with asked.reading() as session:
            return do(session)
    return write_once(asked, key, body, do, PersonChanged)


def _person_changed(person_id: int, mine: list[LineChange], *, done: bool) -> PersonChanged:
    if any(one.kind is ChangeKind.ADDED for one in mine):
        raise RosterConflict("by this name and address it would be somebody else: change one of them at a time")
    fields = [field for one in mine for field in one.fields]
    said = {"person_id": person_id, "done": done, "mark": changing.fields_mark(mine), "fields": fields}
    return PersonChanged.model_validate(said)


@room.act("/people/{person_id:int}/retire", may=ADMINISTRATOR, answer=PersonLeft)
def retire_person(asked: Asking, person_id: PathId, body: Nothing, key: Key = "") -> Any:
    """Note that somebody has left: no letter goes there any more, and no token or password opens anything."""
    person = found_for(asked, person_id).found

    def do(session: Session) -> None:
        note_left(session, asked, person)

    write_once(asked, key, body, do, None)
    return {"person_id": person_id, "left_on": _left_on(asked, person_id)}


def _left_on(asked: Asked, person_id: int) -> Any:
    return found_for(asked, person_id).found.left_on


@room.act("/people/{person_id:int}/links/revoke", may=ADMINISTRATOR, answer=LinksRevoked)
def revoke_person_links(asked: Asking, person_id: PathId, body: Nothing, key: Key = "") -> Any:
    """Let no link that the person was sent open anything any more."""
    found_for(asked, person_id)
    gone = write_once(asked, key, body, lambda session: revoke_sent(session, asked, person_id), int)
    return {"person_id": person_id, "links": gone}


@room.look("/delegations", may=SUPERVISOR, answer=list[DelegationLine])
def list_delegations(asked: Asking, wished: Annotated[DelegationsWished, Query()]) -> Any:
    """Who may report for an organization beside its own people."""
    with asked.reading() as session:
        return delegations(session, today=asked.today, organization_id=wished.organization_id, ended=wished.ended)


@room.act("/delegations/{delegation_id:int}/end", may=SUPERVISOR, answer=DelegationLine)
def end_delegation(asked: Asking, delegation_id: PathId, body: Nothing, key: Key = "") -> DelegationLine:
    """End a delegation at once."""

    def do(session: Session) -> DelegationLine:
        return DelegationLine.model_validate(end(session, delegation_id, by=asked.who.person_id, today=asked.today))

    return write_once(asked, key, body, do, DelegationLine)
