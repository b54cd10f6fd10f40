"""Who acts, and in what capacities: from the roster, the plans' roles and the delegations. Judges nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, literal, null, or_, select, union_all
from sqlmodel import Session, col

from models.prepared import Prepared, Step, together
from models.tables import Delegation, Person, PlanRole
from states.draft import PlanRoleName
from states.fault import Fault
from states.life import Role


class Unknown(Fault):
    """There is no such person, assignment or item; the text says which was asked for."""


class Delegated(NamedTuple):
    """An organization somebody reports for, in one plan or in all, on the days from `from_on` to `until_on`."""

    organization_id: int
    plan_id: int | None
    from_on: date
    until_on: date | None

    def holds(self, *, organization_id: int, plan_id: int | None, on: date) -> bool:
        """Whether it is for this organization and plan on this day; both ends included."""
        here = self.organization_id == organization_id and self.plan_id in {None, plan_id}
        return here and self.from_on <= on and (self.until_on is None or on <= self.until_on)


class Term(NamedTuple):
    """The days on which somebody substitutes, both included; None is no first or no last one."""

    from_on: date | None
    until_on: date | None

    def holds(self, day: date) -> bool:
        """Whether they do on this day."""
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person who acts, or the clock. `persons` are that person and the one they substitute for.

    That one's organization and roles in plans count as the substitute's own; the roles in plans also after that one has
    left. Delegations and being an administrator do not. Who substitutes for a substitute stands in for that one alone.
    Where that is from day to day only, `term` says which and `alone` is who this is on all others.
    """

    person_id: int | None
    persons: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    administrator: bool = False
    plan_roles: Mapping[int, frozenset[Role]]
    delegated: tuple[Delegated, ...] = ()
    term: Term | None = None
    alone: "Actor | None" = None

    def on(self, day: date) -> "Actor":
        """Who this is on a day."""
        return self if self.term is None or self.alone is None or self.term.holds(day) else self.alone

    def roles(self, *, plan_id: int | None, organization_id: int | None, on: date) -> frozenset[Role]:
        """In what capacities this is somebody to an organization's assignments of a plan on a day.

        None for the plan asks for what holds in every plan, None for the organization for what holds without one.
        """
        if self.person_id is None:
            return frozenset({Role.CLOCK})
        if (then := self.on(on)) is not self:
            return then.roles(plan_id=plan_id, organization_id=organization_id, on=on)
        found = set() if plan_id is None else set(self.plan_roles.get(plan_id, ()))
        if organization_id in self.organizations:
            found.add(Role.EXECUTOR)
        if organization_id is not None and any(
            one.holds(organization_id=organization_id, plan_id=plan_id, on=on) for one in self.delegated
        ):
            found.add(Role.DELEGATE)
        if self.administrator:
            found.add(Role.ADMINISTRATOR)
        return frozenset(found)


CLOCK = Actor(person_id=None, plan_roles={})
_ROLES = {
    PlanRoleName.COORDINATOR: frozenset({Role.COORDINATOR}),
    PlanRoleName.PLAN_CONTROLLER: frozenset({Role.CONTROLLER}),
    PlanRoleName.ORDER_CONTROLLER: frozenset({Role.CONTROLLER, Role.ORDER_CONTROLLER}),
    PlanRoleName.SIGNED_BY: frozenset({Role.HEAD}),
}


def actor(session: Session, person_id: int | None) -> Actor:
    """Who a person is; None is the clock.

    Raises:
        Unknown: there is no such person, or they have left.

    """
    return acting(person_id, together(session.connection(), *asking_who(person_id)))


def asking_who(person_id: int | None) -> tuple[Step, ...]:
    """What must be read to know; of the clock, nothing."""
    return () if person_id is None else (_WHO.asking({"person": person_id}),)


def acting(person_id: int | None, found: Sequence[Sequence[Any]]) -> Actor:
    """Who a person is, by what `asking_who` has read.

    Raises:
        Unknown: there is no such person, or they have left.

    """
    if person_id is None:
        return CLOCK
    [rows] = found
    selves = [row for row in rows if row.kind == _SELF]
    own = next((row for row in selves if row.one == person_id), None)
    if own is None:
        raise Unknown(f"there is no person {person_id}, or they have left: see `srok roster list`")
    term = Term(own.from_on, own.until_on)
    if term == Term(None, None) or len(selves) == 1:
        return _actor(own, rows, selves)
    return replace(_actor(own, rows, selves), term=term, alone=_actor(own, rows, [own]))


def _actor(own: Any, rows: Sequence[Any], selves: Sequence[Any]) -> Actor:
    """Who this is as long as they act as all of `selves`."""
    persons = frozenset(row.one for row in selves)
    plan_roles: dict[int, set[Role]] = {}
    for row in rows:
        if row.kind == _HOLDS and row.two in persons:
            plan_roles.setdefault(row.one, set()).update(_ROLES[PlanRoleName(row.role)])
    return Actor(
        person_id=own.one,
        persons=persons,
        organizations=frozenset(row.two for row in selves if row.left_on is None),
        administrator=own.administrator,
        plan_roles={plan_id: frozenset(roles) for plan_id, roles in plan_roles.items()},
        delegated=tuple(Delegated(row.one, row.two, row.from_on, row.until_on) for row in rows if row.kind == _FOR),
    )


_SELF, _HOLDS, _FOR = "is", "holds", "for"


def _statement() -> Any:
    """One statement for all: the persons acted as, the roles they hold, the organizations delegated to the one.

    Who has left acts no more; whom they substitute for may have left.
    """
    me: Any = bindparam("person")
    stands_in_for = select(col(Person.substitute_for_id)).where(col(Person.id) == me).scalar_subquery()
    present = and_(col(Person.id) == me, col(Person.left_on).is_(None))
    selves: Any = select(
        literal(_SELF).label("kind"),
        col(Person.id).label("one"),
        col(Person.organization_id).label("two"),
        null().label("role"),
        col(Person.administrator).label("administrator"),
        col(Person.substitute_from_on).label("from_on"),
        col(Person.substitute_until_on).label("until_on"),
        col(Person.left_on).label("left_on"),
    ).where(or_(present, col(Person.id) == stands_in_for))
    columns: list[Any] = [literal(_HOLDS), PlanRole.plan_id, PlanRole.person_id, PlanRole.role, *[null()] * 4]
    held = select(*columns).where(or_(col(PlanRole.person_id) == me, col(PlanRole.person_id) == stands_in_for))
    given = select(
        literal(_FOR),
        Delegation.organization_id,
        Delegation.plan_id,
        null(),
        null(),
        Delegation.from_on,
        Delegation.until_on,
        null(),
    ).where(col(Delegation.person_id) == me, col(Delegation.ended_on).is_(None))  # type: ignore[call-overload]
    return union_all(selves, held, given)


_WHO = Prepared(_statement())
