"""The sweep: gather what the ladder has to look at, decide, write the letters. One transaction, the caller's.

Knows nothing of how letters leave. Run again on the same day it finds nothing new to say.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from models import standings
from models.control import issue_due
from models.database import take_turns
from models.operations import record_firings, resume_postponed, set_attention
from models.outbox import enqueue_all
from notifications.compose import compose_digest
from notifications.message import AddressUnusable, mailbox
from states.escalation import Decision, Firing, Letter, Supervisors, Unreachable, decide, digests
from states.ladder import Addressee, Recipient, Timetable
from states.workdays import WorkingDays


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep did: assignments given out, postponed ones resumed, letters written, rungs that spoke, whom it could
    not reach for want of an address, and which addresses no letter can use.
    """

    working_day: bool = True
    issued: int = 0
    resumed: int = 0
    letters: tuple[Letter, ...] = ()
    firings: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    refused: tuple[str, ...] = ()


def sweep(session: Session, *, today: date, at: datetime, calendar: WorkingDays, sender: str) -> Swept:
    """Do what is due on `today`. On a day off nothing is done: the next working day catches up.

    `at` is an instant in the plans' zone; letters written before nine leave at nine.

    Raises:
        AddressUnusable: no letter can come from `sender`.

    """
    mailbox(sender)
    if not calendar.is_working(today):
        return Swept(working_day=False)
    take_turns(session, "sweep")
    issued = issue_due(session, today=today)
    resumed = resume_postponed(session, today=today, at=at, calendar=calendar)
    ladders = standings.plan_ladders(session)
    laid = {ladder: Timetable(ladder, today=today, calendar=calendar) for ladder in set(ladders.values())}
    timetables = {plan_id: laid[ladder] for plan_id, ladder in ladders.items()}
    supervisors = standings.plan_supervisors(session)
    decision = _decide(session, today, timetables, supervisors)
    letters = _full_lists(session, today, decision.firings, timetables, supervisors)
    written, refused = _write(session, letters, supervisors, sender=sender, at=_not_before_nine(at, today))
    said = [firing for firing in decision.firings if firing.recipient.person_id in written]
    record_firings(session, said, letters=written, on=today)
    # What could not be said for want of a usable address is looked at again by every sweep.
    unsaid = {firing.assignment_id: today for firing in decision.firings if firing.recipient.person_id not in written}
    set_attention(session, {**decision.attention, **unsaid})
    return Swept(
        issued=issued,
        resumed=resumed,
        letters=tuple(letter for letter in letters if letter.recipient.person_id in written),
        firings=len(said),
        unreachable=tuple(sorted(decision.unreachable)),
        refused=refused,
    )


def _decide(
    session: Session, today: date, timetables: Mapping[int, Timetable], supervisors: Mapping[int, Supervisors]
) -> Decision:
    found = standings.standings_to_look_at(session, today=today)
    return decide(
        found,
        timetables=timetables,
        supervisors=supervisors,
        fired=standings.fired(session, (one.assignment_id for one in found)),
        written_to=standings.written_to(session, on=today),
    )


def _full_lists(
    session: Session,
    today: date,
    firings: Collection[Firing],
    timetables: Mapping[int, Timetable],
    supervisors: Mapping[int, Supervisors],
) -> tuple[Letter, ...]:
    persons = {firing.recipient.person_id for firing in firings}
    supervised = standings.supervised_by(supervisors, persons)
    concerning = standings.standings_concerning(session, today=today, persons=persons, supervised=supervised)
    return digests(firings, concerning, timetables=timetables, supervisors=supervisors, on=today)


def _write(
    session: Session,
    letters: Collection[Letter],
    supervisors: Mapping[int, Supervisors],
    *,
    sender: str,
    at: datetime,
) -> tuple[dict[int, int], tuple[str, ...]]:
    """Put the letters into the outbox: its ids by the reader's, and why others could not be written."""
    composed, refused = [], []
    for letter in letters:
        coordinators = _coordinators(letter, supervisors)
        try:
            composed.append(compose_digest(letter, sender=sender, reply_to=coordinators, at=at))
        except AddressUnusable as fault:
            refused.append(str(fault))
    ids = enqueue_all(session, composed, at=at)
    return {one.person_id: ids[one.key] for one in composed if one.person_id is not None}, tuple(refused)


def _coordinators(letter: Letter, supervisors: Mapping[int, Supervisors]) -> list[Recipient]:
    plans = dict.fromkeys(line.standing.plan_id for line in letter.lines)
    found = (supervisors.get(plan_id, {}).get(Addressee.COORDINATOR) for plan_id in plans)
    return list(dict.fromkeys(one for one in found if one))


def _not_before_nine(at: datetime, today: date) -> datetime:
    return max(at, datetime.combine(today, time(9), at.tzinfo))
