"""Letters fenced ahead leave once and are in doubt only where they have begun; a lease outlasts what may follow."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select, update

from models.database import reading, writing
from models.sending import DATA_LEASE
from models.tables import Outbox, OutboxState, Phase
from notifications.delivery import DeliveryCounts
from notifications.ledger import FENCED_FOR
from notifications.relay import Patience
from notifications.taking import Taking
from tests.notifications.misbehaving import PIPELINING, SILENCE, misbehaving
from tests.notifications.waiting import AT, deliver, put_in, rows


async def test_letters_fenced_ahead_leave_once_and_a_refused_one_does_not_hold_them_up(engine):
    put_in(engine, 150)
    refused = {f"school-{number}@tomsk.example": "550 5.1.1 no such school" for number in range(0, 150, 10)}
    async with misbehaving(ehlo=PIPELINING, refuses=refused) as server:
        assert await deliver(engine, server.url) == DeliveryCounts(sent=135, dead=15)
    assert len(server.given) == len(set(server.given)) == 135
    assert {row.possible_duplicates for row in rows(engine)} == {0}


@pytest.mark.parametrize("doubtful", [False, True])
async def test_of_letters_fenced_ahead_only_those_begun_are_doubtful_when_a_run_is_cancelled(engine, doubtful):
    put_in(engine, 150)
    with writing(engine) as session:
        session.execute(update(Outbox).values(possible_duplicates=int(doubtful)))
    async with misbehaving(ehlo=PIPELINING) as server:
        dots = count(1)
        server.pick = lambda stage: SILENCE if stage == "dot" and next(dots) > 40 else None
        run = asyncio.create_task(deliver(engine, server.url, patience=Patience()))
        for _ in range(40 + 4):  # four connections, and each waits for its last word
            await server.until("dot")
        with reading(engine) as session:
            fenced = session.scalar(select(func.count()).where(Outbox.phase == Phase.DATA))
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    left = Counter((row.state, row.phase) for row in rows(engine))
    assert fenced == 4 if doubtful else fenced > 4, "one in doubt already is not fenced ahead"
    assert left[OutboxState.LEASED, Phase.DATA] == 4
    assert left[OutboxState.SENT, None] + left[OutboxState.QUEUED, None] == 146


async def test_letters_that_are_claimed_by_the_way_are_waited_for(engine):
    put_in(engine)
    taking = Taking(engine, lambda: AT, "relay", per_minute=0)
    assert taking.expects_more()
    with writing(engine) as session:
        claimed = taking.claim(session)
    asking = asyncio.create_task(taking.next())
    await asyncio.sleep(0.05)
    assert not asking.done(), "a connection left while letters came for it"
    taking.take(claimed)
    assert await asking == claimed[0]


def test_a_lease_outlasts_all_that_may_come_after_a_fence():
    patience = Patience()
    mail_rcpt_and_data = 3 * patience.stage_seconds
    assert timedelta(seconds=FENCED_FOR + mail_rcpt_and_data + patience.data_seconds) < DATA_LEASE
