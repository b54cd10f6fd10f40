"""A relay that misbehaves at every stage in every way: what becomes of the letter, of the relay, and of the count.

The whole table of 40 in either form; the full form also plays 2 000 sessions in which every stage goes by chance.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest

from models import relays
from models.database import engine_for, reading
from models.sending import MOST_DUPLICATES
from models.tables import OutboxState
from tests.faults.sizes import SEED, size
from tests.notifications.misbehaving import DROP, PIPELINING, SILENCE, SLOW, misbehaving
from tests.notifications.waiting import AT, deliver, only_row, put_in, rows

ENDLESS = "250-" + "x" * 40_000
GARBAGE = "what do you want, stranger"
ANSWERS = {
    "4xx": "450 4.2.0 not now",
    "421": "421 4.3.2 shutting down",
    "5xx": "550 5.1.1 no",
    "drops": DROP,
    "hangs": SILENCE,
    "garbage": GARBAGE,
    "endless": ENDLESS,
    "slow": SLOW,
}
"""What is said in a stage's place; «slow» is the right answer, a letter at a time."""

PAUSED = (OutboxState.QUEUED, 0, 0, True)
LATER = (OutboxState.QUEUED, 1, 0, False)
DEAD = (OutboxState.DEAD, 1, 0, False)
DOUBTFUL = (OutboxState.QUEUED, 1, 1, False)
SENT = (OutboxState.SENT, 1, 0, False)
"""What becomes of a letter: its state, attempts, possible duplicates; and whether the relay is paused."""

TABLE = {
    #       4xx       421       5xx     drops     hangs     garbage   endless   slow
    "banner": (PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, SENT),
    "ehlo": (PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, SENT),
    "mail": (LATER, LATER, PAUSED, LATER, LATER, LATER, LATER, SENT),
    "rcpt": (LATER, LATER, DEAD, LATER, LATER, LATER, LATER, SENT),
    "data": (LATER, LATER, DEAD, DOUBTFUL, DOUBTFUL, DOUBTFUL, DOUBTFUL, SENT),
    "dot": (LATER, LATER, DEAD, DOUBTFUL, DOUBTFUL, DOUBTFUL, DOUBTFUL, SENT),
}
CASES = [(stage, fault, row[at]) for stage, row in TABLE.items() for at, fault in enumerate(ANSWERS)]
SPECIAL = [
    ({"data": "250 taken already"}, DOUBTFUL),
    ({"dot": "354 go on"}, DOUBTFUL),
    ({"rcpt": "251 will forward"}, SENT),
    ({"rcpt": "250 ok\r\n250 and this nobody asked for"}, DOUBTFUL),
    ({"rcpt": "530 5.7.0 authentication required"}, (OutboxState.QUEUED, 1, 0, True)),
    ({"ehlo": PIPELINING, "rcpt": "450 greylisted"}, LATER),
    ({"ehlo": PIPELINING, "mail": "550 5.1.8 not this sender"}, PAUSED),
    ({"ehlo": PIPELINING}, SENT),
]


@pytest.fixture
def sqlite(sqlite_url):
    engine = engine_for(sqlite_url)
    yield engine
    engine.dispose()


def what_became(engine, url):
    row = only_row(engine)
    with reading(engine) as session:
        paused = relays.pause_of(session, url) is not None
    return row.state, row.attempts, row.possible_duplicates, paused


async def judged(engine, says):
    put_in(engine)
    async with misbehaving(**says) as server:
        await deliver(engine, server.url)
        found = what_became(engine, server.url)
        assert (found[0] is OutboxState.SENT) <= (len(server.taken) == 1), "sent is what the relay has"
    return found


@pytest.mark.parametrize(("stage", "fault", "becomes"), CASES, ids=[f"{stage} {fault}" for stage, fault, _ in CASES])
async def test_the_verdict_at_each_stage(sqlite, stage, fault, becomes):
    assert await judged(sqlite, {stage: ANSWERS[fault]}) == becomes


@pytest.mark.parametrize(("says", "becomes"), SPECIAL, ids=str)
async def test_the_verdict_on_what_is_stranger_still(sqlite, says, becomes):
    assert await judged(sqlite, says) == becomes


async def test_whatever_happens_in_session_after_session_no_letter_is_lost(sqlite, figures):
    """Stages fail by chance until each letter is sent, dead, or in front of a person."""
    chance = random.Random(SEED)
    at, sessions, letters = AT, 0, 0
    async with misbehaving() as server:
        server.pick = lambda stage: _by_chance(chance, stage)
        while sessions < size(40, 2000) or _unsettled(sqlite):
            letters += 10 if sessions < size(40, 2000) else 0
            put_in(sqlite, letters)
            await deliver(sqlite, server.url, at=at)
            sessions, at = server.sessions, at + timedelta(hours=7)
        copies = Counter(content.split(b"\r\n", 1)[0].decode() for content in server.taken)
    for row in rows(sqlite):
        left = copies[f"Message-ID: {row.message_id}"]
        assert row.state in {OutboxState.SENT, OutboxState.DEAD, OutboxState.UNKNOWN}
        assert left or row.state is not OutboxState.SENT, "lost"
        assert left <= min(1 + row.possible_duplicates, 1 + MOST_DUPLICATES), "a copy that is not recorded"
    figures(sessions=sessions, letters=letters, lost=0, **Counter(row.state.value for row in rows(sqlite)))


def _by_chance(chance, stage):
    wrong = ["450 4.2.0 not now", DROP, GARBAGE] + (["550 5.1.1 no"] if stage == "rcpt" else [])
    return chance.choice(wrong) if chance.random() < 0.12 else None


def _unsettled(engine):
    return any(row.state in {OutboxState.QUEUED, OutboxState.LEASED} for row in rows(engine))
