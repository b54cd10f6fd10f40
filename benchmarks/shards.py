"""A sweep in shards, three ways: whole, as threads of one process (what mapped tasks are), as processes (what runs of a
deployment are). On PostgreSQL, the same day of the same cities each time. `python -m benchmarks.shards [CITIES]`.
"""

import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, text
from sqlmodel import Session

from models.database import engine_for, upgrade, writing
from notifications.begun import When
from notifications.chasing import sweep
from notifications.sharding import split, sweep_shard
from srok.production_calendar import ProductionCalendar
from states.draft import DraftExecutor, DraftGroup, DraftPerson, ExecutorKind, PlanRoleName, RosterPerson
from tests.builders import item, once, under_control
from tests.postgres import binaries, cluster

SCHOOLS, ITEMS, WORKERS, TIMES = 66, 4, (2, 4), 3
AT = datetime(2024, 3, 7, 10, tzinfo=ZoneInfo("Asia/Tomsk"))
CALENDAR, SENDER = ProductionCalendar(), "Срок <srok@city.example>"


def main(cities: int) -> None:
    """Measure, and print what each way takes."""
    server = binaries()
    if server is None:
        sys.exit("PostgreSQL is not installed")
    # As an administrator has it, but for fsync: the disk is the same for all ways.
    with cluster(server, {"fsync": "off", "shared_buffers": "'512MB'", "max_connections": "100"}) as url:
        make(url.format(name="world"), url.format(name="postgres"), cities)
        whole, busy = min(once_more(url, "whole", 1) for _ in range(TIMES))
        print(f"{cities} cities, {cities * SCHOOLS * ITEMS} due rows, {cities * (SCHOOLS + 2)} letters")
        print(f"whole: {whole:.1f} s, of it {busy:.1f} of processor time of Srok's own")
        for way in ("threads", "processes"):
            for workers in WORKERS:
                took, busy = min(once_more(url, way, workers) for _ in range(TIMES))
                print(
                    f"{way}, {workers}: {took:.1f} s, {whole / took:.2f} times as fast; {busy:.1f} s of processor time"
                )


def make(url: str, admin: str, cities: int) -> None:
    """Put an order under control in each city; its items are a week late and nobody has been told."""
    execute(admin, "CREATE DATABASE world")
    engine = engine_for(url)
    upgrade(engine)
    with writing(engine) as session:
        for number in range(cities):
            _city(session, number)
    engine.dispose()


def _city(session: Session, number: int) -> None:
    schools = tuple(f"СОШ № {n} города {number}" for n in range(SCHOOLS))
    office = f"Департамент города {number}"
    heads = [
        RosterPerson(organization=one, kind="school", email=f"s{n}@{number}.example") for n, one in enumerate(schools)
    ]
    offices = [RosterPerson(organization=office, kind="office", email=f"{box}@{number}.example", head=head)
               for box, head in (("c", "Орлова А.И."), ("p", "Зимин П.Л."), ("o", "Лугина В.О."))]  # fmt: skip
    roles = dict(zip(
        (PlanRoleName.COORDINATOR, PlanRoleName.PLAN_CONTROLLER, PlanRoleName.ORDER_CONTROLLER),
        (DraftPerson(name=one.head, organization=office) for one in offices), strict=True))  # fmt: skip
    everybody = DraftExecutor(kind=ExecutorKind.GROUP, name="all_schools")
    items = [item(f"1.{n}", once(date(2024, 2, 29)), everybody) for n in range(ITEMS)]
    groups = (DraftGroup(code="all_schools", title="Руководители ОО", members=schools),)
    under_control(session, items, roster=[*heads, *offices], number=str(number), groups=groups, roles=roles)


def once_more(url: str, way: str, workers: int) -> tuple[float, float]:
    """Sweep a fresh copy of the world; the seconds it takes, and those of processor time."""
    admin = url.format(name="postgres")
    execute(admin, "DROP DATABASE IF EXISTS day WITH (FORCE)")
    execute(admin, "CREATE DATABASE day TEMPLATE world")
    day = url.format(name="day")
    engine = engine_for(day)
    began, busy = time.perf_counter(), _busy()
    if way == "whole":
        with writing(engine) as session:
            sweep(session, at=AT, calendar=CALENDAR, sender=SENDER)
            _say_what_postgres_used(session)
    else:
        with writing(engine) as session:
            parts = split(session, When(at=AT), calendar=CALENDAR, at_most=workers).shards
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda plans: _shard(day, plans) if way == "threads" else _process(day, plans), parts))
    took, busy = time.perf_counter() - began, _busy() - busy
    engine.dispose()
    return took, busy


def _say_what_postgres_used(session: Session) -> None:
    backend = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    used = Path(f"/proc/{backend}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    print(f"PostgreSQL: {sum(map(int, used)) / os.sysconf('SC_CLK_TCK'):.1f} s of processor time")


def _busy() -> float:
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _process(url: str, plans: tuple[int, ...]) -> None:
    command = [sys.executable, "-m", "benchmarks.shards", "shard", url, ",".join(map(str, plans))]
    subprocess.run(command, check=True)


def _shard(url: str, plans: tuple[int, ...]) -> None:
    engine = engine_for(url)
    with writing(engine) as session:
        sweep_shard(session, plans, When(at=AT), calendar=CALENDAR, sender=SENDER)
    engine.dispose()


def execute(url: str, statement: str) -> None:
    """Run a statement outside any transaction."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


if __name__ == "__main__":
    if sys.argv[1:2] == ["shard"]:
        _shard(sys.argv[2], tuple(map(int, sys.argv[3].split(","))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 24)
