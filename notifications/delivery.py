"""What waits in the outbox leaves: claim, send, then mark. Brings outbox and relay together, decides nothing itself."""

import asyncio
from contextlib import closing
from dataclasses import dataclass
from random import Random

from sqlalchemy import Engine

from models.sending import Claimed
from models.tables import OutboxState
from notifications.breaker import Breaker
from notifications.ledger import Fence, Ledger
from notifications.relay import Patience, Relay, RelayUnusable, relay_at
from notifications.smtp import Connection, Envelope, Outcome, Stage
from notifications.taking import Clock, Taking
from notifications.verdict import Try, relay_fault, settlement

PATIENCE = Patience()


@dataclass(frozen=True, kw_only=True)
class DeliveryCounts:
    """What became of letters in one run. `relay_fault` says why the run stopped early: the rest stays queued. While
    `mail` is off none was looked at.
    """

    sent: int = 0
    requeued: int = 0
    dead: int = 0
    unknown: int = 0
    relay_fault: str = ""
    mail: bool = True


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast letters may leave: over so many connections, so many a minute (0: as fast as it goes)."""

    connections: int = 8
    per_minute: int = 0


AT_ONCE = Pace()


async def deliver_waiting(
    engine: Engine, smtp_url: str, *, clock: Clock, patience: Patience = PATIENCE, pace: Pace = AT_ONCE
) -> DeliveryCounts:
    """Send every letter that is due, over a few connections. Safe to run any number of times at once.

    A relay at fault is paused, for this run and the next ones; when the pause is over, one letter tries it. The
    database is spoken to between two waits for the relay and holds up the other connections for that moment.
    """
    try:
        relay = relay_at(smtp_url)
    except RelayUnusable as fault:
        return DeliveryCounts(relay_fault=str(fault))
    run = _Run(Taking(engine, clock, str(relay), pace.per_minute), relay, patience)
    try:
        return await run.over(pace.connections)
    except BaseExceptionGroup as failures:
        raise _first(failures) from None  # a database that fails does so for every connection


def _first(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    found = failures.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found


class _Run:
    """One run: its connections, what became of its letters, and what the relay was found to be."""

    def __init__(self, taking: Taking, relay: Relay, patience: Patience) -> None:
        self._taking, self._relay, self._patience = taking, relay, patience
        self._ledger = Ledger(taking.engine, taking.clock, taking)
        self._breaker = Breaker(taking.engine, str(relay), taking.clock)
        self._chance = Random().random  # noqa: S311 - spreads the load, keeps no secret

    async def over(self, connections: int) -> DeliveryCounts:
        """Send what is due; if the relay is paused, one letter first, or none."""
        if not self._taking.any_waiting():
            return DeliveryCounts()
        if paused := self._breaker.paused():
            return DeliveryCounts(relay_fault=f"{self._relay} {paused}")
        try:
            if self._breaker.probing:
                await self._workers(1)
            if not self._breaker.probing:
                await self._workers(connections)
        finally:
            self._ledger.close()
            self._taking.give_back()
            self._breaker.settle()
        settled = self._ledger.settled
        return DeliveryCounts(
            sent=settled[OutboxState.SENT],
            requeued=settled[OutboxState.QUEUED],
            dead=settled[OutboxState.DEAD],
            unknown=settled[OutboxState.UNKNOWN],
            relay_fault=f"{self._relay}: {fault}" if (fault := self._breaker.fault) else "",
        )

    async def _workers(self, connections: int) -> None:
        """Have so many connections work until there is nothing more for them to do."""
        try:
            async with asyncio.TaskGroup() as group:
                keeping = group.create_task(self._ledger.keep())
                async with asyncio.TaskGroup() as workers:
                    for _ in range(connections):
                        workers.create_task(self._work())
                keeping.cancel()
        finally:
            self._ledger.write()

    async def _work(self) -> None:
        """Send letter after letter over one connection, until none is due or the relay is at fault."""
        connection, worked = Connection(self._relay, self._patience), False
        with self._ledger, closing(connection):
            while letter := await self._taking.next():
                outcome = await self._send(connection, letter)
                if not self._goes_on(letter, outcome):
                    return
                worked = True
            if worked:
                self._breaker.ended_well()

    async def _send(self, connection: Connection, letter: Claimed) -> Outcome:
        fence = Fence(self._ledger, letter)
        try:
            return await connection.send(Envelope(letter.sender, letter.recipient, letter.eml), fence=fence)
        except BaseException:
            if not fence.passed:
                self._taking.put_back(letter)  # certainly not sent
            raise

    def _goes_on(self, letter: Claimed, outcome: Outcome) -> bool:
        if outcome.stage is Stage.FENCE:
            return True  # somebody else holds the letter by now, and settles it
        proven = self._breaker.proven
        attempt = Try(letter=letter, at=self._taking.clock(), chance=self._chance())
        self._ledger.settle(letter, settlement(outcome, attempt, proven=proven))
        return self._breaker.heard(outcome, relay_fault(outcome, proven=proven))
