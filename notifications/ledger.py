"""What several connections have to record, put into one transaction at a time. Knows nothing of SMTP.

Every commit waits for the disk: letter by letter that wait would be all a sender does. So the disk is waited for in a
thread of its own while letters leave, and the letters that come next are fenced ahead: as many as left meanwhile.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import NamedTuple, Self

from sqlalchemy import Engine

from models import sending
from models.database import writing
from models.sending import Claimed, Recorded, Settlement
from models.tables import OutboxState
from notifications.taking import Taking

LINGER = 0.002
"""Seconds a commit waits for connections that are not as far yet: less than a disk takes."""

MOST_AHEAD = 16
"""How many letters that no connection has begun are fenced at most: two for each connection. After a kill these and
what left since the last commit are in doubt.
"""

FENCED_FOR = 30
"""Seconds for which a fence lets a letter leave without asking again: its lease must outlast the relay's last word."""


class Fence:
    """The fence of one letter: it is committed that the letter may have left, before it can."""

    def __init__(self, ledger: "Ledger", letter: Claimed) -> None:
        self._ledger, self._letter = ledger, letter
        self.passed = False

    def stands(self) -> bool:
        """Whether the letter may leave at once; then it is taken for one that leaves."""
        self.passed = self.passed or self._ledger.stands(self._letter)
        return self.passed

    async def __call__(self) -> bool:
        """Whether the letter may leave; it is committed then that it does."""
        if not self.stands():
            self.passed = await self._ledger.fence(self._letter)
        return self.passed


@dataclass(frozen=True, kw_only=True)
class _Wave:
    """What one transaction records: the fences of `letters`, those asked for and those `ahead`; settlements; whether
    more is claimed. To `fences` are added, on the way, those ahead that are asked for meanwhile.
    """

    letters: tuple[Claimed, ...]
    fences: list[tuple[Claimed, asyncio.Future[bool]]]
    settlements: list[tuple[Claimed, Settlement]]
    ahead: frozenset[Claimed] = frozenset()
    claims: bool = False

    def __bool__(self) -> bool:
        return bool(self.fences or self.settlements)


class _Done(NamedTuple):
    recorded: Recorded
    claimed: tuple[Claimed, ...]


class Ledger:
    """Fences and settlements on their way into the outbox, a wave of connections at a time.

    `settled` counts what became of letters that were tried and still held.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime], taking: Taking) -> None:
        self._engine, self._clock, self._taking = engine, clock, taking
        self._fences: list[tuple[Claimed, asyncio.Future[bool]]] = []
        self._settlements: list[tuple[Claimed, Settlement]] = []
        self._fenced: dict[tuple[int, str], float] = {}
        self._passed = self._connections = 0
        self._some, self._all = asyncio.Event(), asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "ledger")
        self._flying: tuple[_Wave, Future[_Done]] | None = None
        self.settled: Counter[OutboxState] = Counter()

    def __enter__(self) -> Self:
        """A connection joins: from now on a wave waits for it, for a moment."""
        self._connections += 1
        return self

    def __exit__(self, *_: object) -> None:
        """A connection leaves."""
        self._connections -= 1
        self._look()

    def stands(self, letter: Claimed) -> bool:
        """Whether a letter is fenced, and not too long ago."""
        until = self._fenced.pop((letter.id, letter.token), 0)
        self._passed += until > monotonic()
        return until > monotonic()

    async def fence(self, letter: Claimed) -> bool:
        """Whether the letter may leave; it is committed then that it does."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._passed += 1
        if self._flying is not None and letter in self._flying[0].ahead:
            self._flying[0].fences.append((letter, answer))  # it is on its way already
        else:
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
            if wave := self._wave(ahead=True):
                flying = self._thread.submit(self._commit, wave)
                self._flying = (wave, flying)
                await asyncio.shield(asyncio.wrap_future(flying))
                self._land()

    def write(self) -> None:
        """Record what has come so far, now, and what is on its way."""
        self._land()
        if wave := self._wave(ahead=False):
            self._tell(wave, self._commit(wave))

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _wave(self, *, ahead: bool) -> _Wave:
        fences, self._fences = self._fences, []
        settlements, self._settlements = self._settlements, []
        passed, self._passed = min(2 * self._passed, MOST_AHEAD), 0
        asked = tuple(letter for letter, _ in fences)
        if not (ahead and (fences or settlements)):
            return _Wave(letters=asked, fences=fences, settlements=settlements)
        more = [one for one in self._taking.following(passed) if self._may_be_ahead(one)]
        claims = self._taking.expects_more()
        return _Wave(
            letters=(*asked, *more), fences=fences, settlements=settlements, ahead=frozenset(more), claims=claims
        )

    def _may_be_ahead(self, letter: Claimed) -> bool:
        """One in doubt already is fenced when it is asked for: else crashes alone would bring it before a person."""
        return not letter.possible_duplicates and (letter.id, letter.token) not in self._fenced

    def _commit(self, wave: _Wave) -> _Done:
        with writing(self._engine) as session:
            recorded = sending.record(session, fences=wave.letters, settlements=wave.settlements, at=self._clock())
            return _Done(recorded, self._taking.claim(session) if wave.claims else ())

    def _land(self) -> None:
        """Tell of the wave that is on its way, when it has arrived."""
        if self._flying is not None:
            (wave, flying), self._flying = self._flying, None
            self._tell(wave, flying.result())

    def _tell(self, wave: _Wave, done: _Done) -> None:
        fenced, over = done.recorded.fenced, monotonic() + FENCED_FOR
        asked = {letter.id for letter, _ in wave.fences}
        self._fenced |= {(one.id, one.token): over for one in wave.ahead if one.id in fenced and one.id not in asked}
        if wave.claims:
            self._taking.take(done.claimed)
        for letter, answer in wave.fences:
            if not answer.done():
                answer.set_result(letter.id in fenced)
        held = done.recorded.settled
        tried = (what for letter, what in wave.settlements if letter.id in held and what.attempts)
        self.settled.update(what.state for what in tried)
