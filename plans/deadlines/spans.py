"""Points and spans of time as a phrase names them -> real terms, or why there are none. Knows no words."""

import itertools
from dataclasses import dataclass, replace
from datetime import date

from plans.deadlines.plan_year import PlanYear
from states.schedule import Term, last_day_of_month, nth_weekday


class Doubtful(Exception):  # noqa: N818 - a fact, as all exceptions here
    """What is written like dates is none; the text says why."""


@dataclass(frozen=True)
class Point:
    """A day, a month (`day` None) or a piece of one that borrows its month and year from the next in the list.
    `weekday` is the nth of the month (-1 the last) and the day of the week.
    """

    month: int | None
    day: int | None = None
    year: int | None = None
    weekday: tuple[int, int] | None = None


@dataclass(frozen=True)
class Span:
    """From `start` (None: from the issue of the order) to `end`, both included."""

    start: Point | None
    end: Point


def whole(day_from: date, day_to: date) -> Span:
    """The span of whole months between two days that are known."""
    return Span(Point(day_from.month, day_from.day, day_from.year), Point(day_to.month, day_to.day, day_to.year))


def terms_of(spans: tuple[Span, ...], plan: PlanYear, issued_on: date) -> tuple[Term, ...]:
    """The terms of a list of spans. Raises `Doubtful` where one is impossible or without a year, or the list goes back
    in time.
    """
    points = [point for span in spans for point in (span.start, span.end) if point]
    complete = iter(_completed(points, plan, issued_on))
    terms = []
    for span in spans:
        start, end = next(complete) if span.start else None, next(complete)
        opens_on, due_on = _first_day(start) if start else None, _last_day(end)
        if opens_on and opens_on > due_on:
            raise Doubtful(f"it begins on {opens_on} and ends before that, on {due_on}")
        terms.append(Term(opens_on=opens_on, due_on=due_on))
    for one, other in itertools.pairwise(terms):
        if one.due_on >= other.due_on:
            raise Doubtful(f"its dates go back in time, from {one.due_on} to {other.due_on}")
    return tuple(terms)


def _completed(points: list[Point], plan: PlanYear, issued_on: date) -> list[Point]:
    """Every point with a year and a month: its own, else the next one's, else the one's before, else the plan's."""
    month: int | None = None
    known: int | None = None
    for index in range(len(points) - 1, -1, -1):
        point = points[index]
        known, month = point.year or known, point.month or month
        own_month = point.month or (1 if point.day is None else month)
        points[index] = replace(point, year=known, month=own_month)
    known = None
    for index, point in enumerate(points):
        known = point.year or known
        year = known or (plan.year_of(point.month, issued_on) if point.month else None)
        points[index] = replace(point, year=year)
    return points


def _first_day(point: Point) -> date:
    return _as_date(point if point.day or point.weekday else replace(point, day=1))


def _last_day(point: Point) -> date:
    if point.day is None and point.weekday is None and point.month and point.year:
        return last_day_of_month(point.year, point.month)
    return _as_date(point)


def _as_date(point: Point) -> date:
    if point.month is None:
        raise Doubtful(f"the month of day {point.day} is not said")
    if point.year is None:
        raise Doubtful("it does not say of which year, and the plan leaves more than one")
    if point.weekday:
        return nth_weekday(point.year, point.month, *point.weekday)
    try:
        return date(point.year, point.month, point.day or 0)
    except ValueError:
        raise Doubtful(f"there is no {point.day:02}.{point.month:02}.{point.year}") from None
