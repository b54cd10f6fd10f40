"""A plan's roles change hands: who coordinates it, who controls it and its order. Each change is a row of the plan's
own chained history, in the caller's transaction. Whom the order named first is put there by `models.control`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.actors import Unknown
from models.held_plans import By, HeldPlan
from models.roster import called
from models.tables import Person, PlanHistory, PlanRole
from states.draft import PlanRoleName
from states.fault import Fault
from states.policy import Action

SET_ROLE = "set_role"
"""The line of a plan's history by which a role changed hands."""

CHANGING = (PlanRoleName.COORDINATOR, PlanRoleName.PLAN_CONTROLLER, PlanRoleName.ORDER_CONTROLLER)
"""The roles that change hands. Who signed an order stands in its text."""


class NotNameable(Fault):
    """A role that cannot be given or taken so; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class RoleChange:
    """A role of a plan that is to be somebody's; `person_id` None leaves it vacant."""

    plan_id: int
    role: PlanRoleName
    person_id: int | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a role of a plan, empty where nobody does; `left` says that this person has left."""

    role: PlanRoleName
    person: str
    email: str
    left: bool


@dataclass(frozen=True, kw_only=True)
class RoleChanged:
    """A change of hands as people read it: who held the role before and who does after, empty where nobody; who did it
    when and why.
    """

    role: PlanRoleName
    before: str
    after: str
    at: datetime
    by: str
    reason: str


def set_role(session: Session, change: RoleChange, *, by: int, at: datetime) -> RoleChanged:
    """Give a role of a plan to somebody, or take it from whoever holds it.

    Raises:
        Unknown: no such plan or person, or one who has left.
        NotPermitted: `by` neither controls the order nor is an administrator.
        NotNameable: the role does not change hands, is as it should be already, or the person has no address.
        TooEarly: `at` is before the plan's last change.
        Stale: the plan was changed meanwhile.

    """
    held = HeldPlan(session, change.plan_id, By(person_id=by, at=at, reason=change.reason))
    held.refuse_others(Action.SET_PLAN_ROLE)
    before = _holder_id(session, change)
    _refuse(session, change, before, held.place)
    held.record(SET_ROLE, line={"role": change.role, "before_id": before, "after_id": change.person_id})
    _hand_over(session, change, before)
    return plan_history(session, change.plan_id)[-1]


def _holder_id(session: Session, change: RoleChange) -> int | None:
    held = select(col(PlanRole.person_id)).where(*_is(change))
    return session.execute(held).scalar_one_or_none()


def _is(change: RoleChange) -> tuple[Any, Any]:
    return col(PlanRole.plan_id) == change.plan_id, col(PlanRole.role) == change.role


def _refuse(session: Session, change: RoleChange, before: int | None, place: str) -> None:
    said = _words(change.role)
    if change.role not in CHANGING:
        raise NotNameable(f"{place}: who signed it stands in its text: there is nothing to give")
    if change.person_id is None:
        if before is None:
            raise NotNameable(f"{place}: nobody is its {said}: nothing to take")
        return
    person = session.get(Person, change.person_id)
    if person is None or person.left_on is not None:
        raise Unknown(
            f"there is no person {change.person_id}, or they have left: bring them in by `srok roster import`"
        )
    if person.email is None:
        raise NotNameable(
            f"{place}: no letter would reach its {said}, {person.name} has no address: `srok roster import` brings one"
        )
    if before == change.person_id:
        raise NotNameable(f"{place}: {person.name or person.email} is its {said} already: nothing to do")


def _words(role: PlanRoleName) -> str:
    return role.replace("_", " ")


def _hand_over(session: Session, change: RoleChange, before: int | None) -> None:
    if change.person_id is None:
        session.execute(delete(PlanRole).where(*_is(change)))
    elif before is None:
        session.add(PlanRole(plan_id=change.plan_id, role=change.role, person_id=change.person_id))
        session.flush()
    else:
        session.execute(update(PlanRole).where(*_is(change)).values(person_id=change.person_id))


def holders(session: Session, plan_id: int) -> tuple[Holder, ...]:
    """Who holds each role of a plan, in the order of the roles; a vacant one is among them."""
    query = select(PlanRole, Person).join_from(PlanRole, Person, col(Person.id) == PlanRole.person_id)
    found = {row.role: person for row, person in session.execute(query.where(col(PlanRole.plan_id) == plan_id))}
    return tuple(_holder(role, found.get(role)) for role in PlanRoleName)


def _holder(role: PlanRoleName, person: Person | None) -> Holder:
    if person is None:
        return Holder(role=role, person="", email="", left=False)
    return Holder(
        role=role, person=person.name or person.post, email=person.email or "", left=person.left_on is not None
    )


def plan_history(session: Session, plan_id: int) -> tuple[RoleChanged, ...]:
    """Every change of a plan's roles, in the order they were made."""
    before, after, who = aliased(Person), aliased(Person), aliased(Person)
    columns: list[Any] = [PlanHistory, before, after, who]
    query = (
        select(*columns)
        .join(before, col(before.id) == PlanHistory.before_id, isouter=True)
        .join(after, col(after.id) == PlanHistory.after_id, isouter=True)
        .join(who, col(who.id) == PlanHistory.person_id, isouter=True)
        .where(col(PlanHistory.plan_id) == plan_id, col(PlanHistory.trigger) == SET_ROLE)
        .order_by(col(PlanHistory.version))
    )
    return tuple(
        RoleChanged(role=row.role, before=called(one), after=called(other), at=row.at, by=called(by), reason=row.reason)
        for row, one, other, by in session.execute(query)
    )
