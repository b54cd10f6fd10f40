"""The script of docs/engine.md does what the page says; the page names everything the engine offers."""

import io
import re
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import operations, queries
from models.control import Terms, put_under_control
from models.database import engine_for, writing
from models.roster import known_organizations
from models.roster_changes import bring_in
from plans.reading import read_order
from plans.roster import read_roster
from srok.production_calendar import ProductionCalendar
from tests.repo.house import ROOT, read

PAGE = read("docs/engine.md")
[SCRIPT] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
[PRINTED] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
SAMPLES = ROOT / "srok" / "samples"


@pytest.fixture
def _with_the_sample_order(sqlite_url, tmp_path, monkeypatch):
    engine = engine_for(sqlite_url)
    with writing(engine) as session:
        bring_in(session, read_roster(SAMPLES / "roster.csv"))
        draft = read_order(SAMPLES / "order.txt", known_organizations(session))
        terms = Terms(calendar=ProductionCalendar(), time_zone="Europe/Moscow")
        put_under_control(session, draft, fingerprint="sample", at=datetime(2025, 1, 20, tzinfo=UTC), terms=terms)
    engine.dispose()
    monkeypatch.chdir(tmp_path)
    assert Path("srok.db").exists()


@pytest.mark.usefixtures("_with_the_sample_order")
def test_the_script_prints_what_the_page_says():
    names, said = {}, io.StringIO()
    with redirect_stdout(said):
        exec(compile(SCRIPT, "docs/engine.md", "exec"), names)
    names["engine"].dispose()
    assert said.getvalue() == PRINTED


@pytest.mark.parametrize("offered", [operations, queries], ids=lambda module: module.__name__)
def test_everything_that_is_promised_is_there_and_described(offered):
    assert sorted(offered.__all__) == sorted(set(offered.__all__))
    for name in offered.__all__:
        thing = getattr(offered, name)
        assert not callable(thing) or thing.__doc__, name


def test_the_page_names_every_operation_and_every_query():
    verbs = {name for module in (operations, queries) for name in module.__all__ if name[0].islower()}
    assert {name for name in verbs if f"`{name}" not in PAGE} == set()
