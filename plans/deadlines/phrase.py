"""The grammar of deadlines: a phrase and the order's date -> a typed schedule. It consumes the whole phrase or says
`unrecognised`; it never guesses. Knows nothing of documents.
"""

from collections.abc import Callable
from datetime import date

from plans.deadlines.terms import read_terms, read_year
from plans.deadlines.words import Cursor, cursor
from states.schedule import Period, Schedule, ScheduleKind, Term, last_day_of_month, periods_of_year

_PERMANENT = ("постоянно", "на постоянной основе", "непрерывно", "бессрочно")
_THEN = (", [и] далее [-|,]", "; далее [-]", "- далее [-]", "[и] далее [-|,]", ". далее [-]")
_ADJECTIVE = "[отдельному|отдельно|утвержденному|согласованному|индивидуальному|особому|установленному|дополнительному]"
_BY_SCHEDULE = (
    f"[проводится] по {_ADJECTIVE} [утвержденному|согласованному] графику|плану|расписанию|календарю [проведения]",
    f"по {_ADJECTIVE} план|плану - графику",
    f"согласно {_ADJECTIVE} графику|плану|расписанию|приказу",
    f"согласно {_ADJECTIVE} план|плану - графику",
    "в соответствии с [отдельным|утвержденным|установленным] графиком|планом|расписанием|план - графиком",
    "в соответствии с [отдельным|утвержденным] графиком|планом|расписанием",
    "в сроки , установленные|определенные графиком|планом",
)
_ON_REQUEST = (
    "по [отдельному|письменному|мере|отдельным] запросу|запросам|требованию|заявке|заявкам|необходимости|обращению",
    "по мере поступления [запросов|заявок|обращений|запроса|заявки]",
    "при необходимости",
    "при наличии запроса|запросов|потребности|необходимости",
)
_UNSTATED = ("-", "не указан", "не установлен", "не определен", "без срока", "срок не указан|установлен|определен")
_EVERY = {
    "ежемесячно": Period.MONTH,
    "ежеквартально": Period.QUARTER,
    "ежегодно": Period.YEAR,
    "месяц": Period.MONTH,
    "квартал": Period.QUARTER,
    "полугодие": Period.HALF_YEAR,
    "год": Period.YEAR,
}
_MONTHS_OF_A_YEAR = 12


def read_deadline(text: str, issued_on: date) -> Schedule:
    """The schedule that `text` means for an order of `issued_on`; `unrecognised` unless all of it is understood."""
    start = cursor(text, issued_on.year)
    start.any_of("срок|сроки [исполнения|выполнения|реализации|проведения] [:|-]")
    if start.done:
        return Schedule(kind=ScheduleKind.UNSTATED)
    for rule in _RULES:
        attempt = Cursor(tokens=start.tokens, year=start.year, at=start.at)
        found = rule(attempt)
        if found is not None and attempt.done:
            return found
    return Schedule(kind=ScheduleKind.UNRECOGNISED)


def _phrases(kind: ScheduleKind, *patterns: str) -> Callable[[Cursor], Schedule | None]:
    def rule(phrase: Cursor) -> Schedule | None:
        start = phrase.at
        for pattern in patterns:
            phrase.at = start
            if phrase.words(pattern) and phrase.done:
                return Schedule(kind=kind)
        return None

    return rule


def _dated(phrase: Cursor) -> Schedule | None:
    terms = read_terms(phrase)
    if terms is None:
        return None
    return Schedule(kind=ScheduleKind.ONCE if len(terms) == 1 else ScheduleKind.DATES, terms=terms)


def _first_then_permanent(phrase: Cursor) -> Schedule | None:
    terms = read_terms(phrase)
    if terms is None or len(terms) > 1 or not phrase.any_of(*_THEN) or not phrase.any_of(*_PERMANENT):
        return None
    return Schedule(kind=ScheduleKind.CONTINUOUS, terms=terms)


def _times_per_year(phrase: Cursor) -> Schedule | None:
    times = _times(phrase)
    if times is None or not phrase.any_of("в|за год", "в течение года", "ежегодно"):
        year = read_year(phrase) if times and phrase.any_of("в [течение]") else None
        if year is None:
            return None
        return _evenly(times, year) if times else None
    return _evenly(times, phrase.year)


def _times(phrase: Cursor) -> int | None:
    phrase.any_of("не реже [чем]", "не менее [чем]", "минимум")
    if phrase.any_of("дважды"):
        return 2
    times = phrase.count()
    phrase.any_of("- х")
    if phrase.word("раз|раза") is None:
        return None
    return times or 1


def _evenly(times: int, year: int) -> Schedule | None:
    if _MONTHS_OF_A_YEAR % times:
        return None
    length = _MONTHS_OF_A_YEAR // times
    terms = tuple(
        Term(opens_on=date(year, first, 1), due_on=last_day_of_month(year, first + length - 1))
        for first in range(1, _MONTHS_OF_A_YEAR + 1, length)
    )
    return Schedule(kind=ScheduleKind.TIMES_PER_YEAR, terms=terms, times=times)


def _recurring(phrase: Cursor) -> Schedule | None:
    every = _every(phrase)
    if every is None:
        return None
    year = _year_scope(phrase) or phrase.year
    if phrase.done:
        return Schedule(kind=ScheduleKind.RECURRING, every=every, terms=periods_of_year(year, every))
    phrase.any_of(",", "-")
    return _on_day_of_year(phrase, every) if every is Period.YEAR else _on_day_of_month(phrase, every, year)


def _every(phrase: Cursor) -> Period | None:
    if word := phrase.word("ежемесячно|ежеквартально|ежегодно"):
        return _EVERY[word]
    if phrase.word("каждый|каждое"):
        unit = phrase.word("месяц|квартал|полугодие|год")
    else:
        once = _times(phrase) == 1 and phrase.word("в|за|на")
        unit = phrase.word("месяц|квартал|полугодие") if once else None
    return _EVERY[unit] if unit else None


def _year_scope(phrase: Cursor) -> int | None:
    start = phrase.at
    phrase.word(",")
    if phrase.any_of("в течение [всего] года"):
        return phrase.year
    year = read_year(phrase) if phrase.any_of("в [течение]") else None
    if year is None:
        phrase.at = start
    return year


def _on_day_of_year(phrase: Cursor, every: Period) -> Schedule | None:
    terms = read_terms(phrase)
    if terms is None or len(terms) > 1:
        return None
    return Schedule(kind=ScheduleKind.RECURRING, every=every, terms=terms)


def _on_day_of_month(phrase: Cursor, every: Period, year: int) -> Schedule | None:
    day = _day_of_month(phrase)
    if day is None:
        return None
    if phrase.any_of("месяца [,] следующего за отчетным [месяцем|кварталом|полугодием|периодом]"):
        return _after_the_period(every, year, day)
    if every is Period.MONTH:
        phrase.any_of("каждого месяца", "месяца", "текущего месяца")
    elif not phrase.any_of("последнего месяца [каждого] [квартала|полугодия]"):
        return None  # the 5th of which month of the quarter? A person must say
    return Schedule(kind=ScheduleKind.RECURRING, every=every, day=day, terms=periods_of_year(year, every, day))


def _day_of_month(phrase: Cursor) -> int | None:
    if not phrase.any_of("[в] [срок] до", "не позднее", "к", "по"):
        phrase.words("в [срок]")
    day = phrase.number(1, 31)
    if day is None:
        return None
    phrase.any_of("- го|е|ое", "го")
    return day if phrase.words("числа|число|числу") else None


def _after_the_period(every: Period, year: int, day: int) -> Schedule:
    terms = []
    for period in periods_of_year(year, every):
        following = period.due_on.month % _MONTHS_OF_A_YEAR + 1
        end = last_day_of_month(year + (following == 1), following)
        terms.append(Term(opens_on=period.opens_on, due_on=end.replace(day=min(day, end.day))))
    return Schedule(kind=ScheduleKind.RECURRING, every=every, day=day, terms=tuple(terms))


def _day_of_every_month(phrase: Cursor) -> Schedule | None:
    day = _day_of_month(phrase)
    if day is None:
        return None
    if phrase.any_of("месяца [,] следующего за отчетным кварталом"):
        return _after_the_period(Period.QUARTER, phrase.year, day)
    if phrase.any_of("[каждого] месяца [,] следующего за отчетным [месяцем]"):
        return _after_the_period(Period.MONTH, phrase.year, day)
    if not phrase.any_of("каждого месяца", "[,] ежемесячно"):
        return None
    terms = periods_of_year(_year_scope(phrase) or phrase.year, Period.MONTH, day)
    return Schedule(kind=ScheduleKind.RECURRING, every=Period.MONTH, day=day, terms=terms)


_RULES: tuple[Callable[[Cursor], Schedule | None], ...] = (
    _phrases(ScheduleKind.CONTINUOUS, *_PERMANENT),
    _phrases(ScheduleKind.BY_SCHEDULE, *_BY_SCHEDULE),
    _phrases(ScheduleKind.ON_REQUEST, *_ON_REQUEST),
    _phrases(ScheduleKind.UNSTATED, *_UNSTATED),
    _dated,
    _first_then_permanent,
    _times_per_year,
    _recurring,
    _day_of_every_month,
)
