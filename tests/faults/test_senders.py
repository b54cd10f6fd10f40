"""Senders are killed at random points: no letter is lost, and no copy leaves that is not recorded as possible."""

import asyncio
import sys
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from models.database import engine_for
from models.sending import MOST_DUPLICATES
from models.tables import OutboxState
from tests.faults.sizes import SEED, size
from tests.notifications.misbehaving import PIPELINING, Server, misbehaving
from tests.notifications.waiting import put_in, rows

ROOT = Path(__file__).parents[2]
LETTERS_A_KILL = 10
DAWDLES = 0.004
"""Seconds the server takes at most for each answer, so that senders are killed at every stage."""


async def killed(url, *, kills, bug=""):
    """What the server was given, letter by letter, while senders were killed; and what the outbox says at the end. In
    every second session the server takes DATA together with the envelope.
    """
    engine = engine_for(url)
    put_in(engine, kills * LETTERS_A_KILL)
    async with misbehaving() as server:
        server.dawdles = DAWDLES
        sessions = count()
        server.pick = lambda stage: PIPELINING if stage == "ehlo" and next(sessions) % 2 else None
        await _senders(url, server, kills, bug)
        copies = Counter(content.split(b"\r\n", 1)[0].decode() for content in server.taken)
    found = {f"Message-ID: {row.message_id}": row for row in rows(engine)}
    engine.dispose()
    return found, copies


async def _senders(url: str, server: Server, kills: int, bug: str) -> None:
    arguments = ("-m", "tests.faults.senders", url, server.url, str(kills), str(SEED), bug)
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT)
    assert await process.wait() == 0


def broken(found, copies):
    """What does not hold at the end."""
    wrong = []
    for ident, row in found.items():
        recorded = row.possible_duplicates
        if row.state not in {OutboxState.SENT, OutboxState.UNKNOWN}:
            wrong.append(f"{ident} ends {row.state}")
        if row.state is OutboxState.SENT and not copies[ident]:
            wrong.append(f"{ident} is lost")
        if copies[ident] > min(1 + recorded, 1 + MOST_DUPLICATES):
            wrong.append(f"{ident} left {copies[ident]} times, {recorded} recorded")
    return wrong


async def test_killed_senders_lose_no_letter_and_double_none_unrecorded(database_url, figures):
    kills = size(50, 1000)
    found, copies = await killed(database_url, kills=kills)
    assert broken(found, copies) == []
    possible = sum(row.possible_duplicates for row in found.values())
    assert possible, "no sender was killed while a letter was leaving"
    figures(
        kills=kills,
        letters=len(found),
        lost=0,
        extra_copies=sum(copies.values()) - len(copies),
        recorded_as_possible=possible,
        for_a_person=sum(row.state is OutboxState.UNKNOWN for row in found.values()),
    )


@pytest.mark.parametrize(("bug", "noticed"), [("marks_first", "is lost"), ("forgets_the_fence", "0 recorded")])
async def test_a_planted_bug_is_noticed(sqlite_url, bug, noticed):
    found, copies = await killed(sqlite_url, kills=20, bug=bug)
    assert any(noticed in one for one in broken(found, copies))
