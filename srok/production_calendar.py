"""Russia's production calendar: which days are working, with transferred days. Knows nothing of deadlines."""

from datetime import date
from functools import lru_cache

import holidays


class ProductionCalendar:
    """Working days of a five-day week by the government's yearly decrees on transferring days off."""

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day: working Saturdays are, transferred days off are not."""
        return _is_working(day)

    def is_published(self, year: int) -> bool:
        """Whether the decree on the year's transferred days is known; each year has some."""
        return _is_published(year)


@lru_cache(maxsize=4096)
def _is_working(day: date) -> bool:
    return bool(_days_of(day.year).is_working_day(day))


@lru_cache(maxsize=32)
def _days_of(year: int) -> "holidays.HolidayBase":
    return holidays.country_holidays("RU", years=year, expand=False)


@lru_cache(maxsize=32)
def _is_published(year: int) -> bool:
    return any("substituted" in name for name in _days_of(year).values())
