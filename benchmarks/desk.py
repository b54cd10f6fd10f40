"""The desk's main pages over 100 000 assignments, seen by the one coordinator of them all, on one core.

`make bench-desk`, or `python -m benchmarks.desk [rounds]`: a real server process on one core, asked by another. For
each page its statements, its time and size; and the time it takes the plain ORM only to read what the page shows.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import Engine, event
from sqlmodel import Session, col, select, update
from starlette.testclient import TestClient

from benchmarks.sweep_world import SCHOOLS, fill
from desk.app import create_app
from desk.cookies import Cookie
from models.database import engine_for, make_ready, reading, writing
from models.desk_sessions import open_session
from models.tables import Assignment, Occurrence, Organization, PlanItem, PlanRole
from srok import clock
from srok.settings import Settings
from states.draft import PlanRoleName

CITIES = 10
"""Of 10 000 assignments each."""

COORDINATOR, HEAD = SCHOOLS + 1, 1
_HEAD = f"{'page':28} {'statements':>10} {'p50':>7} {'p95':>7} {'pages/s':>8} {'kB':>6} {'plain ORM':>10} {'times':>6}"
ONCE = '{"kind": "once"}'


class Shown(NamedTuple):
    """A page: who looks at it, and how the plain ORM would read it, where that is measured."""

    name: str
    path: str
    person_id: int = COORDINATOR
    by_orm: Callable[[Session], object] | None = None


def main(rounds: int = 100) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/srok.db"
        engine = _filled(url)
        cookies = {person_id: _signed_in(engine, person_id) for person_id in (COORDINATOR, HEAD)}
        statements = {page.name: _statements(url, page, cookies[page.person_id]) for page in PAGES}
        print(f"{CITIES * 10_000} assignments, {rounds} requests a page, milliseconds")
        print(_HEAD)
        with _server(url) as (port, pid):
            for page in PAGES:
                took, size = _asked(port, page.path, cookies[page.person_id], rounds)
                orm = _plain(engine, page.by_orm)
                print(_line(page.name, statements[page.name], took, size, orm))
            print(f"peak memory of the server: {_peak(pid):.0f} MB")
        engine.dispose()


def _line(name: str, statements: int, took: list[float], size: int, orm: float | None) -> str:
    p50, p95 = median(took), quantiles(took, n=20)[-1]
    plain = f"{orm:10.0f} {orm / p50:5.0f}x" if orm else ""
    return f"{name:28} {statements:10} {p50:7.1f} {p95:7.1f} {1000 / p50:8.0f} {size / 1000:6.0f} {plain}"


def _filled(url: str) -> Engine:
    """Ten cities, all of whose plans one person coordinates."""
    engine = engine_for(url)
    make_ready(engine)
    fill(engine, CITIES, ladder="[]", schedule=ONCE)
    with writing(engine) as session:
        coordinating = update(PlanRole).where(col(PlanRole.role) == PlanRoleName.COORDINATOR)
        session.execute(coordinating.values(person_id=COORDINATOR))
    return engine


def _signed_in(engine: Engine, person_id: int) -> str:
    with writing(engine) as session:
        return f"{Cookie.SESSION}={open_session(session, person_id, at=clock.now())}"


def _statements(url: str, page: Shown, cookie: str) -> int:
    """How many statements a page takes, by a desk in this process."""
    engine, ran = engine_for(url), []

    @event.listens_for(engine, "before_cursor_execute")
    def count(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if not sql.startswith("BEGIN"):
            ran.append(sql)

    client = TestClient(create_app(Settings(database_url=url), engine=engine), base_url="http://desk.example")
    answer = client.get(page.path, headers={"cookie": cookie}, follow_redirects=False)
    engine.dispose()
    if answer.status_code != http.client.OK:
        raise SystemExit(f"{page.path} answers {answer.status_code}")
    return len(ran)


@contextmanager
def _server(url: str) -> Iterator[tuple[int, int]]:
    """The desk on a core of its own, where the machine has two; its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "desk.app:served", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning"]
    process = subprocess.Popen(command, env=os.environ | {"SROK_DATABASE_URL": url})
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(process.pid, cores[:1])
    os.sched_setaffinity(0, cores[1:] or cores)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the desk did not start within 30 s")


def _asked(port: int, path: str, cookie: str, rounds: int) -> tuple[list[float], int]:
    """Milliseconds of each request over one connection, after ten for warming up; and the size of an answer."""
    connection, took, size = http.client.HTTPConnection("127.0.0.1", port), [], 0
    for number in range(rounds + 10):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        size = len(answer.read())
        if number >= 10:
            took.append((time.perf_counter() - began) * 1000)
        if answer.status != http.client.OK:
            raise SystemExit(f"{path} answers {answer.status}")
    connection.close()
    return took, size


def _plain(engine: Engine, read: Callable[[Session], object] | None) -> float | None:
    """Milliseconds, the best of three."""
    if read is None:
        return None
    took = []
    for _ in range(3):
        with reading(engine) as session:
            began = time.perf_counter()
            read(session)
            took.append((time.perf_counter() - began) * 1000)
    return min(took)


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def _open_work(session: Session) -> dict[str, list[Assignment]]:
    """What waits, by why: the assignments of all plans, sorted out in Python."""
    today, found = clock.now().date(), {}
    for one, _, _, _ in session.exec(_everything()):
        late = one.effective_due_on is not None and one.effective_due_on < today
        found.setdefault("late" if late and one.reported_on is None else one.state.value, []).append(one)
    return found


def _first_page(session: Session) -> list[Any]:
    found = sorted(session.exec(_everything()), key=lambda row: (row[0].effective_due_on, row[0].id))
    return found[:50]


def _one_plan(session: Session) -> dict[int, list[Assignment]]:
    """A plan's items with their assignments."""
    by_item: dict[int, list[Assignment]] = {}
    for one, _, item, _ in session.exec(_everything().where(col(PlanItem.plan_id) == 1)):
        by_item.setdefault(item.id or 0, []).append(one)
    return by_item


def _everything() -> Any:
    return (
        select(Assignment, Occurrence, PlanItem, Organization)
        .select_from(Assignment)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Organization, col(Organization.id) == Assignment.organization_id)
    )


PAGES = (
    Shown("what wants attention", "/", by_orm=_open_work),
    Shown("overdue, one by one", "/attention/overdue"),
    Shown("table of assignments", "/assignments", by_orm=_first_page),
    Shown("board", "/board"),
    Shown("calendar", "/calendar"),
    Shown("overview", "/overview"),
    Shown("plans", "/plans"),
    Shown("one plan", "/plans/1", by_orm=_one_plan),
    Shown("one plan as a matrix", "/plans/1/matrix"),
    Shown("one item", "/items/1"),
    Shown("one assignment", "/assignments/1"),
    Shown("search", "/search?q=%D0%BE%D0%B1%D1%81%D0%BB%D0%B5%D0%B4%D0%BE%D0%B2%D0%B0%D0%BD%D0%B8%D0%B5"),
    Shown("letters", "/letters"),
    Shown("a head's own", "/my", person_id=HEAD),
)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
