"""Who stands in for whom, and organizations that get another name or become part of another, by the API."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from desk.access import ADMINISTRATOR, SUPERVISOR, NotShown
from desk.api.bodies import Asks, Day, Id, Key, PathId, Short
from desk.api.people_answers import DelegationLine, Merged, Renamed, SubstituteNamed
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asked, Asking
from desk.pages.roster import found_for
from models.delegations import Wanted, give
from models.queries.organization_pages import OrganizationPlace, organization_place
from models.reorganization import merge, rename
from models.roster import known_organizations
from models.substitutes import Substitution, name_substitute, take_back
from plans.roster import refuse_new_name

room = ApiRoom("people and letters")


class RenameBody(Asks):
    """Another name of an organization; in a dry run it is only looked whether it may have it."""

    name: Short = Field(min_length=1, examples=["Гимназия № 1"])
    dry_run: bool = False


class MergeBody(Asks):
    """The organization that another becomes a part of; in a dry run it is only told what that would do."""

    into_id: Id
    dry_run: bool = False


class SubstituteBody(Asks):
    """Who is to substitute, on which days; both are included, and none is no first or last day."""

    substitute_id: Id
    from_on: Day | None = None
    until_on: Day | None = None


class TakeBackBody(Asks):
    """Who substitutes no more."""

    substitute_id: Id


class DelegateBody(Asks):
    """For which organization somebody is to report, in one plan or in all; without days, from today and without end."""

    organization_id: Id
    plan_id: Id | None = None
    from_on: Day | None = None
    until_on: Day | None = None


@room.act("/organizations/{organization_id:int}/rename", may=ADMINISTRATOR, answer=Renamed)
def rename_organization(asked: Asking, organization_id: PathId, body: RenameBody, key: Key = "") -> Renamed:
    """Give an organization another name; the one it had still finds it."""
    before = _organization(asked, organization_id).name

    def do(session: Session) -> Renamed:
        refuse_new_name(before, body.name, known_organizations(session))
        rename(session, before, body.name)
        return Renamed(organization_id=organization_id, done=not body.dry_run, before=before, after=body.name)

    return _tried(asked, do) if body.dry_run else write_once(asked, key, body, do, Renamed)


@room.act("/organizations/{organization_id:int}/merge", may=ADMINISTRATOR, answer=Merged)
def merge_organization(asked: Asking, organization_id: PathId, body: MergeBody, key: Key = "") -> Merged:
    """Let an organization become a part of another: its people and what is open move there, what was done stays."""
    old, new = _organization(asked, organization_id).name, _organization(asked, body.into_id).name

    def do(session: Session) -> Merged:
        done = merge(session, old, new)
        return Merged(
            done=not body.dry_run,
            old=done.old,
            new=done.new,
            moved=done.moved,
            staying=len(done.staying),
            persons=list(done.persons),
            items=done.items,
            delegations=done.delegations,
        )

    return _tried(asked, do) if body.dry_run else write_once(asked, key, body, do, Merged)


def _tried(asked: Asked, do: Any) -> Any:
    """What would come of it; what was written goes with its session."""
    with asked.reading() as session:
        return do(session)


def _organization(asked: Asked, organization_id: int) -> OrganizationPlace:
    with asked.reading() as session:
        found = organization_place(session, organization_id)
    if found is None:
        raise NotShown
    return found


@room.act("/people/{person_id:int}/substitute", may=ADMINISTRATOR, answer=SubstituteNamed)
def substitute_person(asked: Asking, person_id: PathId, body: SubstituteBody, key: Key = "") -> Any:
    """Let somebody substitute for a person, or on other days than before."""
    found_for(asked, person_id)
    wanted = Substitution(for_id=person_id, **body.model_dump())
    by, today = asked.who.person_id, asked.today

    def do(session: Session) -> None:
        name_substitute(session, wanted, by=by, today=today)

    write_once(asked, key, body, do, None)
    return {"person_id": person_id, **body.model_dump()}


@room.act("/people/{person_id:int}/substitute/end", may=ADMINISTRATOR, answer=SubstituteNamed)
def end_substitution(asked: Asking, person_id: PathId, body: TakeBackBody, key: Key = "") -> Any:
    """Let somebody substitute for a person no more."""
    found_for(asked, person_id)

    def do(session: Session) -> None:
        if found_for(asked, body.substitute_id).found.substitute_for_id != person_id:
            raise NotShown
        take_back(session, body.substitute_id, by=asked.who.person_id, today=asked.today)

    write_once(asked, key, body, do, None)
    return {"person_id": person_id, "substitute_id": body.substitute_id, "from_on": None, "until_on": asked.today}


@room.act("/people/{person_id:int}/delegations", may=SUPERVISOR, answer=DelegationLine)
def delegate(asked: Asking, person_id: PathId, body: DelegateBody, key: Key = "") -> DelegationLine:
    """Let a person report for an organization that is not their own."""
    said = {**body.model_dump(), "from_on": body.from_on or asked.today, "person_id": person_id}

    def do(session: Session) -> DelegationLine:
        given = give(session, Wanted(**said), by=asked.who.person_id, today=asked.today)
        return DelegationLine.model_validate(given)

    return write_once(asked, key, body, do, DelegationLine)
