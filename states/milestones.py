"""The days before a plan is reported on: who must be told what its package still lacks; and after it, while a package
that was begun is not sent. Decides only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from states.ladder import Reached, Recipient, Timetable
from states.package import PackageState
from states.rungs import Addressee
from states.waking import ChasedPlan
from states.workdays import count_after, on_or_before

SUPERVISORS = tuple(Addressee)[1:]


@dataclass(frozen=True, kw_only=True)
class Package:
    """What the package of a plan must hold on a reporting day, and what is missing. `due_on` is the working day that
    counts; `items` and `assignments` are those due since the reporting day before, and older ones not yet done; of the
    `not_reported` some are `late`; `undated` counts items that nobody has given a date. `state` is how far the package
    itself has come, None where nobody has begun it.
    """

    plan_id: int
    nominal_due_on: date
    due_on: date
    order_number: str
    order_issued_on: date
    items: int = 0
    assignments: int = 0
    not_reported: int = 0
    late: int = 0
    not_reviewed: int = 0
    undated: int = 0
    state: PackageState | None = None


class Milestone(NamedTuple):
    """A rung reached around the day a plan is reported on. It speaks once for ever: its key is unique."""

    plan: ChasedPlan
    nominal_due_on: date
    due_on: date
    to: Addressee
    reached: Reached

    @property
    def key(self) -> str:
        """What makes it this one."""
        rung, step, *_ = self.reached
        return f"package/{self.plan.plan_id}/{self.nominal_due_on}/{rung.code}/{step}"


class PackageLine(NamedTuple):
    """A package in a digest, as `states.escalation.Line` is for an assignment. `working_days_left` is below 0 where the
    reporting day has passed.
    """

    package: Package
    to: Addressee
    fired: bool
    working_days_left: int
    instead: bool = False
    copy_of: Recipient | None = None


def milestones(
    plans: Iterable[ChasedPlan], timetables: Mapping[int, Timetable], *, unsent: Collection[tuple[int, date]] = ()
) -> Iterator[Milestone]:
    """The highest rung that each supervisor's chain has reached around each reporting day of each plan; around days
    that have passed for the `unsent` only: plans with the nominal reporting day of a package that was begun.
    """
    for plan in plans:
        timetable = timetables[plan.plan_id]
        for nominal in plan.reporting_dates:
            due_on = on_or_before(nominal, timetable.calendar)
            if due_on < timetable.today and (plan.plan_id, nominal) not in unsent:
                continue
            for to in SUPERVISORS:
                reached = timetable.milestone(due_on, to)
                if reached:
                    yield Milestone(plan, nominal, due_on, to, reached)


def working_days_left(milestone: Milestone, timetable: Timetable) -> int:
    """Working days after today until the plan is reported on, its day included; below 0, those since that day."""
    since = timetable.working_days_since(milestone.due_on)
    return count_after(timetable.today, milestone.due_on, timetable.calendar) - since
