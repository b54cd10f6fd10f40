"""`srok up` as people run it: a schedule really produces a run, what was paused stays paused, and nothing is left over.

Prefect's health check says 200 also where its scheduler schedules nothing, so a run is waited for.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from flows.processes import NotRunning, run_house
from tests.repo.house import ROOT

STARTS_WITHIN, RUNS_WITHIN, STOPS_WITHIN = 240, 150, 90


class House:
    """`srok up` on free ports, with a database and a PREFECT_HOME of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.desk_port = _free_port(), _free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.log = folder / "up.log"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
            "SROK_DATABASE_URL": f"sqlite:///{folder}/srok.db",
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_PROFILES_PATH": str(folder / "profiles.toml"),
            "PYTHONPATH": str(ROOT),
        }
        self.folder = folder

    def start(self) -> None:
        code = "import sys; sys.argv[0] = 'srok'; from srok.cli import main; main()"
        ports = ("--port", str(self.port), "--desk-port", str(self.desk_port))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code, "up", *ports],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until(self.deployments, lambda found: len(found) == 6, within=STARTS_WITHIN, house=self)

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=STOPS_WITHIN)

    def ask(self, path, method="POST", body=None):
        request = Request(f"{self.api}{path}", json.dumps(body or {}).encode(), method=method)
        request.add_header("Content-Type", "application/json")
        for pause in (1, 2, 4, 8, 0):  # Prefect's SQLite is locked at times, and its server says so by 503
            try:
                with urlopen(request, timeout=60) as answer:
                    said = answer.read()
                return json.loads(said) if said else None
            except HTTPError as fault:
                if fault.code != HTTPStatus.SERVICE_UNAVAILABLE or not pause:
                    raise
                sleep(pause)
        return None

    def healthz(self) -> str:
        """What /healthz says, 503 too: no relay listens here."""
        try:
            with urlopen(f"http://127.0.0.1:{self.desk_port}/healthz", timeout=60) as answer:
                return answer.read().decode()
        except HTTPError as answer:
            return answer.read().decode()

    def invitation(self) -> str:
        """The path by which the first administrator chooses a password, empty while it has not been printed."""
        found = re.search(r"/welcome/[\w-]{43}", self.log.read_text(encoding="utf-8"))
        return found[0] if found else ""

    def deployments(self):
        return {one["name"]: one for one in self.ask("/deployments/filter")}

    def of_this_house(self) -> list[str]:
        """The processes that still run with this house's environment."""
        mine = f"PREFECT_HOME={self.environment['PREFECT_HOME']}".encode()
        return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mine in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def until(look, well, *, within, house):
    """Look until it is well; what was seen last otherwise."""
    seen, over = None, monotonic() + within
    while monotonic() < over:
        assert house.process.poll() is None, house.log.read_text(encoding="utf-8")
        try:
            seen = look()
        except (URLError, OSError) as fault:
            seen = fault
        else:
            if well(seen):
                return seen
        sleep(1)
    pytest.fail(f"waited {within} seconds, last seen: {seen}\n{house.log.read_text(encoding='utf-8')}")


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.start()
    yield house
    if house.process.poll() is None:
        house.stop(signal.SIGTERM)


def test_a_schedule_really_runs_and_a_restart_leaves_paused_what_was_paused(house):
    deliver, events = house.deployments()["deliver"], house.deployments()["emit_events"]
    (schedule,) = events["schedules"]
    house.ask(f"/deployments/{events['id']}/schedules/{schedule['id']}", "PATCH", {"active": False})
    house.ask(f"/deployments/{house.deployments()['watch']['id']}", "PATCH", {"paused": True})
    every_minute = [{"schedule": {"cron": "* * * * *"}, "active": True, "slug": "every-minute"}]
    house.ask(f"/deployments/{deliver['id']}/schedules", "POST", every_minute)

    def runs():
        wanted = {"deployments": {"id": {"any_": [deliver["id"]]}}}
        return [one["state_type"] for one in house.ask("/flow_runs/filter", body=wanted) if one["auto_scheduled"]]

    until(runs, lambda seen: "COMPLETED" in seen, within=RUNS_WITHIN, house=house)
    desk = f"http://127.0.0.1:{house.desk_port}"
    with urlopen(f"{desk}/", timeout=60) as page:
        assert page.url.startswith(f"{desk}/sign-in")
    invited = until(house.invitation, bool, within=STARTS_WITHIN, house=house)
    with urlopen(desk + invited, timeout=60) as page:
        assert "Вы – первый администратор" in page.read().decode()
    assert "runs are scheduled and taken" in house.healthz()
    assert house.stop(signal.SIGTERM) == 0
    assert house.of_this_house() == []

    house.start()
    found = house.deployments()
    assert [one["active"] for one in found["emit_events"]["schedules"]] == [False]
    assert [found[name]["paused"] for name in ("watch", "deliver")] == [True, False]
    assert house.stop(signal.SIGINT) == 0
    assert house.of_this_house() == []


def test_a_port_that_is_taken_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NotRunning, match=f"port {port} cannot be used: Address already in use; try --desk-port"):
            run_house(port=_free_port(), desk_port=port)
