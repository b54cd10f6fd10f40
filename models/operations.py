"""What can be done to assignments: move one, move many, undo the last bulk step, resume what was postponed.

This is Srok's API for desk, command line, flows and scripts (docs/engine.md). The caller owns the transaction; what
is judged is in `states.assignment`, how it is written in `models.moving`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import Session, col

from models.actors import CLOCK, Actor, Unknown, acting, actor, asking_who
from models.bulk_steps import last_step, mark_undone, open_step, remember, remembered, removed_since
from models.judging import bulk_done, change_of, judged, moved_by
from models.keys import KeyReused, once
from models.letter_keys import reminders_of
from models.moving import Change, Found, Stale, TooEarly, load, loaded, loading, write
from models.outbox import cancel
from models.prepared import Step, together
from models.requests import Bulk, BulkDone, Moved, Refused, Request, StoredEvidence
from models.sent_packages import in_sent_packages
from models.tables import Assignment, key
from states.as_of import UNDO
from states.assignment import LIFE, State
from states.effects import attention
from states.fault import Fault
from states.life import NotAllowed
from states.policy import Action, allows
from states.workdays import WorkingDays

__all__ = [
    "UNDO_WITHIN",
    "Bulk",
    "BulkDone",
    "KeyReused",
    "Moved",
    "NotAllowed",
    "NothingToUndo",
    "Refused",
    "Request",
    "Stale",
    "StoredEvidence",
    "TooEarly",
    "Unknown",
    "move",
    "move_all",
    "move_many",
    "resume_postponed",
    "undo_last",
]

UNDO_WITHIN = timedelta(minutes=10)
"""How long a bulk step can be undone."""


class NothingToUndo(Fault):
    """There is no bulk step of this person that could still be undone; the text says why."""


def move(session: Session, request: Request, *, calendar: WorkingDays) -> Moved:
    """Judge and make one move: state, history, evidence, roll-up and event, in the caller's transaction.

    Raises:
        Unknown: no such assignment or person.
        NotAllowed: the table refuses, with its codes.
        Stale: the assignment is not at `seen_version`, or was moved between reading and writing.
        TooEarly: `at` is before the last move.
        KeyReused: the key came with another request before.

    """
    body = _REQUEST.dump_json(request, exclude=_NOT_ASKED)
    reading = _reading([request.assignment_id], request.person_id)

    def do(found: list[Any]) -> Moved:
        return _move(session, request, calendar, found)

    return once(session, request.key, body, at=request.at, reading=reading, do=do, result=_MOVED)[0]


def move_many(session: Session, bulk: Bulk, *, calendar: WorkingDays) -> BulkDone:
    """Make one move of many assignments by the same rules, in the caller's transaction; what is refused stays as it is.

    Raises:
        Unknown: no such person.
        KeyReused: the key came with another request before.

    """
    body = _BULK.dump_json(bulk, exclude={"key", "at"})
    reading = _reading(bulk.assignment_ids, bulk.person_id)

    def do(found: list[Any]) -> BulkDone:
        return _move_many(session, bulk, calendar, found)

    done, now = once(session, bulk.key, body, at=bulk.at, reading=reading, do=do, result=_DONE)
    return done if now else replace(done, replayed=True)


def move_all(session: Session, bulk: Bulk, *, calendar: WorkingDays) -> tuple[Moved, ...]:
    """Make one move of all these assignments or, where one may not be moved, of none. It is no step to undo.

    Raises:
        Unknown: no such person or assignment.
        NotAllowed: what stands in the way of the first that may not be moved.

    """
    reading = _reading(bulk.assignment_ids, bulk.person_id)
    found, who = _read(together(session.connection(), *reading), bulk.person_id)
    missing = set(bulk.assignment_ids) - set(found)
    if missing:
        raise Unknown(f"there is no assignment {min(missing)}: see `srok assignments`")
    sent = in_sent_packages(session, bulk.trigger, found)
    changes = [change_of(one, bulk, who, calendar, judge=LIFE.look_up, sent=one.id in sent) for one in found.values()]
    states = write(session, changes)
    return tuple(moved_by(change, states) for change in changes)


def in_time_to_undo(made_at: datetime, *, at: datetime) -> bool:
    """Whether a bulk step made then can still be undone at an instant, if nothing else stands in the way."""
    return timedelta() <= at - made_at <= UNDO_WITHIN


def undo_last(session: Session, *, person_id: int, at: datetime) -> BulkDone:
    """Put back what the person's last bulk step moved, where nothing has followed and they still hold a role; a row for
    each it had moved. An item removed from control since has followed. Its reminders that have not left are cancelled.

    Raises:
        Unknown: no such person, or they have left.
        NothingToUndo: there is no such step, it was undone already, or it is older than `UNDO_WITHIN`.

    """
    who, step = actor(session, person_id), last_step(session, person_id)
    if step is None:
        raise NothingToUndo("you have made no bulk step: there is nothing to undo")
    if step.undone_at is not None:
        raise NothingToUndo(f"your last bulk step ({step.trigger}) is undone already")
    if not in_time_to_undo(step.at, at=at):
        minutes = UNDO_WITHIN.seconds // 60
        raise NothingToUndo(f"your last bulk step ({step.trigger}) can be undone for {minutes} minutes only")
    mark_undone(session, step.id, at)
    cancel(session, reminders_of(step.id), why="the bulk step was undone", at=at)
    before = remembered(session, step.id)
    found = load(session, before.keys())
    line = {"trigger": UNDO, "at": at, "person_id": person_id, "bulk_id": step.id, "due_on": None}
    line |= {"effective_due_on": None}
    removed = removed_since(session, {one.item_id for one in found.values()}, step.at)
    changes, refused = [], []
    for ident, (version, values) in before.items():
        one, on = found[ident], found[ident].day_of(at)
        roles = who.roles(plan_id=one.plan_id, organization_id=one.organization_id, on=on)
        followed = one.version != version or one.item_id in removed
        if not followed and allows(Action.UNDO_BULK_STEP, roles):
            changes.append(Change(one, _looked_at(one, values), line | {"on": on}))
        else:
            code = "moved_since" if followed else "not_your_role"
            refused.append(Refused(assignment_id=ident, state=one.state, refused_by=(code,)))
    return bulk_done(step.id, UNDO, changes, write(session, changes), refused)


def _looked_at(one: Found, values: dict[str, Any]) -> dict[str, Any]:
    """The values before a step. What no sweep looked at then, for its item was out of control, one looks at now."""
    if "attention_on" not in values or values["attention_on"] is not None or not one.watched:
        return values
    resume_on = values.get("resume_on", one.resume_on)
    return values | {"attention_on": attention(values["state"], issued_on=one.issued_on, resume_on=resume_on)}


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
    ids = tuple(key(ident) for ident in session.execute(waiting).scalars())
    bulk = Bulk(assignment_ids=ids, trigger="resume", person_id=None, at=at)
    changes, _ = judged(load(session, ids), CLOCK, bulk, calendar)
    write(session, changes)
    return len(changes)


def _reading(assignment_ids: Collection[int], person_id: int | None) -> tuple[Step, ...]:
    """What must be read for a move: the assignments, which are locked by it, and who acts."""
    return (loading(assignment_ids), *asking_who(person_id))


def _read(found: Sequence[Any], person_id: int | None) -> tuple[dict[int, Found], Actor]:
    """What `_reading` has found."""
    rows, *who = found
    return loaded(rows), acting(person_id, who)


def _move(session: Session, request: Request, calendar: WorkingDays, read: list[Any]) -> Moved:
    by_id, who = _read(read, request.person_id)
    found = by_id.get(request.assignment_id)
    if found is None:
        raise Unknown(f"there is no assignment {request.assignment_id}: see `srok assignments`")
    if request.seen_version not in {None, found.version}:
        raise Stale(f"assignment {found.id} is at version {found.version}, you looked at {request.seen_version}")
    sent = bool(in_sent_packages(session, request.trigger, [found.id]))
    change = change_of(found, request, who, calendar, judge=LIFE.advance, sent=sent)
    return moved_by(change, write(session, [change]))


def _move_many(session: Session, bulk: Bulk, calendar: WorkingDays, read: list[Any]) -> BulkDone:
    found, who = _read(read, bulk.person_id)
    sent = in_sent_packages(session, bulk.trigger, found)
    changes, refused = judged(found, who, bulk, calendar, sent=sent)
    if not changes:
        return bulk_done(None, bulk.trigger, [], {}, refused)
    step_id = open_step(session, trigger=bulk.trigger, at=bulk.at, person_id=bulk.person_id, reason=bulk.reason)
    changes = [change._replace(line={**change.line, "bulk_id": step_id}) for change in changes]
    states = write(session, changes)
    remember(session, step_id, changes)
    return bulk_done(step_id, bulk.trigger, changes, states, refused)


_REQUEST, _BULK, _MOVED, _DONE = TypeAdapter(Request), TypeAdapter(Bulk), TypeAdapter(Moved), TypeAdapter(BulkDone)
# Asked for again, a move comes at another instant, and its documents have been stored anew.
_NOT_ASKED: Mapping[str, Any] = {"key": True, "at": True, "seen_version": True, "evidence": {"__all__": {"stored_as"}}}
