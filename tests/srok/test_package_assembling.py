"""Packages assembled beside whoever asked, on both databases: how far it has come, and why it failed."""

import os
from threading import Thread

import pytest

from models.database import reading, writing
from models.queries import package
from reporting.evidence_archive import EvidenceBroken
from srok import package_assembling
from srok.package_assembling import Assembling, assembling, begin, is_running
from srok.package_drafts import apart, drafting, intact
from srok.package_parts import PARTS
from srok.settings import Settings
from tests.builders import instant, under_control
from tests.models.packaged import DUE, by, collected
from tests.models.working import CENTRE, reported

NOW = instant(DUE)


@pytest.fixture
def settings(engine, database_url, tmp_path):
    with writing(engine) as session:
        under_control(session)
    reported(engine)
    folders = {"packages_dir": tmp_path / "packages", "evidence_dir": tmp_path / "evidence"}
    return Settings(database_url=database_url, timezone="Asia/Tomsk", **folders)


@pytest.fixture
def draft(engine, settings):
    ident = collected(engine)
    with reading(engine) as session:
        who = by(session, CENTRE, on=DUE)
    return drafting(settings, ident, cut_off=DUE, by=who)


def at_once(thread: Thread) -> None:
    thread.run()


def test_what_was_begun_becomes_an_edition_and_nothing_is_left_of_the_attempt(engine, settings, draft):
    begin(settings, draft, at_once=at_once)
    with reading(engine) as session:
        fact = package(session, draft.fact.id)
    assert (fact.edition, intact(settings, fact)) == (1, True)
    assert assembling(settings, fact, at=NOW) is None
    assert not is_running(settings, fact, at=NOW)


def test_how_far_it_has_come_is_seen_until_it_has_shown_nothing_for_long(settings, draft):
    with apart(settings, draft) as folder:
        (folder / "tables.xlsx").write_bytes(b"")
        os.utime(folder, (NOW.timestamp(), NOW.timestamp()))
        assert assembling(settings, draft.fact, at=NOW) == Assembling(done=1, of=len(PARTS))
        assert is_running(settings, draft.fact, at=NOW)
        assert assembling(settings, draft.fact, at=NOW + package_assembling.ABANDONED) is None
    assert assembling(settings, draft.fact, at=NOW) is None


@pytest.mark.parametrize(
    ("raised", "said"),
    [(EvidenceBroken("item 1.1: the evidence is gone"), "is gone"), (MemoryError(), "not foreseen: the log")],
)
def test_why_it_failed_is_said_until_it_is_tried_again(settings, draft, monkeypatch, raised, said):
    def fails(*_):
        raise raised

    monkeypatch.setattr(package_assembling, "draw", fails)
    if isinstance(raised, MemoryError):
        with pytest.raises(MemoryError):
            begin(settings, draft, at_once=at_once)
    else:
        begin(settings, draft, at_once=at_once)
    assert said in assembling(settings, draft.fact, at=NOW).failed
    assert not is_running(settings, draft.fact, at=NOW)
    begin(settings, draft, at_once=lambda _: None)
    assert assembling(settings, draft.fact, at=NOW) is None
