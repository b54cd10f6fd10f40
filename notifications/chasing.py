"""The sweep: gather what the ladder has to look at, decide, write the letters. One transaction, the caller's.

Knows nothing of how letters leave. Run again on the same day it finds nothing new to say.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from models.arrays import pages
from models.firings import SaidBy, record_firings, record_package_firings, set_attention
from models.ladders import snapshots
from models.outbox import Composed, enqueue_all
from models.sweeps import SweepFact, record_sweep, sweep_alone
from notifications.begun import Begun, When, begin, give_out
from notifications.chased_day import ChasedDay
from notifications.compose import Sheet, compose_digest
from notifications.coordinators import who_answers
from notifications.letter_links import LetterLink, record_links
from notifications.letterhead import PLAIN, Letterhead
from notifications.message import AddressUnusable, mailbox
from states.escalation import Decision, Letter, PassedOver, Unreachable
from states.rungs import Addressee
from states.waking import ChasedPlan
from states.workdays import WorkingDays

MONTH = timedelta(days=31)


class PublishedDays(WorkingDays, Protocol):
    """A calendar that knows which years it is sure of."""

    def is_published(self, year: int) -> bool:
        """Whether the year's transferred days are known; else its working days are a guess."""
        ...


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep did: assignments given out, postponed ones resumed, letters written, reminders new in them, whom it
    could not reach, whom it passed over, and which addresses no letter can use. `on` is the day it was for. Nothing was
    looked at where it was no `working_day`, or where no plan was `awake`: no hour at which letters are written.
    `wording` says which of the office's templates could not be used. While `mail` is off the letters and reminders are
    those that would be written.
    """

    on: date
    mail: bool = True
    working_day: bool = True
    awake: bool = True
    issued: int = 0
    resumed: int = 0
    letters: tuple[Letter, ...] = ()
    firings: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    refused: tuple[str, ...] = ()
    provisional: tuple[int, ...] = ()
    wording: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an administrator must mend, a sentence each."""
        nobody = (f"nobody with an address for {one.to} ({one.who})" for one in self.unreachable)
        instead = (f"no address for the {_words(one.to)}: {one.told.email} is told instead" for one in self.passed_over)
        guessed = (
            f"the working days of {year} are provisional: its calendar is not published in this Srok, upgrade it"
            for year in self.provisional
        )
        roster = (f"{said}: correct it by `srok roster import`" for said in (*nobody, *instead, *self.refused))
        return (*roster, *guessed, *self.wording)


def _words(to: Addressee) -> str:
    return to.replace("_", " ")


def sweep(
    session: Session,
    *,
    at: datetime,
    calendar: PublishedDays,
    sender: str,
    today: date | None = None,
    letterhead: Letterhead = PLAIN,
) -> Swept:
    """Do what is due on the day it is at `at`, in each plan's own zone, for the plans for which it is working hours. On
    a day off, at night and while a plan is paused nothing is said: the next sweep by day catches up.

    `today` is given by whoever rehearses a day or says what day it is: then every plan is looked at, whatever the hour.

    Raises:
        AddressUnusable: no letter can come from `sender`.
        ClockDoubtful: `at` is before the last sweep, or long after it, and `today` was not given.

    """
    return sweep_when(session, When(at=at, today=today), calendar=calendar, sender=sender, letterhead=letterhead)


def sweep_when(
    session: Session, when: When, *, calendar: PublishedDays, sender: str, letterhead: Letterhead = PLAIN
) -> Swept:
    """The same; also for who sweeps every hour, see `states.waking.has_its_turn`."""
    mailbox(sender)
    sweep_alone(session)
    begun = begin(session, when, calendar=calendar)
    issued, resumed = give_out(session, begun, at=when.at, calendar=calendar)
    swept = say_news(session, begun, calendar=calendar, sender=sender, at=when.at, letterhead=letterhead)
    return replace(swept, issued=issued, resumed=resumed)


def say_news(
    session: Session, begun: Begun, *, calendar: PublishedDays, sender: str, at: datetime, letterhead: Letterhead
) -> Swept:
    """Write the letters of a sweep that has begun, and record that it was made."""
    swept = Swept(on=begun.on, awake=begun.awake, working_day=begun.working_day)
    if begun.speaks:
        day = begun.day(session, calendar)
        writing = _Writing(day, silent=begun.silent, sender=sender, at=at, letterhead=letterhead)
        swept = replace(writing.write(), provisional=provisional(begun.on, calendar))
    record_sweep(session, SweepFact(at, begun.on, len(swept.letters), swept.firings))
    return swept


def provisional(on: date, calendar: PublishedDays) -> tuple[int, ...]:
    """The years, this one and in its last month the next, whose working days are a guess."""
    years = sorted({on.year, (on + MONTH).year})
    return tuple(year for year in years if not calendar.is_published(year))


class _Writing:
    """Writes what a day has to say into the outbox, and records that it was said."""

    def __init__(
        self, day: ChasedDay, *, silent: Collection[int], sender: str, at: datetime, letterhead: Letterhead
    ) -> None:
        self.day, self.session, self.silent, self.sender, self.at = day, day.session, silent, sender, at
        self.wording, self.links = letterhead.wording, letterhead.links

    def write(self) -> Swept:
        """Write the letters, and record what they say; whom they cannot reach is looked at again by every sweep."""
        found = self.day.to_look_at(self.silent)
        decision = self.day.decide(found)
        letters = self.day.letters(decision, self.day.concerning(decision, self.silent)) if decision.recipients else ()
        written, refused = self._put_in(letters)
        said = replace(
            decision,
            firings=tuple(one for one in decision.firings if one.recipient.person_id in written),
            packages=tuple(one for one in decision.packages if one.recipient.person_id in written),
        )
        self._record(said, written)
        unsaid = {one.assignment_id for one in decision.firings} - {one.assignment_id for one in said.firings}
        again = dict.fromkeys(unsaid, self.day.today)
        seen = {one.assignment_id: one.version for one in found}
        set_attention(self.session, {**decision.attention, **again}, seen=seen)
        return Swept(
            on=self.day.today,
            letters=tuple(letter for letter in letters if letter.recipient.person_id in written),
            firings=len(said.firings) + len(said.packages),
            unreachable=tuple(sorted(decision.unreachable)),
            passed_over=tuple(sorted(decision.passed_over, key=str)),
            refused=refused,
            wording=self.wording.warnings,
        )

    def _record(self, said: Decision, written: Mapping[int, int]) -> None:
        plans = self.day.plans
        spoke = {one.plan_id for one in said.firings} | {one.milestone.plan.plan_id for one in said.packages}
        kept = snapshots(self.session, {plans[plan_id].ladder for plan_id in spoke})
        by = SaidBy(
            letters=written, ladders={plan_id: kept[plans[plan_id].ladder] for plan_id in spoke}, on=self.day.today
        )
        record_firings(self.session, said.firings, by=by)
        record_package_firings(self.session, said.packages, by=by)

    def _put_in(self, letters: Sequence[Letter]) -> tuple[dict[int, int], tuple[str, ...]]:
        """Put the letters into the outbox, their bytes in memory for some at a time: its ids by the reader's, and the
        addresses that cannot be used.
        """
        refused: list[str] = []
        written: dict[int, int] = {}
        for some in pages(letters):
            written |= self._put_in_some(some, refused)
        return written, tuple(dict.fromkeys(refused))

    def _put_in_some(self, letters: Iterable[Letter], refused: list[str]) -> dict[int, int]:
        written: dict[int, int] = {}
        leaving: dict[datetime, list[Composed]] = {}
        carried: dict[str, LetterLink | None] = {}
        for letter in letters:
            answers_to, unusable = who_answers(letter, self.day.watch.supervisors)
            refused += unusable
            leaves_at = self._plan_of(letter).leaves_at(self.at, self.day.today)
            link = self.links.link_for(letter, at=self.at)
            try:
                composed = compose_digest(
                    letter,
                    sender=self.sender,
                    reply_to=answers_to,
                    at=leaves_at,
                    sheet=Sheet(wording=self.wording, link=link),
                )
            except AddressUnusable as fault:
                refused.append(str(fault))
            else:
                leaving.setdefault(leaves_at, []).append(composed)
                carried[composed.key] = link
        for leaves_at, some in leaving.items():
            ids = enqueue_all(self.session, some, at=self.at, not_before=leaves_at)
            written |= {one.person_id: ids[one.key] for one in some if one.person_id is not None}
            record_links(self.session, carried, ids=ids, links=self.links, at=self.at)
        return written

    def _plan_of(self, letter: Letter) -> ChasedPlan:
        """The plan in whose zone the letter is dated: the first it speaks of."""
        about = (*(line.standing.plan_id for line in letter.lines), *(one.package.plan_id for one in letter.packages))
        return self.day.plans[about[0]]
