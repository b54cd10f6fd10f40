"""A relay at fault is left alone from run to run, tried with one letter, and used again by itself when it works."""

from datetime import timedelta

from models import relays
from models.database import reading
from models.tables import OutboxState
from notifications.delivery import DeliveryCounts, Pace, deliver_waiting
from tests.notifications.misbehaving import misbehaving
from tests.notifications.waiting import AT, SHORT, deliver, put_in, rows

MINUTE = timedelta(minutes=1)


def pause_of(engine, url):
    with reading(engine) as session:
        return relays.pause_of(session, url)


async def test_a_paused_relay_is_not_even_connected_to(engine):
    put_in(engine, 3)
    async with misbehaving(banner="554 no service") as server:
        await deliver(engine, server.url)
        sessions = server.sessions
        counts = await deliver(engine, server.url, at=AT + MINUTE / 2)
    assert server.sessions == sessions
    assert counts.relay_fault == f"{server.url} is paused until 2024-04-08 02:01 UTC: banner failed: 554 no service"
    assert pause_of(engine, server.url).pauses == 1


async def test_the_pause_grows_while_the_probe_fails_and_ends_when_one_works(engine):
    put_in(engine, 12)
    async with misbehaving(banner="554 no service") as server:
        await deliver(engine, server.url)
        at = AT
        for pauses in (2, 3):
            at = pause_of(engine, server.url).paused_until
            before = server.sessions
            await deliver(engine, server.url, at=at)
            assert server.sessions == before + 1, "one letter tries the relay, over one connection"
            assert pause_of(engine, server.url).pauses == pauses
        server.says["banner"] = "220 ready"
        counts = await deliver(engine, server.url, at=pause_of(engine, server.url).paused_until)
    assert counts == DeliveryCounts(sent=12)
    assert pause_of(engine, server.url) is None
    assert {(row.state, row.attempts) for row in rows(engine)} == {(OutboxState.SENT, 1)}


async def test_with_nothing_to_send_a_paused_relay_stays_as_it_is(sqlite):
    put_in(sqlite)
    async with misbehaving(banner="554 no service") as server:
        await deliver(sqlite, server.url)
        server.says["banner"] = "220 ready"
        await deliver(sqlite, server.url, at=AT + MINUTE)
        assert await deliver(sqlite, server.url, at=AT + 2 * MINUTE) == DeliveryCounts()


async def test_a_relay_that_allows_fewer_connections_is_not_at_fault(sqlite):
    put_in(sqlite, 20)
    async with misbehaving(sessions_at_once=2) as server:
        counts = await deliver(sqlite, server.url, connections=8)
        assert not counts.relay_fault
        rest = await deliver(sqlite, server.url, connections=2)
    assert counts.sent + rest.sent == 20
    assert pause_of(sqlite, server.url) is None


async def test_a_relay_that_takes_nobody_for_policys_sake_kills_no_letter(sqlite):
    put_in(sqlite, 4)
    async with misbehaving(rcpt="554 5.7.1 relay access denied") as server:
        counts = await deliver(sqlite, server.url)
        assert "no recipient is taken: 554 5.7.1" in counts.relay_fault
        assert {row.state for row in rows(sqlite)} == {OutboxState.QUEUED}
        server.says["rcpt"] = "250 ok"
        assert (await deliver(sqlite, server.url, at=AT + 15 * MINUTE)).sent == 4


async def test_after_a_recipient_was_taken_policy_is_the_letters_affair(sqlite):
    put_in(sqlite, 3)
    async with misbehaving(refuses={"school-2@tomsk.example": "550 5.7.1 not from outside"}) as server:
        assert await deliver(sqlite, server.url, connections=1) == DeliveryCounts(sent=2, dead=1)


async def test_letters_keep_to_their_pace(engine):
    put_in(engine, 6)
    ticks = iter(range(10_000))

    def clock():
        return AT + timedelta(milliseconds=250 * next(ticks))

    async with misbehaving() as server:
        pace = Pace(connections=2, per_minute=600)
        counts = await deliver_waiting(engine, server.url, clock=clock, patience=SHORT, pace=pace)
    assert counts == DeliveryCounts(sent=6)


async def test_a_run_that_keeps_to_a_pace_ends_and_leaves_the_rest_to_the_next(sqlite):
    put_in(sqlite, 5)
    async with misbehaving() as server:
        ticks = iter(range(10_000))
        pace = Pace(connections=1, per_minute=1)
        counts = await deliver_waiting(
            sqlite, server.url, clock=lambda: AT + timedelta(minutes=next(ticks)), patience=SHORT, pace=pace
        )
    assert 1 <= counts.sent < 5
    assert {row.state for row in rows(sqlite)} == {OutboxState.SENT, OutboxState.QUEUED}
