"""The people of the play: some weeks of the sample order, the same whenever they are played, and the laws that hold."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.half_year import broken_laws, play, read
from models.database import engine_for
from tests.repo.house import ROOT

SAMPLES = ROOT / "srok" / "samples"
LAST, EARLIER = date(2025, 3, 5), date(2025, 2, 5)


def played(database, *, last):
    engine = engine_for(f"sqlite:///{database}")
    drafts = read(engine, [SAMPLES / "order.txt"], SAMPLES / "roster.csv")
    done = play(engine, drafts, last, evidence=database.with_name("evidence"), seed=1)
    engine.dispose()
    return done


@pytest.fixture(scope="module")
def weeks(_empty_sqlite, tmp_path_factory):
    """A database in which the people have played, and what they did."""
    database = shutil.copyfile(_empty_sqlite, tmp_path_factory.mktemp("weeks") / "srok.db")
    return database, played(database, last=LAST)


def broken(database, done, damage=None):
    engine = engine_for(f"sqlite:///{database}")
    if damage:
        with engine.begin() as connection:
            connection.execute(text(damage))
    found = list(broken_laws(engine, done))
    engine.dispose()
    return found


def histories(database, until):
    """Who did what to which assignment by a day."""
    engine = engine_for(f"sqlite:///{database}")
    asked = (
        'SELECT assignment_id, version, "trigger", at, person_id, reason FROM history WHERE "on" <= :day ORDER BY 1, 2'
    )
    with engine.connect() as connection:
        found = connection.execute(text(asked), {"day": until.isoformat()}).all()
    engine.dispose()
    return found


def test_nothing_disagrees_after_weeks_in_which_all_kinds_of_things_were_done(weeks):
    database, done = weeks
    assert broken(database, done) == []
    assert {"start", "report", "accept", "send_back", "decline", "uphold", "ask_extension", "remind"} <= set(done.moves)


def test_played_again_the_same_is_done(weeks, sqlite_url):
    again = Path(sqlite_url.removeprefix("sqlite:///"))
    played(again, last=EARLIER)
    assert histories(again, EARLIER) == histories(weeks[0], EARLIER)


@pytest.mark.parametrize(
    ("law", "damage"),
    [
        ("occurrence 1 is stored", "UPDATE occurrence SET state = 'accepted' WHERE id = 1"),
        ("item 1 is stored", "UPDATE planitem SET state = 'accepted' WHERE id = 1"),
        ("versions add up", "UPDATE assignment SET version = version + 1 WHERE id = 1"),
        ("history: ", "UPDATE assignment SET head = 'x' WHERE version > 0"),
        ("events: ", "DELETE FROM event WHERE id = (SELECT min(id) FROM event)"),
        ("letters and firings", "DELETE FROM firing WHERE id = (SELECT min(id) FROM firing)"),
    ],
)
def test_whatever_disagrees_is_found(weeks, tmp_path, law, damage):
    database, done = weeks
    found = broken(shutil.copyfile(database, tmp_path / "srok.db"), done, damage)
    assert any(law in one for one in found), found
