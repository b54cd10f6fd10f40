"""When a plan's letters may be written: the day it is there, the hours of that day, its pauses. Reads no clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from states.fault import Fault
from states.rungs import Ladder

OPENS, LEAVES, NOON, CLOSES = time(6), time(9), time(12), time(18)
"""Letters are written from six, leave from nine, and from six in the evening nothing is written any more. Who looks
every hour writes from nine till noon, and later only what that morning has missed.
"""


@dataclass(frozen=True, kw_only=True)
class ChasedPlan:
    """What the ladder must know of a plan. `reporting_dates` are nominal. Nothing is said of it from `paused_on` until
    `paused_until`, both included; where that is None, until somebody resumes it.
    """

    plan_id: int
    order_number: str
    order_issued_on: date
    time_zone: str
    ladder: Ladder
    reporting_dates: tuple[date, ...] = ()
    paused_on: date | None = None
    paused_until: date | None = None

    def day_of(self, at: datetime) -> date:
        """The day an instant falls on in the plan's zone."""
        return at.astimezone(_zone(self.time_zone)).date()

    def paused(self, on: date) -> bool:
        """Whether its letters are silent on a day."""
        return self.paused_on is not None and (self.paused_until is None or on <= self.paused_until)

    def awake(self, at: datetime) -> bool:
        """Whether it is an hour at which its letters may be written."""
        return awake(self.time_zone, at)

    def leaves_at(self, at: datetime, today: date) -> datetime:
        """When a letter of `today` written at `at` may leave, told in the plan's zone: not before nine."""
        zone = _zone(self.time_zone)
        return max(at.astimezone(zone), datetime.combine(today, LEAVES, zone))


_zone = cache(ZoneInfo)


def awake(time_zone: str, at: datetime) -> bool:
    """Whether it is an hour at which letters may be written in a zone."""
    return OPENS <= at.astimezone(_zone(time_zone)).time() < CLOSES


def has_its_turn(time_zone: str, at: datetime, last: datetime | None) -> bool:
    """Whether a look made every hour is for the plans of a zone: in the zone's morning, and in its afternoon where no
    sweep, the last of which was at `last`, has been made since that morning's nine.
    """
    there = at.astimezone(_zone(time_zone))
    if not LEAVES <= there.time() < CLOSES:
        return False
    morning = datetime.combine(there.date(), LEAVES, there.tzinfo)
    return there.time() < NOON or last is None or last < morning


CLOCKS_DIFFER = timedelta(hours=1)
LONGEST_SILENCE = timedelta(days=60)
"""How far two machines' clocks may be apart, and how long Srok may stand still, before a clock is not believed."""


class ClockDoubtful(Fault):
    """The clock says what cannot well be, so nothing is said in its name; the text says what to do."""


def refuse_doubtful(at: datetime, last: datetime | None) -> None:
    """Let a sweep at `at` pass unless the clock was put back since the sweep made at `last`, or leapt ahead.

    Whoever names the day has looked at the clock: such a sweep is not asked about.

    Raises:
        ClockDoubtful: it was.

    """
    if last is None or -CLOCKS_DIFFER <= at - last <= LONGEST_SILENCE:
        return
    now, before = (f"{one.astimezone(UTC):%Y-%m-%d %H:%M} UTC" for one in (at, last))
    moved = "was put back" if at < last else "leapt ahead, or nothing has run for long"
    raise ClockDoubtful(
        f"the clock says {now}, the last sweep was made at {before}: it {moved}. Nothing is written: set the clock "
        f"right, or, if it is right now, go on with `srok escalate --as-of` and today's date"
    )
