"""The pieces of dates: days, months, quarters, half-years, years -> points and spans. Each rule takes
what it understands from the cursor, or nothing. Knows no lists, no recurrence, no school.
"""

from collections.abc import Callable
from dataclasses import replace

from plans.deadlines.spans import Doubtful, Point, Span
from plans.deadlines.words import Cursor

YEAR_WORD = "год|года|году|годов|годы|годах|гг|г"
_QUARTER = "квартал|квартала|квартале|кварталы|кварталов|кварталах"
_HALF_YEAR = "полугодие|полугодия|полугодии|полугодий|полугодиях"
THIS, NEXT = "текущего|этого|сего|данного", "следующего|будущего"
CENTURY = 2000
_WEEKDAYS = (
    "понедельник|понедельника", "вторник|вторника", "среда|среду|среды", "четверг|четверга", "пятница|пятницу|пятницы",
    "суббота|субботу|субботы", "воскресенье|воскресенья",
)  # fmt: skip

Piece = Callable[[Cursor], tuple[Span, ...] | None]


def read_year(cursor: Cursor) -> int | None:
    """`2024`, `2024 года`, `2024г.`, `текущего года`; None where no year stands here."""
    if cursor.any_of(f"{THIS} {YEAR_WORD}", "т . г .", "т . г", "с . г .", "с . г", "текущем|этом году"):
        return cursor.issued_on.year
    if cursor.any_of(f"{NEXT} {YEAR_WORD}", "следующем|будущем году"):
        return cursor.issued_on.year + 1
    start = cursor.at
    year = cursor.number(CENTURY, CENTURY + 99)
    if year is None:
        return None
    if cursor.words("- го|й|м"):
        if cursor.word(YEAR_WORD) is None:
            cursor.at = start
            return None
    elif cursor.word(YEAR_WORD):
        cursor.word(".")
    return year


def read_day(cursor: Cursor) -> Point | None:
    """`31 мая`, `31-го мая 2024 г.`, `тридцать первого мая`, `31.05.2024`, `31.05`, `последняя пятница мая`."""
    return _day_in_digits(cursor) or _day_of_month(cursor) or _weekday_of_month(cursor)


def _day_in_digits(cursor: Cursor) -> Point | None:
    parts = cursor.here.split(".")
    if not parts[0] or len(parts) == 1 or _is_month_in_digits(cursor.here):
        return None
    cursor.at += 1
    year = _four_digits(parts[2]) if len(parts) > 2 else None  # noqa: PLR2004 - dd.mm.yyyy
    if year is None:
        cursor.word(".")
        year = read_year(cursor)
    elif cursor.word("г|года|год"):
        cursor.word(".")
    if year is not None and not CENTURY <= year < CENTURY + 100:
        raise Doubtful(f"the year {year} is out of the question")
    return Point(int(parts[1]), int(parts[0]), year)


def _is_month_in_digits(token: str) -> bool:
    return len(token) == 7 and token[2] == "."  # noqa: PLR2004 - mm.yyyy


def _four_digits(year: str) -> int:
    return int(year) + (CENTURY if len(year) == 2 else 0)  # noqa: PLR2004 - 24 is 2024


def _day_of_month(cursor: Cursor) -> Point | None:
    start = cursor.at
    day = cursor.day() or cursor.number(32, 99)
    if day is not None:
        cursor.word("числа|число")
    month = cursor.month() if day else None
    if month is None:
        cursor.at = start
        return None
    return Point(month, day, read_year(cursor))


def _weekday_of_month(cursor: Cursor) -> Point | None:
    start = cursor.at
    found = read_nth_weekday(cursor)
    month = cursor.month() if found else None
    if month is None:
        cursor.at = start
        return None
    return Point(month, None, read_year(cursor), found)


def read_nth_weekday(cursor: Cursor) -> tuple[int, int] | None:
    """`последняя пятница`, `во 2-й вторник`: the nth (-1 the last) and the day of the week (0 is Monday)."""
    start = cursor.at
    cursor.word("в|во")
    nth = -1 if cursor.word("последняя|последнюю|последний|последней|последнее|последнего") else cursor.ordinal(4)
    weekday = read_weekday(cursor) if nth else None
    if nth is None or weekday is None:
        cursor.at = start
        return None
    return nth, weekday


def read_weekday(cursor: Cursor) -> int | None:
    """A day of the week in the nominative, genitive or accusative; 0 is Monday."""
    return next((number for number, forms in enumerate(_WEEKDAYS) if cursor.word(forms)), None)


def read_bare_day(cursor: Cursor) -> Point | None:
    """A day whose month stands further on: the `1` of `1 и 15 марта`."""
    day = cursor.day()
    return Point(None, day) if day else None


def read_month(cursor: Cursor) -> Point | None:
    """`май`, `мая 2024 года`, `месяц май`, `05.2024`."""
    here = cursor.here
    if _is_month_in_digits(here):
        month = int(here[:2])
        if not 1 <= month <= 12:  # noqa: PLR2004 - months
            raise Doubtful(f"there is no month {month}")
        cursor.at += 1
        if cursor.word(YEAR_WORD):
            cursor.word(".")
        return Point(month, None, int(here[3:]))
    start = cursor.at
    cursor.word("месяц|месяца")
    named = cursor.month()
    if named is None:
        cursor.at = start
        return None
    cursor.word("месяц|месяца|месяце")
    if _year_follows(cursor):
        cursor.word(",")
    return Point(named, None, read_year(cursor))


def _year_follows(cursor: Cursor) -> bool:
    """Whether `, 2024 год` and nothing more stands here: no list, but the month's own year."""
    rest = cursor.tokens[cursor.at :]
    return rest[:1] == (",",) and len(rest) in {2, 3} and rest[1].isdecimal() and len(rest[1]) == 4  # noqa: PLR2004


def months(cursor: Cursor) -> tuple[Span, ...] | None:
    """One month as a span."""
    month = read_month(cursor)
    return (Span(month, month),) if month else None


def quarters(cursor: Cursor) -> tuple[Span, ...] | None:
    """`I квартал`, `2-й кв. 2024`, `I–III кварталы`, `I, III кварталы 2024 года`."""
    found = _numbered(cursor, 4, _QUARTER, "кв [.]")
    return tuple(_stretch(one, other, 3, read) for one, other, read in found) if found else None


def half_years(cursor: Cursor) -> tuple[Span, ...] | None:
    """`первое полугодие 2024 года`, `I и II полугодия`: of a calendar year, so never in a school year's plan."""
    found = _numbered(cursor, 2, _HALF_YEAR)
    if found is None:
        return None
    if not cursor.plan.is_calendar and found[0][2] is None:
        raise Doubtful("which half-year: of the calendar year or of the school year?")
    return tuple(_stretch(one, other, 6, read) for one, other, read in found)


def _numbered(cursor: Cursor, last: int, *units: str) -> list[tuple[int, int, int | None]] | None:
    """First and last number and the year of `I`, `I-III`, `I, III`, `I и III` before one of the `units`."""
    start = cursor.at
    found: list[tuple[int, int]] = []
    while (first := cursor.ordinal(last)) is not None:
        until = cursor.ordinal(last) if cursor.word("-") else first
        if until is None or until < first or (found and found[-1][1] >= first):
            break
        found.append((first, until))
        if cursor.any_of(*units):
            year = read_year(cursor)
            return [(one, other, year) for one, other in found]
        if not cursor.any_of(", и", ",", "и"):
            break
    cursor.at = start
    return None


def _stretch(first: int, last: int, length: int, year: int | None) -> Span:
    return Span(Point((first - 1) * length + 1, None, year), Point(last * length, None, year))


def parts_of_month(cursor: Cursor) -> tuple[Span, ...] | None:
    """`1 декада марта`, `вторая половина мая`."""
    which = cursor.ordinal(3)
    if which is None:
        return None
    if cursor.word("декада|декады|декаде|декаду"):
        length, last = 10, 3
    elif cursor.word("половина|половины|половине|половину"):
        length, last = 15, 2
    else:
        return None
    month = read_month(cursor)
    if month is None or which > last:
        return None
    end = replace(month, day=which * length) if which < last else month
    return (Span(replace(month, day=which * length - length + 1), end),)


def years(cursor: Cursor) -> tuple[Span, ...] | None:
    """`2024 год`, `2025 и 2026 годы`: a calendar year."""
    year = read_year(cursor)
    return (Span(Point(1, None, year), Point(12, None, year)),) if year else None
