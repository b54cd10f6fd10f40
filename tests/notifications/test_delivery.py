"""Letters leave, past a server that misbehaves at every stage and a sender killed between fence and result."""

import asyncio
import sys
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from models.sending import DATA_LEASE
from models.tables import OutboxState, Phase
from notifications.delivery import DeliveryCounts
from notifications.relay import Patience
from tests.notifications.misbehaving import DROP, SILENCE, misbehaving
from tests.notifications.waiting import AT, composed, deliver, only_row, put_in, rows

ROOT = Path(__file__).parents[2]


async def test_every_letter_leaves_once_as_it_was_stored(engine):
    put_in(engine, 20)
    async with misbehaving() as server:
        counts = await deliver(engine, server.url)
    assert counts == DeliveryCounts(sent=20)
    assert sorted(server.recipients) == sorted(f"school-{number}@tomsk.example" for number in range(20))
    unstuffed = {given.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.") for given in server.given}
    assert unstuffed == {composed(number).eml for number in range(20)}
    assert server.sessions <= 4
    assert {row.state for row in rows(engine)} == {OutboxState.SENT}


async def test_two_runs_at_once_send_each_letter_once(engine):
    put_in(engine, 40)
    async with misbehaving() as server:
        both = await asyncio.gather(deliver(engine, server.url), deliver(engine, server.url))
    assert sum(counts.sent for counts in both) == len(server.given) == 40


async def test_nothing_waiting_opens_no_connection(sqlite):
    async with misbehaving() as server:
        assert await deliver(sqlite, server.url) == DeliveryCounts()
    assert server.sessions == 0


async def test_a_relay_that_hangs_up_after_each_letter_loses_none(sqlite):
    put_in(sqlite, 6)
    async with misbehaving(letters_a_session=1) as server:
        counts = await deliver(sqlite, server.url, connections=2)
    assert counts == DeliveryCounts(sent=6)


@pytest.mark.parametrize(
    "says",
    [
        {"banner": "554 no service"},
        {"banner": "421 busy"},
        {"banner": DROP},
        {"banner": SILENCE},
        {"banner": "welcome, stranger"},
        {"ehlo": "554 who are you"},
        {"ehlo": DROP},
        {"ehlo": SILENCE},
        {"mail": "553 not this sender"},
    ],
    ids=str,
)
async def test_a_relay_at_fault_ends_the_run_and_burns_nothing(sqlite, says):
    put_in(sqlite, 3)
    async with misbehaving(**says) as server:
        counts = await deliver(sqlite, server.url)
    (stage,) = says
    assert counts.relay_fault.startswith(f"{server.url}: ")
    assert counts == DeliveryCounts(relay_fault=counts.relay_fault)
    assert stage in counts.relay_fault or stage == "banner"
    assert [(row.state, row.attempts, row.possible_duplicates) for row in rows(sqlite)] == [
        (OutboxState.QUEUED, 0, 0)
    ] * 3
    assert not server.given


@pytest.mark.parametrize(
    ("says", "state", "duplicates"),
    [
        ({"mail": "452 later"}, OutboxState.QUEUED, 0),
        ({"mail": DROP}, OutboxState.QUEUED, 0),
        ({"rcpt": "450 greylisted"}, OutboxState.QUEUED, 0),
        ({"rcpt": "550 no such school"}, OutboxState.DEAD, 0),
        ({"rcpt": DROP}, OutboxState.QUEUED, 0),
        ({"rcpt": SILENCE}, OutboxState.QUEUED, 0),
        ({"data": "451 not now"}, OutboxState.QUEUED, 0),
        ({"data": "554 no"}, OutboxState.DEAD, 0),
        ({"data": DROP}, OutboxState.QUEUED, 1),
        ({"data": SILENCE}, OutboxState.QUEUED, 1),
        ({"dot": "451 disk full"}, OutboxState.QUEUED, 0),
        ({"dot": "554 spam"}, OutboxState.DEAD, 0),
        ({"dot": DROP}, OutboxState.QUEUED, 1),
        ({"dot": SILENCE}, OutboxState.QUEUED, 1),
        ({"dot": "thank you"}, OutboxState.QUEUED, 1),
    ],
    ids=str,
)
async def test_the_verdict_on_a_letter_at_a_misbehaving_relay(sqlite, says, state, duplicates):
    put_in(sqlite)
    async with misbehaving(**says) as server:
        counts = await deliver(sqlite, server.url)
    assert not counts.relay_fault
    assert counts.requeued + counts.dead == 1
    row = only_row(sqlite)
    assert (row.state, row.attempts, row.possible_duplicates) == (state, 1, duplicates)
    assert row.phase is None
    if duplicates:
        assert row.not_before == AT + timedelta(minutes=15)
    elif state is OutboxState.QUEUED:
        assert AT < row.not_before < AT + timedelta(minutes=16)


async def test_one_refused_recipient_does_not_hold_up_the_others(sqlite):
    put_in(sqlite, 3)
    async with misbehaving(rcpt="550 unknown") as server:
        assert await deliver(sqlite, server.url) == DeliveryCounts(dead=3)
        server.says["rcpt"] = "250 ok"
        put_in(sqlite, 5)
        assert await deliver(sqlite, server.url) == DeliveryCounts(sent=2)


async def test_nobody_at_the_relays_address_is_one_clear_line(sqlite):
    put_in(sqlite, 2)
    async with misbehaving() as server:
        gone = server.url
    counts = await deliver(sqlite, gone)
    assert counts == DeliveryCounts(relay_fault=f"{gone}: connect failed: Connection refused")
    assert {row.state for row in rows(sqlite)} == {OutboxState.QUEUED}


async def test_an_unusable_url_is_a_fault_of_the_relays(sqlite):
    counts = await deliver(sqlite, "smtp://mail.example:25")
    assert "needs TLS" in counts.relay_fault


@pytest.mark.parametrize(("scheme", "stage"), [("smtp+starttls", "starttls"), ("smtps", "connect")])
async def test_without_the_tls_asked_for_nothing_leaves(sqlite, scheme, stage):
    put_in(sqlite)
    async with misbehaving() as server:
        counts = await deliver(sqlite, server.url.replace("smtp", scheme, 1))
    assert f"{stage} failed" in counts.relay_fault
    assert only_row(sqlite).attempts == 0
    assert not server.given


async def test_a_doubtful_letter_goes_again_with_the_same_message_id(engine):
    put_in(engine)
    async with misbehaving(dot=DROP) as server:
        await deliver(engine, server.url)
        server.says["dot"] = "250 taken"
        assert await deliver(engine, server.url, at=AT + timedelta(minutes=14)) == DeliveryCounts()
        assert await deliver(engine, server.url, at=AT + timedelta(minutes=15)) == DeliveryCounts(sent=1)
    first, second = (message_from_bytes(given)["Message-ID"] for given in server.given)
    assert first == second
    assert only_row(engine).possible_duplicates == 1


async def test_a_letter_that_may_have_left_four_times_waits_for_a_person(sqlite):
    put_in(sqlite)
    async with misbehaving(dot=DROP) as server:
        runs = [await deliver(sqlite, server.url, at=AT + timedelta(minutes=15 * n)) for n in range(6)]
    assert [counts.unknown for counts in runs] == [0, 0, 0, 1, 0, 0]
    assert len(server.given) == 4
    assert only_row(sqlite).state is OutboxState.UNKNOWN


SENDS = """
import asyncio, sys
from datetime import datetime
from models.database import engine_for
from notifications.delivery import deliver_waiting
at = datetime.fromisoformat(sys.argv[3])
asyncio.run(deliver_waiting(engine_for(sys.argv[1]), sys.argv[2], clock=lambda: at))
"""


async def test_a_sender_killed_between_fence_and_result_loses_nothing(engine, database_url):
    put_in(engine, 2)
    async with misbehaving(dot=SILENCE) as server:
        arguments = (database_url, server.url, AT.isoformat())
        sender = await asyncio.create_subprocess_exec(sys.executable, "-c", SENDS, *arguments, cwd=ROOT)
        await server.until("dot")
        await server.until("dot")
        sender.kill()
        await sender.wait()
    assert [(row.state, row.phase) for row in rows(engine)] == [(OutboxState.LEASED, Phase.DATA)] * 2
    async with misbehaving() as server:
        assert await deliver(engine, server.url, at=AT + DATA_LEASE / 2) == DeliveryCounts()
        assert await deliver(engine, server.url, at=AT + DATA_LEASE) == DeliveryCounts(sent=2)
    assert [(row.state, row.possible_duplicates) for row in rows(engine)] == [(OutboxState.SENT, 1)] * 2


async def test_a_cancelled_run_gives_back_what_it_had_not_begun(sqlite):
    put_in(sqlite, 3)
    async with misbehaving(rcpt=SILENCE) as server:
        run = asyncio.create_task(deliver(sqlite, server.url, patience=Patience(), connections=1))
        await server.until("rcpt")
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    assert [(row.state, row.possible_duplicates) for row in rows(sqlite)] == [(OutboxState.QUEUED, 0)] * 3
