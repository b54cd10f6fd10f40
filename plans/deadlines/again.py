"""What comes again: `ежемесячно до 5 числа`, `по пятницам`, `2 раза в год (июнь, декабрь)` -> recurring schedules that
reach to the plan's end, or over the time the phrase itself names. Knows no single dates.
"""

import re
from dataclasses import replace
from datetime import date

from plans.deadlines.month_days import day_of_each_month, end_of_each, on_days
from plans.deadlines.plan_year import PlanYear, in_twelve_months
from plans.deadlines.recurring import A_YEAR, OF_EACH, PAUSE, Often, periods, repeated, scope
from plans.deadlines.terms import read_terms
from plans.deadlines.week_days import monthly_on_weekday, on_weekdays, weekly
from plans.deadlines.words import Cursor
from states.schedule import MONTHS_IN, Period, Schedule, ScheduleKind, Term, parts_of_months

_ADVERBS = {
    "еженедельно": Period.WEEK, "ежемесячно": Period.MONTH, "помесячно": Period.MONTH, "ежеквартально": Period.QUARTER,
    "поквартально": Period.QUARTER, "ежегодно": Period.YEAR,
}  # fmt: skip
_UNITS = {
    "неделю": Period.WEEK, "месяц": Period.MONTH, "мес": Period.MONTH, "квартал": Period.QUARTER, "кв": Period.QUARTER,
    "полугодие": Period.HALF_YEAR, "полгода": Period.HALF_YEAR, "год": Period.YEAR,
}  # fmt: skip
_PER = {"месяцам": Period.MONTH, "кварталам": Period.QUARTER, "полугодиям": Period.HALF_YEAR}
_OTHER_YEARS = frozenset({"текущего", "текущем", "этого", "следующего", "следующем", "будущего"})
_YEAR = re.compile(r"\d{4}|\d\d\.\d{4}|\d+\.\d+\.\d+")
_TWICE = {"дважды": 2, "трижды": 3, "четырежды": 4}


def read_again(phrase: Cursor) -> Schedule | None:
    """The recurring schedule that stands here; the caller sees to it that nothing is left over."""
    start = phrase.at
    for rule in (_how_often, day_of_each_month, weekly, monthly_on_weekday, end_of_each):
        phrase.at = start
        found = rule(phrase)
        if found is not None and phrase.done:
            return found
    return None


def read_often_from(phrase: Cursor, first: Term) -> Schedule | None:
    """What `январь, далее ежеквартально` goes on with: the first term, then every period that ends later."""
    often = _often(phrase)
    if often is None or often.times > 1 or not phrase.done:
        return None
    later = [term for term in periods(often.every, phrase.plan) if term.due_on > first.due_on]
    if often.every is Period.YEAR:
        later = []  # every year at the time of the first
    return Schedule(kind=ScheduleKind.RECURRING, every=often.every, terms=(first, *later))


def _how_often(phrase: Cursor) -> Schedule | None:
    often = _often(phrase)
    if often is None:
        return None
    for detail in (_plainly, _at_named_times, on_weekdays, on_days):
        start = phrase.at
        found = detail(phrase, often)
        if found is not None and phrase.done:
            return found
        phrase.at = start
    return None


def _often(phrase: Cursor) -> Often | None:
    if every := _ADVERBS.get(phrase.here):
        phrase.at += 1
        return Often(every)
    if phrase.word("каждый|каждое|каждую|каждые"):
        return _of_unit(phrase, _UNITS) or _in_some_months(phrase)
    start = phrase.at
    if phrase.word("по") and (often := _of_unit(phrase, _PER)):
        return often
    phrase.at = start
    times = _times(phrase)
    return _in_each(phrase, times) if times else None


def _of_unit(phrase: Cursor, units: dict[str, Period]) -> Often | None:
    """`месяц`, `кварталам`: once in each."""
    every = units.get(phrase.here)
    if every is None:
        return None
    phrase.at += 1
    return Often(every)


def _times(phrase: Cursor) -> int | None:
    """`не реже 2 раз`, `дважды`, `по 1 разу`, `раз`."""
    phrase.any_of("не реже|менее [чем]", "минимум", "по")
    if times := _TWICE.get(phrase.here):
        phrase.at += 1
        return times
    times = phrase.count() or 1
    return times if phrase.any_of("раз|раза|разу", "р [.]") else None


def _in_each(phrase: Cursor, times: int) -> Often | None:
    within = phrase.any_of("в|за течение|течении")
    if not within and not phrase.any_of("в|за|на|/ [каждый|каждое|каждую]"):
        return None
    unit = (OF_EACH if within else _UNITS).get(phrase.here)
    if unit is not None:
        phrase.at += 1
        phrase.word(".")
        return Often(unit, times, counted=True)
    return _in_some_months(phrase) if times == 1 else None


def _in_some_months(phrase: Cursor) -> Often | None:
    """The `2 месяца` of `раз в 2 месяца`: six times a year."""
    count = phrase.count()
    if not count or A_YEAR % count or not phrase.word("месяц|месяца|месяцев"):
        return None
    return Often(Period.YEAR, A_YEAR // count, counted=True)


def _plainly(phrase: Cursor, often: Often) -> Schedule | None:
    plan = scope(phrase)
    if often.times > 1 or often.every is Period.YEAR:
        return _evenly(often, plan or phrase.plan)
    terms = periods(often.every, plan or phrase.plan)
    return repeated(often.every, terms) if len(terms) > 1 or not plan else None


def _evenly(often: Often, plan: PlanYear) -> Schedule | None:
    """Periods parted evenly. A year's are stretches of twelve months of the plan, whenever it begins."""
    if often.every is Period.WEEK:
        return None
    a_year = often.every is Period.YEAR
    starts = plan.in_years if a_year else [term.opens_on for term in periods(often.every, plan) if term.opens_on]
    parts = [parts_of_months(start, MONTHS_IN[often.every], often.times) for start in starts]
    if not parts or not all(parts):
        return None
    return _counted(often, tuple(term for part in parts for term in part))


def _at_named_times(phrase: Cursor, often: Often) -> Schedule | None:
    """`2 раза в год (июнь, декабрь)`, `ежегодно до 1 июня`: as many terms as there are times."""
    phrase.any_of(*PAUSE)
    if often.every is Period.YEAR:
        return _each_year(phrase, often)
    terms = read_terms(phrase) if often.every in {Period.QUARTER, Period.HALF_YEAR} else None
    if terms is None or len(terms) != len(periods(often.every, phrase.plan)) * often.times:
        return None
    return _counted(often, terms)


def _each_year(phrase: Cursor, often: Often) -> Schedule | None:
    """The named times in every year of the plan; in the next where this year's were over when the order was issued."""
    begins = () if _names_year(phrase) else phrase.plan.in_years
    found = [_terms_in(phrase, begin) for begin in begins] or [read_terms(phrase)]
    if begins and found[-1] and found[-1][-1].due_on < phrase.issued_on:
        found = [_terms_in(phrase, begins[-1].replace(year=begins[-1].year + 1))]
    if not found[0] or (often.counted and len(found[0]) != often.times):
        return None
    if begins:
        phrase.at = len(phrase.tokens)
    return _counted(often, tuple(term for one in found if one for term in one))


def _terms_in(phrase: Cursor, begins_on: date) -> tuple[Term, ...] | None:
    rest = replace(phrase, plan=in_twelve_months(begins_on), issued_on=begins_on)
    terms = read_terms(rest)
    return terms if rest.done else None


def _names_year(phrase: Cursor) -> bool:
    return any(_YEAR.fullmatch(token) or token in _OTHER_YEARS for token in phrase.tokens)


def _counted(often: Often, terms: tuple[Term, ...]) -> Schedule:
    if often.counted and often.every is Period.YEAR:
        return Schedule(kind=ScheduleKind.TIMES_PER_YEAR, terms=terms, times=often.times)
    return replace(repeated(often.every, terms), times=often.times if often.times > 1 else None)
