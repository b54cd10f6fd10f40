"""Reporting periods as people write them: `2024-06`, `2024-Q2`, `2024-H1`, `2024`, «до 1 декабря». Dates and words."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from babel.dates import get_month_names

from states.belonging import Span
from states.fault import Fault
from states.schedule import LAST_MONTH, last_day_of_month

_WRITTEN = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|[Qq](?P<quarter>[1-4])|[Hh](?P<half>[12])))?"
)
_DUTY = re.compile(
    r"(?:до|к)?\s*(?:(?P<day>\d{1,2})\s+(?P<name>[а-яё]+)|(?P<d>\d{1,2})\.(?P<m>\d{1,2}))"
    r"(?:[\s.]*(?P<year>[12]\d{3})(?:\s*г(?:ода|\.)?)?)?|(?P<iso>[12]\d{3}-\d\d-\d\d)",
    re.IGNORECASE,
)
_QUARTERS = ("I", "II", "III", "IV")
_HALVES = ("первое", "второе")


class PeriodUnclear(Fault):
    """The period is not written in a way that is known."""


def parse(written: str, duties: Iterable[Span] = ()) -> Span:
    """The days of a period. `duties` are the times that a plan's reporting days tell of; such a day names its time.

    Raises:
        PeriodUnclear: with the ways in which it may be written.

    """
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        return _by_duty(written.strip(), list(duties))
    year = int(found["year"])
    for length, number in ((1, found["month"]), (3, found["quarter"]), (6, found["half"])):
        if number:
            return _months(year, length * (int(number) - 1) + 1, length)
    return _months(year, 1, LAST_MONTH)


def _by_duty(written: str, duties: list[Span]) -> Span:
    found = _DUTY.fullmatch(" ".join(written.split()))
    if not found:
        raise PeriodUnclear(
            f"the period {written!r} is not clear: write a month (2024-06), a quarter (2024-Q2), a half-year (2024-H1) "
            "or a year (2024), or a reporting day of the plan («до 1 декабря», 2024-12-01)"
        )
    fitting = [span for span in duties if _names(found, span.ends_on)]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(f"{span.ends_on:%d.%m.%Y}" for span in duties) or "none"
    reason = "names several reporting days: add the year" if fitting else "is no reporting day of the plan"
    raise PeriodUnclear(f"the period {written!r} {reason}; its reporting days: {known}")


def _names(found: re.Match[str], day: date) -> bool:
    """Whether a day written in words or figures, perhaps without its year, is this one."""
    if found["iso"]:
        return found["iso"] == day.isoformat()
    if found["year"] and int(found["year"]) != day.year:
        return False
    if found["m"]:
        return (int(found["d"]), int(found["m"])) == (day.day, day.month)
    return int(found["day"]) == day.day and found["name"].lower() == _month_of(day)


def _month_of(day: date) -> str:
    return str(get_month_names(context="format", locale="ru")[day.month])


def before(period: Span, duties: Iterable[Span] = ()) -> Span | None:
    """The period before: the month before a month, the reporting day before one of `duties`; None before the first."""
    length = _length(period)
    if length:
        months = period.begins_on.year * 12 + period.begins_on.month - 1 - length
        return _months(months // 12, months % 12 + 1, length)
    return next((span for span in duties if span.ends_on + timedelta(days=1) == period.begins_on), None)


def _months(year: int, first: int, length: int) -> Span:
    return Span(date(year, first, 1), last_day_of_month(year, first + length - 1))


def code(period: Span) -> str:
    """The period as `parse` reads it, or its two days where it has no shorter name."""
    first, length = period.begins_on.month, _length(period)
    year = f"{period.begins_on.year:04}"
    match length:
        case 1:
            return f"{year}-{first:02}"
        case 3:
            return f"{year}-Q{first // 3 + 1}"
        case 6:
            return f"{year}-H{first // 6 + 1}"
        case 12:
            return year
    return f"{period.begins_on.isoformat()}_{period.ends_on.isoformat()}"


def in_words(period: Span) -> str:
    """The period in Russian, after «за»."""
    first, length, year = period.begins_on.month, _length(period), period.begins_on.year
    match length:
        case 1:
            month = get_month_names(context="stand-alone", locale="ru")[first]
            return f"{month} {year} года"
        case 3:
            return f"{_QUARTERS[first // 3]} квартал {year} года"
        case 6:
            return f"{_HALVES[first // 6]} полугодие {year} года"
        case 12:
            return f"{year} год"
    return f"период с {period.begins_on:%d.%m.%Y} по {period.ends_on:%d.%m.%Y}"


def _length(period: Span) -> int | None:
    """In months, where the period is a month, a quarter, a half-year or a year of the calendar."""
    first = period.begins_on.month
    for length in (1, 3, 6, 12):
        if (first - 1) % length == 0 and period == _months(period.begins_on.year, first, length):
            return length
    return None
