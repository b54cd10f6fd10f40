"""What waits in the outbox leaves: claim, send, then mark. Brings outbox and relay together, decides nothing itself."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import SystemRandom

from sqlalchemy import Engine

from models import outbox
from models.database import reading, writing
from models.outbox import Claimed
from models.tables import OutboxState
from notifications.relay import Patience, Relay, RelayUnusable, relay_at
from notifications.smtp import Connection, Envelope, Outcome, Stage
from notifications.verdict import Try, relay_fault, settlement

CONNECTIONS = 4
BATCH = 32
"""Claimed at a time: few enough that a slow relay is done with them before the claim runs out."""

PATIENCE = Patience()

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class DeliveryCounts:
    """What became of letters in one run. `relay_fault` says why the run stopped early: the rest stays queued."""

    sent: int = 0
    requeued: int = 0
    dead: int = 0
    unknown: int = 0
    relay_fault: str = ""


async def deliver_waiting(
    engine: Engine, smtp_url: str, *, clock: Clock, patience: Patience = PATIENCE, connections: int = CONNECTIONS
) -> DeliveryCounts:
    """Send every letter that is due, over a few connections. Safe to run any number of times at once.

    The database is spoken to between two waits for the relay and holds up the other connections for that moment.
    """
    try:
        relay = relay_at(smtp_url)
    except RelayUnusable as fault:
        return DeliveryCounts(relay_fault=str(fault))
    run = _Run(engine, relay, patience, clock)
    try:
        async with asyncio.TaskGroup() as workers:
            for _ in range(connections):
                workers.create_task(run.work())
    finally:
        run.give_back()
    return run.counts()


class _Run:
    """One run's letters in hand and what has become of the others."""

    def __init__(self, engine: Engine, relay: Relay, patience: Patience, clock: Clock) -> None:
        self._engine, self._relay, self._patience, self._clock = engine, relay, patience, clock
        self._in_hand: deque[Claimed] = deque()
        self._settled: Counter[OutboxState] = Counter()
        self._fault = ""
        self._chance = SystemRandom().random

    async def work(self) -> None:
        """Send letter after letter over one connection, until none is due or the relay is at fault."""
        connection = Connection(self._relay, self._patience)
        try:
            while letter := self._next():
                envelope = Envelope(letter.sender, letter.recipient, letter.eml)
                outcome = await connection.send(envelope, fence=partial(self._fence, letter))
                self._settle(letter, outcome)
        finally:
            connection.close()

    def give_back(self) -> None:
        """Let go of what was claimed and not begun."""
        if self._in_hand:
            with writing(self._engine) as session:
                outbox.release(session, tuple(self._in_hand))

    def counts(self) -> DeliveryCounts:
        """The run in numbers."""
        return DeliveryCounts(
            sent=self._settled[OutboxState.SENT],
            requeued=self._settled[OutboxState.QUEUED],
            dead=self._settled[OutboxState.DEAD],
            unknown=self._settled[OutboxState.UNKNOWN],
            relay_fault=self._fault,
        )

    def _next(self) -> Claimed | None:
        if self._fault:
            return None
        if not self._in_hand:
            self._in_hand.extend(self._claim())
        return self._in_hand.popleft() if self._in_hand else None

    def _claim(self) -> tuple[Claimed, ...]:
        at = self._clock()
        with reading(self._engine) as session:
            if not outbox.any_waiting(session, at=at):
                return ()
        with writing(self._engine) as session:
            return outbox.claim(session, at=at, batch=BATCH)

    def _fence(self, letter: Claimed) -> bool:
        with writing(self._engine) as session:
            return outbox.fence(session, letter, at=self._clock())

    def _settle(self, letter: Claimed, outcome: Outcome) -> None:
        if outcome.stage is Stage.FENCE:
            return  # somebody else holds the letter by now, and settles it
        at = self._clock()
        fault = relay_fault(outcome)
        decided = settlement(outcome, Try(letter=letter, at=at, chance=self._chance()))
        with writing(self._engine) as session:
            held = outbox.settle(session, letter, decided, at=at)
        if fault:
            self._fault = self._fault or f"{self._relay}: {fault}"
        elif held:
            self._settled[decided.state] += 1
