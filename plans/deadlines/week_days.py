"""Days of the week that come again: `по пятницам`, `последняя пятница каждого месяца`. Knows no days of a month."""

from dataclasses import replace

from plans.deadlines.pieces import read_nth_weekday, read_weekday
from plans.deadlines.recurring import PAUSE, Often, periods, repeated, scope
from plans.deadlines.words import Cursor
from states.schedule import Period, Schedule, Term, nth_weekday, weeks_between

_DATIVE = ("понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям")
_BEGIN = frozenset({"по", "каждый", "каждую", "каждое", "каждая", "в", "во"})


def weekly(phrase: Cursor) -> Schedule | None:
    """`по пятницам`, `каждую пятницу`, with or without `еженедельно` behind."""
    if phrase.here not in _BEGIN:
        return None  # one Friday, or every one?
    weekdays = _weekdays(phrase)
    phrase.any_of("[,] еженедельно")
    return _weekly_on(phrase, weekdays)


def monthly_on_weekday(phrase: Cursor) -> Schedule | None:
    """`последняя пятница каждого месяца`, `каждый второй вторник месяца`."""
    phrase.any_of("каждый|каждую|каждая", "в|во каждый|каждую")
    found = read_nth_weekday(phrase)
    if found is None or not phrase.any_of("[каждого] месяца [,] [ежемесячно]", "[,] ежемесячно"):
        return None
    return _on_nth(phrase, *found)


def on_weekdays(phrase: Cursor, often: Often) -> Schedule | None:
    """What may follow `еженедельно` and `ежемесячно`: on which days of the week."""
    phrase.any_of(*PAUSE)
    if often.every is Period.WEEK:
        weekdays = _weekdays(phrase)
        if len(weekdays) != often.times and often.times > 1:
            return None
        return _weekly_on(phrase, weekdays)
    if often.every is not Period.MONTH or often.times > 1:
        return None
    found = read_nth_weekday(phrase)
    if found is None:
        return None
    phrase.any_of("[каждого] месяца")
    return _on_nth(phrase, *found)


def _weekdays(phrase: Cursor) -> tuple[int, ...]:
    """`по пятницам`, `каждый вторник и четверг`, `до пятницы`: 0 is Monday."""
    one = _dative if phrase.word("по") else read_weekday
    if one is read_weekday:
        phrase.any_of("до", "[в|во] каждый|каждую|каждое|каждая", "в|во")
    found: list[int] = []
    while (weekday := one(phrase)) is not None:
        found.append(weekday)
        if not phrase.any_of(", и", ",", "и"):
            break
        phrase.word("по" if one is _dative else "каждый|каждую|каждое|в")
    return tuple(sorted(set(found)))


def _dative(phrase: Cursor) -> int | None:
    if phrase.here not in _DATIVE:
        return None
    phrase.at += 1
    return _DATIVE.index(phrase.tokens[phrase.at - 1])


def _weekly_on(phrase: Cursor, weekdays: tuple[int, ...]) -> Schedule | None:
    if not weekdays:
        return None
    phrase.any_of("[каждой] недели")
    plan = scope(phrase) or phrase.plan
    terms = [term for one in weekdays for term in weeks_between(plan.begins_on, plan.ends_on, weekday=one)]
    ordered = tuple(sorted(terms, key=lambda term: term.due_on))
    return replace(repeated(Period.WEEK, ordered), weekdays=weekdays)


def _on_nth(phrase: Cursor, nth: int, weekday: int) -> Schedule:
    plan = scope(phrase) or phrase.plan
    terms = tuple(
        Term(opens_on=term.opens_on, due_on=nth_weekday(term.due_on.year, term.due_on.month, nth, weekday))
        for term in periods(Period.MONTH, plan)
    )
    return replace(repeated(Period.MONTH, terms), weekdays=(weekday,), nth=nth)
