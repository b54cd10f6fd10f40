"""What is asked becomes a change, once it is judged; and what was written becomes an answer. Writes nothing."""

from collections.abc import Callable, Collection
from datetime import date

from models.actors import Actor
from models.moving import Change, Found, TooEarly
from models.requests import Bulk, BulkDone, Moved, Refused, Request
from states.assignment import LIFE, Move, State
from states.effects import effects
from states.life import NotAllowed
from states.workdays import WorkingDays


def judged(
    found: dict[int, Found], who: Actor, bulk: Bulk, calendar: WorkingDays, *, sent: Collection[int] = ()
) -> tuple[list[Change], list[Refused]]:
    """What a bulk step changes, and what it may not, in the order of the ids. The operator knows those `sent` as
    accepted.
    """
    changes, refused = [], []
    for ident in sorted(set(bulk.assignment_ids)):
        one = found.get(ident)
        if one is None:
            refused.append(Refused(assignment_id=ident, state=None, refused_by=("unknown",)))
            continue
        try:
            changes.append(change_of(one, bulk, who, calendar, judge=LIFE.look_up, sent=ident in sent))
        except NotAllowed as fault:
            refused.append(Refused(assignment_id=ident, state=one.state, refused_by=fault.refused_by))
        except TooEarly:
            refused.append(Refused(assignment_id=ident, state=one.state, refused_by=("too_early",)))
    return changes, refused


def change_of(
    found: Found,
    asked: Request | Bulk,
    who: Actor,
    calendar: WorkingDays,
    *,
    judge: Callable[[State, str, Move], State],
    sent: bool = False,
) -> Change:
    """What a move changes, once it is judged; `sent` says that its acceptance is in a package that was sent."""
    found.refuse_before(asked.at)
    on = found.day_of(asked.at)
    evidence = asked.evidence if isinstance(asked, Request) else ()
    facts = Move(
        roles=who.roles(plan_id=found.plan_id, organization_id=found.organization_id, on=on),
        on=on,
        text=asked.text,
        reason=asked.reason,
        evidence=len(evidence),
        due_on=asked.due_on,
        resume_on=asked.resume_on,
        date_unknown=asked.date_unknown,
        issued_on=found.issued_on,
        nominal_due_on=found.due_on,
        effective_due_on=found.effective_due_on,
        extension_on=found.extension_on,
        declined=found.declined_on is not None,
        started=found.started,
        by_reporter=found.reported_by in who.on(on).persons,
        evidence_asked=found.evidence_asked,
        in_sent_package=sent,
    )
    dest = judge(found.state, asked.trigger, facts)
    values = effects(asked.trigger, found, dest, facts, person_id=asked.person_id, calendar=calendar)
    return Change(found, values, _line(asked, on), evidence)


def _line(asked: Request | Bulk, on: date) -> dict[str, object]:
    asks = asked.trigger == "ask_extension"
    return {
        "trigger": asked.trigger,
        "at": asked.at,
        "on": on,
        "person_id": asked.person_id,
        "text": asked.text,
        "reason": asked.reason,
        "resume_on": asked.resume_on,
        "asked_due_on": asked.due_on if asks else None,
    }


def moved_by(change: Change, items: dict[int, State]) -> Moved:
    """A written change, as whoever asked for it is told; `items` are the states that the items have come to."""
    found = change.found
    return Moved(
        assignment_id=found.id,
        source=found.state,
        dest=change.values.get("state", found.state),
        version=found.version + 1,
        item_state=items[found.item_id],
    )


def bulk_done(
    step_id: int | None, trigger: str, changes: list[Change], items: dict[int, State], refused: list[Refused]
) -> BulkDone:
    """A bulk step, as whoever asked for it is told."""
    rows: list[Moved | Refused] = [*(moved_by(change, items) for change in changes), *refused]
    return BulkDone(step_id=step_id, trigger=trigger, rows=tuple(sorted(rows, key=lambda row: row.assignment_id)))
