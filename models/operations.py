"""Decisions become rows: the one writer of an assignment's state, and what a sweep of the ladder leaves behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col

from models.tables import Assignment, Evidence, FiringRow, History, Occurrence, Person, Plan, PlanItem, PlanRole, key
from states.assignment import OPEN, Move, Role, State, advance
from states.draft import PlanRoleName
from states.escalation import Firing
from states.fault import Fault
from states.item import Part, item_state, roll_up
from states.workdays import WorkingDays, on_or_before


class Unknown(Fault):
    """There is no such assignment or person; the text says which was asked for."""


class Stale(Fault):
    """Somebody else moved the assignment first; nothing was changed. Look again and decide anew."""


class TooEarly(Fault):
    """A move dated before the last one: history only grows forward."""


@dataclass(frozen=True, kw_only=True)
class StoredEvidence:
    """A confirming document that already lies in the evidence folder under `stored_as`. `size` in bytes."""

    name: str
    sha256: str
    size: int
    stored_as: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """A move somebody asks for. `person_id` None is the clock; `due_on` is a new nominal due date.

    `seen_version` is the version the asker looked at; None takes the assignment as it is.
    """

    assignment_id: int
    trigger: str
    person_id: int | None
    at: datetime
    text: str = ""
    reason: str = ""
    evidence: tuple[StoredEvidence, ...] = ()
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False
    seen_version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A move that was made, and what the item came to by it."""

    assignment_id: int
    source: State
    dest: State
    version: int
    item_state: State


def move(session: Session, request: Request, *, calendar: WorkingDays) -> Moved:
    """Judge and make one move: compare-and-set, history, evidence and roll-up in the caller's transaction.

    Raises:
        Unknown: no such assignment or person.
        NotAllowed: the table refuses, with its codes.
        Stale: the assignment is not at `seen_version`, or was moved between reading and writing.
        TooEarly: `at` is before the last move.

    """
    found = _load(session, request)
    row, on = found.assignment, request.at.astimezone(ZoneInfo(found.time_zone)).date()
    dest = advance(row.state, request.trigger, _facts(session, request, found))
    changes = _changes(request, row, dest, on, calendar)
    version = row.version + 1
    seen = (col(Assignment.id) == row.id, col(Assignment.version) == row.version, col(Assignment.state) == row.state)
    written = session.connection().execute(update(Assignment).where(*seen).values(changes | {"version": version}))
    if written.rowcount != 1:
        raise Stale(f"assignment {row.id} was moved meanwhile")
    _write_history(session, request, row, changes, version=version, on=on)
    state = _roll_up(session, row.occurrence_id)
    return Moved(assignment_id=key(row.id), source=row.state, dest=dest, version=version, item_state=state)


@dataclass(frozen=True)
class _Found:
    """What a move is judged on, as it was read."""

    assignment: Assignment
    plan_id: int
    time_zone: str
    evidence_asked: bool


def _load(session: Session, request: Request) -> _Found:
    query = (
        select(Assignment, col(PlanItem.plan_id), col(PlanItem.evidence_asked), col(Plan.time_zone))
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Assignment.id) == request.assignment_id)
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise Unknown(f"there is no assignment {request.assignment_id}")
    row, plan_id, evidence_asked, time_zone = found
    session.expunge(row)  # from here on a plain record: only the UPDATE below changes it
    if request.seen_version not in {None, row.version}:
        raise Stale(f"assignment {row.id} is at version {row.version}, you looked at {request.seen_version}")
    last = session.execute(select(func.max(History.at)).where(col(History.assignment_id) == row.id)).scalar()
    if last is not None and request.at < last:
        raise TooEarly(
            f"assignment {row.id} was last moved at {last:%d.%m.%Y %H:%M} UTC: a move cannot be dated before"
        )
    return _Found(row, plan_id, time_zone, evidence_asked)


def _facts(session: Session, request: Request, found: _Found) -> Move:
    row = found.assignment
    return Move(
        roles=roles_of(session, request.person_id, organization_id=row.organization_id, plan_id=found.plan_id),
        text=request.text,
        reason=request.reason,
        evidence=len(request.evidence),
        due_on=request.due_on,
        resume_on=request.resume_on,
        date_unknown=request.date_unknown,
        has_due_date=row.due_on is not None,
        started=row.started,
        by_reporter=row.reported_by is not None and row.reported_by == request.person_id,
        evidence_asked=found.evidence_asked,
    )


_ROLES = {
    PlanRoleName.COORDINATOR: Role.COORDINATOR,
    PlanRoleName.PLAN_CONTROLLER: Role.CONTROLLER,
    PlanRoleName.ORDER_CONTROLLER: Role.CONTROLLER,
}


def roles_of(session: Session, person_id: int | None, *, organization_id: int, plan_id: int) -> frozenset[Role]:
    """In what capacities a person acts on an organization's assignments of a plan; nobody at all is the clock."""
    if person_id is None:
        return frozenset({Role.CLOCK})
    own = session.execute(select(col(Person.organization_id)).where(col(Person.id) == person_id)).scalar_one_or_none()
    if own is None:
        raise Unknown(f"there is no person {person_id}")
    held = select(col(PlanRole.role)).where(col(PlanRole.plan_id) == plan_id, col(PlanRole.person_id) == person_id)
    roles = {_ROLES[name] for name in session.execute(held).scalars() if name in _ROLES}
    return frozenset(roles | ({Role.EXECUTOR} if own == organization_id else set()))


def _changes(request: Request, row: Assignment, dest: State, on: date, calendar: WorkingDays) -> dict[str, Any]:
    # A sweep looks next at whatever may have something to say; it works out the exact day itself.
    looks = row.issued_on if row.required and dest in OPEN | {State.REPORTED} else None
    changes: dict[str, Any] = {"state": dest, "attention_on": looks}
    match request.trigger:
        case "start":
            changes["started"] = True
        case "report":
            changes |= {"started": True, "reports": row.reports + 1}
            changes |= {"reported_on": on, "reported_by": request.person_id}
        case "send_back" | "reopen":
            changes["returned_on"] = on
        case "postpone":
            changes |= {"resume_on": request.resume_on, "attention_on": request.resume_on}
    if request.due_on is not None:
        effective = on_or_before(request.due_on, calendar)
        changes |= {"due_on": request.due_on, "effective_due_on": effective, "due_version": row.due_version + 1}
        changes |= {} if row.original_due_on else {"original_due_on": request.due_on}
    return changes


def _write_history(
    session: Session, request: Request, row: Assignment, changes: Mapping[str, Any], *, version: int, on: date
) -> None:
    history = History(
        assignment_id=key(row.id),
        version=version,
        trigger=request.trigger,
        source=row.state,
        dest=State(str(changes["state"])),
        at=request.at,
        on=on,
        person_id=request.person_id,
        text=request.text,
        reason=request.reason,
        due_on=request.due_on,
        effective_due_on=changes.get("effective_due_on"),
    )
    session.add(history)
    session.flush()
    session.add_all(
        Evidence(history_id=key(history.id), name=one.name, sha256=one.sha256, size=one.size, stored_as=one.stored_as)
        for one in request.evidence
    )
    session.flush()


def _roll_up(session: Session, occurrence_id: int) -> State:
    """Bring the stored roll-up of an occurrence and its item up to date; the item's state.

    The occurrence's row is locked first: of two moves at once, the second counts what the first did.
    """
    of_item = select(col(Occurrence.item_id)).where(col(Occurrence.id) == occurrence_id).scalar_subquery()
    locked = select(col(PlanItem.id), col(PlanItem.state)).where(col(PlanItem.id) == of_item).with_for_update()
    item_id, before = session.execute(locked).one()
    parts = select(col(Assignment.state), col(Assignment.required)).where(
        col(Assignment.occurrence_id) == occurrence_id
    )
    state = roll_up(Part(*row) for row in session.execute(parts))
    session.execute(update(Occurrence).where(col(Occurrence.id) == occurrence_id).values(state=state))
    states = select(col(Occurrence.state)).where(col(Occurrence.item_id) == item_id).order_by(col(Occurrence.position))
    after = item_state(session.execute(states).scalars().all())
    if after is not before:
        session.execute(update(PlanItem).where(col(PlanItem.id) == item_id).values(state=after))
    return after


def record_firings(session: Session, firings: Iterable[Firing], *, letters: Mapping[int, int], on: date) -> None:
    """Record which rungs have spoken, each with the letter (person's id → outbox id) that said it."""
    rows = [
        {
            "assignment_id": firing.assignment_id,
            "rung": firing.rung,
            "step": firing.step,
            "epoch": firing.epoch,
            "fired_on": on,
            "outbox_id": letters[firing.recipient.person_id],
        }
        for firing in firings
    ]
    if rows:
        session.execute(insert(FiringRow), rows)


def set_attention(session: Session, days: Mapping[int, date | None]) -> None:
    """Note on which day the ladder looks next at each assignment."""
    rows = [{"id": assignment_id, "attention_on": day} for assignment_id, day in days.items()]
    if rows:
        session.execute(update(Assignment), rows)


def resume_postponed(session: Session, *, today: date, at: datetime, calendar: WorkingDays) -> int:
    """Let the clock resume what was postponed until a day that has come; how many. What has no due date stays."""
    waiting = select(col(Assignment.id)).where(
        col(Assignment.attention_on) <= today,
        col(Assignment.state) == State.POSTPONED,
        col(Assignment.due_on).is_not(None),
    )
    ids = session.execute(waiting.order_by(col(Assignment.id))).scalars().all()
    for assignment_id in ids:
        move(
            session,
            Request(assignment_id=key(assignment_id), trigger="resume", person_id=None, at=at),
            calendar=calendar,
        )
    return len(ids)
