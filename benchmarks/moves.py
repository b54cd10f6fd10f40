"""Moves, one by one and a thousand at once, on SQLite and PostgreSQL: Srok, the floor of bare SQL, and peers.

`make bench-moves`, or `python -m benchmarks.moves [rounds]`: the floor and Srok run in Srok's environment, the peers in
`.venv-bench`. Everybody takes turns in every round; figures are medians. Each round is checked for what it left behind.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import psycopg

from benchmarks.moves_figures import Figures, print_postgres, print_sqlite, print_targets
from benchmarks.moves_life import is_sqlite
from benchmarks.moves_worker import WARM_UP
from tests.postgres import binaries, cluster

ROUNDS = 7
SINGLES, OF_EIGHT, MANY = 300, 150, 1000
PEERS_PYTHON = Path(".venv-bench/bin/python")
DURABLE = {"max_connections": "100"}
"""PostgreSQL as it comes: an acknowledged move has reached the disk."""


class Kind(NamedTuple):
    """A way to measure: what the worker is told, and how many ids a round of it takes."""

    order: dict[str, Any]
    takes: int
    reported: bool = False


_SINGLE = {"do": "single", "count": SINGLES}
SQLITE = {
    "normal": Kind(_SINGLE | {"full": False}, WARM_UP + SINGLES),
    "full": Kind(_SINGLE | {"full": True}, WARM_UP + SINGLES),
    "bulk": Kind({"do": "bulk", "count": MANY}, WARM_UP + MANY, reported=True),
}
POSTGRES = {
    "single": Kind(_SINGLE | {"full": True}, WARM_UP + SINGLES),
    "eight": Kind({"do": "eight", "count": OF_EIGHT}, 8 * (WARM_UP + OF_EIGHT)),
    "bulk": SQLITE["bulk"],
}
OURS = ("raw", "srok_bare", "srok")
PEERS = ("viewflow", "django_fsm", "statemachine", "dbos")


class Contestant:
    """A worker process, told what to do and asked what it took."""

    def __init__(self, name: str, url: str) -> None:
        python = sys.executable if name in OURS else str(PEERS_PYTHON)
        command = [python, "-m", "benchmarks.moves_worker", name, url]
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, order: dict[str, Any]) -> dict[str, float]:
        """The answer to an order; the worker's own words are on the screen if it fails."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(order), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} failed")
        found: dict[str, float] = json.loads(answer)
        return found

    def leave(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def main(rounds: int = ROUNDS) -> None:
    names = OURS + PEERS if PEERS_PYTHON.exists() else OURS
    if len(names) == len(OURS):
        print("the peers are not installed: `make bench-moves` makes .venv-bench for them")
    with TemporaryDirectory() as folder:
        sqlite = measured({name: f"sqlite:///{folder}/{name}.db" for name in names}, SQLITE, rounds)
    print_sqlite(sqlite)
    server = binaries()
    if server is None:
        print("no PostgreSQL server is installed: its half is left out")
    postgres = None
    if server:
        with cluster(server, DURABLE) as url:
            postgres = measured(_databases(url, names), POSTGRES, rounds)
        print_postgres(postgres)
    command = [sys.executable, "-m", "benchmarks.moves_memory"]
    memory = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print_targets(sqlite, postgres, memory)


def _databases(url: str, names: tuple[str, ...]) -> dict[str, str]:
    with psycopg.connect(url.format(name="postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
    return {name: url.format(name=name) for name in names}


def measured(urls: dict[str, str], kinds: dict[str, Kind], rounds: int) -> Figures:
    """Medians of `rounds`, in which everybody does one kind after another, in turn."""
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    where = "SQLite" if is_sqlite(next(iter(urls.values()))) else "PostgreSQL"
    spread = _spread(kinds, rounds)
    first = {False: 1, True: 1 + spread["assigned"]}
    with _all_of(urls) as contestants:
        for one in contestants:
            one.ask({"do": "prepare", **spread})
        for number in range(1, rounds + 1):
            for name, kind in kinds.items():
                for one in contestants:
                    answer = one.ask(kind.order | {"first": first[kind.reported]})
                    found.setdefault((one.name, name), []).append(answer)
                first[kind.reported] += kind.takes
            print(f"{where}: round {number} of {rounds}", file=sys.stderr)
    return {key: {what: median(one[what] for one in answers) for what in answers[0]} for key, answers in found.items()}


def _spread(kinds: dict[str, Kind], rounds: int) -> dict[str, int]:
    names = {"assigned": False, "reported": True}
    return {
        name: rounds * sum(kind.takes for kind in kinds.values() if kind.reported is reported)
        for name, reported in names.items()
    }


@contextmanager
def _all_of(urls: dict[str, str]) -> Iterator[list[Contestant]]:
    with ExitStack() as stack:
        contestants = [Contestant(name, url) for name, url in urls.items()]
        for one in contestants:
            stack.callback(one.leave)
        yield contestants


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
