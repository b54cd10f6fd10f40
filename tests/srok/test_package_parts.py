"""A package from the database to its folder, all parts of it: the same bytes again, and nothing half-written."""

import errno
import hashlib
import json
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from models.database import engine_for, make_ready, reading, writing
from models.operations import Request, StoredEvidence, move
from models.queries import Filter, assignments, person_by_email
from reporting.evidence_archive import EvidenceBroken
from reporting.folder import FolderUnusable, beside
from reporting.period import PeriodUnclear
from reporting.verifying import verify
from reporting.word_template import TEMPLATES, TemplateBroken
from srok.package_parts import PARTS, Sources, decide, draw, finish, without_lost
from tests.builders import CALENDAR, instant, under_control

CUT_OFF = date(2024, 3, 29)
CONTENT = b"order no 5"


@pytest.fixture
def sources(tmp_path):
    """A plan under control, one school of which has reported with a document."""
    url = f"sqlite:///{tmp_path / 'srok.db'}"
    engine = engine_for(url)
    make_ready(engine)
    document = StoredEvidence(
        name="Приказ № 5.pdf", sha256=hashlib.sha256(CONTENT).hexdigest(), size=len(CONTENT), stored_as="a1"
    )
    with writing(engine) as session:
        under_control(session)
        [one] = assignments(session, Filter(item="1.1", executor="СОШ № 1"), today=CUT_OFF)
        person_id = person_by_email(session, "school-1@city.example")
        values = {"trigger": "report", "person_id": person_id, "at": instant(date(2024, 2, 20))}
        move(session, Request(assignment_id=one.id, text="Сделано", evidence=(document,), **values), calendar=CALENDAR)
    engine.dispose()
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "a1").write_bytes(CONTENT)
    return Sources(database_url=url, evidence_dir=tmp_path / "evidence")


def decided(sources, period="2024-Q1"):
    engine = engine_for(sources.database_url)
    try:
        with reading(engine) as session:
            return decide(session, order="7", period=period, cut_off=CUT_OFF)
    finally:
        engine.dispose()


def assembled(sources, folder):
    package = decided(sources)
    with beside(folder) as waiting:
        files = [file for name in PARTS for file in draw(name, package, sources, waiting)]
        return finish(package, files, folder, sources, by="Орлова А.И.")


def test_every_part_is_there_and_the_manifest_proves_it(sources, tmp_path):
    done = assembled(sources, tmp_path / "package")
    assert {file.name for file in done.files} == {*PARTS, "manifest.json"}
    assert verify(tmp_path / "package").whole
    with ZipFile(tmp_path / "package" / "evidence.zip") as archive:
        assert archive.namelist()[1] == "1.1 Мероприятие 1.1/СОШ № 1/Приказ № 5.pdf"


def test_the_same_snapshot_makes_the_same_bytes_of_every_part(sources, tmp_path):
    first, second = (assembled(sources, tmp_path / name) for name in ("first", "second"))
    for one, again in zip(first.files, second.files, strict=True):
        assert one.read_bytes() == again.read_bytes(), one.name


def test_a_plans_own_reporting_day_names_the_period(sources):
    package = decided(sources, "до 30 июня")
    assert (package.begins_on, package.ends_on) == (date(2024, 1, 26), date(2024, 6, 30))
    with pytest.raises(PeriodUnclear, match=r"its reporting days: 30\.06\.2024, 31\.12\.2024"):
        decided(sources, "до 1 декабря")


def test_the_first_period_of_an_order_has_nothing_to_be_compared_with(sources):
    assert decided(sources).comparison is None
    assert decided(sources, "2024-03").comparison.before == "февраль 2024 года, на 29.02.2024"


def broken_evidence(sources, tmp_path):
    (sources.evidence_dir / "a1").write_bytes(b"order no 6")
    return sources


def broken_template(sources, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.docx").write_bytes((TEMPLATES / "letter.docx").read_bytes()[:-100])
    return Sources(database_url=sources.database_url, evidence_dir=sources.evidence_dir, templates=tmp_path / "own")


@pytest.mark.parametrize(
    ("broken", "fault", "said"),
    [
        (broken_evidence, EvidenceBroken, "item 1.1, СОШ № 1: the evidence «Приказ № 5.pdf» of 2024-02-20 was changed"),
        (broken_template, TemplateBroken, "letter.docx is not a Word document"),
    ],
)
def test_what_cannot_be_drawn_is_named_and_the_older_package_stays(sources, tmp_path, broken, fault, said):
    folder = tmp_path / "package"
    assembled(sources, folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(fault, match=said):
        assembled(broken(sources, tmp_path), folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"order no 6")])
def test_without_what_is_lost_the_package_is_made_and_says_what_is_missing(sources, tmp_path, damage):
    damage(sources.evidence_dir / "a1")
    package = without_lost(decided(sources), sources.evidence_dir)
    assert package.documents == ()
    assert "Подтверждающие документы: утрачено и не приложено: 1 файл." in package.attachments
    with beside(tmp_path / "package") as waiting:
        files = [file for name in PARTS for file in draw(name, package, sources, waiting)]
        done = finish(package, files, tmp_path / "package", sources)
    assert "evidence.zip" not in {file.name for file in done.files}
    manifest = json.loads((tmp_path / "package" / "manifest.json").read_bytes())
    assert manifest["evidence"] == {"files": 0, "bytes": 0, "lost": ["1.1 Мероприятие 1.1/СОШ № 1/Приказ № 5.pdf"]}


def test_where_nothing_is_lost_nothing_is_left_out(sources):
    package = decided(sources)
    assert without_lost(package, sources.evidence_dir) is package


@pytest.mark.parametrize("name", list(PARTS))
def test_a_disk_that_fills_up_while_any_part_is_drawn_leaves_nothing(sources, tmp_path, monkeypatch, name):
    opened = Path.open

    def full(path, mode="r", *arguments, **named):
        if path.name == name and "w" in mode:
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, mode, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    package, folder = decided(sources), tmp_path / "package"
    if name == "evidence.zip":  # a zip archive is opened by its name, not by Path.open
        monkeypatch.setattr("zipfile.io.open", lambda path, mode, *_: full(Path(path), mode))
    with pytest.raises(FolderUnusable, match="No space left on device"), beside(folder) as waiting:
        draw(name, package, sources, waiting)
    assert list(folder.iterdir()) == []
