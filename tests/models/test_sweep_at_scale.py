"""A sweep of 400 000 assignments reads by indexes what grows with them: so both databases choose by what they know."""

import json
import re

import pytest

from benchmarks.sweep_world import AT, fill
from models.database import writing
from models.ladders import stored
from notifications.chasing import sweep
from states.rungs import DEFAULT_LADDER
from tests.builders import CALENDAR
from tests.models.explaining import explained

CITIES = 40
READ_WHOLE = re.compile(r"(?:Seq Scan on|SCAN) (?:assignment|firing|history)\b(?! USING (?:COVERING )?INDEX)")


@pytest.fixture
def large(engine):
    fill(engine, CITIES, ladder=json.dumps(stored(DEFAULT_LADDER)), schedule='{"kind": "once", "terms": []}')
    engine.dispose()  # the connection that filled it checked nothing
    return engine


def test_a_sweep_reads_nothing_whole_that_grows(large):
    swept = []
    with writing(large) as session:
        plans = explained(
            large,
            session,
            lambda session: swept.append(sweep(session, at=AT, calendar=CALENDAR, sender="srok@city.example")),
        )
    assert swept[0].firings == CITIES * 120
    assert [plan for plan in plans if READ_WHOLE.search(plan)] == []
    assert any("ix_assignment_attention" in plan for plan in plans)
