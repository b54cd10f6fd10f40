"""Movers are killed at random points: what they acknowledged is there, nothing is half done."""

from datetime import date

import pytest

from models.database import engine_for
from tests.faults.asking import clients
from tests.faults.sizes import SEED, size
from tests.faults.town import lost_and_doubled, town, unsound


def broken(url, found):
    """What does not hold after the kills."""
    engine = engine_for(url)
    lost, doubled = lost_and_doubled(engine, found["acknowledged"])
    wrong = unsound(engine)
    engine.dispose()
    return [f"lost {text}" for text in lost] + [f"doubled {text}" for text in doubled] + wrong


def test_what_a_killed_mover_acknowledged_is_there_and_whole(database_url, figures):
    made = town(database_url, rows=24, due_on=date(2034, 1, 31))
    found = clients("killed", made, seed=SEED, kills=size(100, 1000), movers=4)
    assert len(found["acknowledged"]) > size(20, 200), "the movers had no time to move anything"
    assert broken(database_url, found) == []
    figures(kills=found["kills"], acknowledged=len(found["acknowledged"]), lost=0, doubled=0)


@pytest.mark.parametrize("bug", ["acknowledges_first", "commits_in_two_steps", "forgets_the_roll_up"])
def test_a_planted_bug_is_noticed(sqlite_url, bug):
    made = town(sqlite_url, rows=24, due_on=date(2034, 1, 31))
    found = clients("killed", made, seed=SEED, kills=30, movers=2, planted_bug=bug)
    assert broken(sqlite_url, found)
