"""The daily sweep over 10 000 to 5 000 000 assignments of which 1 % is due, against bare SQL that notes the same.

`make bench-sweep`, or `python -m benchmarks.sweep [cities…]`, a city being 10 000 assignments. *Set-wise* is looking,
deciding, and noting what was said and when to look again; *whole* also composes the letters and stores them; *empty* is
the next sweep of that day. Bare SQL selects the same rows, adds the same firings and sets the same days by two
statements. Databases are made in a temporary folder, and each goes before the next comes.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from shutil import disk_usage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import NamedTuple

from sqlalchemy import Engine, text
from sqlmodel import Session

from benchmarks.sweep_world import AT, CITY, DUE_IN_A_CITY, TODAY, fill
from models.chased_plans import chased_plans
from models.database import engine_for, upgrade, writing
from models.firings import SaidBy, record_firings, set_attention
from models.ladders import snapshots, stored
from notifications.chased_day import ChasedDay
from notifications.chasing import Swept, sweep
from srok.production_calendar import ProductionCalendar
from states.rungs import DEFAULT_LADDER
from tests.postgres import binaries, cluster

CITIES = (1, 10, 100, 500)
ROUNDS = 5
BYTES_A_CITY = 4_000_000
CALENDAR = ProductionCalendar()
SENDER = "Срок <srok@city.example>"
AHEAD = date(2024, 4, 11)

_DURABLE = {"max_wal_size": "8GB", "shared_buffers": "1GB", "checkpoint_timeout": "1h"}


class Took(NamedTuple):
    """Seconds by the clock, and of this process's processor time."""

    clock: float
    cpu: float


class Figures(NamedTuple):
    """What one size has cost, in seconds, and how many letters came of it."""

    cities: int
    bare: Took
    set_wise: Took
    whole: Took
    empty: Took
    letters: int

    @property
    def due(self) -> int:
        return self.cities * DUE_IN_A_CITY


def main(cities: tuple[int, ...] = CITIES) -> None:
    with TemporaryDirectory() as folder:
        needed = 2 * max(cities) * BYTES_A_CITY
        if disk_usage(folder).free < 2 * needed:
            raise SystemExit(f"{folder}: {needed // 10**9 + 1} GB are needed twice over")
        _show("SQLite", [_sqlite(f"sqlite:///{folder}/{each}.db", each) for each in cities])
    if server := binaries():
        with cluster(server, _DURABLE) as url:
            _show("PostgreSQL", [_postgres(url, each) for each in cities])


def _sqlite(url: str, cities: int) -> Figures:
    try:
        return _measured(url, cities)
    finally:
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(url.removeprefix("sqlite:///") + end).unlink()


def _postgres(url: str, cities: int) -> Figures:
    name = f"sweep_{cities}"
    _administer(url, f"CREATE DATABASE {name}")
    try:
        return _measured(url.format(name=name), cities)
    finally:
        _administer(url, f"DROP DATABASE {name}")


def _administer(url: str, statement: str) -> None:
    engine = engine_for(url.format(name="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def _measured(url: str, cities: int) -> Figures:
    filling = engine_for(url)
    upgrade(filling)
    fill(filling, cities, ladder=json.dumps(stored(DEFAULT_LADDER)), schedule='{"kind": "once", "terms": []}')
    filling.dispose()
    engine = engine_for(url)
    bare = _median(engine, _bare)
    set_wise = _median(engine, _set_wise)
    if cities <= 10:
        _median(engine, _sweep, rounds=1)
    whole, letters = _committed(engine)
    empty = _median(engine, _sweep)
    engine.dispose()
    return Figures(cities, bare, set_wise, whole, empty, letters)


def _median(engine: Engine, work: Callable[[Session], object], rounds: int = ROUNDS) -> Took:
    """What some work costs before it is committed; it never is."""
    every = []
    for _ in range(rounds + 1):
        with _undone(engine) as session:
            every.append(_timed(lambda session=session: work(session)))  # type: ignore[misc]
    return Took(median(one.clock for one in every[1:]), median(one.cpu for one in every[1:]))


class _UndoneError(Exception):
    pass


@contextmanager
def _undone(engine: Engine) -> Iterator[Session]:
    with suppress(_UndoneError), writing(engine) as session:
        yield session
        raise _UndoneError


def _timed(work: Callable[[], object]) -> Took:
    clock, cpu = perf_counter(), process_time()
    work()
    return Took(perf_counter() - clock, process_time() - cpu)


def _bare(session: Session) -> None:
    """One rung said of everything due, by a letter that is there; and all looked at again tomorrow."""
    due = "attention_on <= :today"
    said = (
        "INSERT INTO firing (assignment_id, rung, step, epoch, fired_on, outbox_id)"
        f" SELECT id, 'executor.today', 0, 0, :today, 1 FROM assignment WHERE {due} AND state = 'assigned'"
    )
    session.execute(text(said), {"today": TODAY})
    session.execute(text(f"UPDATE assignment SET attention_on = :ahead WHERE {due}"), {"today": TODAY, "ahead": AHEAD})


def _set_wise(session: Session) -> None:
    plans = chased_plans(session)
    day = ChasedDay(session, plans, today=TODAY, calendar=CALENDAR)
    found = day.to_look_at(())
    decision = day.decide(found)
    kept = snapshots(session, {plan.ladder for plan in plans.values()})
    by = SaidBy(
        letters=dict.fromkeys(decision.recipients, 1),
        ladders={ident: kept[plan.ladder] for ident, plan in plans.items()},
        on=TODAY,
    )
    record_firings(session, decision.firings, by=by)
    set_attention(session, decision.attention, seen={one.assignment_id: one.version for one in found})


def _sweep(session: Session) -> Swept:
    return sweep(session, at=AT, calendar=CALENDAR, sender=SENDER)


def _committed(engine: Engine) -> tuple[Took, int]:
    swept: list[Swept] = []

    def work() -> None:
        with writing(engine) as session:
            swept.append(_sweep(session))

    return _timed(work), len(swept[0].letters)


def _show(database: str, figures: list[Figures]) -> None:
    print(f"\n{database}: microseconds for each row due, by the clock and (processor time of this process)")
    print(
        f"{'assignments':>12} {'due':>7} {'bare SQL':>16} {'set-wise':>16} {'ratio':>6} {'whole':>16} {'letters':>8}"
        f" {'whole, s':>14} {'empty, ms':>16}"
    )
    for one in figures:
        each = [f"{took.clock / one.due * 1e6:7.1f} ({took.cpu / one.due * 1e6:6.1f})" for took in one[1:4]]
        ratio = one.set_wise.clock / one.bare.clock
        print(
            f"{one.cities * CITY:12} {one.due:7} {each[0]:>16} {each[1]:>16} {ratio:6.1f} {each[2]:>16} {one.letters:8}"
            f" {one.whole.clock:6.2f} ({one.whole.cpu:5.2f}) {one.empty.clock * 1e3:7.1f} ({one.empty.cpu * 1e3:6.1f})"
        )
    for name in ("set_wise", "whole"):
        costs = [getattr(one, name).clock / one.due for one in figures]
        print(
            f"{name.replace('_', '-')}: the dearest row costs {max(costs[1:] or costs) / costs[0]:.2f} of one of the"
            " smallest size"
        )


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or CITIES)
