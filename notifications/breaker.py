"""The relay's breaker: a relay at fault is paused from run to run, until a probe finds that it works. Sends nothing."""

import socket

from sqlalchemy import Engine

from models import relays
from models.database import reading, writing
from notifications.smtp import Outcome, Stage
from notifications.taking import Clock

TAKEN = frozenset({Stage.FENCE, Stage.DATA, Stage.DOT})
"""Past RCPT: the relay has taken a recipient."""


class Breaker:
    """What one run has found of the relay.

    A relay that still works over one connection is not at fault: many allow fewer than we open. `proven` is whether it
    has taken a recipient; `probing` whether it is paused and this run tries it; `fault` why the run has paused it.
    """

    def __init__(self, engine: Engine, name: str, clock: Clock) -> None:
        self._engine, self._name, self._clock = engine, name, clock
        self._faults: list[str] = []
        self._works_on = False
        self.probing = False
        self.proven = False
        self.fault = ""

    def paused(self) -> str:
        """Why no letter may leave now, in words; empty where they may, or where this run is the probe."""
        with reading(self._engine) as session:
            pause = relays.pause_of(session, self._name)
        if pause is None:
            return ""
        with writing(self._engine) as session:
            self.probing = relays.take_probe(session, pause, at=self._clock())
        until = f"{pause.paused_until:%Y-%m-%d %H:%M} UTC"
        return "" if self.probing else f"is paused until {until}: {pause.reason}"

    def heard(self, outcome: Outcome, fault: str) -> bool:
        """Take note of what came of a letter; whether the connection goes on. After a probe the whole run begins."""
        if fault:
            self._faults.append(fault)
            return False
        self.proven = self.proven or outcome.stage in TAKEN
        if not self.probing:
            return True
        self.probing = False
        with writing(self._engine) as session:
            relays.resume(session, self._name)
        return False

    def ended_well(self) -> None:
        """A connection has worked until nothing was left to do."""
        self._works_on = True

    def settle(self) -> None:
        """At the end of a run, pause the relay if it works over no connection any more."""
        at = self._clock()
        if self._faults and not self._works_on:
            self.fault = self._faults[0]
            by = socket.gethostname()
            with writing(self._engine) as session:
                relays.pause(session, self._name, reason=self.fault, by=by, at=at, probed=self.probing)
        elif self.probing:  # there was nothing left to probe with
            with writing(self._engine) as session:
                relays.probe_now(session, at=at)
