"""The time a plan is for: where a deadline without a year lies. Knows the words of a title and no other grammar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plans.lexing import folded

_TITLE = re.compile(
    r"\bна (?P<first>20\d\d)(?:\s?[-/]\s?(?P<last>20\d\d|\d\d))?\s?"
    r"(?P<school>учебн[а-я]+\s|уч\.?\s?)?(?P<word>год[а-я]*|гг?\b)"
)
SEPTEMBER = 9
_SCHOOL_YEAR_ENDS = (8, 31)


@dataclass(frozen=True, kw_only=True)
class PlanYear:
    """From the first of a month to the last of one, both included: mostly a calendar year or a school year."""

    begins_on: date
    ends_on: date

    @property
    def is_calendar(self) -> bool:
        """Whether it is one calendar year."""
        return self == calendar_year(self.begins_on.year)

    @property
    def is_school(self) -> bool:
        """Whether it is one school year."""
        return self == school_year(self.begins_on.year)

    @property
    def in_years(self) -> tuple[date, ...]:
        """The first days of its stretches of twelve months; none where it is no whole number of them."""
        months = (self.ends_on.year - self.begins_on.year) * 12 + self.ends_on.month - self.begins_on.month + 1
        years, rest = divmod(months, 12)
        return () if rest else tuple(self.begins_on.replace(year=self.begins_on.year + n) for n in range(years))

    def year_of(self, month: int, issued_on: date) -> int | None:
        """The year whose `month` lies in the plan; None where several do, or where the order itself is of a year
        before the plan and the month may be that year's.
        """
        early = min(self.begins_on, issued_on.replace(day=1))
        years = range(early.year, self.ends_on.year + 1)
        fitting = [year for year in years if early <= date(year, month, 1) <= self.ends_on]
        within = [year for year in fitting if date(year, month, 1) >= self.begins_on]
        return within[0] if len(within) == len(fitting) == 1 else None


def calendar_year(year: int, last: int | None = None) -> PlanYear:
    """1 January of `year` to 31 December, of `last` if that is given."""
    return PlanYear(begins_on=date(year, 1, 1), ends_on=date(last or year, 12, 31))


def school_year(year: int) -> PlanYear:
    """1 September of `year` to 31 August of the next."""
    return PlanYear(begins_on=date(year, SEPTEMBER, 1), ends_on=date(year + 1, *_SCHOOL_YEAR_ENDS))


def in_twelve_months(begins_on: date) -> PlanYear:
    """Twelve months from the first of one."""
    return PlanYear(begins_on=begins_on, ends_on=begins_on.replace(year=begins_on.year + 1) - timedelta(days=1))


def plan_year_of(titles: Iterable[str], issued_on: date) -> PlanYear | None:
    """The time that titles say a plan is for («на 2025 год», «на 2024/25 учебный год»); None where they say nothing,
    two things, or a time that was over when the order was issued.
    """
    found = {_of(match) for title in titles for match in _TITLE.finditer(folded(title))}
    only = found.pop() if len(found) == 1 else None
    return only if only and only.ends_on >= issued_on else None


def _of(match: re.Match[str]) -> PlanYear | None:
    first = int(match["first"])
    last = match["last"] and int(match["last"]) + (0 if len(match["last"]) == 4 else first // 100 * 100)  # noqa: PLR2004
    if match["school"]:
        return school_year(first) if last == first + 1 else None
    several = match["word"].startswith(("годы", "гг"))
    if not last:
        return calendar_year(first)
    return calendar_year(first, last) if several and last > first else None
