"""Delegations: who may report for an organization beside its own people. Given, ended and listed; none is ever deleted.

What a delegate may do is `states.assignment`, in what role somebody acts `models.actors`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.actors import Actor, Unknown, actor
from models.database import take_turns
from models.roster import called
from models.tables import Delegation, Order, Organization, Person, Plan, key
from states.assignment import LONGEST_TERM
from states.fault import Fault
from states.policy import Action, refuse_others


class NotDelegable(Fault):
    """A delegation that cannot be given or ended so. `code` says why, the text what to do. Nothing was changed."""

    def __init__(self, text: str, *, code: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A delegation asked for. `plan_id` None is every plan; the days are both included, `until_on` None is no end."""

    organization_id: int
    person_id: int
    plan_id: int | None = None
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Given:
    """A delegation as people read it. `order` is the number of its plan's order, empty for all plans."""

    id: int
    organization: str
    person: str
    email: str
    order: str
    from_on: date
    until_on: date | None
    given_by: str
    ended_on: date | None
    ended_by: str


def give(session: Session, wanted: Wanted, *, by: int, today: date) -> Given:
    """Let somebody report for an organization, in the caller's transaction.

    Raises:
        Unknown: no such person, or one who has left; no such organization or plan.
        NotPermitted: `by` is neither of the organization, nor coordinates the one plan, nor is an administrator.
        NotDelegable: the person needs none or has one already, or the days cannot be.

    """
    take_turns(session, "delegations")
    organization = _organization(session, wanted.organization_id)
    who = actor(session, by).on(today)
    _refuse_others(session, Action.GIVE_DELEGATION, wanted, organization, who, today)
    person = _person(session, wanted.person_id)
    _refuse_person(person, organization, who)
    _refuse_days(wanted, today)
    _refuse_second(session, wanted, person, organization)
    row = Delegation(**vars(wanted), given_by=by)
    session.add(row)
    session.flush()
    return _given(session, col(Delegation.id) == row.id)[0]


def end(session: Session, delegation_id: int, *, by: int, today: date) -> Given:
    """End a delegation at once; the row stays.

    Raises:
        Unknown: no such delegation or person.
        NotPermitted: as for `give`.
        NotDelegable: it has been ended or has run out.

    """
    take_turns(session, "delegations")
    row = session.get(Delegation, delegation_id, populate_existing=True)
    if row is None:
        raise Unknown(f"there is no delegation {delegation_id}: see `srok delegate list --all`")
    organization = session.get_one(Organization, row.organization_id)
    _refuse_others(session, Action.END_DELEGATION, row, organization, actor(session, by), today)
    if row.ended_on is not None:
        raise NotDelegable(f"delegation {delegation_id} was ended on {row.ended_on}: nothing to end", code="ended")
    if row.until_on is not None and row.until_on < today:
        raise NotDelegable(f"delegation {delegation_id} ran out on {row.until_on}: nothing to end", code="ended")
    row.ended_on, row.ended_by = today, by
    session.flush()
    return _given(session, col(Delegation.id) == delegation_id)[0]


def delegations(
    session: Session, *, today: date, organization_id: int | None = None, ended: bool = False
) -> tuple[Given, ...]:
    """The delegations that hold on `today` or will, of one organization or of all; with `ended` the others too."""
    conditions: list[Any] = [] if organization_id is None else [col(Delegation.organization_id) == organization_id]
    if not ended:
        conditions += [col(Delegation.ended_on).is_(None), _lasts_to(today)]
    return _given(session, *conditions)


def end_of(session: Session, person_id: int, *, on: date) -> int:
    """End what has been delegated to somebody who leaves; how many. What they gave stays: it was the organization's."""
    held = (col(Delegation.person_id) == person_id, col(Delegation.ended_on).is_(None), _lasts_to(on))
    ended: Any = session.execute(update(Delegation).where(*held).values(ended_on=on))
    return int(ended.rowcount)


def follow(session: Session, old_id: int, new_id: int) -> int:
    """Give the delegations of an organization to the one it merges into; how many. Where the person has one there for
    the same days already, or belongs there, the old one stays with what stays.
    """
    moving = select(Delegation).where(col(Delegation.organization_id) == old_id, col(Delegation.ended_on).is_(None))
    moved = 0
    for row in session.execute(moving.order_by(col(Delegation.id))).scalars():
        person = session.get_one(Person, row.person_id)
        if person.organization_id != new_id and _same(session, row, new_id) is None:
            row.organization_id, moved = new_id, moved + 1
            session.flush()
    return moved


def _organization(session: Session, organization_id: int) -> Organization:
    found = session.get(Organization, organization_id)
    if found is None:
        raise Unknown(f"there is no organization {organization_id}: see `srok roster list`")
    if found.merged_into_id is not None:
        into = session.get_one(Organization, found.merged_into_id)
        raise NotDelegable(f"{found.name} has merged into {into.name}: give it for {into.name}", code="merged")
    return found


def _person(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id)
    if found is None or found.left_on is not None:
        raise Unknown(f"there is no person {person_id}, or they have left: bring them in by `srok roster import`")
    return found


def _refuse_others(
    session: Session, action: Action, asked: Wanted | Delegation, organization: Organization, who: Actor, today: date
) -> None:
    place = f"{organization.name}, all plans (a coordinator names theirs: --order)"
    if asked.plan_id is not None:
        number = select(col(Order.number)).join(Plan, col(Plan.order_id) == Order.id)
        order = session.execute(number.where(col(Plan.id) == asked.plan_id)).scalar_one_or_none()
        if order is None:
            raise Unknown(f"there is no plan {asked.plan_id}: see `srok items`")
        place = f"{organization.name}, order № {order}"
    roles = who.roles(plan_id=asked.plan_id, organization_id=key(organization.id), on=today)
    refuse_others(action, roles, place=place)


def _refuse_person(person: Person, organization: Organization, who: Actor) -> None:
    name = called(person)
    if person.organization_id == organization.id:
        raise NotDelegable(f"{name} is of {organization.name} and reports for it without a delegation", code="own")
    if person.id in who.persons:
        said = f"{organization.name}: nobody gives a delegation to themselves: somebody else must"
        raise NotDelegable(said, code="oneself")
    if person.email is None:
        said = f"{name} has no address and could not act: bring one in by `srok roster import`"
        raise NotDelegable(said, code="no_address")


def _refuse_days(wanted: Wanted, today: date) -> None:
    begins, ends = wanted.from_on, wanted.until_on
    if begins < today:
        raise NotDelegable(f"{begins} is past: a delegation begins on {today} or later", code="past")
    if ends is not None and ends < begins:
        raise NotDelegable(f"it would end on {ends}, before it begins on {begins}", code="over")
    if max(begins, ends or begins) > today + LONGEST_TERM:
        said = f"{max(begins, ends or begins)} is more than ten years away: leave the last day out"
        raise NotDelegable(said, code="far")


def _refuse_second(session: Session, wanted: Wanted, person: Person, organization: Organization) -> None:
    same = _same(session, wanted, wanted.organization_id)
    if same is not None:
        days = f"from {same.from_on}" + (f" to {same.until_on}" if same.until_on else "")
        raise NotDelegable(
            f"{person.name or person.email} reports for {organization.name} {days} already, by delegation {same.id}: "
            f"`srok delegate end {same.id}` first",
            code="second",
        )


def _same(session: Session, asked: Wanted | Delegation, organization_id: int) -> Delegation | None:
    """A delegation to the same person for the organization that says the same of some day of the one asked for."""
    conditions: list[Any] = [
        col(Delegation.person_id) == asked.person_id,
        col(Delegation.organization_id) == organization_id,
        col(Delegation.ended_on).is_(None),
        _lasts_to(asked.from_on),
    ]
    if asked.plan_id is not None:
        conditions.append(or_(col(Delegation.plan_id).is_(None), col(Delegation.plan_id) == asked.plan_id))
    if asked.until_on is not None:
        conditions.append(col(Delegation.from_on) <= asked.until_on)
    return session.execute(select(Delegation).where(*conditions).order_by(col(Delegation.id)).limit(1)).scalar()


def _lasts_to(day: date) -> Any:
    return or_(col(Delegation.until_on).is_(None), col(Delegation.until_on) >= day)


def _given(session: Session, *conditions: Any) -> tuple[Given, ...]:
    person, giver, ender = aliased(Person), aliased(Person), aliased(Person)
    columns: list[Any] = [Delegation, Organization.name, Order.number, person, giver, ender]
    query = (
        select(*columns)
        .join_from(Delegation, Organization, col(Organization.id) == Delegation.organization_id)
        .join(person, col(person.id) == Delegation.person_id)
        .join(giver, col(giver.id) == Delegation.given_by)
        .join(ender, col(ender.id) == Delegation.ended_by, isouter=True)
        .join(Plan, col(Plan.id) == Delegation.plan_id, isouter=True)
        .join(Order, col(Order.id) == Plan.order_id, isouter=True)
        .where(*conditions)
        .order_by(col(Delegation.id))
    )
    return tuple(
        Given(
            id=key(row.id),
            organization=organization,
            person=to.name or to.post,
            email=to.email or "",
            order=order or "",
            from_on=row.from_on,
            until_on=row.until_on,
            given_by=called(by),
            ended_on=row.ended_on,
            ended_by=called(ended_by),
        )
        for row, organization, order, to, by, ended_by in session.execute(query)
    )
