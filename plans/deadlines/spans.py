"""Points and spans of time as a phrase names them -> real terms, or none where a day does not exist.
Knows no words.
"""

import itertools
from dataclasses import dataclass, replace
from datetime import date

from states.schedule import Term, last_day_of_month


@dataclass(frozen=True)
class Point:
    """A day, a month (`day` None) or a piece of one that borrows its month and year from the next in the list."""

    month: int | None
    day: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Span:
    """From `start` (None: from the issue of the order) to `end`, both included."""

    start: Point | None
    end: Point


def terms_of(spans: tuple[Span, ...], year: int) -> tuple[Term, ...] | None:
    """The terms of a list of spans; None where one is impossible, or the list does not go forward in time."""
    points = [point for span in spans for point in (span.start, span.end) if point]
    complete = iter(_completed(points, year))
    terms = []
    for span in spans:
        opens_on = _first_day(next(complete)) if span.start else None
        due_on = _last_day(next(complete))
        if due_on is None or (span.start and (opens_on is None or opens_on > due_on)):
            return None
        terms.append(Term(opens_on=opens_on, due_on=due_on))
    ordered = all(one.due_on < other.due_on for one, other in itertools.pairwise(terms))
    return tuple(terms) if ordered else None


def _completed(points: list[Point], year: int) -> list[Point]:
    """Every point with a year and a month: its own, else the next one's, else the one's before, else the order's."""
    month: int | None = None
    known: int | None = None
    for index in range(len(points) - 1, -1, -1):
        known = points[index].year or known
        month = points[index].month or month
        points[index] = replace(points[index], year=known, month=points[index].month or _borrowed(points[index], month))
    for index, point in enumerate(points):
        known = point.year or (points[index - 1].year if index else year)
        points[index] = replace(point, year=known)
    return points


def _borrowed(point: Point, month: int | None) -> int | None:
    return month if point.day is not None else 1


def _first_day(point: Point) -> date | None:
    return _as_date(replace(point, day=point.day or 1))


def _last_day(point: Point) -> date | None:
    if point.day is None and point.month and point.year:
        return last_day_of_month(point.year, point.month)
    return _as_date(point)


def _as_date(point: Point) -> date | None:
    try:
        return date(point.year or 0, point.month or 0, point.day or 0)
    except ValueError:
        return None
