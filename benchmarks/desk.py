"""The desk's main pages over 100 000 assignments, seen by the one coordinator of them all, on one core; beside them
what the plain ORM takes only to read the same (`benchmarks.desk_orm`). On SQLite, and on PostgreSQL where it is there.

`make bench-desk`, or `python -m benchmarks.desk [requests a page]`: a real server process on one core, asked by
another. Prints the tables of docs/benchmarks.md. Processor time is of the server and of PostgreSQL's own processes for
it: on a machine that does other things too it says more than the clock.
"""

import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import Engine, event, text
from sqlmodel import col, update
from starlette.testclient import TestClient

from benchmarks.sweep_world import SCHOOLS, counted, fill
from desk.app import create_app
from desk.cookies import Cookie
from models.database import engine_for, make_ready, writing
from models.desk_sessions import open_session
from models.discipline import count_anew
from models.tables import PlanRole
from srok import clock
from srok.settings import Settings
from states.draft import PlanRoleName
from tests.postgres import binaries, cluster

CITIES = 10
"""Of 10 000 assignments each."""

COORDINATOR, HEAD = SCHOOLS + 1, 1
ONCE = '{"kind": "once"}'
WARM_UP = 5
PAGES = {
    "what wants attention": "/",
    "overdue, one by one": "/attention/overdue",
    "table of assignments": "/assignments",
    "board": "/board",
    "calendar": "/calendar",
    "overview": "/overview",
    "plans": "/plans",
    "one plan": "/plans/1",
    "one plan as a matrix": "/plans/1/matrix",
    "one item": "/items/1",
    "one assignment": "/assignments/1",
    "search": "/search?q=%D0%BE%D0%B1%D1%81%D0%BB%D0%B5%D0%B4%D0%BE%D0%B2%D0%B0%D0%BD%D0%B8%D0%B5",
    "letters": "/letters",
    "a head's own": "/my",
}


class Shown(NamedTuple):
    """What a page took: milliseconds by the clock of each request, processor milliseconds of one; its size in bytes,
    and in a gzipped answer.
    """

    took: list[float]
    processor: float
    size: int
    zipped: int


def main(rounds: int = 20) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        urls = {"SQLite": f"sqlite:///{folder}/srok.db"}
        server = binaries()
        if server:
            urls["PostgreSQL"] = stack.enter_context(cluster(server)).format(name="postgres")
        for name, url in urls.items():
            _measure(name, url, rounds)
    if not server:
        print("No PostgreSQL server is installed: its half is left out.")


def _measure(name: str, url: str, rounds: int) -> None:
    engine = _filled(url)
    cookies = {person_id: _signed_in(engine, person_id) for person_id in (COORDINATOR, HEAD)}
    print(f"\n{name}, {CITIES * 10_000} assignments, {rounds} requests a page; CPU is processor time:\n")
    print(
        "| page | statements | p50, ms | p95, ms | CPU, ms | pages/s of a core | kB | gzipped | plain ORM, CPU ms | × |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    orm = json.loads(_run("benchmarks.desk_orm", url))
    with _server(url) as (port, pid):
        for page, path in PAGES.items():
            cookie = cookies[HEAD if path == "/my" else COORDINATOR]
            statements = _statements(url, path, cookie)
            shown = _asked(engine, (port, pid), path, cookie, rounds)
            print(_line(page, statements, shown, orm["took"].get(page)), flush=True)
        peak = _peak(pid)
    print(f"\nPeak memory: the desk {peak:.0f} MB, the plain ORM {orm['peak']:.0f} MB.")
    engine.dispose()


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _line(page: str, statements: int, shown: Shown, orm: float | None) -> str:
    p50, p95 = median(shown.took), quantiles(shown.took, n=20)[-1]
    sizes = f"{shown.size / 1000:.0f} | {shown.zipped / 1000:.1f}"
    rate = f"{shown.processor:.1f} | {1000 / shown.processor:.0f}"
    plain = f"{orm:.0f} | {orm / shown.processor:.1f}" if orm else " | "
    return f"| {page} | {statements} | {p50:.1f} | {p95:.1f} | {rate} | {sizes} | {plain} |"


def _filled(url: str) -> Engine:
    """Ten cities, all of whose plans one person coordinates; what was reported was so over half a year, some late."""
    engine = engine_for(url)
    make_ready(engine)
    fill(engine, CITIES, ladder="[]", schedule=ONCE)
    on = "DATE '2024-01-26' + id * 7919 % 180"
    if engine.dialect.name == "sqlite":
        on = "date('2024-01-26', '+' || (id * 7919 % 180) || ' days')"
    with writing(engine) as session:
        coordinating = update(PlanRole).where(col(PlanRole.role) == PlanRoleName.COORDINATOR)
        session.execute(coordinating.values(person_id=COORDINATOR))
        session.execute(text(f"UPDATE assignment SET reported_on = {on}, done_on = {on} WHERE state = 'accepted'"))
        count_anew(session)
    counted(engine)
    return engine


def _signed_in(engine: Engine, person_id: int) -> str:
    with writing(engine) as session:
        return f"{Cookie.SESSION}={open_session(session, person_id, at=clock.now())}"


def _statements(url: str, path: str, cookie: str) -> int:
    """How many statements a page takes, by a desk in this process."""
    engine, ran = engine_for(url), []

    @event.listens_for(engine, "before_cursor_execute")
    def count(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if not sql.startswith("BEGIN"):
            ran.append(sql)

    client = TestClient(create_app(Settings(database_url=url), engine=engine), base_url="http://desk.example")
    answer = client.get(path, headers={"cookie": cookie}, follow_redirects=False)
    engine.dispose()
    if answer.status_code != http.client.OK:
        raise SystemExit(f"{path} answers {answer.status_code}")
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
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the desk did not start within a minute")


def _asked(engine: Engine, at: tuple[int, int], path: str, cookie: str, rounds: int) -> Shown:
    """A page asked for over one connection, after some requests for warming up."""
    (port, pid), took, said = at, [], b""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    before = 0.0
    for number in range(WARM_UP + rounds):
        before = _processor(engine, pid) if number == WARM_UP else before
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        said = answer.read()
        took += [(time.perf_counter() - began) * 1000] if number >= WARM_UP else []
        if answer.status != http.client.OK:
            raise SystemExit(f"{path} answers {answer.status}")
    connection.close()
    spent = (_processor(engine, pid) - before) / rounds
    return Shown(took, spent, len(said), len(gzip.compress(said, 6)))


def _processor(engine: Engine, pid: int) -> float:
    """Processor milliseconds that the server and what PostgreSQL runs for anybody have spent so far."""
    pids = [pid]
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            busy = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            pids += connection.execute(text(busy)).scalars()
    schedules = [path for one in pids for path in Path("/proc").glob(f"{one}/task/*/schedstat")]
    return sum(int(path.read_text().split()[0]) for path in schedules) / 1e6


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
