"""What the ladder is laid over: standings, supervisors, and what it has already said. Reads only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.letter_keys import DIGEST
from models.pending import Last, answered, asked_extension, declined, last_said
from models.queries.assignment_facts import from_assignments
from models.roster import contact_id
from models.tables import (
    Assignment,
    FiringRow,
    Order,
    Organization,
    Outbox,
    PackageFiringRow,
    Person,
    PlanItem,
    PlanRole,
)
from states.assignment import OPEN, State
from states.control import Control
from states.draft import PlanRoleName
from states.escalation import FiringKey, Supervisors
from states.ladder import Late, Recipient, Standing
from states.rungs import Addressee


def plan_supervisors(session: Session) -> dict[int, Supervisors]:
    """Who supervises every plan, by the plan's id, with those who substitute for them; persons without an address that
    letters reach among them.
    """
    usable = and_(col(Person.left_on).is_(None), col(Person.bounced_at).is_(None))
    email = case((usable, col(Person.email)))
    columns: list[Any] = [PlanRole.plan_id, PlanRole.role, Person.id, Person.name, email, Person.post, Person.dative]
    query = select(*columns).join_from(PlanRole, Person, col(Person.id) == PlanRole.person_id)
    held = [row for row in session.execute(query) if row.role is not PlanRoleName.SIGNED_BY]
    stand_ins = substitutes(session, {row.id for row in held})
    found: dict[int, dict[Addressee, Recipient]] = {}
    for plan_id, role, *person in held:
        recipient = replace(_recipient(*person), substitutes=stand_ins.get(person[0], ()))
        found.setdefault(plan_id, {})[Addressee(role.value)] = recipient
    return dict(found)


def substitutes(session: Session, persons: Iterable[int]) -> dict[int, tuple[Recipient, ...]]:
    """Whom letters reach of those who substitute for these persons, by the id of the person substituted for."""
    usable = (col(Person.left_on).is_(None), col(Person.bounced_at).is_(None), col(Person.email).is_not(None))
    columns: list[Any] = [Person.substitute_for_id, Person.id, Person.name, Person.email, Person.post]
    columns.append(Person.dative)
    query = select(*columns).where(*usable).order_by(col(Person.rank), col(Person.id))
    found: dict[int, tuple[Recipient, ...]] = {}
    for ids in _chunks(sorted(persons)):
        for principal, *person in session.execute(query.where(col(Person.substitute_for_id).in_(ids))):
            found[principal] = (*found.get(principal, ()), _recipient(*person))
    return found


def recipient_of(person: Person | None) -> Recipient | None:
    """A person as letters see them."""
    return _recipient(person.id or 0, person.name, person.email, person.post, person.dative) if person else None


def _recipient(person_id: int, name: str | None, email: str | None, post: str | None, dative: str | None) -> Recipient:
    return Recipient(person_id=person_id, name=name or "", email=email or "", post=post or "", dative=dative or "")


LOOKED_AT = OPEN | {State.REPORTED, State.POSTPONED}


def standings_to_look_at(
    session: Session, *, today: date, silent: Collection[int] = (), only: Collection[int] | None = None
) -> tuple[Standing, ...]:
    """What the ladder has to look at today, but for the `silent` plans, or in `only` some: costs O(due), not O(all), by
    the index on `attention_on`.
    """
    # Of a sum no database thinks that it had better begin with the plans.
    which = true() if only is None else (col(PlanItem.plan_id) + 0).in_(sorted(only))
    # In the index's own order: ordered by id, SQLite would walk the whole table instead.
    due = and_(col(Assignment.attention_on) <= today, _heard(silent), which)
    return _standings(session, due, order=(col(Assignment.attention_on),))


def _heard(silent: Collection[int]) -> ColumnElement[bool]:
    return col(PlanItem.plan_id).not_in(sorted(silent)) if silent else true()


def late_executors(session: Session, standings: Iterable[Standing], *, today: date) -> dict[int, Late]:
    """How many are late of those who had to report, in each occurrence in which one of these assignments is late."""
    late = {one.occurrence_id for one in standings if one.due_on and one.due_on < today and one.state in OPEN}
    there = and_(col(Assignment.required), col(Assignment.state) != State.REMOVED)
    is_late = and_(there, col(Assignment.state).in_(OPEN), col(Assignment.effective_due_on) < today)
    counts: list[Any] = [func.count().filter(is_late), func.count().filter(there)]
    found: dict[int, Late] = {}
    for ids in _chunks(sorted(late)):
        which = col(Assignment.occurrence_id)
        rows = session.execute(select(which, *counts).where(which.in_(ids)).group_by(which))
        found.update((row[0], Late(row[1], row[2])) for row in rows)
    return found


def standings_of(session: Session, assignment_ids: Iterable[int]) -> tuple[Standing, ...]:
    """These assignments, in the order of their ids; those that are not required, or done, are not among them."""
    chunks = _chunks(sorted(assignment_ids))
    return tuple(one for ids in chunks for one in _standings(session, col(Assignment.id).in_(ids)))


def standings_of_plans(session: Session, plan_ids: Collection[int]) -> tuple[Standing, ...]:
    """Everything there is to watch of these plans, for a look ahead: costs O(all)."""
    return _standings(session, col(PlanItem.plan_id).in_(sorted(plan_ids)))


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
    for ids in _chunks(sorted(assignment_ids)):
        rows = session.execute(select(col(Assignment.id), col(Assignment.state)).where(col(Assignment.id).in_(ids)))
        found.update((ident, state) for ident, state in rows)
    return found


def person_name(session: Session, person_id: int | None) -> str:
    """What a person is called, empty where the roster does not say."""
    return session.scalar(select(col(Person.name)).where(col(Person.id) == person_id)) or ""


def standings_concerning(
    session: Session, *, today: date, persons: Iterable[int], supervised: Iterable[int], silent: Collection[int] = ()
) -> tuple[Standing, ...]:
    """Everything the full lists of these persons may hold: their own assignments, and in the plans they supervise
    what is overdue, waits for review or an answer, has no date or is postponed. All required and not yet done, none of
    the `silent` plans.
    """
    organizations = select(col(Person.organization_id)).where(col(Person.id).in_(sorted(persons)))
    own = session.execute(organizations).scalars().all()
    state = col(Assignment.state)
    supervisable = or_(
        and_(col(Assignment.effective_due_on) <= today, state.in_(OPEN)),
        state.in_([State.REPORTED, State.POSTPONED]),
        and_(col(Assignment.effective_due_on).is_(None), state.in_(OPEN)),
        col(Assignment.extension_on).is_not(None),
        col(Assignment.declined_on).is_not(None),
    )
    # Two questions, each with an index of its own: asked as one they would read every assignment there is.
    found = _standings(session, and_(col(Assignment.organization_id).in_(own), _heard(silent)))
    heard = sorted(set(supervised) - set(silent))
    watched = _standings(session, and_(col(PlanItem.plan_id).in_(heard), supervisable)) if heard else ()
    by_id = {one.assignment_id: one for one in (*found, *watched)}
    return tuple(by_id[ident] for ident in sorted(by_id))


def _standings(session: Session, condition: Any, *, order: tuple[Any, ...] = ()) -> tuple[Standing, ...]:
    named, contact = aliased(Person), aliased(Person)
    reachable = and_(col(named.email).is_not(None), col(named.left_on).is_(None), col(named.bounced_at).is_(None))
    columns: list[Any] = [
        Assignment,
        PlanItem.plan_id,
        PlanItem.id,
        Organization.name,
        PlanItem.schedule_kind,
        Order.number,
    ]
    columns += [Order.issued_on, PlanItem.kind, PlanItem.number, PlanItem.title]
    query = (
        from_assignments(select(*columns, named, contact))
        .join(named, and_(col(named.id) == Assignment.person_id, reachable), isouter=True)
        .join(contact, col(contact.id) == contact_id(col(Assignment.organization_id)), isouter=True)
        .where(col(Assignment.required), col(Assignment.state).in_(LOOKED_AT), condition)
        .where(col(PlanItem.control) != Control.REMOVED)
        .order_by(*order, col(Assignment.id))
    )
    rows = session.execute(query).all()
    # Who asked and was answered has moved twice at least; most have not.
    asked = (row[0].id for row in rows if row[0].extension_on or row[0].declined_on or row[0].version > 1)
    said = last_said(session, asked)
    return tuple(_standing(said, *row) for row in rows)


def _standing(said: Last, row: Assignment, plan_id: int, item_id: int, organization: str, *words: Any) -> Standing:
    schedule_kind, order_number, order_issued_on, item_kind, item_number, item_title, named, contact = words
    assert row.id is not None
    return Standing(
        assignment_id=row.id,
        plan_id=plan_id,
        item_id=item_id,
        organization=organization,
        executor=recipient_of(named or contact),
        state=row.state,
        issued_on=row.issued_on,
        due_on=row.effective_due_on,
        nominal_due_on=row.due_on,
        due_version=row.due_version,
        reported_on=row.reported_on,
        returned_on=row.returned_on,
        resume_on=row.resume_on,
        reports=row.reports,
        version=row.version,
        schedule_kind=schedule_kind,
        order_number=order_number,
        order_issued_on=order_issued_on,
        item_kind=item_kind,
        item_number=item_number,
        item_title=item_title,
        occurrence_id=row.occurrence_id,
        extension=asked_extension(row, said),
        declined=declined(row, said),
        answered=answered(row, said),
    )


def fired(session: Session, assignment_ids: Iterable[int]) -> frozenset[FiringKey]:
    """The rungs that have already spoken of these assignments."""
    columns: list[Any] = [FiringRow.assignment_id, FiringRow.rung, FiringRow.step, FiringRow.epoch]
    found: set[FiringKey] = set()
    for ids in _chunks(sorted(assignment_ids)):
        found.update(
            (row[0], row[1], row[2], row[3])
            for row in session.execute(select(*columns).where(col(FiringRow.assignment_id).in_(ids)))
        )
    return frozenset(found)


def fired_packages(session: Session, keys: Iterable[str]) -> frozenset[str]:
    """Which of these milestones have spoken already."""
    query = select(col(PackageFiringRow.key)).where(col(PackageFiringRow.key).in_(sorted(keys)))
    return frozenset(session.execute(query).scalars())


def all_fired_packages(session: Session, plan_ids: Collection[int]) -> frozenset[str]:
    """The milestones of these plans that have spoken already."""
    query = select(col(PackageFiringRow.key)).where(col(PackageFiringRow.plan_id).in_(sorted(plan_ids)))
    return frozenset(session.execute(query).scalars())


def _chunks(ids: list[int], size: int = 5000) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


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
