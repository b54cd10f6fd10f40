"""The flow that opens occurrences, run by Prefect."""

from datetime import date

import pytest

from models.database import engine_for, writing
from states.schedule import Schedule, ScheduleKind
from tests.builders import ALL, ITEMS, ZONE, item, under_control

CONTINUOUS = item("2.1", Schedule(kind=ScheduleKind.CONTINUOUS), ALL)


@pytest.fixture
def order(settings, database_url):
    settings.setenv("SROK_TIMEZONE", ZONE)
    engine = engine_for(database_url)
    with writing(engine) as session:
        under_control(session, [*ITEMS, CONTINUOUS])
    yield engine
    engine.dispose()


async def test_the_flow_gives_out_once_and_proposes_the_next_year_in_december(order):
    from flows.opening import Opened, open_occurrences  # noqa: PLC0415 - imports Prefect

    assert await open_occurrences(as_of=date(2024, 11, 29)) == Opened(issued=0, year=None, items=0, times=0)
    assert await open_occurrences(as_of=date(2024, 12, 1)) == Opened(issued=0, year=2025, items=1, times=2)
    assert await open_occurrences(as_of=date(2024, 12, 2)) == Opened(issued=6, year=2025, items=1, times=2)
    assert (await open_occurrences(as_of=date(2024, 12, 2))).issued == 0
