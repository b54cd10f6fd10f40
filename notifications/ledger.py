"""What several connections have to record, put into one transaction at a time. Knows nothing of SMTP.

Every commit waits for the disk: letter by letter that wait would be all a sender does.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Self

from sqlalchemy import Engine

from models import sending
from models.database import writing
from models.sending import Claimed, Settlement
from models.tables import OutboxState

LINGER = 0.005
"""Seconds a commit waits for connections that are not as far yet: what a disk takes, and no more."""


class Ledger:
    """Fences and settlements on their way into the outbox, a wave of connections at a time.

    `settled` counts what became of letters that were tried and still held.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._fences: list[tuple[Claimed, asyncio.Future[bool]]] = []
        self._settlements: list[tuple[Claimed, Settlement]] = []
        self._connections = 0
        self._some, self._all = asyncio.Event(), asyncio.Event()
        self.settled: Counter[OutboxState] = Counter()

    def __enter__(self) -> Self:
        """A connection joins: from now on a wave waits for it, for a moment."""
        self._connections += 1
        return self

    def __exit__(self, *_: object) -> None:
        """A connection leaves."""
        self._connections -= 1
        self._look()

    async def fence(self, letter: Claimed) -> bool:
        """Whether the letter may leave; it is committed then that it does."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._fences.append((letter, answer))
        self._look()
        return await answer

    def settle(self, letter: Claimed, settlement: Settlement) -> None:
        """Have it recorded, soon, what became of a letter."""
        self._settlements.append((letter, settlement))
        self._look()

    def _look(self) -> None:
        self._some.set()
        if len(self._fences) >= self._connections:
            self._all.set()

    async def keep(self) -> None:
        """Record what comes, until cancelled.

        A database that fails ends the run: a letter that cannot be fenced must not leave.
        """
        while True:
            await self._some.wait()
            try:
                async with asyncio.timeout(LINGER):
                    await self._all.wait()
            except TimeoutError:
                pass
            self._some.clear()
            self._all.clear()
            self.write()

    def write(self) -> None:
        """Record what has come so far, now."""
        fences, self._fences = self._fences, []
        settlements, self._settlements = self._settlements, []
        if not fences and not settlements:
            return
        with writing(self._engine) as session:
            letters = [letter for letter, _ in fences]
            done = sending.record(session, fences=letters, settlements=settlements, at=self._clock())
        for letter, answer in fences:
            if not answer.done():
                answer.set_result(letter.id in done.fenced)
        tried = (what for letter, what in settlements if letter.id in done.settled and what.attempts)
        self.settled.update(what.state for what in tried)
