"""Days of a month that come again: `до 5 числа каждого месяца`, `последний день месяца`, `до 10 числа месяца,
следующего за отчетным кварталом`. Knows no weekdays and no single dates.
"""

from dataclasses import dataclass, replace
from datetime import date

from plans.deadlines.recurring import A_YEAR, OF_EACH, PAUSE, Often, periods, repeated, scope
from plans.deadlines.words import Cursor
from states.schedule import Period, Schedule, Term, last_day_of_month

_AFTER_REPORTED = "[,] следующего за отчетным|истекшим|прошедшим"
_REPORTED = {
    "месяцем": Period.MONTH, "кварталом": Period.QUARTER, "полугодием": Period.HALF_YEAR, "годом": Period.YEAR,
}  # fmt: skip


@dataclass(frozen=True)
class _Days:
    """Days of a month; `opens` where they are one stretch (`с 1 по 5 число`)."""

    due: tuple[int, ...]
    opens: int | None = None


def day_of_each_month(phrase: Cursor) -> Schedule | None:
    """`до 5 числа каждого месяца`, `до 10 числа месяца, следующего за отчетным кварталом`."""
    days = _days(phrase)
    if days is None:
        return None
    if every := _after_the_reported(phrase):
        return _after(phrase, every, days)
    if not phrase.any_of("каждого месяца [,] [ежемесячно]", "[месяца] [,] ежемесячно"):
        phrase.doubt("the number of a month's day, and not of which month")
        return None
    return _on(phrase, Period.MONTH, days)


def on_days(phrase: Cursor, often: Often) -> Schedule | None:
    """What may follow `ежемесячно` or `ежеквартально`: a day's number, and of which month."""
    phrase.any_of(*PAUSE)
    if often.times > 1 or often.every in {Period.WEEK, Period.YEAR}:
        return None
    if phrase.any_of("[до] [в] последнего|последний|последнее [рабочего|рабочий] дня|день|числа|число [месяца]"):
        return repeated(Period.MONTH, periods(Period.MONTH, phrase.plan)) if often.every is Period.MONTH else None
    days = _days(phrase)
    if days is None:
        return None
    every = _after_the_reported(phrase, often.every)
    if every is not None:
        return _after(phrase, every, days) if every is often.every else None
    if often.every is Period.MONTH:
        phrase.any_of("каждого|текущего|отчетного месяца", "месяца")
    elif not phrase.any_of("последнего месяца [каждого|отчетного] [квартала|полугодия]"):
        phrase.doubt("the number of a month's day, and not of which month of the quarter or half-year")
        return None
    return _on(phrase, often.every, days)


def end_of_each(phrase: Cursor) -> Schedule | None:
    """`последний рабочий день месяца`, `до конца каждого квартала`."""
    last = phrase.any_of("[в] последний|последнее [рабочий] день|число", "[до] последнего [рабочего] дня|числа")
    if not last and not phrase.any_of("до|к|в конца|концу|конце", "не позднее конца"):
        return None
    each = phrase.word("каждого")
    every = OF_EACH.get(phrase.here)
    if every is None or not (each or (last and every is Period.MONTH)):
        return None
    phrase.at += 1
    phrase.any_of("[,] ежемесячно")
    return repeated(every, periods(every, scope(phrase) or phrase.plan))


def _days(phrase: Cursor) -> _Days | None:
    """`до 5 числа`, `10 и 25 числа`, `с 1 по 5 число`, `5-го`."""
    start = phrase.at
    if phrase.any_of("[в] [период] с"):
        opens = phrase.day()
        phrase.word("числа|число")
        due = phrase.day() if phrase.word("по|до") else None
        if opens and due and opens <= due and phrase.word("числа|число"):
            return _Days((due,), opens)
        phrase.at = start
        return None
    phrase.any_of("[в] [срок] до", "не позднее|позже", "к", "по")
    phrase.word("каждое|каждого")
    found: list[int] = []
    while (day := phrase.day()) is not None:
        found.append(day)
        if not phrase.any_of(", и", ",", "и"):
            break
        phrase.word("до|к")
    said = phrase.word("числа|число|числу|дня") or phrase.tokens[phrase.at - 1] in {"го", "е"}
    if not found or not said or sorted(set(found)) != found:
        phrase.at = start
        return None
    return _Days(tuple(found))


def _after_the_reported(phrase: Cursor, every: Period | None = None) -> Period | None:
    """`месяца, следующего за отчетным кварталом`: the period reported on; `every` where it is not said."""
    start = phrase.at
    phrase.word("каждого")
    if phrase.any_of("[первого] месяца [квартала] " + _AFTER_REPORTED, _AFTER_REPORTED):
        said = _REPORTED.get(phrase.here)
        if said:
            phrase.at += 1
        else:
            phrase.word("периодом")
        return said or every or Period.MONTH
    if every is Period.MONTH and phrase.any_of("следующего месяца"):
        return every
    phrase.at = start
    return None


def _on(phrase: Cursor, every: Period, days: _Days) -> Schedule:
    """On those days of the last month of every period."""
    terms = [
        _on_day(term.opens_on, last_day_of_month(term.due_on.year, term.due_on.month), day, days.opens)
        for term in periods(every, scope(phrase) or phrase.plan)
        for day in days.due
    ]
    return _with_days(every, terms, days)


def _after(phrase: Cursor, every: Period, days: _Days) -> Schedule:
    """On those days of the month after every period."""
    terms: list[Term] = []
    for term in periods(every, scope(phrase) or phrase.plan):
        following = term.due_on.month % A_YEAR + 1
        end = last_day_of_month(term.due_on.year + (following == 1), following)
        terms.extend(_on_day(term.opens_on, end, day, days.opens) for day in days.due)
    return _with_days(every, terms, days)


def _on_day(opens_on: date | None, end: date, day: int, opens: int | None) -> Term:
    due_on = end.replace(day=min(day, end.day))
    return Term(opens_on=end.replace(day=min(opens, due_on.day)) if opens else opens_on, due_on=due_on)


def _with_days(every: Period, terms: list[Term], days: _Days) -> Schedule:
    only = days.due[0] if len(days.due) == 1 else None
    return replace(repeated(every, tuple(terms)), day=only, times=None if only else len(days.due))
