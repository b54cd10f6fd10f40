"""A sweep in parts that may run at once, on many machines. First the day is begun and the plans are parted, then each
shard is swept in a transaction of its own. A shard that is swept twice says nothing twice.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from models.sweeps import SweepFact, record_sweep, sweep_alone, sweep_beside
from models.ties import copied, told_as_supervisors, told_of_due
from notifications.begun import Begun, When, begin, give_out
from notifications.chasing import PublishedDays, Swept, provisional, say_news
from notifications.letterhead import PLAIN, Letterhead
from notifications.message import mailbox
from states.shards import shards
from states.workdays import WorkingDays


@dataclass(frozen=True, kw_only=True)
class Split:
    """A day begun, what was given out and resumed on it; and the plans, by their ids, that each shard is to sweep."""

    swept: Swept
    shards: tuple[tuple[int, ...], ...]


def split(session: Session, when: When, *, calendar: PublishedDays, at_most: int) -> Split:
    """Begin the day, and part the plans that have something to say into at most so many shards.

    Raises:
        ClockDoubtful: see `sweep`.

    """
    sweep_alone(session)
    begun = begin(session, when, calendar=calendar)
    issued, resumed = give_out(session, begun, at=when.at, calendar=calendar)
    parts = _parts(session, begun, calendar, at_most) if begun.speaks else ()
    if not parts:
        record_sweep(session, SweepFact(when.at, begun.on, 0, 0))
    swept = Swept(
        on=begun.on,
        awake=begun.awake,
        working_day=begun.working_day,
        issued=issued,
        resumed=resumed,
        provisional=provisional(begun.on, calendar) if begun.speaks else (),
    )
    return Split(swept=swept, shards=parts)


def _parts(session: Session, begun: Begun, calendar: WorkingDays, at_most: int) -> tuple[tuple[int, ...], ...]:
    due = told_of_due(session, today=begun.on, plan_ids=begun.news)
    milestones = begun.day(session, calendar).milestones
    speaking = {plan_id for plan_id, _ in due} | {one.plan.plan_id for one in milestones}
    above = told_as_supervisors(session, speaking)
    return shards(due | above, at_most=at_most, copied=copied(session))


def sweep_shard(
    session: Session,
    plan_ids: Collection[int],
    when: When,
    *,
    calendar: PublishedDays,
    sender: str,
    letterhead: Letterhead = PLAIN,
) -> Swept:
    """Say what is new of these plans, and of no others; beside other shards, but one at a time of a plan.

    Whoever has the day's letter already is told the next working day: so it is even where plans were parted wrongly.

    Raises:
        AddressUnusable, ClockDoubtful: see `sweep`.

    """
    mailbox(sender)
    sweep_beside(session, plan_ids)
    begun = begin(session, when, calendar=calendar, only=plan_ids)
    return say_news(session, begun, calendar=calendar, sender=sender, at=when.at, letterhead=letterhead)
