"""SMTP's commands and replies over a connection that stands and is secured. Knows no letter and no relay.

aiosmtplib opens connections; for letter after letter its one command at a time costs three times what this does, and it
takes a 2xx reply to DATA for a letter that has left.
"""

import asyncio
import re
from typing import NamedTuple

LONGEST_REPLY = 32_768
CRLF = b"\r\n"
_REPLY_LINE = re.compile(rb"([2-5]\d\d)([ -]|$)(.*)")
_DOT_FIRST = re.compile(rb"(?m)^\.")


class Reply(NamedTuple):
    """What the relay has answered; lines of one reply are joined by blanks."""

    code: int
    text: str


class NoReply(Exception):  # noqa: N818 - a fact
    """No proper reply has come: hung up, too slow, garbage, or something nobody had asked for."""


class Lines(asyncio.Protocol):
    """One conversation, taken over from a transport that somebody else has opened."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._heard = bytearray()
        self._more: asyncio.Future[None] | None = None
        self._gone = ""
        transport.set_protocol(self)

    async def say(self, *commands: str, seconds: float) -> Reply:
        """Write commands together and hear the reply to the first; `hear` gives the others.

        Raises:
            NoReply: none came in time, or one had come before anything was asked.

        """
        return await self._write("".join(f"{one}\r\n" for one in commands).encode("ascii"), seconds)

    async def give(self, content: bytes, *, seconds: float) -> Reply:
        """Write a letter's bytes with the dot that ends them, and hear the reply to it. Raises NoReply."""
        if not content.endswith(CRLF):
            content += CRLF
        if content.startswith(b".") or b"\n." in content:
            content = _DOT_FIRST.sub(b"..", content)
        return await self._write(content + b".\r\n", seconds)

    async def _write(self, what: bytes, seconds: float) -> Reply:
        if self._heard:
            # Answers would be taken for those of other commands from here on.
            raise NoReply(f"unasked: {_printable(bytes(self._heard[:200]))}")
        if self._gone:
            raise NoReply(self._gone)
        self._transport.write(what)
        return await self.hear(seconds=seconds)

    async def hear(self, *, seconds: float) -> Reply:
        """The next reply.

        Raises:
            NoReply: it has not come whole within these seconds, or is none.

        """
        if (reply := self._reply()) is not None:
            return reply  # replies to what was written together come together
        try:
            async with asyncio.timeout(seconds):
                while (reply := self._reply()) is None:
                    if self._gone:
                        raise NoReply(self._gone)
                    self._more = asyncio.get_running_loop().create_future()
                    await self._more
        except TimeoutError:
            raise NoReply(f"no answer within {seconds:g} seconds") from None
        return reply

    def _reply(self) -> Reply | None:
        """Take the first whole reply out of what was heard, None if it is not whole yet."""
        texts, start = [], 0
        while (end := self._heard.find(b"\n", start)) >= 0:
            line = bytes(self._heard[start:end]).rstrip(b"\r")
            start = end + 1
            found = _REPLY_LINE.match(line)
            if found is None:
                raise NoReply(f"garbage: {_printable(line[:200])}")
            texts.append(found[3])
            if found[2] != b"-":
                del self._heard[:start]
                return Reply(int(found[1]), _printable(b" ".join(texts)))
        if len(self._heard) > LONGEST_REPLY:
            raise NoReply("a reply without end")
        return None

    def data_received(self, data: bytes) -> None:
        """Take what the relay says; of an endless reply no more than is needed to call it that."""
        if len(self._heard) <= LONGEST_REPLY:
            self._heard += data
        self._wake()

    def connection_lost(self, fault: Exception | None) -> None:
        """Remember that it is over."""
        self._gone = f"hung up: {fault}" if fault else "hung up"
        self._wake()

    def _wake(self) -> None:
        if self._more is not None and not self._more.done():
            self._more.set_result(None)

    def close(self) -> None:
        """Hang up at once, without waiting for an answer to QUIT or for what is not written yet."""
        self._transport.abort()


def _printable(text: bytes) -> str:
    said = text.decode("utf-8", "replace")
    return said if said.isprintable() else "".join(one if one.isprintable() else " " for one in said)
