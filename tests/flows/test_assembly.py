"""The flow that assembles a package, run by Prefect."""

import json
from datetime import date

import pytest
from sqlalchemy import update

from models.database import engine_for, writing
from models.order_by_number import OrderUnknown
from models.tables import Plan
from tests.models.package_plan import PlanRows


async def test_the_flow_writes_a_package_and_a_second_run_the_same(settings, sqlite_url, tmp_path):
    from flows.assembly import assemble  # noqa: PLC0415 - imports Prefect

    engine = engine_for(sqlite_url)
    with writing(engine) as session:
        PlanRows(session).one(date(2024, 5, 31), ("report", date(2024, 5, 30), {"text": "сделано"}))
    engine.dispose()
    asked = {"order": "19", "period": "2024-H1", "as_of": date(2024, 6, 28)}
    first = await assemble(**asked, out=tmp_path / "first")
    second = await assemble(**asked, out=tmp_path / "second")
    names = ["history.csv", "letter.docx", "letter.pdf", "summary.docx", "summary.pdf", "tables.xlsx"]
    assert [path.name for path in first.files] == [*names, "manifest.json"]
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]
    assert json.loads(first.files[-1].read_bytes())["totals"]["reported"] == 1


async def test_an_unknown_order_writes_nothing(settings, tmp_path):
    from flows.assembly import assemble  # noqa: PLC0415 - imports Prefect

    with pytest.raises(OrderUnknown):
        await assemble(order="19", period="2024-H1", as_of=date(2024, 6, 28), out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


async def test_packages_are_assembled_on_their_reporting_day_once_and_caught_up(settings, sqlite_url, tmp_path):
    from flows.assembly import assemble_due  # noqa: PLC0415 - imports Prefect

    settings.setenv("SROK_PACKAGES_DIR", str(tmp_path / "packages"))
    engine = engine_for(sqlite_url)
    with writing(engine) as session:
        PlanRows(session).one(date(2024, 5, 30), ("report", date(2024, 5, 29), {"text": "сделано"}))
        session.execute(update(Plan).values(reporting_dates=["2024-06-01", "2024-12-01"]))
    engine.dispose()
    assert await assemble_due(as_of=date(2024, 5, 30)) == 0
    assert await assemble_due(as_of=date(2024, 6, 3)) == 1
    assert await assemble_due(as_of=date(2024, 6, 3)) == 0
    (manifest,) = (tmp_path / "packages").glob("*/2024-06-01/manifest.json")
    assert json.loads(manifest.read_bytes())["totals"]["reported"] == 1
