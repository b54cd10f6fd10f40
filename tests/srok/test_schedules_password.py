"""Prefect's server behind a password: the schedules are looked at with it."""

import json
import threading
from base64 import b64encode
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from srok.schedules_alive import pulse

AT = datetime(2024, 4, 8, 9, tzinfo=UTC)
ANSWERS = {
    "/deployments/filter": [{"paused": False, "schedules": [{"active": True}]}],
    "/flow_runs/filter": [{"expected_start_time": "2024-04-08T09:05:00Z"}],
}


class Guarded(BaseHTTPRequestHandler):
    """Answers whoever has the password, and nobody else."""

    def do_POST(self):
        known = self.headers["Authorization"] == f"Basic {b64encode(b'admin:secret').decode()}"
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(json.dumps(ANSWERS[self.path]).encode() if known else b"{}")

    def log_message(self, *_):
        """Say nothing."""


@pytest.mark.parametrize(("pair", "wrong"), [("admin:secret", ""), ("admin:other", "401"), (None, "401")])
def test_the_password_of_the_environment_is_given(monkeypatch, pair, wrong):
    monkeypatch.delenv("PREFECT_API_AUTH_STRING", raising=False)
    if pair:
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", pair)
    with HTTPServer(("127.0.0.1", 0), Guarded) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = pulse(f"http://127.0.0.1:{server.server_port}", at=AT)
        server.shutdown()
    assert wrong in (said.english if said else "")
    assert bool(said) == bool(wrong)
