"""How many assignments were overdue at the end of each week. Pure; knows no picture."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from models.package_shapes import PackageFacts
from reporting.outcome import UNCOUNTED

WEEK = timedelta(days=7)
LONGEST = 53


@dataclass(frozen=True, kw_only=True)
class LateWeek:
    """A week of the period by its last day, or by the cut-off in the last one, and what was overdue at its end."""

    ends_on: date
    overdue: int


def late_weeks(facts: PackageFacts) -> tuple[LateWeek, ...]:
    """The weeks of the period up to the cut-off; of one longer than a year, its last weeks. Judged by the deadlines as
    they stand at the cut-off: what was moved to a later day was not overdue before it.
    """
    became, ceased = _edges(facts)
    last = min(facts.cut_off, facts.period.ends_on)
    ends = list(_week_ends(facts.period.begins_on, last))[-LONGEST:]
    return tuple(LateWeek(ends_on=end, overdue=bisect_left(became, end) - _done_by(ceased, end)) for end in ends)


def _edges(facts: PackageFacts) -> tuple[list[date], list[date]]:
    """The due days of what was late with its report, or still is, and the days of those reports."""
    became, ceased = [], []
    for one in (one for item in facts.items for one in item.assignments):
        due_on, done_on = one.stood.current.effective_on, one.stood.done_on
        if not one.required or due_on is None or one.stood.state in UNCOUNTED:
            continue
        if done_on is None or done_on > due_on:
            became.append(due_on)
            if done_on:
                ceased.append(done_on)
    return sorted(became), sorted(ceased)


def _done_by(ceased: list[date], end: date) -> int:
    return bisect_left(ceased, end + timedelta(days=1))


def _week_ends(first: date, last: date) -> Iterable[date]:
    sunday = first + timedelta(days=6 - first.weekday())
    while sunday < last:
        yield sunday
        sunday += WEEK
    yield last
