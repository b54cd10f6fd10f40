"""The client of docs/api.md, against a desk on loopback, prints what the page says; the page names every problem."""

import io
import re
import threading
import time
from contextlib import redirect_stdout
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import uvicorn

from desk.api.problem_words import TITLES
from desk.app import create_app
from models import tokens
from models.control import Terms, put_under_control
from models.database import engine_for, writing
from models.queries import person_by_email
from models.roster import known_organizations
from models.roster_changes import bring_in
from plans.reading import read_order
from plans.roster import read_roster
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings
from tests.repo.house import ROOT, read

PAGE = read("docs/api.md")
[SCRIPT] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
[PRINTED] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
SAMPLES = ROOT / "srok" / "samples"
NOW = datetime(2025, 3, 7, 9, tzinfo=ZoneInfo("Europe/Moscow"))
WHO = {"CENTRE_TOKEN": "cro@lugozersk.example", "SCHOOL_TOKEN": "school-15@lugozersk.example"}


@pytest.fixture
def _served(sqlite_url, tmp_path, monkeypatch):
    """A desk with the sample order, reached by the variables that the client reads."""
    engine = engine_for(sqlite_url)
    with writing(engine) as session:
        bring_in(session, read_roster(SAMPLES / "roster.csv"))
        draft = read_order(SAMPLES / "order.txt", known_organizations(session))
        terms = Terms(calendar=ProductionCalendar(), time_zone="Europe/Moscow")
        put_under_control(session, draft, fingerprint="sample", at=datetime(2025, 1, 20, tzinfo=UTC), terms=terms)
        for variable, email in WHO.items():
            token = tokens.issue(session, person_by_email(session, email), name="example", at=NOW)
            monkeypatch.setenv(variable, token)
    settings = Settings(
        database_url=sqlite_url, evidence_dir=tmp_path / "evidence", packages_dir=tmp_path / "packages", _env_file=None
    )
    app = create_app(settings, engine=engine, now=lambda: NOW)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    monkeypatch.setenv("API_URL", f"http://127.0.0.1:{port}/api/v1")
    yield
    server.should_exit = True
    thread.join()


@pytest.mark.usefixtures("_served")
def test_the_client_prints_what_the_page_says():
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(SCRIPT, "docs/api.md", "exec"), {})
    assert said.getvalue() == PRINTED


def test_the_page_names_every_problem():
    assert [code for code in TITLES if f"`{code}`" not in PAGE] == []
