"""The times of an order's items as seen on some day: which are over, when they are given out."""

from dataclasses import dataclass
from datetime import date

from models.tables import Occurrence
from states.schedule import DueTerm, Schedule, occurrences
from states.workdays import WorkingDays, shift

OPENS_AHEAD = 20
"""How many working days before it is due a later occurrence is given out, where a plan says nothing else."""


@dataclass(frozen=True, kw_only=True)
class OrderTimes:
    """An order's dates, how far ahead its plan opens, and the day it is looked at."""

    issued_on: date
    reporting_dates: tuple[date, ...]
    calendar: WorkingDays
    today: date
    opens_ahead: int = OPENS_AHEAD

    def terms(self, schedule: Schedule) -> list[DueTerm]:
        """All times of a schedule, over or not."""
        found = occurrences(
            schedule, issued_on=self.issued_on, reporting_dates=self.reporting_dates, calendar=self.calendar
        )
        return list(found)

    def ahead(self, schedule: Schedule) -> list[tuple[int, DueTerm]]:
        """Those that are not over, with their places among all; at least the last, so that somebody looks at it."""
        found = list(enumerate(self.terms(schedule)))
        return [one for one in found if not self.over(one[1])] or found[-1:]

    def over(self, term: DueTerm) -> bool:
        """Whether its day has passed."""
        return term.effective_due_on is not None and term.effective_due_on < self.today

    def occurrence(self, item_id: int, position: int, term: DueTerm) -> Occurrence:
        """The row of a time."""
        return Occurrence(
            item_id=item_id,
            position=position,
            opens_on=term.opens_on,
            due_on=term.due_on,
            effective_due_on=term.effective_due_on,
            issues_on=self.issues_on(position, term),
        )

    def issues_on(self, position: int, term: DueTerm) -> date:
        """The day its assignments are given out: now for the first, later ones some working days ahead."""
        if position == 0 or term.effective_due_on is None:
            return self.today
        return max(shift(term.effective_due_on, -self.opens_ahead, self.calendar), self.today)
