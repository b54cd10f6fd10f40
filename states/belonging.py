"""Which reporting period an assignment belongs to. Judges dates and states; knows no rows."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from states.as_of import ANSWERED, Stood
from states.assignment import State
from states.item import SETTLED


class Span(NamedTuple):
    """The days of a reporting period, both included."""

    begins_on: date
    ends_on: date

    def holds(self, day: date | None) -> bool:
        """Whether `day` is in the period; no day never is."""
        return day is not None and self.begins_on <= day <= self.ends_on


class Belonging(StrEnum):
    """What an assignment is to a period. DUE: its original or its current deadline falls there. CARRIED: it was due
    earlier, and was open when the period began or still is not settled. UNDATED: nobody has set a day.
    EARLIER and LATER ones are of other periods.
    """

    DUE = "due"
    CARRIED = "carried"
    UNDATED = "undated"
    EARLIER = "earlier"
    LATER = "later"


OF_THE_PERIOD = frozenset({Belonging.DUE, Belonging.CARRIED, Belonging.UNDATED})


def belonging(now: Stood, before: State, period: Span) -> Belonging:
    """What an assignment, in state `before` when the period began and as `now` at the cut-off, is to the period."""
    due_on = now.current.effective_on
    if due_on is None:
        return Belonging.EARLIER if before in SETTLED else Belonging.UNDATED
    if period.holds(due_on) or period.holds(now.original.effective_on):
        return Belonging.DUE
    if due_on > period.ends_on:
        return Belonging.LATER
    return Belonging.EARLIER if before in ANSWERED | SETTLED and now.state in SETTLED else Belonging.CARRIED


def is_judged(now: Stood, before: State, period: Span) -> bool:
    """Whether this period's discipline counts the assignment: by its current deadline, so that what is moved to another
    period counts there; carried over, if its report had not been counted before.
    """
    if belonging(now, before, period) is Belonging.CARRIED:
        return before not in ANSWERED
    return period.holds(now.current.effective_on)
