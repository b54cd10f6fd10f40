"""How a sweep begins: which plans it is for at this hour, and what is given out and resumed before anything is said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.chased_plans import chased_plans, zones
from models.occurrences import issue_due
from models.operations import resume_postponed
from models.sweeps import last_sweep
from notifications.chased_day import ChasedDay
from states.waking import ChasedPlan, awake, has_its_turn, refuse_doubtful
from states.workdays import WorkingDays


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A sweep of the day `on`. `heard` are the plans that may be spoken of, `silent` all others; of `news` new things
    are said. Nothing is said where it is no `working_day`, or where no plan is `awake`.
    """

    on: date
    working_day: bool
    awake: bool = True
    heard: Mapping[int, ChasedPlan]
    silent: Collection[int]
    news: frozenset[int]

    @property
    def speaks(self) -> bool:
        """Whether there is anything to look at."""
        return self.awake and self.working_day

    def day(self, session: Session, calendar: WorkingDays) -> ChasedDay:
        """The day as the ladder sees it."""
        some = None if self.news == self.heard.keys() else self.news
        return ChasedDay(session, self.heard, today=self.on, calendar=calendar, news=some)


@dataclass(frozen=True, kw_only=True)
class When:
    """The instant a sweep is made at, and the day it is for where somebody names it: then every plan is looked at,
    whatever the hour. `hourly`: it is made every hour, so a plan has its turn in its own morning.
    """

    at: datetime
    today: date | None = None
    hourly: bool = False


def begin(session: Session, when: When, *, calendar: WorkingDays, only: Collection[int] | None = None) -> Begun:
    """Look which plans the sweep is for, of all or of `only` some. Where no zone has its turn no plan is read.

    Raises:
        ClockDoubtful: see `states.waking.refuse_doubtful`.

    """
    there = zones(session)
    turns = _turns(session, when, there)
    if there and not turns:
        on = when.at.date()
        return Begun(on=on, working_day=calendar.is_working(on), awake=False, heard={}, silent=(), news=frozenset())
    plans = chased_plans(session)
    up = {ident: plan for ident, plan in plans.items() if when.today or plan.awake(when.at)}
    theirs = {ident: plan for ident, plan in up.items() if plan.time_zone in turns}
    on = when.today or next((plan.day_of(when.at) for plan in theirs.values()), when.at.date())
    heard = {ident: plan for ident, plan in up.items() if not plan.paused(on)}
    wanted = theirs.keys() if only is None else theirs.keys() & set(only)
    return Begun(
        on=on,
        working_day=calendar.is_working(on),
        heard=heard,
        silent=plans.keys() - heard.keys(),
        news=frozenset(heard.keys() & wanted),
    )


def _turns(session: Session, when: When, there: Collection[str]) -> frozenset[str]:
    """The zones whose plans the sweep is for."""
    if when.today is not None:
        return frozenset(there)
    found = last_sweep(session)
    last = found and found.at
    refuse_doubtful(when.at, last)
    if when.hourly:
        return frozenset(zone for zone in there if has_its_turn(zone, when.at, last))
    return frozenset(zone for zone in there if awake(zone, when.at))


def give_out(session: Session, begun: Begun, *, at: datetime, calendar: WorkingDays) -> tuple[int, int]:
    """Give out what is due and resume what was postponed until now; how many assignments each."""
    if not begun.speaks:
        return 0, 0
    return issue_due(session, today=begun.on), resume_postponed(session, today=begun.on, at=at, calendar=calendar)
