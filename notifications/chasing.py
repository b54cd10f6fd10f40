"""The sweep: gather what the ladder has to look at, decide, write the letters. One transaction, the caller's.

Knows nothing of how letters leave. Run again on the same day it finds nothing new to say.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlmodel import Session

from models import standings
from models.database import take_turns
from models.firings import record_firings, set_attention
from models.occurrences import issue_due
from models.operations import resume_postponed
from models.outbox import enqueue_all
from notifications.compose import compose_digest
from notifications.coordinators import who_answers
from notifications.message import AddressUnusable, mailbox
from states.escalation import Decision, Letter, PassedOver, Unreachable, decide, digests
from states.ladder import Timetable
from states.rungs import Addressee
from states.workdays import WorkingDays


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep did: assignments given out, postponed ones resumed, letters written, reminders new in them, whom it
    could not reach, whom it passed over, and which addresses no letter can use.
    """

    working_day: bool = True
    issued: int = 0
    resumed: int = 0
    letters: tuple[Letter, ...] = ()
    firings: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an administrator must mend, a sentence each."""
        nobody = (f"nobody with an address for {one.to} ({one.who})" for one in self.unreachable)
        instead = (f"no address for the {_words(one.to)}: {one.told.email} is told instead" for one in self.passed_over)
        return tuple(f"{said}: correct it by `srok roster import`" for said in (*nobody, *instead, *self.refused))


def _words(to: Addressee) -> str:
    return to.replace("_", " ")


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
    swept = _Sweep(session, today, calendar).write(sender=sender, at=_not_before_nine(at, today))
    return replace(swept, issued=issued, resumed=resumed)


class _Sweep:
    """One day's look at every plan: what its ladder, laid over the calendar, has to say, and to whom."""

    def __init__(self, session: Session, today: date, calendar: WorkingDays) -> None:
        self.session, self.today = session, today
        ladders = standings.plan_ladders(session)
        laid = {ladder: Timetable(ladder, today=today, calendar=calendar) for ladder in set(ladders.values())}
        self.timetables = {plan_id: laid[ladder] for plan_id, ladder in ladders.items()}
        self.supervisors = standings.plan_supervisors(session)
        self.found = standings.standings_to_look_at(session, today=today)

    def write(self, *, sender: str, at: datetime) -> Swept:
        """Write the letters, and record what they say; whom they cannot reach is looked at again by every sweep."""
        decision = self._decide()
        letters = self._full_lists(decision)
        written, refused = self._put_in(letters, sender=sender, at=at)
        said = [firing for firing in decision.firings if firing.recipient.person_id in written]
        record_firings(self.session, said, letters=written, on=self.today)
        unsaid = {one.assignment_id: self.today for one in decision.firings if one.recipient.person_id not in written}
        seen = {one.assignment_id: one.version for one in self.found}
        set_attention(self.session, {**decision.attention, **unsaid}, seen=seen)
        return Swept(
            letters=tuple(letter for letter in letters if letter.recipient.person_id in written),
            firings=len(said),
            unreachable=tuple(sorted(decision.unreachable)),
            passed_over=tuple(sorted(decision.passed_over, key=str)),
            refused=refused,
        )

    def _decide(self) -> Decision:
        return decide(
            self.found,
            timetables=self.timetables,
            supervisors=self.supervisors,
            fired=standings.fired(self.session, (one.assignment_id for one in self.found)),
            written_to=standings.written_to(self.session, on=self.today),
        )

    def _full_lists(self, decision: Decision) -> tuple[Letter, ...]:
        persons = {firing.recipient.person_id for firing in decision.firings}
        supervised = standings.supervised_by(self.supervisors, persons)
        concerning = standings.standings_concerning(
            self.session, today=self.today, persons=persons, supervised=supervised
        )
        return digests(
            decision.firings, concerning, timetables=self.timetables, supervisors=self.supervisors, on=self.today
        )

    def _put_in(
        self, letters: Collection[Letter], *, sender: str, at: datetime
    ) -> tuple[dict[int, int], tuple[str, ...]]:
        """Put the letters into the outbox: its ids by the reader's, and the addresses that cannot be used."""
        composed, refused = [], []
        for letter in letters:
            answers_to, unusable = who_answers(letter, self.supervisors)
            refused += unusable
            try:
                composed.append(compose_digest(letter, sender=sender, reply_to=answers_to, at=at))
            except AddressUnusable as fault:
                refused.append(str(fault))
        ids = enqueue_all(self.session, composed, at=at)
        written = {one.person_id: ids[one.key] for one in composed if one.person_id is not None}
        return written, tuple(dict.fromkeys(refused))


def _not_before_nine(at: datetime, today: date) -> datetime:
    return max(at, datetime.combine(today, time(9), at.tzinfo))
