"""What an administrator installs from deploy/: units that systemd understands, settings that exist, and an nginx that
writes no link of a letter into any log.
"""

import http.client
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml

from srok.settings import Settings
from tests import nginx
from tests.repo.house import ROOT, read

UNITS = sorted(path.name for path in (ROOT / "deploy/systemd").iterdir())
SERVICES = [name for name in UNITS if name.endswith(".service")]
BIN = "/usr/local/lib/srok/.venv/bin"
SETTINGS = {f"SROK_{name.upper()}" for name in Settings.model_fields}
PREFECT_REDIS = {
    "PREFECT_MESSAGING_BROKER",
    "PREFECT_MESSAGING_CACHE",
    "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING",
    "PREFECT_REDIS_MESSAGING_URL",
}


def named():
    """The settings the environment file names, those commented out as well."""
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", read("deploy/srok.env"), re.MULTILINE))


def test_the_environment_file_names_every_setting_of_srok_s_and_no_other():
    assert {name for name in named() if name.startswith("SROK_")} == SETTINGS


def test_the_settings_of_prefect_s_that_it_names_exist():
    from prefect.settings.legacy import _get_settings_fields  # noqa: PLC0415 - takes seconds
    from prefect.settings.models.root import Settings as OfPrefect  # noqa: PLC0415

    known = set(_get_settings_fields(OfPrefect))
    theirs = {name for name in named() if name.startswith("PREFECT_")}
    assert theirs - known - PREFECT_REDIS == set()
    assert named() - SETTINGS - theirs == {"DO_NOT_TRACK"}


def test_what_the_environment_file_sets_is_understood(monkeypatch, tmp_path):
    shutil.copy(ROOT / "deploy/srok.env", tmp_path / ".env")
    for line in read("deploy/srok.env").splitlines():  # also what is commented out is meant to be uncommented
        name, is_one, value = line.lstrip("#").partition("=")
        if is_one and name in SETTINGS:
            monkeypatch.setenv(name, value.strip('"'))
    assert Settings().database_url.startswith("postgresql://")
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert Settings(_env_file=tmp_path / ".env").admin_email == "admin@city.example"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_understands_the_units(tmp_path):
    for name in UNITS:
        text = read(f"deploy/systemd/{name}")
        for program in set(re.findall(rf"{BIN}/(\w+)", text)):
            (tmp_path / program).write_text("#!/bin/sh\n", encoding="utf-8")
            (tmp_path / program).chmod(0o755)
        (tmp_path / name).write_text(text.replace(BIN, str(tmp_path)), encoding="utf-8")
    units = [str(tmp_path / name) for name in UNITS]
    said = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name):
    text = read(f"deploy/systemd/{name}")
    for line in (
        "User=srok",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "PrivateTmp=yes",
    ):
        assert f"\n{line}\n" in text, line
    assert "EnvironmentFile=/etc/srok/srok.env" in text


def test_the_units_run_commands_that_exist():
    commands = {read(f"deploy/systemd/{name}").partition("ExecStart=")[2].partition("\n")[0] for name in SERVICES}
    scripts = {command.removeprefix(f"{BIN}/").partition(" ")[0] for command in commands}
    assert scripts == {"srok", "prefect", "uvicorn"}
    (pool,) = {one["work_pool"]["name"] for one in yaml.safe_load(read("prefect.yaml"))["deployments"]}
    assert any(f"--pool {pool} " in command for command in commands)
    asked = {command.removeprefix(f"{BIN}/srok ") for command in commands if command.startswith(f"{BIN}/srok ")}
    assert asked == {"up", "escalate --once --hourly", "deliver --once"}


def test_the_page_about_installing_names_every_unit():
    page = read("deploy/README.md")
    assert [name for name in UNITS if name.endswith(".timer") or name.removesuffix(".service") + ".timer" not in UNITS
            if name not in page] == []  # fmt: skip


class Upstream(BaseHTTPRequestHandler):
    """The desk, as far as nginx knows it."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        told = f"{self.path} {self.headers['X-Forwarded-Proto']} {self.headers['Host']}"
        self.wfile.write(told.encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def proxied(tmp_path):
    """The shipped nginx in front of a desk, all on free ports; gives a function that asks, the desk, and the logs."""
    if not nginx.IS_HERE:
        pytest.skip("nginx or openssl is not here")
    desk = HTTPServer(("127.0.0.1", 0), Upstream)
    thread = threading.Thread(target=desk.serve_forever)
    thread.start()
    with nginx.in_front_of(desk.server_port, tmp_path) as proxy:

        def ask(path, *, tls=True):
            connection = (
                http.client.HTTPSConnection("127.0.0.1", proxy.secure, context=proxy.trust, timeout=60)
                if tls
                else http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=60)
            )
            connection.request("GET", path, headers={"Host": "city.example"})
            answer = connection.getresponse()
            said = answer.status, answer.headers.get("Location"), answer.read().decode()
            connection.close()
            return said

        yield ask, desk, proxy.logged
    desk.shutdown()
    thread.join()
    desk.server_close()


def test_no_link_of_a_letter_comes_into_a_log_even_where_the_desk_is_down(proxied):
    ask, desk, logged = proxied
    assert ask("/srok/my/SECRET") == (200, None, "/srok/my/SECRET https city.example")
    assert ask("/srok/welcome/SECRET?next=SECRET")[0] == 200
    assert ask("/srok/items?q=SECRET")[0] == 200
    assert ask("/srok/my/SECRET", tls=False)[:2] == (301, "https://city.example/srok/my/SECRET")
    assert ask("/")[:2] == (302, "/srok/")
    desk.socket.close()
    assert ask("/srok/my/SECRET")[0] == 502
    assert ask("/srok/items")[0] == 502
    said = logged()
    assert "GET /srok/my/... 200" in said
    assert "GET /srok/my/... 502" in said
    assert "GET /srok/items 200" in said
    assert "SECRET" not in said
