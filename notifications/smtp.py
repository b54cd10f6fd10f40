"""One connection to the relay, driven stage by stage, so that it is known how far a letter came.

Expected failures are values. Knows neither the outbox nor what a failure means for a letter.
"""

import asyncio
import os
import socket
from enum import StrEnum
from typing import NamedTuple, Protocol

from aiosmtplib import SMTP, SMTPConnectResponseError, SMTPException, SMTPResponseException

from notifications.lines import Lines, NoReply, Reply
from notifications.relay import Patience, Relay, Security

REPLIES = range(200, 600)
GO_ON = 354


class Stage(StrEnum):
    """How far a session came. Up to RCPT nothing has been sent; the fence stands between RCPT and DATA.

    DATA is the relay's leave to send, DOT its word on the whole letter: only there a letter is taken.
    """

    CONNECT = "connect"
    BANNER = "banner"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    FENCE = "fence"
    DATA = "data"
    DOT = "dot"


class Outcome(NamedTuple):
    """The last stage reached and what was heard there. `code` is None where no proper reply came."""

    stage: Stage
    code: int | None
    text: str

    @property
    def is_accepted(self) -> bool:
        """Whether the relay has taken the letter over."""
        return self.stage is Stage.DOT and _is_good(self.code)


def _is_good(code: int | None) -> bool:
    return code is not None and code // 100 == 2  # noqa: PLR2004 - RFC 5321, 4.2.1


class Envelope(NamedTuple):
    """A letter as the relay sees it: one recipient, and bytes that are sent as they are."""

    sender: str
    recipient: str
    eml: bytes


class Fence(Protocol):
    """What must stand before DATA is said: that it is recorded that the letter may have left."""

    def stands(self) -> bool:
        """Whether it stands by now; then the letter counts as one that may have left."""
        ...

    async def __call__(self) -> bool:
        """Whether it could be put up; where it stands it is left."""
        ...


class Connection:
    """A connection that is opened when first needed, used letter after letter, and closed by any failure."""

    def __init__(self, relay: Relay, patience: Patience) -> None:
        self._relay, self._patience = relay, patience
        self._lines: Lines | None = None
        self._pipelining = self._data_said = False
        self._used = False
        self._stage = Stage.CONNECT

    async def send(self, letter: Envelope, *, fence: Fence) -> Outcome:
        """Send one letter. `fence` is called when everything but DATA is done; if it says no, nothing is sent.

        A relay may hang up between two letters: then a fresh connection is tried once. Cancelled after the fence, the
        letter may or may not have left.
        """
        if not _can_be_said(letter):
            return Outcome(Stage.RCPT, 501, "the letter's sender or recipient is no address")
        reused = self._used
        outcome = await self._attempt(letter, fence)
        if reused and outcome.stage is Stage.MAIL and outcome.code in {None, 421}:
            return await self._attempt(letter, fence)
        return outcome

    def close(self) -> None:
        """Hang up without waiting for an answer to QUIT."""
        if self._lines is not None:
            self._lines.close()
        self._lines, self._used = None, False

    async def _attempt(self, letter: Envelope, fence: Fence) -> Outcome:
        try:
            outcome = await self._session(letter, fence)
        except BaseException:
            self.close()
            raise
        if outcome.is_accepted:
            self._used = True
        else:
            self.close()
        return outcome

    async def _session(self, letter: Envelope, fence: Fence) -> Outcome:
        try:
            lines = self._lines or await self._open()
            return await self._envelope(lines, letter, fence) or await self._content(lines, letter, fence)
        except SMTPResponseException as reply:
            stage = Stage.BANNER if isinstance(reply, SMTPConnectResponseError) else self._stage
            return Outcome(stage, reply.code if reply.code in REPLIES else None, _one_line(reply.message))
        except (SMTPException, NoReply, OSError, EOFError) as fault:
            return Outcome(self._stage, None, _said(fault))

    async def _envelope(self, lines: Lines, letter: Envelope, fence: Fence) -> Outcome | None:
        """MAIL and RCPT, in one go where the relay allows it, with DATA where the fence stands; None where both were
        taken.
        """
        mail, rcpt = f"MAIL FROM:<{letter.sender}>", f"RCPT TO:<{letter.recipient}>"
        seconds = self._patience.stage_seconds
        self._stage = Stage.MAIL
        self._data_said = self._pipelining and fence.stands()
        group = (mail, rcpt, "DATA") if self._data_said else (mail, rcpt) if self._pipelining else (mail,)
        reply = await lines.say(*group, seconds=seconds)
        if not _is_good(reply.code):
            return self._heard(reply)
        self._stage = Stage.RCPT
        reply = await (lines.hear(seconds=seconds) if self._pipelining else lines.say(rcpt, seconds=seconds))
        return None if _is_good(reply.code) else self._heard(reply)

    async def _content(self, lines: Lines, letter: Envelope, fence: Fence) -> Outcome:
        self._stage = Stage.FENCE
        if not (self._data_said or await fence()):
            return Outcome(Stage.FENCE, None, "the claim on the letter had run out")
        self._stage = Stage.DATA
        seconds = self._patience.stage_seconds
        reply = await (lines.hear(seconds=seconds) if self._data_said else lines.say("DATA", seconds=seconds))
        if reply.code != GO_ON:
            return self._heard(reply)
        self._stage = Stage.DOT
        return self._heard(await lines.give(letter.eml, seconds=self._patience.data_seconds))

    def _heard(self, reply: Reply) -> Outcome:
        return Outcome(self._stage, reply.code, _one_line(reply.text))

    async def _open(self) -> Lines:
        relay = self._relay
        self._stage = Stage.CONNECT
        smtp = SMTP(
            hostname=relay.host,
            port=relay.port,
            use_tls=relay.security is Security.TLS,
            start_tls=False,
            timeout=self._patience.stage_seconds,
            local_hostname=socket.gethostname(),  # else it is looked up in the DNS, which may take its time
        )
        try:
            await smtp.connect()
            await self._introduce(smtp)
        except BaseException:
            smtp.close()
            raise
        assert isinstance(smtp.transport, asyncio.Transport)
        self._pipelining = smtp.supports_extension("pipelining")
        self._lines = Lines(smtp.transport)
        return self._lines

    async def _introduce(self, smtp: SMTP) -> None:
        self._stage = Stage.EHLO
        await smtp.ehlo()
        if self._relay.security is Security.STARTTLS:
            self._stage = Stage.STARTTLS
            await smtp.starttls()
            await smtp.ehlo()
        if self._relay.username:
            self._stage = Stage.AUTH
            await smtp.login(self._relay.username, self._relay.password)


def _can_be_said(letter: Envelope) -> bool:
    """Whether the envelope can stand in a command: an address from a damaged row must not become a second command."""
    said = letter.sender + letter.recipient
    return said.isascii() and said.isprintable() and not set(said) & set("<> ")


def _said(fault: Exception) -> str:
    """What the system said where it was the system's: «Connection refused» rather than a library's sentence."""
    cause = fault.__cause__ or fault
    if isinstance(cause, OSError) and cause.errno and cause.errno > 0:
        return os.strerror(cause.errno)
    return _one_line(str(fault)) or type(fault).__name__


def _one_line(reply: str) -> str:
    return " ".join(reply.split())[:500]
