"""Arithmetic on working days. Which days are working is an argument; this file knows no country and no clock."""

from datetime import date, timedelta
from typing import Protocol

DAY = timedelta(days=1)
MONDAY = 0


class WorkingDays(Protocol):
    """The production calendar, as far as decisions need it."""

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day, transferred days and working Saturdays counted."""
        ...


def on_or_before(day: date, calendar: WorkingDays) -> date:
    """The last working day not after `day`: where a due date on a day off moves to."""
    while not calendar.is_working(day):
        day -= DAY
    return day


def on_or_after(day: date, calendar: WorkingDays) -> date:
    """The first working day not before `day`."""
    while not calendar.is_working(day):
        day += DAY
    return day


def shift(day: date, count: int, calendar: WorkingDays) -> date:
    """The working day `count` working days from `day`; negative counts go back, 0 gives `day` itself."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not calendar.is_working(day):
            day += step
    return day


def count_after(day: date, until: date, calendar: WorkingDays) -> int:
    """How many working days lie after `day`, up to and including `until`; 0 if `until` is not later."""
    return sum(calendar.is_working(day + DAY * n) for n in range(1, (until - day).days + 1))
