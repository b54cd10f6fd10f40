"""Organizations get other names, merge, and lose people. What they did stays where it stands, history included."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.database import take_turns
from models.delegations import end_of, follow
from models.queries import person_by_email
from models.queries.assignment_facts import from_assignments
from models.roster import EXTERNAL, called, find_organization
from models.tables import (
    Alias,
    Assignment,
    GroupMember,
    ItemExecutor,
    Order,
    Organization,
    Person,
    Plan,
    PlanItem,
    PlanRole,
    key,
)
from states.assignment import State
from states.fault import Fault

_CLOSED = (State.ACCEPTED, State.REMOVED)


class CannotReorganize(Fault):
    """What was asked for cannot be done; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Staying:
    """An open assignment that a merger leaves with the old organization, as the new one has its own."""

    assignment_id: int
    order: str
    item: str
    title: str
    state: State


@dataclass(frozen=True, kw_only=True)
class Merger:
    """What a merger did: how many open assignments moved, which stayed, who moved, how many items are to come, and how
    many delegations are the new one's.
    """

    old: str
    new: str
    moved: int
    staying: tuple[Staying, ...]
    persons: tuple[str, ...]
    items: int
    delegations: int


def rename(session: Session, old: str, new: str) -> None:
    """Give an organization another name; the old one stays as an alias, and all rows stay with the organization.

    Raises:
        CannotReorganize: there is no such organization, or the new name is another's.

    """
    take_turns(session, "roster")
    organization = _organization(session, old)
    if new == organization.name:
        raise CannotReorganize(f"{new} has this name already: nothing to do")
    other = find_organization(session, new)
    if other is not None and other.id != organization.id:
        raise CannotReorganize(
            f"«{new}» is {other.name} in the roster: choose another name, "
            f'or `srok roster merge "{organization.name}" into "{other.name}"`'
        )
    for alias in session.exec(select(Alias).where(Alias.name == new)):
        session.delete(alias)
    session.flush()
    session.add(Alias(organization_id=key(organization.id), name=organization.name))
    organization.name = new
    session.flush()


def merge(session: Session, old: str, new: str) -> Merger:
    """Let `old` become a part of `new`, in the caller's transaction.

    An assignment is one executor's share of an occurrence and (occurrence, organization) is unique. So what is open of
    `old` moves to `new` where `new` has no assignment of that occurrence; where it has one, open or closed, the share
    of `old` stays as it is and is returned, for a controller to remove with the reason `merged`. What is accepted or
    removed stays with `old`: that is who did it. The same holds for what is still to be given out: `new` becomes an
    executor and a member of groups in place of `old`, unless it is one beside it, and `old` is given out nothing more.

    The persons of `old` move behind those of `new`, so that the head of `new` goes on getting the letters; so do its
    delegations. The name and the aliases of `old` become aliases of `new`. States, versions, due dates and history are
    not touched.

    Raises:
        CannotReorganize: one of them is not in the roster, they are the same, or of different kinds.

    """
    take_turns(session, "roster")
    one, other = _pair(session, old, new)
    old_id, new_id = key(one.id), key(other.id)
    # In the order of the ids, as every other writer locks them.
    own = select(col(Assignment.id)).where(col(Assignment.organization_id) == old_id).order_by(col(Assignment.id))
    session.execute(own.with_for_update())
    staying = tuple(_staying(session, old_id, new_id))
    moved = _move(
        session, Assignment, Assignment.occurrence_id, (old_id, new_id), col(Assignment.state).not_in(_CLOSED)
    )
    items = _move(session, ItemExecutor, ItemExecutor.item_id, (old_id, new_id))
    _move(session, GroupMember, GroupMember.group_id, (old_id, new_id))
    persons = tuple(_move_persons(session, old_id, new_id))
    session.flush()
    followed = follow(session, old_id, new_id)
    for alias in session.exec(select(Alias).where(Alias.organization_id == old_id)):
        alias.organization_id = new_id
    for earlier in session.exec(select(Organization).where(Organization.merged_into_id == old_id)):
        earlier.merged_into_id = new_id
    one.merged_into_id = new_id
    session.add(Alias(organization_id=new_id, name=one.name))
    session.flush()
    return Merger(
        old=one.name,
        new=other.name,
        moved=moved,
        staying=staying,
        persons=persons,
        items=items,
        delegations=followed,
    )


def _pair(session: Session, old: str, new: str) -> tuple[Organization, Organization]:
    merged = session.exec(select(Organization).where(Organization.name == old)).one_or_none()
    if merged is not None and merged.merged_into_id is not None:
        into = session.get_one(Organization, merged.merged_into_id)
        raise CannotReorganize(f"{old} has merged into {into.name} already: nothing to do")
    one, other = _organization(session, old), _organization(session, new)
    if one.id == other.id:
        raise CannotReorganize(f"«{old}» and «{new}» are one organization, {one.name}: nothing to merge")
    if one.kind != other.kind:
        raise CannotReorganize(
            f"{one.name} is of kind {one.kind}, {other.name} of kind {other.kind}: "
            "only alike ones merge; correct the kind by `srok roster import` first"
        )
    return one, other


def _organization(session: Session, name: str) -> Organization:
    found = find_organization(session, name)
    if found is None:
        raise CannotReorganize(f"there is no organization «{name}»: see `srok roster list`")
    if found.kind == EXTERNAL:
        raise CannotReorganize(f"«{name}» is an outside party of an order, not of the roster: import it first")
    return found


def _staying(session: Session, old_id: int, new_id: int) -> Iterator[Staying]:
    own = aliased(Assignment)
    beside = select(col(own.id)).where(
        col(own.organization_id) == new_id, col(own.occurrence_id) == col(Assignment.occurrence_id)
    )
    columns: list[Any] = [Assignment.id, Order.number, PlanItem.number, PlanItem.title, Assignment.state]
    query = from_assignments(select(*columns)).where(
        col(Assignment.organization_id) == old_id,
        col(Assignment.state).not_in(_CLOSED),
        beside.correlate(Assignment).exists(),
    )
    for number, order, item, title, state in session.execute(query.order_by(col(Assignment.id))):
        yield Staying(assignment_id=number, order=order, item=item, title=title, state=state)


def _move(session: Session, table: Any, shared: Any, ids: tuple[int, int], *conditions: Any) -> int:
    """Give rows of the old organization to the new one where it has none with the same `shared`; how many."""
    old_id, new_id = ids
    taken = select(col(shared)).where(col(table.organization_id) == new_id).scalar_subquery()
    rows = update(table).where(col(table.organization_id) == old_id, col(shared).not_in(taken), *conditions)
    moved = session.execute(rows.values(organization_id=new_id).execution_options(synchronize_session=False))
    count: int = moved.rowcount  # type: ignore[attr-defined]
    return count


def _move_persons(session: Session, old_id: int, new_id: int) -> Iterator[str]:
    ranks = session.exec(select(Person.rank).where(Person.organization_id == new_id)).all()
    behind = max(ranks) + 1 if ranks else 0
    moving = select(Person).where(Person.organization_id == old_id).order_by(col(Person.rank), col(Person.id))
    for person in session.exec(moving):
        person.organization_id, person.rank = new_id, behind + person.rank
        yield called(person)


def retire(session: Session, email: str, *, on: date) -> tuple[str, ...]:
    """Note that somebody has left: no letter goes there any more, and nobody acts under this address. What was
    delegated to them ends, and they are no administrator any more.

    The roles this person still holds, as «coordinator of order № 7»: they are for somebody else to take over.

    Raises:
        CannotReorganize: nobody has this address.

    """
    person_id = person_by_email(session, email)
    if person_id is None:
        raise CannotReorganize(f"nobody has the address {email}: see `srok roster list`")
    person = session.get_one(Person, person_id)
    person.left_on, person.administrator = on, False
    session.flush()
    end_of(session, person_id, on=on)
    held = (
        select(col(PlanRole.role), col(Order.number))
        .join(Plan, col(Plan.id) == PlanRole.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .where(col(PlanRole.person_id) == person_id)
    )
    return tuple(f"{role.replace('_', ' ')} of order № {number}" for role, number in session.execute(held))
