"""A Prefect server on PostgreSQL with a process pool, deployments as `prefect deploy` makes them, and workers that are
killed together with whatever they started.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.request import Request, urlopen

import yaml

from tests.repo.house import ROOT, read

STARTS_WITHIN = 240
LEASE = 30
"""Seconds after which Prefect believes that a run is gone and lets the next one of its deployment begin: the least."""


class Pool:
    """The server, its pool `srok` and the deployments of prefect.yaml, but for their schedules: a test starts runs."""

    def __init__(self, folder, database_url):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.api, self.folder, self.workers = f"http://127.0.0.1:{self.port}/api", folder, {}
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SROK_"))}
        self.environment = clean | {
            "PREFECT_API_URL": self.api,
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_PROFILES_PATH": str(folder / "profiles.toml"),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": database_url,
            "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": str(LEASE),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "DO_NOT_TRACK": "1",
            "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        }

    def start(self):
        """Start the server alone, then make the pool and the deployments."""
        self.server = self._prefect("server", "start", "--host", "127.0.0.1", "--port", str(self.port), wait=False)
        over = monotonic() + STARTS_WITHIN
        while not self._healthy():
            assert self.server.poll() is None and monotonic() < over, self.log  # noqa: PT018 - one question
            sleep(0.5)
        self._prefect("work-pool", "create", "--type", "process", "srok")
        self._prefect("--no-prompt", "deploy", "--all", "--prefect-file", str(self._deployments()))

    def _deployments(self):
        """prefect.yaml as it is shipped, without schedules: their runs would come of themselves."""
        declared = yaml.safe_load(read("prefect.yaml"))
        for one in declared["deployments"]:
            one.pop("schedules", None)
        path = self.folder / "prefect.yaml"
        path.write_text(yaml.safe_dump(declared), encoding="utf-8")
        return path

    def stop(self):
        """Kill everything that was started."""
        for name in list(self.workers):
            self.kill(name)
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def add_worker(self, name, bug="", **settings):
        """Start a worker; a bug is planted in every interpreter it starts."""
        (self.folder / "sitecustomize.py").write_text(_CUSTOM, encoding="utf-8")
        environment = self.environment | settings | {"WORKER": f"{self.port}-{name}", "PLANTED_BUG": bug}
        command = ("worker", "start", "--pool", "srok", "--name", name, "--limit", "4")
        self.workers[name] = self._prefect(*command, wait=False, environment=environment)

    def kill(self, name):
        """Kill -9 a worker and its children, as a machine that loses its power; how many processes that were."""
        worker = self.workers.pop(name)
        marked = [worker.pid, *self.processes_of(f"WORKER={self.port}-{name}")]
        for pid in dict.fromkeys(marked):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        worker.wait()
        return len(set(marked))

    def worker_of(self, run_id):
        """Whose child is at a run."""
        found = self.processes_of(f"PREFECT__FLOW_RUN_ID={run_id}")
        names = [
            name for name in self.workers for pid in found if pid in self.processes_of(f"WORKER={self.port}-{name}")
        ]
        return names[0] if names else None

    @staticmethod
    def processes_of(mark):
        """The processes with this in their environment."""
        marked = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if mark.encode() in path.read_bytes().split(b"\0"):
                    marked.append(int(path.parent.name))
        return marked

    def begin(self, flow, **parameters):
        """Start a run of a deployment; its id."""
        found = self.ask(f"/deployments/name/{flow}/{flow}", "GET")
        return self.ask(f"/deployments/{found['id']}/create_flow_run", body={"parameters": parameters})["id"]

    def state(self, run_id):
        """The state of a run, by its type."""
        return self.ask(f"/flow_runs/{run_id}", "GET")["state_type"]

    def runs_of(self, flow):
        """The runs of a flow, with their parameters."""
        return self.ask("/flow_runs/filter", body={"flows": {"name": {"any_": [flow]}}})

    async def finished(self, run_id, *, within):
        """Wait until a run has ended; how."""
        over = monotonic() + within
        while (state := await asyncio.to_thread(self.state, run_id)) in {"SCHEDULED", "PENDING", "RUNNING"}:
            if monotonic() > over:
                return state
            await asyncio.sleep(0.5)
        return state

    def ask(self, path, method="POST", body=None):
        request = Request(f"{self.api}{path}", json.dumps(body or {}).encode(), method=method)
        request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def _healthy(self):
        try:
            with urlopen(f"{self.api}/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    @property
    def log(self):
        """What all processes have said."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def _prefect(self, *arguments, wait=True, environment=None):
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=ROOT,
                env=environment or self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            assert process.wait(timeout=STARTS_WITHIN) == 0, self.log
        return process


_CUSTOM = """import os
if os.environ.get("PLANTED_BUG") and "PREFECT__FLOW_RUN_ID" in os.environ:
    from tests.faults.senders import plant
    plant(os.environ["PLANTED_BUG"])
"""
