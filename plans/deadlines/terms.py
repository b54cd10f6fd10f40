"""Dates, periods and lists of them: a part of a phrase -> terms. A year or month left out is taken from its neighbour
in the list, then from the plan. Knows nothing of recurrence and of what a deadline is for.
"""

from datetime import timedelta

from plans.deadlines.pieces import (
    Piece,
    half_years,
    months,
    parts_of_month,
    quarters,
    read_bare_day,
    read_day,
    read_month,
    read_year,
    years,
)
from plans.deadlines.plan_year import school_year
from plans.deadlines.school_years import read_school_year, school_years
from plans.deadlines.spans import Doubtful, Point, Span, terms_of, whole
from plans.deadlines.words import Cursor
from states.schedule import Period, Term, periods_of_year

_SEPARATORS = (", а также", "; и", ", и", ",", ";", "а также", "и")
_NOT_LATER = "не позднее|позже [чем]"
_UNTIL = (_NOT_LATER, "до|к|по")
_TO_THE_END = ("[не] [позднее] до|к конца|концу", "до окончания", "не позднее конца")
_ONE_YEAR = frozenset({"год", "года", "году"})
_UNITS = {"месяца": Period.MONTH, "квартала": Period.QUARTER, "полугодия": Period.HALF_YEAR}


def read_terms(cursor: Cursor) -> tuple[Term, ...] | None:
    """Terms of `A`, `A, B`, `A и B`; None where the phrase is not dates, or names days that do not exist."""
    start = cursor.at
    try:
        spans = _spans(cursor)
        return terms_of(_of_one_sort(spans), cursor.plan, cursor.issued_on) if spans else None
    except Doubtful as doubt:
        cursor.doubt(str(doubt))
        cursor.at = start
        return None


def _of_one_sort(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if len({_is_whole_year(span) for span in spans}) > 1:
        raise Doubtful("a year stands in one list with days or months")
    return spans


def _is_whole_year(span: Span) -> bool:
    """A year alone, not a year that belongs to a month."""
    start, end = span.start, span.end
    months = start and (start.month, end.month, start.day, end.day)
    return months == (1, 12, None, None) and start is not None and start.year == end.year


def _spans(cursor: Cursor) -> tuple[Span, ...]:
    found: list[Span] = []
    while spans := _one(cursor):
        found.extend(spans)
        start = cursor.at
        if not cursor.any_of(*_SEPARATORS):
            return tuple(found)
    if found:
        cursor.at = start
    return tuple(found)


def _one(cursor: Cursor) -> tuple[Span, ...] | None:
    start = cursor.at
    for rule in _RULES:
        found = rule(cursor)
        if found:
            return found
        cursor.at = start
    return None


def _until(cursor: Cursor) -> tuple[Span, ...] | None:
    cursor.any_of("в срок [:]", "[и] [срок]")
    if cursor.any_of(*_TO_THE_END):
        return _end_of_period(cursor)
    if cursor.any_of("до|к начала|началу"):
        return _before_school(cursor)
    until = next((word for word in _UNTIL if cursor.words(word)), None)
    if until is None:
        return None
    end = read_day(cursor) or _lone_day(cursor)
    if end is None and until == _NOT_LATER:
        end = read_month(cursor)  # through it; «до мая» may be before it, and is not understood
    cursor.any_of("включительно", "( включительно )")
    return (Span(None, end),) if end else None


def _end_of_period(cursor: Cursor) -> tuple[Span, ...] | None:
    this = cursor.word("текущего|этого|данного")
    unit = _UNITS.get(cursor.here)
    if unit is not None:
        cursor.at += 1
        return _end_of(cursor, unit)
    if cursor.word("года"):
        if this:
            return (Span(None, Point(12, None, cursor.issued_on.year)),)
        return (Span(None, _end_of_year(cursor)),)
    if read_school_year(cursor):
        raise Doubtful("the end of lessons is each school's own: name the day")
    found = _period(cursor) if not this else None
    return tuple(Span(None, span.end) for span in found) if found else None


def _end_of(cursor: Cursor, unit: Period) -> tuple[Span, ...]:
    """The end of the month, quarter or half-year in which the order was issued."""
    issued_on = cursor.issued_on
    due_on = next(term.due_on for term in periods_of_year(issued_on.year, unit) if term.due_on >= issued_on)
    return (Span(None, whole(due_on, due_on).end),)


def _end_of_year(cursor: Cursor) -> Point:
    if not cursor.plan.is_calendar or cursor.plan.begins_on.year != cursor.issued_on.year:
        raise Doubtful("until the end of which year: the order's or the plan's?")
    return Point(12, None, cursor.issued_on.year)


def _before_school(cursor: Cursor) -> tuple[Span, ...] | None:
    """The last day before a school year."""
    year = cursor.plan if cursor.plan.is_school else school_year(_next_september(cursor))
    if not cursor.any_of("[нового] учебного года"):
        named = read_school_year(cursor)
        if named is None:
            return None
        year = named
    due_on = year.begins_on - timedelta(days=1)
    return (Span(None, whole(due_on, due_on).end),)


def _next_september(cursor: Cursor) -> int:
    begun = cursor.issued_on >= school_year(cursor.issued_on.year).begins_on
    return cursor.issued_on.year + begun


def _from_to(cursor: Cursor) -> tuple[Span, ...] | None:
    cursor.any_of("[в] период [:]", "в срок|сроки")
    if not cursor.word("с|со"):
        return None
    start = read_day(cursor) or read_month(cursor) or read_bare_day(cursor)
    if start is not None:
        cursor.word("числа|число")
    cursor.word(",")
    if start is None or not cursor.word("по|до"):
        return None
    end = read_day(cursor) or (read_month(cursor) if _is_month(start) else None)
    cursor.any_of("включительно", "( включительно )")
    return (Span(start, end),) if end else None


def _is_month(point: Point) -> bool:
    return point.day is None and point.weekday is None


def _within(cursor: Cursor) -> tuple[Span, ...] | None:
    if not cursor.any_of("в течение|течении", "на протяжении", "весь|все", "[в] период [:]", "в|во"):
        return None
    cursor.word("всего|весь")
    if cursor.word("год|года"):
        return _whole_plan_year(cursor)
    return school_years(cursor) or _range(cursor) or _period(cursor)


def _whole_plan_year(cursor: Cursor) -> tuple[Span, ...]:
    """`в течение года`: the plan's, where it is for one."""
    if len(cursor.plan.in_years) != 1:
        raise Doubtful("in the course of which year: the plan is for several")
    return (whole(cursor.plan.begins_on, cursor.plan.ends_on),)


def _range(cursor: Cursor) -> tuple[Span, ...] | None:
    """`A - B` where both are of one sort: days, months, quarters, half-years, years."""
    start_at = cursor.at
    day = read_day(cursor)
    if day and cursor.word("-"):
        end = read_day(cursor)
        return (Span(day, end),) if end else None
    cursor.at = start_at
    for piece in (months, quarters, half_years):
        first = piece(cursor)
        if first and cursor.word("-"):
            last = piece(cursor)
            if last:
                return (Span(first[0].start, last[-1].end),)
        cursor.at = start_at
    return _range_of_years(cursor) or _range_of_bare_days(cursor, start_at)


def _range_of_bare_days(cursor: Cursor, start_at: int) -> tuple[Span, ...] | None:
    cursor.at = start_at
    day = read_bare_day(cursor)
    end = read_day(cursor) if day and cursor.word("-") else None
    if end is None:
        cursor.at = start_at
    return (Span(day, end),) if day and end else None


def _range_of_years(cursor: Cursor) -> tuple[Span, ...] | None:
    first = read_year(cursor)
    said = cursor.tokens[cursor.at - 1] if first else ""
    last = read_year(cursor) if first and cursor.word("-") else None
    if first is None or last is None:
        return None
    if last == first + 1 and said.isdecimal() and _names_one_year(cursor):
        raise Doubtful(f"{first}-{last}: two years or one school year?")
    return (Span(Point(1, None, first), Point(12, None, last)),)


def _names_one_year(cursor: Cursor) -> bool:
    last = cursor.tokens[cursor.at - 1]
    return last.isdecimal() or last in _ONE_YEAR


def _period(cursor: Cursor) -> tuple[Span, ...] | None:
    for rule in _PERIODS:
        start = cursor.at
        found = rule(cursor)
        if found:
            return found
        cursor.at = start
    return None


def _on_a_day(cursor: Cursor) -> tuple[Span, ...] | None:
    day = read_day(cursor)
    return (Span(None, day),) if day else None


def _lone_piece(cursor: Cursor) -> tuple[Span, ...] | None:
    day = _lone_day(cursor)
    return (Span(None, day),) if day else None


def _lone_day(cursor: Cursor) -> Point | None:
    """A day whose month stands further on: `1 и 15 марта`."""
    day = read_bare_day(cursor)
    return day if day and cursor.here in {",", "и"} else None


_PERIODS: tuple[Piece, ...] = (school_years, quarters, half_years, parts_of_month, months, years)
_RULES: tuple[Piece, ...] = (_until, _from_to, _within, school_years, _range, _on_a_day, _period, _lone_piece)
