"""Dates, periods and lists of them: a part of a phrase -> terms. A year or month left out is taken from its neighbour
in the list, then from the order. Knows nothing of recurrence and of what a deadline is for.
"""

from collections.abc import Callable
from dataclasses import replace

from plans.deadlines.spans import Point, Span, terms_of
from plans.deadlines.words import Cursor
from states.schedule import Term

_YEAR_WORD = "год|года|году|годов|гг|г|годы"
_SEPARATORS = (",", ";", "и", ", и", ", а также")


def read_terms(cursor: Cursor) -> tuple[Term, ...] | None:
    """Terms of `A`, `A, B`, `A и B`; None where the phrase is not dates, or names days that do not exist."""
    spans = [_span(cursor)]
    while spans[-1] is not None and not cursor.done:
        start = cursor.at
        if not any(cursor.words(separator) for separator in reversed(_SEPARATORS)):
            break
        following = _span(cursor)
        if following is None:
            cursor.at = start
            break
        spans.append(following)
    found = tuple(span for span in spans if span is not None)
    return terms_of(found, cursor.year) if found else None


def read_year(cursor: Cursor) -> int | None:
    """`2024`, `2024 года`, `2024г.`, `текущего года`; None where no year stands here."""
    if cursor.any_of("текущего|этого|сего года", "т . г ."):
        return cursor.year
    if cursor.any_of("следующего|будущего года"):
        return cursor.year + 1
    year = cursor.number(2000, 2099)
    if year is not None and cursor.word(_YEAR_WORD):
        cursor.word(".")
    return year


def _span(cursor: Cursor) -> Span | None:
    start = cursor.at
    for rule in _RULES:
        found = rule(cursor)
        if found is not None:
            return found
        cursor.at = start
    return None


def _until(cursor: Cursor) -> Span | None:
    cursor.any_of("в срок", "не позднее чем")
    if not cursor.any_of("[и] до конца", "к концу"):
        if not cursor.any_of("до", "не позднее [чем]", "к", "по"):
            return None
        end = _day(cursor) or _lone_day(cursor)
        return Span(None, end) if end else None
    year_only = cursor.words("года")
    period = Span(None, Point(12)) if year_only else _period(cursor)
    return Span(None, period.end) if period else None


def _from_to(cursor: Cursor) -> Span | None:
    if not cursor.word("с|со"):
        return None
    start = _day(cursor) or _month(cursor) or _bare_day(cursor)
    cursor.word(",")
    if start is None or not cursor.word("по|до"):
        return None
    end = _day(cursor) or (_month(cursor) if start.day is None else None)
    return Span(start, end) if end else None


def _within(cursor: Cursor) -> Span | None:
    if not cursor.any_of("в течение|течении", "на протяжении", "весь|все", "в|за"):
        return None
    cursor.word("всего")
    if cursor.word("года"):
        return Span(Point(1), Point(12))
    return _range(cursor) or _period(cursor)


def _range(cursor: Cursor) -> Span | None:
    start_at = cursor.at
    for piece in (_day, _month, _whole_year, _bare_day):
        start = piece(cursor)
        if start is not None and cursor.word("-"):
            end = _end_of_range(cursor, start)
            if end is not None:
                return Span(start, end)
        cursor.at = start_at
    return None


def _end_of_range(cursor: Cursor, start: Point) -> Point | None:
    if start.day is not None:
        return _day(cursor)
    if start.month is None:
        year = read_year(cursor)
        return Point(12, None, year) if year else None
    return _month(cursor)


def _period(cursor: Cursor) -> Span | None:
    for rule in (_quarter, _half_year, _ten_days, _one_month, _one_year):
        start = cursor.at
        found = rule(cursor)
        if found is not None:
            return found
        cursor.at = start
    return None


def _quarter(cursor: Cursor) -> Span | None:
    which = cursor.ordinal(4)
    if which is None or not cursor.any_of("квартал|квартала|квартале", "кв [.]"):
        return None
    return _months(which * 3 - 2, which * 3, read_year(cursor))


def _half_year(cursor: Cursor) -> Span | None:
    which = cursor.ordinal(2)
    if which is None or not cursor.word("полугодие|полугодия|полугодии"):
        return None
    return _months(which * 6 - 5, which * 6, read_year(cursor))


def _months(first: int, last: int, year: int | None) -> Span:
    return Span(Point(first, None, year), Point(last, None, year))


def _ten_days(cursor: Cursor) -> Span | None:
    which = cursor.ordinal(3)
    if which is None or not cursor.word("декада|декады|декаде"):
        return None
    month = _month(cursor)
    if month is None:
        return None
    end = replace(month, day=which * 10) if which < 3 else month  # noqa: PLR2004 - the third ends with the month
    return Span(replace(month, day=which * 10 - 9), end)


def _one_month(cursor: Cursor) -> Span | None:
    month = _month(cursor)
    return Span(month, month) if month else None


def _one_year(cursor: Cursor) -> Span | None:
    year = read_year(cursor)
    return _months(1, 12, year) if year else None


def _on_a_day(cursor: Cursor) -> Span | None:
    day = _day(cursor)
    return Span(None, day) if day else None


def _lone_piece(cursor: Cursor) -> Span | None:
    day = _lone_day(cursor)
    return Span(None, day) if day else None


def _day(cursor: Cursor) -> Point | None:
    if cursor.here.count(".") == 2:  # noqa: PLR2004 - dd.mm.yyyy is one token
        day, month, year = (int(part) for part in cursor.here.split("."))
        cursor.at += 1
        if cursor.word("г|года|год"):
            cursor.word(".")
        return Point(month, day, year + 2000 if year < 100 else year)  # noqa: PLR2004 - two digits
    start, day_of_month = cursor.at, _day_number(cursor)
    named = cursor.month() if day_of_month else None
    if day_of_month is None or named is None:
        cursor.at = start
        return None
    return Point(named, day_of_month, read_year(cursor))


def _day_number(cursor: Cursor) -> int | None:
    day = cursor.number(1, 31)
    if day is not None:
        cursor.any_of("- го|е|ое", "го")
    return day


def _month(cursor: Cursor) -> Point | None:
    cursor.word("месяц|месяца")
    month = cursor.month()
    return Point(month, None, read_year(cursor)) if month else None


def _whole_year(cursor: Cursor) -> Point | None:
    year = read_year(cursor)
    return Point(None, None, year) if year else None


def _bare_day(cursor: Cursor) -> Point | None:
    day = _day_number(cursor)
    return Point(None, day) if day else None


def _lone_day(cursor: Cursor) -> Point | None:
    """A day whose month stands further on: `1 и 15 марта`."""
    day = _bare_day(cursor)
    return day if day and cursor.here in {",", "и"} else None


_RULES: tuple[Callable[[Cursor], Span | None], ...] = (
    _until, _from_to, _within, _range, _on_a_day, _period, _lone_piece,
)  # fmt: skip
