"""What several connections have to record, put into one transaction at a time. Knows nothing of SMTP.

Every commit waits for the disk: letter by letter that wait would be all a sender does.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from models import sending
from models.database import writing
from models.sending import Claimed, Settlement
from models.tables import OutboxState


class Ledger:
    """Fences and settlements on their way into the outbox. `settled` counts what became of letters that were
    tried and still held.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock
        self._fences: list[tuple[Claimed, asyncio.Future[bool]]] = []
        self._settlements: list[tuple[Claimed, Settlement]] = []
        self._wake = asyncio.Event()
        self.settled: Counter[OutboxState] = Counter()

    async def fence(self, letter: Claimed) -> bool:
        """Whether the letter may leave; it is committed then that it does."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._fences.append((letter, answer))
        self._wake.set()
        return await answer

    def settle(self, letter: Claimed, settlement: Settlement) -> None:
        """Have it recorded, soon, what became of a letter."""
        self._settlements.append((letter, settlement))
        self._wake.set()

    async def keep(self) -> None:
        """Record what comes, until cancelled. Whatever the relay answers during a commit goes into the next one.

        A database that fails ends the run: a letter that cannot be fenced must not leave.
        """
        while True:
            await self._wake.wait()
            self._wake.clear()
            await asyncio.sleep(0)  # let every connection whose answer is here have its say first
            self.write()

    def write(self) -> None:
        """Record what has come so far, now."""
        fences, self._fences = self._fences, []
        settlements, self._settlements = self._settlements, []
        if not fences and not settlements:
            return
        with writing(self._engine) as session:
            done = sending.record(
                session, fences=[letter for letter, _ in fences], settlements=settlements, at=self._clock()
            )
        for letter, answer in fences:
            if not answer.done():
                answer.set_result(letter.id in done.fenced)
        tried = (what for letter, what in settlements if letter.id in done.settled and what.attempts)
        self.settled.update(what.state for what in tried)
