"""Decisions become rows: the one writer of an assignment's state, and what a sweep of the ladder leaves behind."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session, col

from models.tables import Assignment, Evidence, FiringRow, History, Occurrence, Person, Plan, PlanItem, PlanRole, key
from states.assignment import OPEN, Move, NotAllowed, Role, State, advance
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
    row, on = found.assignment, found.day_of(request.at)
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

    def day_of(self, at: datetime) -> date:
        """The day an instant falls on in the plan's zone."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()


def _load(session: Session, request: Request) -> _Found:
    query = (
        select(Assignment, col(PlanItem.plan_id), col(PlanItem.evidence_asked), col(Plan.time_zone))
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Assignment.id) == request.assignment_id)
        .execution_options(populate_existing=True)
    )
    read = session.execute(query).one_or_none()
    if read is None:
        raise Unknown(f"there is no assignment {request.assignment_id}")
    row, plan_id, evidence_asked, time_zone = read
    session.expunge(row)  # from here on a plain record: only the UPDATE below changes it
    if request.seen_version not in {None, row.version}:
        raise Stale(f"assignment {row.id} is at version {row.version}, you looked at {request.seen_version}")
    last = session.execute(select(func.max(History.at)).where(col(History.assignment_id) == row.id)).scalar()
    if last is not None and request.at < last:
        raise TooEarly(
            f"assignment {row.id} was last moved at {last:%d.%m.%Y %H:%M} UTC: a move cannot be dated before"
        )
    found = _Found(row, plan_id, time_zone, evidence_asked)
    if found.day_of(request.at) < row.issued_on:
        raise TooEarly(f"assignment {row.id} was given out on {row.issued_on:%d.%m.%Y}: a move cannot be dated before")
    return found


def _facts(session: Session, request: Request, found: _Found) -> Move:
    row = found.assignment
    return Move(
        roles=roles_of(session, request.person_id, organization_id=row.organization_id, plan_id=found.plan_id),
        on=found.day_of(request.at),
        issued_on=row.issued_on,
        text=request.text,
        reason=request.reason,
        evidence=len(request.evidence),
        due_on=request.due_on,
        resume_on=request.resume_on,
        date_unknown=request.date_unknown,
        effective_due_on=row.effective_due_on,
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
            day = request.resume_on or row.issued_on
            changes |= {"resume_on": request.resume_on, "attention_on": day if row.required else None}
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


def set_attention(session: Session, days: Mapping[int, date | None], *, seen: Mapping[int, int]) -> None:
    """Note on which day the ladder looks next at each assignment, unless it was moved since it was seen at that
    version: then the move has set the day, and a sweep looks again.
    """
    rows = [{"key": key, "seen": seen[key], "day": day} for key, day in days.items()]
    if rows:
        same = (col(Assignment.id) == bindparam("key"), col(Assignment.version) == bindparam("seen"))
        noted = update(Assignment.__table__).where(*same).values(attention_on=bindparam("day"))  # type: ignore[attr-defined]
        session.connection().execute(noted, rows)


def resume_postponed(session: Session, *, today: date, at: datetime, calendar: WorkingDays) -> int:
    """Let the clock resume what was postponed until a day that has come; how many.

    What it may not resume, for want of a date that has not passed, stays: the ladder asks the coordinator. One that
    fails does not stop the others.
    """
    waiting = select(col(Assignment.id)).where(
        col(Assignment.attention_on) <= today,
        col(Assignment.state) == State.POSTPONED,
        col(Assignment.resume_on) <= today,
        col(Assignment.effective_due_on) >= today,
    )
    resumed = 0
    for assignment_id in session.execute(waiting.order_by(col(Assignment.id))).scalars().all():
        request = Request(assignment_id=key(assignment_id), trigger="resume", person_id=None, at=at)
        with suppress(NotAllowed, Stale, TooEarly), session.begin_nested():
            move(session, request, calendar=calendar)
            resumed += 1
    return resumed
