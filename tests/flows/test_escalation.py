"""The flow of the ladder, run by Prefect."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.database import engine_for, reading, writing
from models.events import untold
from models.operations import Request, move
from models.outbox import letters
from models.queries import Filter, assignments, person_by_email
from tests.builders import CALENDAR, ZONE, under_control

LATE = date(2024, 3, 7)
AT = datetime(2024, 3, 7, 8, tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def order(settings, database_url):
    settings.setenv("SROK_TIMEZONE", ZONE)
    engine = engine_for(database_url)
    with writing(engine) as session:
        under_control(session)
    yield engine
    engine.dispose()


async def test_the_flow_writes_the_letters_of_its_day_once(order):
    from flows.escalation import remind_and_escalate  # noqa: PLC0415 - imports Prefect

    first = await remind_and_escalate(as_of=LATE, at=AT)
    assert len(first.letters) == 5
    assert (await remind_and_escalate(as_of=LATE, at=AT)).letters == ()
    with reading(order) as session:
        assert len(letters(session)) == 5


@pytest.mark.parametrize(
    ("desk", "links"), [("", ""), ("https://srok.city.example", ". Plans: [№ 7](https://srok.city.example/plans/1)")]
)
async def test_the_table_of_a_sweep_leads_to_the_desk_where_there_is_one(order, settings, desk, links):
    from prefect.artifacts import Artifact  # noqa: PLC0415 - takes seconds

    from flows.escalation import remind_and_escalate  # noqa: PLC0415 - imports Prefect

    settings.setenv("SROK_PUBLIC_URL", desk)
    await remind_and_escalate(as_of=LATE, at=AT)
    table = await Artifact.get("letters-2024-03-07")
    assert table.description == f"Letters written for 2024-03-07, 22 new reminders{links}"
    assert len(json.loads(table.data)) == 5


async def test_a_dry_run_shows_the_same_letters_and_writes_none(order):
    from flows.escalation import remind_and_escalate  # noqa: PLC0415 - imports Prefect

    shown = await remind_and_escalate(as_of=LATE, dry_run=True, at=AT)
    with reading(order) as session:
        assert letters(session) == ()
    assert shown == await remind_and_escalate(as_of=LATE, at=AT)


async def test_shards_that_no_worker_takes_are_swept_by_who_parted_them(order):
    from flows.escalation import remind_and_escalate  # noqa: PLC0415 - imports Prefect

    parted = await remind_and_escalate(as_of=LATE, at=AT, shards=4)
    assert (parted.on, parted.letters) == (LATE, ())
    with reading(order) as session:
        assert len(letters(session)) == 5
    again = await remind_and_escalate(as_of=LATE, at=AT, shards=4)
    assert again.on == LATE
    with reading(order) as session:
        assert len(letters(session)) == 5


async def test_an_hourly_run_before_nine_is_for_nobody(order):
    from flows.escalation import remind_and_escalate  # noqa: PLC0415 - imports Prefect

    assert not (await remind_and_escalate(at=AT, hourly=True)).awake


async def test_events_that_nobody_takes_are_forgotten_a_month_later(order):
    from flows.escalation import remind_and_escalate  # noqa: PLC0415 - imports Prefect

    with writing(order) as session:
        (first, *_) = assignments(session, Filter(item="1.1"), today=LATE)
        by = person_by_email(session, "school-1@city.example")
        move(session, Request(assignment_id=first.id, trigger="start", person_id=by, at=AT), calendar=CALENDAR)
    for day, left in ((AT + timedelta(days=30), 1), (AT + timedelta(days=31), 0)):
        await remind_and_escalate(as_of=day.date(), at=day)
        with reading(order) as session:
            assert len(untold(session, limit=10)) == left
