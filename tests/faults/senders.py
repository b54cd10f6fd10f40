"""Senders that are killed: a process that has everything imported forks one after the other, and kills each by chance.

`python -m tests.faults.senders DATABASE RELAY KILLS SEED [BUG]`; the last sender is left alone. A clock that jumps past
every lease from one to the next lets each take over what the one before it held.
"""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import false

from models import leases, sending
from models.database import engine_for
from models.tables import OutboxState
from notifications.delivery import deliver_waiting
from notifications.relay import Patience

BEGAN = datetime(2024, 4, 8, 2, tzinfo=UTC)
APART = leases.LONGEST_LEASE + timedelta(minutes=5)
LIVES = 0.08
"""Seconds a sender lives at most once letters begin to leave."""

BEFORE_ANYTHING = 0.1
"""The share of senders that are killed within that time of their birth, before or while they claim."""


def main(database, relay, kills, seed, bug=""):
    chance = random.Random(int(seed))
    plant(bug)
    for number in range(int(kills)):
        begun, begins = os.pipe()
        sender = os.fork()
        if not sender:
            _send(database, relay, BEGAN + number * APART, begins)
        os.close(begins)
        if chance.random() > BEFORE_ANYTHING:
            os.read(begun, 1)
        os.close(begun)
        time.sleep(chance.uniform(0, LIVES))
        os.kill(sender, signal.SIGKILL)
        os.waitpid(sender, 0)
    for number in range(leases.MOST_DUPLICATES + 2):  # until nothing is doubtful any more
        sender = os.fork()
        if not sender:
            _send(database, relay, BEGAN + (int(kills) + number) * APART)
        os.waitpid(sender, 0)


def _send(database, relay, at, begins=None):
    engine = engine_for(database)
    if begins is not None:
        _say_when_it_begins(begins)
    patience = Patience(stage_seconds=10, data_seconds=10)
    asyncio.run(deliver_waiting(engine, relay, clock=lambda: at, patience=patience))
    engine.dispose()
    os._exit(0)


def _say_when_it_begins(begins):
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    real = sending.record

    def record(*arguments, **named):
        with contextlib.suppress(BrokenPipeError):
            os.write(begins, b"!")
        return real(*arguments, **named)

    sending.record = record


def plant(bug):
    """Plant a bug that the checker must notice; none for the empty name."""
    if bug == "marks_first":
        leases.FENCE = leases.of_these(lambda these: leases.fencing(these).values(state=OutboxState.SENT))
    elif bug == "forgets_the_fence":
        leases.FENCE = leases.of_these(lambda these: leases.fencing(these).where(false()))
    elif bug:
        raise ValueError(bug)


if __name__ == "__main__":
    main(*sys.argv[1:])
