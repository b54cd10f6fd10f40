"""The flow that assembles a package, run by Prefect."""

import json
from datetime import date

import pytest
from sqlalchemy import select, update

from models.database import engine_for, reading, writing
from models.order_by_number import OrderUnknown
from models.outbox import letters
from models.queries import packages
from models.tables import Evidence, History, Person, Plan
from srok import package_parts
from srok.package_drafts import intact
from srok.package_parts import PARTS
from srok.progress import WATCHING
from srok.settings import Settings
from states.draft import PlanRoleName
from states.fault import Fault
from tests.models.package_plan import PlanRows


async def test_the_flow_writes_a_package_and_a_second_run_the_same(settings, database_url, tmp_path):
    from flows.assembly import assemble  # noqa: PLC0415 - imports Prefect

    engine = engine_for(database_url)
    with writing(engine) as session:
        PlanRows(session).one(date(2024, 5, 31), ("report", date(2024, 5, 30), {"text": "сделано"}))
    engine.dispose()
    asked = {"order": "19", "period": "2024-H1", "as_of": date(2024, 6, 28)}
    first = await assemble(**asked, out=tmp_path / "first")
    second = await assemble(**asked, out=tmp_path / "second")
    assert {"summary.docx", "tables.xlsx"} < {path.name for path in first.files}
    assert first.files[-1].name == "manifest.json"
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]
    assert json.loads(first.files[-1].read_bytes())["totals"]["reported"] == 1


async def test_the_flow_leaves_out_lost_documents_where_that_is_asked_for(settings, sqlite_url, tmp_path):
    from flows.assembly import assemble  # noqa: PLC0415 - imports Prefect

    settings.setenv("SROK_EVIDENCE_DIR", str(tmp_path / "evidence"))
    engine = engine_for(sqlite_url)
    with writing(engine) as session:
        PlanRows(session).one(date(2024, 5, 31), ("report", date(2024, 5, 30), {"text": "сделано"}))
        report = session.execute(select(History.id)).scalar_one()
        session.add(Evidence(history_id=report, name="Приказ.pdf", sha256="a" * 64, size=1, stored_as="a1"))
    engine.dispose()
    asked = {"order": "19", "period": "2024-H1", "as_of": date(2024, 6, 28)}
    done = await assemble(**asked, out=tmp_path / "out", without_lost=True)
    (lost,) = json.loads(done.files[-1].read_bytes())["evidence"]["lost"]
    assert lost.endswith("/Приказ.pdf")


async def test_an_unknown_order_writes_nothing(settings, tmp_path):
    from flows.assembly import assemble  # noqa: PLC0415 - imports Prefect

    with pytest.raises(OrderUnknown):
        await assemble(order="19", period="2024-H1", as_of=date(2024, 6, 28), out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.fixture
def planned(settings, database_url, tmp_path):
    """A plan that is reported on twice a year, with one report; its engine."""
    settings.setenv("SROK_PACKAGES_DIR", str(tmp_path / "packages"))
    settings.setenv("SROK_EVIDENCE_DIR", str(tmp_path / "evidence"))
    engine = engine_for(database_url)
    with writing(engine) as session:
        rows = PlanRows(session)
        rows.one(date(2024, 5, 30), ("report", date(2024, 5, 29), {"text": "сделано"}))
        rows.supervisor(PlanRoleName.COORDINATOR, "Орлова Анна Ивановна")
        session.execute(update(Person).values(email="centre@city.example"))
        session.execute(update(Plan).values(reporting_dates=["2024-06-01", "2024-12-01"]))
    yield engine
    engine.dispose()


def listed(engine):
    with reading(engine) as session:
        return [(one.ends_on, one.state, one.edition) for one in packages(session)]


async def test_packages_are_begun_ahead_assembled_on_their_reporting_day_once_and_caught_up(planned, tmp_path):
    from flows.assembly import assemble_due  # noqa: PLC0415 - imports Prefect

    june = date(2024, 6, 1)
    assert (await assemble_due(as_of=date(2024, 4, 26)), listed(planned)) == (0, [])
    assert (await assemble_due(as_of=date(2024, 5, 30)), listed(planned)) == (0, [(june, "collecting", 0)])
    assert (await assemble_due(as_of=date(2024, 6, 3)), listed(planned)) == (1, [(june, "draft", 1)])
    assert (await assemble_due(as_of=date(2024, 6, 3)), listed(planned)) == (0, [(june, "draft", 1)])
    (manifest,) = (tmp_path / "packages").glob("*/2024-01-19_2024-06-01/1/manifest.json")
    assert json.loads(manifest.read_bytes())["totals"]["reported"] == 1
    with reading(planned) as session:
        (fact,) = packages(session)
        (letter,) = letters(session)
        assert (letter.key, letter.recipient) == ("package-draft/1/1", "centre@city.example")
    assert intact(Settings(), fact)
    (manifest.parent / "summary.docx").write_bytes(b"another")
    assert not intact(Settings(), fact)


async def test_a_part_that_fails_in_passing_is_drawn_again_alone(planned, monkeypatch):
    from flows import assembly  # noqa: PLC0415 - imports Prefect

    drawn = []

    def draw(name, package, sources, into):
        drawn.append(name)
        if name == "tables.xlsx" and drawn.count(name) == 1:
            raise OSError(5, "the disk stumbled")
        return package_parts.draw(name, package, sources, into)

    monkeypatch.setattr(assembly, "draw", draw)
    told = []
    token = WATCHING.set(lambda what, done, of: told.append((what, done, of)))
    assert await assembly.assemble_due(as_of=date(2024, 6, 3)) == 1
    WATCHING.reset(token)
    assert sorted(drawn) == sorted([*PARTS, "tables.xlsx"])
    assert [(done, of) for _, done, of in told] == [(n, len(PARTS)) for n in range(1, len(PARTS) + 1)]


async def test_a_part_that_is_refused_is_not_tried_again_and_nothing_is_left(planned, monkeypatch, tmp_path):
    from flows import assembly  # noqa: PLC0415 - imports Prefect

    drawn = []

    def draw(name, *_):
        drawn.append(name)
        raise Fault("summary.docx: no such field")

    monkeypatch.setattr(assembly, "draw", draw)
    assert await assembly.assemble_due(as_of=date(2024, 6, 3)) == 0
    assert sorted(drawn) == sorted(PARTS)
    assert listed(planned) == [(date(2024, 6, 1), "collecting", 0)]
    assert [path for path in (tmp_path / "packages").rglob("*") if path.is_file()] == []
