"""A year of orders with nobody reporting: letters per month and per role, the largest digest, what comes on days off.

    .venv/bin/python -m benchmarks.year ROSTER ORDER… [--year 2024] [--zone Asia/Tomsk]

Every day of the year is swept as it would be, on SQLite in a temporary folder; the look ahead of `srok calendar` is
timed before and must have said the same.
"""

import argparse
import resource
import tempfile
import time
from collections import Counter
from datetime import date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from models.control import Terms, put_under_control
from models.database import engine_for, reading, upgrade, writing
from models.roster import known_organizations
from models.roster_changes import bring_in
from notifications.chasing import sweep
from notifications.foreseeing import foresee_days
from plans.reading import read_order
from plans.roster import read_roster
from srok.production_calendar import ProductionCalendar
from states.escalation import Letter
from states.rungs import Addressee

CALENDAR = ProductionCalendar()
SENDER = "Срок <srok@city.example>"
LEVELS = list(Addressee)


def controlled(folder: Path, roster: Path, orders: list[Path], zone: str) -> Engine:
    """A database with the orders under control from the days they were issued on."""
    engine = engine_for(f"sqlite:///{folder}/year.db")
    upgrade(engine)
    with writing(engine) as session:
        bring_in(session, read_roster(roster))
        for path in orders:
            draft = read_order(path, known_organizations(session))
            at = datetime.combine(draft.issued_on, hour(12), ZoneInfo(zone))
            terms = Terms(calendar=CALENDAR, time_zone=zone)
            made = put_under_control(session, draft, fingerprint=path.name, at=at, terms=terms)
            print(f"order № {draft.number}: {made.items} items, {made.assignments} assignments at once")
    return engine


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def role(letter: Letter) -> Addressee:
    """The highest capacity a letter speaks to."""
    told = [LEVELS.index(one.to) for one in (*letter.lines, *letter.packages)]
    return LEVELS[max(told)]


class Year:
    """What a year's letters come to, counted as they come: held all at once they would take a gigabyte."""

    def __init__(self) -> None:
        self.months: Counter[tuple[int, Addressee]] = Counter()
        self.largest: Counter[Addressee] = Counter()
        self.days: list[tuple[date, int, int]] = []
        self.off = self.twice = self.empty = 0

    def add(self, day: date, letters: tuple[Letter, ...]) -> None:
        """Count the letters of a day."""
        for letter in letters:
            self.months[day.month, role(letter)] += 1
            self.largest[role(letter)] = max(self.largest[role(letter)], len(letter.lines))
        if letters:
            self.days.append((day, len(letters), sum(len(one.lines) for one in letters)))
        self.off += len(letters) if not CALENDAR.is_working(day) else 0
        self.twice += len(letters) - len({one.recipient.person_id for one in letters})
        self.empty += sum(not one.lines and not one.packages for one in letters)


def played(engine: Engine, year: int, zone: str) -> Year:
    """The letters of each day of the year, written by sweeps at ten."""
    found = Year()
    for day in days_of(year):
        at = datetime.combine(day, hour(10), ZoneInfo(zone))
        with writing(engine) as session:
            found.add(day, sweep(session, at=at, calendar=CALENDAR, sender=SENDER).letters)
    return found


def foreseen(engine: Engine, year: int) -> Year:
    """The same as the look ahead of `srok calendar` shows it."""
    found, days = Year(), days_of(year)
    with reading(engine) as session:
        for day, letters in foresee_days(session, first=days[0], last=days[-1], calendar=CALENDAR):
            found.add(day, letters)
    return found


def table(found: Year) -> None:
    """Print letters per month and per role, the largest digest, and what came on days off."""
    print("| month | " + " | ".join(level.replace("_", " ") for level in LEVELS) + " | all |")
    print("|---|" + "---|" * (len(LEVELS) + 1))
    for month in range(1, 13):
        counts = [found.months[month, level] for level in LEVELS]
        print(f"| {month} | " + " | ".join(map(str, counts)) + f" | {sum(counts)} |")
    totals = [sum(found.months[month, level] for month in range(1, 13)) for level in LEVELS]
    print("| **year** | " + " | ".join(map(str, totals)) + f" | {sum(totals)} |")
    print("| largest digest, assignments | " + " | ".join(str(found.largest[level]) for level in LEVELS) + " | |")
    busiest = max(found.days, key=lambda one: one[1])
    print(f"\non days off {found.off}; twice to one person on a day {found.twice}; empty {found.empty};", end=" ")
    print(f"most on one day {busiest[1]} ({busiest[0]})")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("roster", type=Path)
    asked.add_argument("orders", type=Path, nargs="+")
    asked.add_argument("--year", type=int, default=2024)
    asked.add_argument("--zone", default="Asia/Tomsk")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = controlled(Path(folder), given.roster, given.orders, given.zone)
        began = time.process_time()
        ahead = foreseen(engine, given.year)
        print(f"the look ahead: {time.process_time() - began:.1f} s of processor time")
        began = time.process_time()
        found = played(engine, given.year, given.zone)
        print(f"the sweeps, letters rendered and stored: {time.process_time() - began:.1f} s of processor time\n")
        table(found)
        print(f"the look ahead said the same: {'yes' if ahead.days == found.days else 'NO'}")
        print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
        engine.dispose()


if __name__ == "__main__":
    main()
