"""A year of orders with nobody reporting: letters per month and per role, the largest digest, what comes on days off.

    .venv/bin/python -m benchmarks.year ROSTER ORDER… [--year 2024] [--zone Asia/Tomsk]

Every day of the year is swept as it would be, on SQLite in a temporary folder; the look ahead of `srok calendar` is
timed before and must have said the same.
"""

import argparse
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


def played(engine: Engine, year: int, zone: str) -> list[tuple[date, tuple[Letter, ...]]]:
    """The letters of each day of the year, written by sweeps at ten."""
    found = []
    for day in days_of(year):
        at = datetime.combine(day, hour(10), ZoneInfo(zone))
        with writing(engine) as session:
            found.append((day, sweep(session, at=at, calendar=CALENDAR, sender=SENDER).letters))
    return found


def table(found: list[tuple[date, tuple[Letter, ...]]]) -> None:
    """Print letters per month and per role, the largest digest, and what came on days off."""
    months: Counter[tuple[int, Addressee]] = Counter()
    largest: Counter[Addressee] = Counter()
    busiest = max(found, key=lambda one: len(one[1]))
    for day, letters in found:
        for letter in letters:
            months[day.month, role(letter)] += 1
            largest[role(letter)] = max(largest[role(letter)], len(letter.lines))
    print("| month | " + " | ".join(level.replace("_", " ") for level in LEVELS) + " | all |")
    print("|---|" + "---|" * (len(LEVELS) + 1))
    for month in range(1, 13):
        counts = [months[month, level] for level in LEVELS]
        print(f"| {month} | " + " | ".join(map(str, counts)) + f" | {sum(counts)} |")
    totals = [sum(months[month, level] for month in range(1, 13)) for level in LEVELS]
    print("| **year** | " + " | ".join(map(str, totals)) + f" | {sum(totals)} |")
    print("| largest digest, assignments | " + " | ".join(str(largest[level]) for level in LEVELS) + " | |")
    off = sum(len(letters) for day, letters in found if not CALENDAR.is_working(day))
    twice = sum(len(letters) - len({one.recipient.person_id for one in letters}) for _, letters in found)
    empty = sum(not one.lines and not one.packages for _, letters in found for one in letters)
    print(f"\non days off {off}; twice to one person on a day {twice}; empty {empty};", end=" ")
    print(f"most on one day {len(busiest[1])} ({busiest[0]})")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("roster", type=Path)
    asked.add_argument("orders", type=Path, nargs="+")
    asked.add_argument("--year", type=int, default=2024)
    asked.add_argument("--zone", default="Asia/Tomsk")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = controlled(Path(folder), given.roster, given.orders, given.zone)
        days = days_of(given.year)
        began = time.process_time()
        with reading(engine) as session:
            ahead = foresee_days(session, first=days[0], last=days[-1], calendar=CALENDAR)
            shown = [(day, len(letters), sum(len(one.lines) for one in letters)) for day, letters in ahead if letters]
        print(f"the look ahead: {time.process_time() - began:.1f} s of processor time")
        began = time.process_time()
        found = played(engine, given.year, given.zone)
        print(f"the sweeps, letters rendered and stored: {time.process_time() - began:.1f} s of processor time\n")
        table(found)
        written = [(day, len(letters), sum(len(one.lines) for one in letters)) for day, letters in found if letters]
        print(f"the look ahead said the same: {'yes' if shown == written else 'NO'}")
        engine.dispose()


if __name__ == "__main__":
    main()
