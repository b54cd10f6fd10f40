"""What the ladder is laid over: standings, supervisors, and what it has already said. Reads only."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, or_, select
from sqlmodel import Session, col

from models.arrays import pages
from models.ids import DIALECTS, among
from models.letter_keys import DIGEST
from models.prepared import Prepared
from models.queries.assignment_facts import from_assignments
from models.roster import recipient, substitutes_on
from models.standing_rows import Standings, in_one_of
from models.tables import Assignment, FiringRow, Outbox, PackageFiringRow, Person, PlanItem, PlanRole
from models.tables.work import LIVE
from states.assignment import OPEN, State
from states.draft import PlanRoleName
from states.escalation import FiringKey, Supervisors
from states.ladder import Late, Recipient, Standing
from states.rungs import Addressee


def plan_supervisors(session: Session, *, on: date | None = None) -> dict[int, Supervisors]:
    """Who supervises every plan, by the plan's id, with those who substitute for them on a day, if one is named;
    persons without an address that letters reach among them.
    """
    usable = and_(col(Person.left_on).is_(None), col(Person.bounced_at).is_(None))
    email = case((usable, col(Person.email)))
    columns: list[Any] = [PlanRole.plan_id, PlanRole.role, Person.id, Person.name, email, Person.post, Person.dative]
    query = select(*columns).join_from(PlanRole, Person, col(Person.id) == PlanRole.person_id)
    held = [row for row in session.execute(query) if row.role is not PlanRoleName.SIGNED_BY]
    stand_ins = substitutes(session, {row.id for row in held}, on=on) if on else {}
    found: dict[int, dict[Addressee, Recipient]] = {}
    for plan_id, role, *person in held:
        known = replace(recipient(*person), substitutes=stand_ins.get(person[0], ()))
        found.setdefault(plan_id, {})[Addressee(role.value)] = known
    return dict(found)


def substitutes(session: Session, persons: Iterable[int], *, on: date) -> dict[int, tuple[Recipient, ...]]:
    """Whom letters reach of those who substitute for these persons on a day, by the id of whom they substitute for."""
    usable = (col(Person.left_on).is_(None), col(Person.bounced_at).is_(None), col(Person.email).is_not(None))
    columns: list[Any] = [Person.substitute_for_id, Person.id, Person.name, Person.email, Person.post]
    columns.append(Person.dative)
    query = select(*columns).where(*usable, *substitutes_on(on)).order_by(col(Person.rank), col(Person.id))
    found: dict[int, tuple[Recipient, ...]] = {}
    for ids in pages(sorted(persons)):
        for principal, *person in session.execute(query.where(col(Person.substitute_for_id).in_(ids))):
            found[principal] = (*found.get(principal, ()), recipient(*person))
    return found


def standings_to_look_at(
    session: Session, *, today: date, silent: Collection[int] = (), only: Collection[int] | None = None
) -> tuple[Standing, ...]:
    """What the ladder has to look at today, but for the `silent` plans, or in `only` some: costs O(due), not O(all), by
    the index on `attention_on`.
    """
    due, unheard = _DUE.rows(session.connection(), {"today": today}), frozenset(silent)
    heard = frozenset(row.plan_id for row in due) - unheard if only is None else frozenset(only) - unheard
    return _THESE.read(session, [row.id for row in due if row.plan_id in heard])


def late_executors(session: Session, standings: Iterable[Standing], *, today: date) -> dict[int, Late]:
    """How many are late of those who had to report, in each occurrence in which one of these assignments is late."""
    late = {one.occurrence_id for one in standings if one.due_on and one.due_on < today and one.state in OPEN}
    there = and_(col(Assignment.required), col(Assignment.state) != State.REMOVED)
    is_late = and_(there, col(Assignment.state).in_(OPEN), col(Assignment.effective_due_on) < today)
    counts: list[Any] = [func.count().filter(is_late), func.count().filter(there)]
    found: dict[int, Late] = {}
    for ids in pages(sorted(late)):
        which = col(Assignment.occurrence_id)
        rows = session.execute(select(which, *counts).where(which.in_(ids)).group_by(which))
        found.update((row[0], Late(row[1], row[2])) for row in rows)
    return found


def standings_of(session: Session, assignment_ids: Iterable[int]) -> tuple[Standing, ...]:
    """These assignments, in the order of their ids; those that are not required, or done, are not among them."""
    return _THESE.read(session, tuple(assignment_ids))


def standings_of_plans(session: Session, plan_ids: Collection[int]) -> tuple[Standing, ...]:
    """Everything there is to watch of these plans, for a look ahead: costs O(all)."""
    return _OF_PLANS.read(session, plan_ids)


def executors_of_plans(session: Session, plan_ids: Collection[int]) -> dict[int, int]:
    """How many had to report on each occurrence of these plans that was given out."""
    which = col(Assignment.occurrence_id)
    columns: list[Any] = [which, func.count()]
    counted = from_assignments(select(*columns)).where(col(PlanItem.plan_id).in_(sorted(plan_ids)))
    there = (col(Assignment.required), col(Assignment.state) != State.REMOVED)
    return dict(session.execute(counted.where(*there).group_by(which)).tuples().all())


def states_of(session: Session, assignment_ids: Iterable[int]) -> dict[int, State]:
    """The states of these assignments, whoever they are addressed to; those that do not exist are not among them."""
    found: dict[int, State] = {}
    for ids in pages(sorted(assignment_ids)):
        rows = session.execute(select(col(Assignment.id), col(Assignment.state)).where(col(Assignment.id).in_(ids)))
        found.update((ident, state) for ident, state in rows)
    return found


def standings_concerning(
    session: Session, *, today: date, persons: Iterable[int], supervised: Iterable[int], silent: Collection[int] = ()
) -> tuple[Standing, ...]:
    """Everything the full lists of these persons may hold: their own assignments, and in the plans they supervise
    what is overdue, waits for review or an answer, has no date or is postponed. All required and not yet done, none of
    the `silent` plans.
    """
    connection, readers = session.connection(), pages(sorted(persons))
    own = {row.organization_id for some in readers for row in _ORGANIZATIONS.rows(connection, {"ids": some})}
    heard = set(supervised) - set(silent)
    # Two questions, each with an index of its own: asked as one they would read every assignment there is.
    # Bound to either, the silent plans would mislead PostgreSQL into beginning with all the others.
    found = (one for one in _OWN.read(session, own) if one.plan_id not in silent)
    watched = _SUPERVISED.read(session, heard, today=today)
    by_id = {one.assignment_id: one for one in (*found, *watched)}
    return tuple(by_id[ident] for ident in sorted(by_id))


def _supervisable() -> ColumnElement[bool]:
    day = bindparam("today", type_=Date)
    return or_(
        and_(col(Assignment.effective_due_on) <= day, in_one_of(OPEN)),
        in_one_of([State.REPORTED, State.POSTPONED]),
        and_(col(Assignment.effective_due_on).is_(None), in_one_of(OPEN)),
        col(Assignment.extension_on).is_not(None),
        col(Assignment.declined_on).is_not(None),
    )


def _each(*conditions: Callable[[str], Any]) -> dict[str, tuple[Any, ...]]:
    """These conditions in the words of each database."""
    return {dialect: tuple(said(dialect) for said in conditions) for dialect in DIALECTS}


_PLAN, _ID, _ORGANIZATION = col(PlanItem.plan_id), col(Assignment.id), col(Assignment.organization_id)


_DUE = Prepared(
    from_assignments(select(_ID, _PLAN)).where(col(Assignment.attention_on) <= bindparam("today", type_=Date))
)
_THESE = Standings(_each(lambda dialect: among(_ID, dialect)))
_OF_PLANS = Standings(_each(lambda dialect: among(_PLAN, dialect)))
_OWN = Standings(_each(lambda dialect: among(_ORGANIZATION, dialect), lambda _: LIVE))
_SUPERVISED = Standings(_each(lambda dialect: among(_PLAN, dialect), lambda _: and_(LIVE, _supervisable())))
_ORGANIZATIONS = Prepared(
    {dialect: select(col(Person.organization_id)).where(among(col(Person.id), dialect)) for dialect in DIALECTS}
)


def fired(session: Session, assignment_ids: Iterable[int]) -> frozenset[FiringKey]:
    """The rungs that have already spoken of these assignments."""
    connection, found = session.connection(), set[FiringKey]()
    for ids in pages(sorted(assignment_ids)):
        found.update(map(tuple, _FIRED.rows(connection, {"ids": ids})))
    return frozenset(found)


def _fired(dialect: str) -> Any:
    columns: list[Any] = [FiringRow.assignment_id, FiringRow.rung, FiringRow.step, FiringRow.epoch]
    return select(*columns).where(among(col(FiringRow.assignment_id), dialect))


_FIRED = Prepared({dialect: _fired(dialect) for dialect in DIALECTS})


def fired_packages(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """Which of these milestones have spoken already."""
    query = select(col(PackageFiringRow.key)).where(col(PackageFiringRow.key).in_(sorted(keys)))
    return frozenset(session.execute(query).scalars())


def all_fired_packages(session: Session, plan_ids: Collection[int]) -> frozenset[str]:
    """The milestones of these plans that have spoken already."""
    query = select(col(PackageFiringRow.key)).where(col(PackageFiringRow.plan_id).in_(sorted(plan_ids)))
    return frozenset(session.execute(query).scalars())


def written_to(session: Session, *, on: date) -> frozenset[int]:
    """The persons who have this day's digest already, sent or not."""
    query = select(col(Outbox.person_id)).where(col(Outbox.written_on) == on, col(Outbox.person_id).is_not(None))
    query = query.where(col(Outbox.key).startswith(DIGEST, autoescape=True))
    return frozenset(session.execute(query).scalars())


def supervised_by(supervisors: Mapping[int, Supervisors], persons: Iterable[int]) -> frozenset[int]:
    """The plans in which one of these persons holds a supervisor's role, or substitutes for who does."""
    wanted = set(persons)
    return frozenset(
        plan_id
        for plan_id, roles in supervisors.items()
        if any(one.person_id in wanted for held in roles.values() for one in (held, *held.substitutes))
    )
