"""Letters come out of the outbox into a run's hand, batch by batch and no faster than they may leave."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Engine
from sqlmodel import Session

from models import relays, sending
from models.database import reading, writing
from models.sending import Claimed

BATCH = 64
"""Claimed at a time: few enough that a slow relay is done with them before the claim runs out."""

LONGEST_RUN = timedelta(minutes=10)
"""How long a run that keeps to a pace goes on; the next one takes over."""

Clock = Callable[[], datetime]


class Taking:
    """One run's letters in hand. `per_minute` is shared by all senders to one relay; 0 is as fast as it goes."""

    def __init__(self, engine: Engine, clock: Clock, relay: str, per_minute: int) -> None:
        self.engine, self.clock = engine, clock
        self._relay, self._per_minute = relay, per_minute
        self._in_hand: deque[Claimed] = deque()
        self._more = True
        self._here = asyncio.Event()
        self._here.set()
        self._ends_at = clock() + LONGEST_RUN

    def any_waiting(self) -> bool:
        """Whether there is anything to take."""
        with reading(self.engine) as session:
            return sending.any_waiting(session, at=self.clock())

    async def next(self) -> Claimed | None:
        """The next letter; None when none is due, or the run has lasted long enough."""
        while not self._in_hand:
            if not self._here.is_set():  # claimed already, so nothing seems to wait; yet to come into hand
                await self._here.wait()
                continue
            over = self._per_minute and self.clock() >= self._ends_at
            if over or not self.any_waiting():
                return None
            await asyncio.sleep(self._claim().total_seconds())
        return self._in_hand.popleft()

    def following(self, count: int) -> Iterable[Claimed]:
        """The letters that come next, as far as they are in hand."""
        return islice(self._in_hand, count)

    def expects_more(self) -> bool:
        """Whether who writes to the outbox must `claim` some more by the way, so that nobody waits for the disk; until
        those are given to `take`, nobody believes that there is nothing more.
        """
        wanted = self._more and not self._per_minute and len(self._in_hand) < BATCH // 2
        if wanted:
            self._here.clear()
        return wanted

    def claim(self, session: Session) -> tuple[Claimed, ...]:
        """Claim a batch; they are in hand once it is committed and they are given to `take`."""
        return sending.claim(session, at=self.clock(), batch=BATCH)

    def take(self, letters: tuple[Claimed, ...]) -> None:
        """Take in hand what was claimed."""
        self._in_hand.extend(letters)
        self._more = bool(letters)
        self._here.set()

    def _claim(self) -> timedelta:
        """Take what may leave now; how long to wait where that is nothing."""
        at = self.clock()
        with writing(self.engine) as session:
            allowed = self._allowed(session, at)
            self._in_hand.extend(sending.claim(session, at=at, batch=allowed.letters) if allowed.letters else ())
        return timedelta(0) if allowed.letters else allowed.next_at - at

    def _allowed(self, session: Session, at: datetime) -> relays.Grant:
        if not self._per_minute:
            return relays.Grant(BATCH, at)
        return relays.grant(session, self._relay, want=BATCH, per_minute=self._per_minute, at=at)

    def put_back(self, letter: Claimed) -> None:
        """Take a letter in hand again that was given out and not begun."""
        self._in_hand.appendleft(letter)

    def give_back(self) -> None:
        """Let go of what was claimed and not begun."""
        if self._in_hand:
            with writing(self.engine) as session:
                sending.release(session, self._in_hand, unbegun=True)
            self._in_hand.clear()
