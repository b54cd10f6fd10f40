"""The flow that tells Prefect, run by Prefect: what arrives, what stays where Prefect does not take it."""

from datetime import date, timedelta
from itertools import count

import pytest

from models.database import engine_for, reading, writing
from models.events import untold
from models.operations import Bulk, move_many
from models.queries import Filter, assignments, person_by_email
from tests.builders import CALENDAR, instant, under_control

DAY = date(2024, 2, 12)
_minutes = count()


@pytest.fixture
def moved(settings, sqlite_url):
    """An order in which a school's report was sent back; each time in another minute, for Prefect forgets nothing."""
    engine, at = engine_for(sqlite_url), instant(DAY) + timedelta(minutes=next(_minutes))
    with writing(engine) as session:
        under_control(session)
        (first, *_) = (one.id for one in assignments(session, Filter(item="1.1"), today=DAY))
        pull(session, "report", (first,), at=at, by="school-1@city.example", text="Готово")
        pull(session, "send_back", (first,), at=at, by="centre@city.example", reason="Нет приказа")
    yield engine
    engine.dispose()


def pull(session, trigger, ids, *, by, at, **words):
    who = person_by_email(session, by)
    bulk = Bulk(assignment_ids=ids, trigger=trigger, person_id=who, at=at, **words)
    move_many(session, bulk, calendar=CALENDAR)


def waiting(engine):
    with reading(engine) as session:
        return untold(session, limit=100)


async def arrived(events):
    """What Prefect has stored of these events, by name."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - takes seconds, only this test needs it
    from prefect.events.filters import EventFilter, EventIDFilter, EventOccurredFilter  # noqa: PLC0415

    whenever = EventOccurredFilter(since=instant(date(2024, 1, 1)), until=instant(date(2024, 12, 31)))
    wanted = EventFilter(occurred=whenever, id=EventIDFilter(id=[event.id for event in events]))
    async with get_client() as client:
        return {event.event: event for event in (await client.read_events(wanted, limit=50)).events}


async def test_what_was_done_arrives_at_prefect_and_is_told_once(moved):
    from flows.prefect_events import as_prefect_has_them  # noqa: PLC0415 - imports Prefect
    from flows.telling import emit_events  # noqa: PLC0415

    told = as_prefect_has_them(waiting(moved))
    assert await emit_events() == 2
    assert waiting(moved) == ()
    found = await arrived(told)
    assert set(found) == {"srok.assignment.reported", "srok.assignment.sent_back"}
    back = found["srok.assignment.sent_back"]
    assert back.follows == found["srok.assignment.reported"].id
    assert back.resource["srok.order"] == "7"
    assert {one.role for one in back.related} == {"plan-item", "order", "organization"}
    assert (back.payload["from"], back.payload["to"], back.payload["version"]) == ("reported", "returned", 2)
    assert "приказа" not in back.model_dump_json()
    assert await emit_events() == 0


async def test_after_a_crash_between_telling_and_forgetting_nothing_is_doubled(moved):
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - imports Prefect

    from flows.prefect_events import as_prefect_has_them, tell  # noqa: PLC0415
    from flows.telling import emit_events  # noqa: PLC0415

    events = as_prefect_has_them(waiting(moved))
    async with get_client() as client:
        assert await tell(client, events) == {event.id for event in events}
    sent = []
    async with get_client() as client:
        client.request = _recording(client.request, sent)
        assert await tell(client, events) == {event.id for event in events}
    assert sent == ["/events/filter"], "what Prefect has is asked for, not sent again"
    assert await emit_events() == 2
    assert len(await arrived(events)) == 2


def _recording(request, sent):
    async def recorded(method, path, **body):
        sent.append(path)
        return await request(method, path, **body)

    return recorded


async def test_what_prefect_does_not_store_stays_and_is_told_again(moved, monkeypatch):
    from flows import telling  # noqa: PLC0415 - imports Prefect

    async def lost(client, events):
        return frozenset({events[0].id})

    with monkeypatch.context() as broken:
        broken.setattr(telling, "tell", lost)
        assert await telling.emit_events() == 1
    assert [event.name for event in waiting(moved)] == ["srok.assignment.sent_back"]
    assert await telling.emit_events() == 1
    assert waiting(moved) == ()


async def test_where_prefect_refuses_everything_waits(moved, monkeypatch):
    from flows import telling  # noqa: PLC0415 - imports Prefect

    async def refused(client, events):
        raise ConnectionError("Prefect has gone")

    before = waiting(moved)
    monkeypatch.setattr(telling, "tell", refused)
    with pytest.raises(ConnectionError):
        await telling.emit_events()
    assert waiting(moved) == before
