"""The processes of `srok up`: Prefect's server, the schedules, the desk. Started in turn, stopped together
by Ctrl+C, by SIGTERM, or when one of them ends.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http import HTTPStatus
from time import sleep
from typing import NoReturn
from urllib.request import urlopen

from states.fault import Fault

LOOPBACK = "127.0.0.1"

STARTS_WITHIN = 120
"""Seconds given to Prefect's server to answer: a busy machine needs many."""

STOPS_WITHIN = 20


class NotRunning(Fault):
    """Something that `srok up` runs did not start, or has ended; the text says what."""


class _Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """SIGTERM or SIGINT came."""


def run_house(*, port: int, desk_port: int, welcome: str = "") -> None:
    """Run everything on loopback until stopped; `welcome` is said once it runs.

    Raises:
        NotRunning: the port is taken, the server does not answer, or a process has ended by itself.

    """
    for one, option in ((port, "--port"), (desk_port, "--desk-port")):
        _refuse_taken(one, option)
    api = f"http://127.0.0.1:{port}"
    os.environ["PREFECT_API_URL"] = f"{api}/api"
    with _until_stopped(), ExitStack() as stack:
        started = {"Prefect's server": stack.enter_context(_process("prefect", "server", "start", *_at(port)))}
        _wait_until_healthy(started["Prefect's server"], f"{api}/api/health")
        started["the schedules"] = stack.enter_context(_process("flows.serving"))
        # No access log: the paths of links would be in it.
        desk = ("uvicorn", "--factory", "desk.app:served", *_at(desk_port), "--log-level", "warning", "--no-access-log")
        started["the desk"] = stack.enter_context(_process(*desk))
        said = f"Prefect: {api}  desk: http://127.0.0.1:{desk_port}  Ctrl+C stops"
        print("\n".join(line for line in (said, welcome) if line), flush=True)  # noqa: T201 - for people
        _wait_until_one_ends(started)


def _refuse_taken(port: int, option: str) -> None:
    """Whoever answers there already would be taken for ours."""
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((LOOPBACK, port))
        except OSError as fault:
            raise NotRunning(f"port {port} cannot be used: {os.strerror(fault.errno or 0)}; try {option}") from None


def _at(port: int) -> tuple[str, ...]:
    return "--host", LOOPBACK, "--port", str(port)


@contextmanager
def _until_stopped() -> Iterator[None]:
    """End the work inside when a signal comes; further ones do not disturb the stopping."""

    def stop(*_: object) -> NoReturn:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)
        raise _Stopped

    before = {one: signal.signal(one, stop) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        with suppress(_Stopped):
            yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def _process(*module: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A module run by our own interpreter, in a group of its own; at the end the whole group is gone."""
    process = subprocess.Popen([sys.executable, "-m", *module], start_new_session=True)  # noqa: S603 - our own interpreter
    try:
        yield process
    finally:
        _signal_group(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOPS_WITHIN)
        _signal_group(process, signal.SIGKILL)  # what it started and left behind, too
        process.wait()


def _signal_group(process: "subprocess.Popen[bytes]", which: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, which)


def _wait_until_healthy(server: "subprocess.Popen[bytes]", url: str) -> None:
    for _ in range(STARTS_WITHIN):
        if server.poll() is not None:
            raise NotRunning("Prefect's server did not start: see above why")
        if _healthy(url):
            return
        sleep(1)
    raise NotRunning(f"Prefect's server did not answer within {STARTS_WITHIN} seconds")


def _healthy(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - on loopback
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _wait_until_one_ends(started: "dict[str, subprocess.Popen[bytes]]") -> NoReturn:
    while True:
        for name, process in started.items():
            if process.poll() is not None:
                raise NotRunning(f"{name} has ended with code {process.returncode}, so all is stopped: see above why")
        sleep(1)
