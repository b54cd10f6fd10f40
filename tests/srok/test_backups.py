"""Backups: what is in one is what was there, on both databases; none is made by halves, or two at once."""

import json
import os
import shutil
import subprocess
import tarfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from models.database import engine_for, writing
from srok.backups import CannotBackUp, backups, make_backup, note_failure
from srok.settings import Settings
from tests.builders import under_control

AT = datetime(2024, 4, 8, 9, tzinfo=UTC)


@pytest.fixture
def settings(engine, database_url, tmp_path):
    """A house with an order under control and a document."""
    with writing(engine) as session:
        under_control(session)
    folders = {name: tmp_path / name for name in ("evidence", "packages", "backups")}
    (folders["evidence"] / "ab").mkdir(parents=True)
    (folders["evidence"] / "ab" / "kept").write_bytes(b"document")
    named = {f"{name}_dir": folder for name, folder in folders.items()}
    return Settings(database_url=database_url, **named, _env_file=None)


def made(settings, at=AT, **how):
    return make_backup(settings, at=at, by="cron", **how)


def restored(settings, folder, tmp_path):
    """A URL of the database as a backup brings it back."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{shutil.copyfile(folder / 'database.db', tmp_path / 'restored.db')}"
    said = {"PGHOST": url.query.get("host") or url.host, "PGPORT": url.port, "PGUSER": url.username}
    environment = os.environ | {name: str(value) for name, value in said.items() if value}
    listed = subprocess.run(
        ["pg_restore", "--list", str(folder / "database.dump")],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "TABLE DATA public assignment" in listed.stdout
    return None


def test_a_backup_holds_what_was_there(settings, tmp_path):
    one = made(settings)
    folder = settings.backups_dir / one.name
    assert (one.name, one.by, one.bytes) == ("2024-04-08T09-00-00Z", "cron", one.database_bytes + one.files_bytes)
    with tarfile.open(folder / "files.tar") as archive:
        assert archive.extractfile("evidence/ab/kept").read() == b"document"
        assert archive.getmember("packages").isdir()
    url = restored(settings, folder, tmp_path)
    if url:
        back, there = engine_for(url), engine_for(settings.database_url)
        with back.connect() as copy, there.connect() as own:
            for table in ("assignment", "history", "orders"):
                everything = text(f"SELECT * FROM {table} ORDER BY id")
                assert copy.execute(everything).all() == own.execute(everything).all()
        back.dispose()
        there.dispose()
    assert json.loads((folder / "backup.json").read_text())["database_sha256"] == one.database_sha256
    again = made(settings)
    assert (again.name, backups(settings).found) == (f"{one.name}-2", (again, one))


def test_only_the_latest_are_kept_where_that_is_asked_for(settings):
    for day in range(4):
        made(settings, AT + timedelta(days=day), keep=2)
    assert [one.at.day for one in backups(settings).found] == [11, 10]


def test_two_are_not_made_at_once_and_one_that_was_stopped_does_not_bar_the_next_for_ever(settings):
    begun = settings.backups_dir / ".making"
    begun.mkdir(parents=True)
    (begun / "database.db").write_bytes(b"half")
    os.utime(begun, (AT.timestamp(), AT.timestamp()))
    with pytest.raises(CannotBackUp, match="is being made already"):
        made(settings, AT + timedelta(hours=1))
    assert backups(settings).making_since == AT
    assert backups(settings).found == ()
    made(settings, AT + timedelta(days=1))
    assert not begun.exists()


@pytest.mark.parametrize("url", ["sqlite:///nowhere.db", "postgresql+psycopg://nobody@localhost:1/none"])
def test_a_backup_that_cannot_be_leaves_nothing_and_is_said_until_one_can(settings, url):
    broken = settings.model_copy(update={"database_url": url})
    with pytest.raises(CannotBackUp) as fault:
        made(broken)
    note_failure(settings, fault.value)
    assert [one.name for one in settings.backups_dir.iterdir()] == ["failed.txt"]
    assert "\n" not in backups(settings).failed
    made(settings)
    assert backups(settings).failed == ""


def test_a_folder_that_cannot_be_written_is_said(settings):
    settings.backups_dir.write_bytes(b"a file")
    with pytest.raises(CannotBackUp, match="SROK_BACKUPS_DIR"):
        made(settings)


def test_the_command_makes_one_and_lists_it(settings, run, monkeypatch):
    monkeypatch.setenv("SROK_BACKUPS_DIR", str(settings.backups_dir))
    monkeypatch.setenv("SROK_DATABASE_URL", settings.database_url)
    assert run("backup", "list").out.strip().endswith("there are no backups")
    assert "MiB" in run("backup", "make").out
    assert len(run("backup", "list").out.splitlines()) > 1
