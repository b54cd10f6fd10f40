"""Who may see what: the policies of the desk's routes. Each finds what its route is about, or refuses.

A route cannot be made without one (`desk.routes`). What may be *done* is judged by `states` when it is done; here is
what may be looked at. Somebody who may not see a thing is told what they are told of a thing that is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from desk.asked import LARGEST_ID, Asked
from models.actors import Unknown
from models.drafts import DraftUnusable, KeptDraft, kept_draft
from models.queries.letter_pages import LetterLine, letters_by_id
from models.queries.organization_pages import OrganizationPlace, organization_place
from models.queries.package_facts import PackageFact, package
from models.queries.places import (
    AssignmentPlace,
    DocumentPlace,
    ItemPlace,
    PlanPlace,
    assignment_place,
    document_place,
    item_place,
    plan_place,
)
from models.queries.roster_pages import PersonPlace, person_place
from states.fault import Fault
from states.life import Role
from states.policy import Action, allows


class SignInFirst(Fault):
    """Nobody is known to ask: they may sign in, or open a link from a letter."""


class NotShown(Fault):
    """There is no such thing, or it is not for this visitor."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Who may come to a route. `find` returns what the route is about, for its page, or raises; it gets a session.

    With `by_link` who came by a link in a letter may pass too; with `link_first` they come before whoever is signed in
    in the same browser.
    """

    name: str
    find: Callable[[Session, Asked], Any]
    by_link: bool = False
    link_first: bool = False
    known: bool = True


def number_in(asked: Asked, name: str) -> int:
    """The id that a path names; one that no table holds is of nothing."""
    number: int = asked.request.path_params[name]
    if not 0 < number <= LARGEST_ID:
        raise NotShown
    return number


def _nothing(_: Session, __: Asked) -> None:
    return None


def _executor(_: Session, asked: Asked) -> None:
    if not asked.who.reports:
        raise NotShown


def roles_at(asked: Asked, place: AssignmentPlace | DocumentPlace) -> frozenset[Role]:
    """In what capacities the visitor acts on an assignment; by a link none but the executor's."""
    who = asked.who
    held = who.actor.roles(plan_id=place.plan_id, organization_id=place.organization_id, on=asked.today)
    return held if who.signed_in else held & {Role.EXECUTOR, Role.DELEGATE}


def _own_assignment(session: Session, asked: Asked) -> AssignmentPlace:
    assignment_id = number_in(asked, "assignment_id")
    if asked.who.only not in {None, assignment_id}:
        raise NotShown
    return _assignment(session, asked, Action.SEE_OWN)


def _assignment(session: Session, asked: Asked, action: Action) -> AssignmentPlace:
    place = assignment_place(session, number_in(asked, "assignment_id"))
    if place is None or not allows(action, roles_at(asked, place)):
        raise NotShown
    return place


def _document(session: Session, asked: Asked) -> DocumentPlace:
    place = document_place(session, number_in(asked, "evidence_id"))
    if place is None or asked.who.only not in {None, place.assignment_id}:
        raise NotShown
    held = roles_at(asked, place)
    if not (allows(Action.SEE_OWN, held) or allows(Action.SEE_PLAN, held)):
        raise NotShown
    return place


def _any_assignment(session: Session, asked: Asked) -> AssignmentPlace:
    return _assignment(session, asked, Action.SEE_PLAN)


def _plan(session: Session, asked: Asked) -> PlanPlace:
    place = plan_place(session, number_in(asked, "plan_id"))
    if place is None:
        raise NotShown
    _refuse_strangers_to(asked, place.plan_id)
    return place


def _item(session: Session, asked: Asked) -> ItemPlace:
    place = item_place(session, number_in(asked, "item_id"))
    if place is None:
        raise NotShown
    _refuse_strangers_to(asked, place.plan_id)
    return place


def _refuse_strangers_to(asked: Asked, plan_id: int) -> None:
    held = asked.who.actor.roles(plan_id=plan_id, organization_id=None, on=asked.today)
    if not allows(Action.SEE_PLAN, held):
        raise NotShown


def _supervisor(_: Session, asked: Asked) -> None:
    if not asked.who.supervises:
        raise NotShown


def _administrator(_: Session, asked: Asked) -> None:
    if not asked.who.actor.administrator:
        raise NotShown


def _importer(_: Session, asked: Asked) -> None:
    if not asked.who.imports:
        raise NotShown


def _package(session: Session, asked: Asked) -> PackageFact:
    try:
        found = package(session, number_in(asked, "package_id"))
    except Unknown:
        raise NotShown from None
    _refuse_strangers_to(asked, found.plan_id)
    return found


def _part(session: Session, asked: Asked) -> PackageFact:
    found = _package(session, asked)
    if not found.edition:
        raise NotShown
    return found


def _letter(session: Session, asked: Asked) -> LetterLine:
    _supervisor(session, asked)
    plans = None if asked.who.actor.administrator else asked.who.plans
    found = letters_by_id(session, [number_in(asked, "letter_id")], plan_ids=plans)
    if not found:
        raise NotShown
    return found[0]


def _person(session: Session, asked: Asked) -> PersonPlace:
    _supervisor(session, asked)
    found = person_place(session, number_in(asked, "person_id"), today=asked.today)
    if found is None:
        raise NotShown
    return found


def _organization(session: Session, asked: Asked) -> OrganizationPlace:
    _supervisor(session, asked)
    found = organization_place(session, number_in(asked, "organization_id"))
    if found is None:
        raise NotShown
    return found


def _draft(session: Session, asked: Asked) -> KeptDraft:
    _importer(session, asked)
    try:
        return kept_draft(session, number_in(asked, "draft_id"))
    except DraftUnusable:
        raise NotShown from None


def _draft_and_roster(session: Session, asked: Asked) -> KeptDraft:
    _administrator(session, asked)
    return _draft(session, asked)


ANYBODY = Policy(name="anybody", find=_nothing, known=False)
"""The pages before one is known: sign-in, invitation, link, language, health."""

SIGNED_IN = Policy(name="signed in", find=_nothing)

KNOWN = Policy(name="known", find=_nothing, by_link=True)
"""Whoever signed in or holds a link."""

EXECUTOR = Policy(name="executor", find=_executor, by_link=True, link_first=True)
"""Whoever reports for an organization: their own people and delegates."""

EXECUTES = Policy(name="executes", find=_own_assignment, by_link=True, link_first=True)
"""Whoever reports on the `assignment_id` of the path; finds its `AssignmentPlace`."""

SUPERVISOR = Policy(name="supervisor", find=_supervisor)
"""Whoever coordinates or controls any plan, and administrators."""

SEES_PLAN = Policy(name="sees the plan", find=_plan)
"""Whoever may see all of the `plan_id` of the path; finds its `PlanPlace`."""

SEES_ITEM = Policy(name="sees the item", find=_item)
"""Whoever may see the plan that the `item_id` of the path belongs to; finds its `ItemPlace`."""

SEES_ASSIGNMENT = Policy(name="sees the assignment", find=_any_assignment)
"""Whoever may see the plan that the `assignment_id` of the path belongs to; finds its `AssignmentPlace`."""

SEES_DOCUMENT = Policy(name="sees the document", find=_document, by_link=True)
"""Whoever may see the assignment that the `evidence_id` of the path was brought for; finds its `DocumentPlace`."""

ADMINISTRATOR = Policy(name="administrator", find=_administrator)

SEES_PACKAGE = Policy(name="sees the package", find=_package)
"""Whoever may see the plan of the `package_id` of the path; finds its `PackageFact`."""

SEES_PART = Policy(name="sees the part", find=_part)
"""The same, of a package that has been assembled."""

SEES_LETTER = Policy(name="sees the letter", find=_letter)
"""Whoever looks after a plan that concerns the reader of the `letter_id` of the path; finds its `LetterLine`."""

SEES_PERSON = Policy(name="sees the person", find=_person)
"""Whoever looks after any plan; finds the `PersonPlace` of the `person_id` of the path."""

SEES_ORGANIZATION = Policy(name="sees the organization", find=_organization)
"""Whoever looks after any plan; finds the `OrganizationPlace` of the `organization_id` of the path."""

IMPORTER = Policy(name="importer", find=_importer)
"""Whoever may put an order under control: coordinators of any plan, and administrators."""

SEES_DRAFT = Policy(name="sees the draft", find=_draft)
"""The same, for the `draft_id` of the path; finds its `KeptDraft`."""

SETTLES_ROSTER = Policy(name="settles the roster in a draft", find=_draft_and_roster)
"""Administrators, who alone change the roster; finds the `KeptDraft` too."""
