"""One connection to the relay, driven stage by stage, so that it is known how far a letter came.

Expected failures are values. Knows neither the outbox nor what a failure means for a letter.
"""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import NamedTuple

from aiosmtplib import SMTP, SMTPConnectResponseError, SMTPException, SMTPResponseException

from notifications.relay import Patience, Relay, Security

REPLIES = range(200, 600)


class Stage(StrEnum):
    """How far a session came. Up to RCPT nothing has been sent; the fence stands between RCPT and DATA."""

    CONNECT = "connect"
    BANNER = "banner"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    FENCE = "fence"
    DATA = "data"


class Outcome(NamedTuple):
    """The last stage reached and what was heard there. `code` is None where no proper reply came."""

    stage: Stage
    code: int | None
    text: str

    @property
    def is_accepted(self) -> bool:
        """Whether the relay has taken the letter over."""
        return self.stage is Stage.DATA and self.code is not None and self.code // 100 == 2  # noqa: PLR2004 - RFC 5321


class Envelope(NamedTuple):
    """A letter as the relay sees it: one recipient, and bytes that are sent as they are."""

    sender: str
    recipient: str
    eml: bytes


class Connection:
    """A connection that is opened when first needed, used letter after letter, and closed by any failure."""

    def __init__(self, relay: Relay, patience: Patience) -> None:
        self._relay, self._patience = relay, patience
        self._smtp: SMTP | None = None
        self._used = False
        self._stage = Stage.CONNECT

    async def send(self, letter: Envelope, *, fence: Callable[[], bool]) -> Outcome:
        """Send one letter. `fence` is called when everything but DATA is done; if it says no, nothing is sent.

        A relay may hang up between two letters: then a fresh connection is tried once. Cancelled after the fence, the
        letter may or may not have left.
        """
        reused = self._used
        outcome = await self._attempt(letter, fence)
        if reused and outcome.stage is Stage.MAIL and outcome.code in {None, 421}:
            return await self._attempt(letter, fence)
        return outcome

    def close(self) -> None:
        """Hang up without waiting for an answer to QUIT."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._used = None, False

    async def _attempt(self, letter: Envelope, fence: Callable[[], bool]) -> Outcome:
        outcome = await self._heard(self._session(letter, fence))
        if outcome.is_accepted:
            self._used = True
        else:
            self.close()
        return outcome

    async def _heard(self, session: Awaitable[Outcome]) -> Outcome:
        try:
            return await session
        except SMTPResponseException as reply:
            stage = Stage.BANNER if isinstance(reply, SMTPConnectResponseError) else self._stage
            return Outcome(stage, reply.code if reply.code in REPLIES else None, _one_line(reply.message))
        except (SMTPException, OSError, EOFError) as fault:
            return Outcome(self._stage, None, _said(fault))

    async def _session(self, letter: Envelope, fence: Callable[[], bool]) -> Outcome:
        smtp = self._smtp or await self._open()
        self._stage = Stage.MAIL
        await smtp.mail(letter.sender, timeout=self._patience.stage_seconds)
        self._stage = Stage.RCPT
        await smtp.rcpt(letter.recipient, timeout=self._patience.stage_seconds)
        self._stage = Stage.FENCE
        if not fence():
            return Outcome(Stage.FENCE, None, "the claim on the letter had run out")
        self._stage = Stage.DATA
        async with asyncio.timeout(self._patience.data_seconds):
            reply = await smtp.data(letter.eml)
        return Outcome(Stage.DATA, reply.code, _one_line(reply.message))

    async def _open(self) -> SMTP:
        relay = self._relay
        self._stage = Stage.CONNECT
        self._smtp = smtp = SMTP(
            hostname=relay.host,
            port=relay.port,
            use_tls=relay.security is Security.TLS,
            start_tls=False,
            timeout=self._patience.stage_seconds,
            local_hostname=socket.gethostname(),  # else it is looked up in the DNS, which may take its time
        )
        await smtp.connect()
        self._stage = Stage.EHLO
        await smtp.ehlo()
        if relay.security is Security.STARTTLS:
            self._stage = Stage.STARTTLS
            await smtp.starttls()
        if relay.username:
            self._stage = Stage.AUTH
            await smtp.login(relay.username, relay.password)
        return smtp


def _said(fault: Exception) -> str:
    """What the system said where it was the system's: «Connection refused» rather than a library's sentence."""
    cause = fault.__cause__ or fault
    if isinstance(cause, OSError) and cause.errno and cause.errno > 0:
        return os.strerror(cause.errno)
    return _one_line(str(fault)) or type(fault).__name__


def _one_line(reply: str) -> str:
    return " ".join(reply.split())[:500]
