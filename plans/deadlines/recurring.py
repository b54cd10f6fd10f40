"""What all recurring schedules share: how often, the time over which they come again, their periods. Knows no words of
days and weekdays.
"""

from dataclasses import dataclass

from plans.deadlines.plan_year import PlanYear
from plans.deadlines.terms import read_terms
from plans.deadlines.words import Cursor
from states.schedule import Period, Schedule, ScheduleKind, Term, periods_between

A_YEAR = 12
PAUSE = (", -", ",", ":", "-")
OF_EACH = {
    "недели": Period.WEEK, "месяца": Period.MONTH, "квартала": Period.QUARTER, "полугодия": Period.HALF_YEAR,
    "года": Period.YEAR,
}  # fmt: skip


@dataclass(frozen=True)
class Often:
    """How often: so many times in each period. `counted` where the phrase itself counts (`2 раза в год`)."""

    every: Period
    times: int = 1
    counted: bool = False


def scope(phrase: Cursor) -> PlanYear | None:
    """`в течение 2025 года`, `с сентября по май`: the one span of time to its end, over which it comes again."""
    start = phrase.at
    phrase.any_of(*PAUSE)
    terms = read_terms(phrase) if not phrase.done else None
    if terms is None or len(terms) > 1 or not terms[0].opens_on or not phrase.done:
        phrase.at = start
        return None
    return PlanYear(begins_on=terms[0].opens_on, ends_on=terms[0].due_on)


def periods(every: Period, plan: PlanYear) -> tuple[Term, ...]:
    """The calendar periods that end in the plan's time."""
    return periods_between(plan.begins_on, plan.ends_on, every)


def repeated(every: Period, terms: tuple[Term, ...]) -> Schedule:
    """A recurring schedule of these terms."""
    return Schedule(kind=ScheduleKind.RECURRING, every=every, terms=terms)
