"""A small SMTP server on loopback that does at one stage what it is told to, and remembers what it took."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

DROP = "drop"
SILENCE = "silence"
SLOW = "slow"
PIPELINING = "250-here\r\n250 PIPELINING"
"""What it says at EHLO where it takes several commands at once."""

ACCEPTS = {
    "banner": "220 ready",
    "ehlo": "250-here\r\n250 8BITMIME",
    "mail": "250 sender ok",
    "rcpt": "250 recipient ok",
    "data": "354 go on",
    "dot": "250 taken",
}


class HungUp(Exception):  # noqa: N818
    """The session is over."""


@dataclass
class Server:
    """What it says by stage (a reply, DROP, SILENCE or SLOW), what it limits, whom it refuses, what it was given."""

    says: dict[str, str]
    letters_a_session: int = 0
    sessions_at_once: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    live: int = 0
    dawdles: float = 0
    pick: Callable[[str], str | None] = lambda _: None
    taken: list[bytes] = field(default_factory=list)
    given: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    sessions: int = 0
    heard: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    url: str = ""

    async def until(self, stage: str) -> None:
        """Wait until a client has come as far as `stage` once more."""
        async with asyncio.timeout(30):
            while await self.heard.get() != stage:
                pass

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions += 1
        self.live += 1
        try:
            if self.sessions_at_once and self.live > self.sessions_at_once:
                writer.write(b"421 too many connections\r\n")
                return
            await self._session(reader, writer)
        except (HungUp, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.live -= 1
            writer.close()

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say("banner", reader, writer)
        letters = 0
        while command := await reader.readline():
            verb = command[:4].decode().lower()
            if verb == "mail" and self.letters_a_session and letters >= self.letters_a_session:
                return
            if verb == "rcpt":
                self.recipients.append(command.split(b"<")[1].split(b">")[0].decode())
                if refusal := self.refuses.get(self.recipients[-1]):
                    writer.write(f"{refusal}\r\n".encode())
                    continue
            said = await self._say({"helo": "ehlo"}.get(verb, verb), reader, writer)
            if verb == "data" and said.startswith("354"):
                content = await reader.readuntil(b"\r\n.\r\n")
                self.given.append(content)
                letters += 1
                await self._say("dot", reader, writer, content)

    async def _say(
        self, stage: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: bytes = b""
    ) -> str:
        self.heard.put_nowait(stage)
        if self.dawdles:
            await asyncio.sleep(random.uniform(0, self.dawdles))
        reply = self.pick(stage) or self.says.get(stage, "502 not here")
        if stage == "dot" and reply[0] not in "45":
            self.taken.append(content)  # even if it cannot say so any more
        if reply == SILENCE:
            await reader.read()
        if reply in {DROP, SILENCE}:
            raise HungUp
        for piece in ACCEPTS[stage] if reply == SLOW else (reply,):
            writer.write(piece.encode())
            await asyncio.sleep(0.003 if reply == SLOW else 0)
        writer.write(b"\r\n")
        await writer.drain()
        return ACCEPTS[stage] if reply == SLOW else reply


@asynccontextmanager
async def misbehaving(
    letters_a_session: int = 0, sessions_at_once: int = 0, refuses: dict[str, str] | None = None, **says: str
) -> AsyncIterator[Server]:
    server = Server({**ACCEPTS, **says}, letters_a_session, sessions_at_once, refuses or {})
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()
        await asyncio.sleep(0)  # let sessions that were hung up on end
