"""Prefect's server and the schedules, for one machine. Truth is in Srok's database: a missed run is caught up."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from time import sleep
from urllib.request import urlopen

from srok.settings import Settings
from states.fault import Fault

STARTS_WITHIN = 120
"""Seconds given to Prefect's server to answer: a busy machine needs many."""


class ServerNotStarted(Fault):
    """Prefect's server cannot be used; the text says why."""


def serve_schedules(*, port: int) -> None:
    """Run Prefect's server on loopback and serve the flows' schedules until interrupted.

    Raises:
        ServerNotStarted: the port is taken, or the server does not answer.

    """
    with _server(port):
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        # Imported only now: Prefect reads where its server is when it is first imported.
        from prefect import serve  # noqa: PLC0415
        from prefect.schedules import Cron  # noqa: PLC0415

        from flows.escalation import escalate  # noqa: PLC0415
        from flows.mailing import deliver  # noqa: PLC0415
        from flows.opening import open_occurrences  # noqa: PLC0415
        from flows.telling import emit_events  # noqa: PLC0415

        zone = Settings().timezone
        # No `active`: a schedule that an administrator paused stays paused.
        early = Cron("30 8 * * *", timezone=zone, slug="before-the-letters")
        morning = Cron("0 9 * * *", timezone=zone, slug="every-morning")
        often = Cron("*/5 * * * *", timezone=zone, slug="every-5-minutes")
        opening = open_occurrences.to_deployment("open_occurrences", schedules=[early])
        sweeping = escalate.to_deployment("escalate", schedules=[morning])
        mailing = deliver.to_deployment("deliver", schedules=[often])
        telling = emit_events.to_deployment("emit_events", schedules=[often])
        serve(opening, sweeping, mailing, telling)  # type: ignore[arg-type]  # a coroutine only where a loop runs already


@contextmanager
def _server(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own interpreter
    try:
        _wait_until_healthy(server, port)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_healthy(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(STARTS_WITHIN):
        if server.poll() is not None:
            raise ServerNotStarted(f"Prefect's server did not start on port {port}: is the port taken? Try --port")
        if _healthy(port):
            return
        sleep(1)
    raise ServerNotStarted(f"Prefect's server did not answer within {STARTS_WITHIN} seconds")


def _healthy(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False
