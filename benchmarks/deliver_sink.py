"""A mail server that swallows letters: Postfix's smtp-sink where it is installed, else one of our own in Python.

`python -m benchmarks.deliver_sink PORT` runs our own.
"""

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = "/usr/sbin/smtp-sink"
END = b"\r\n.\r\n"


def postfix_sink() -> str | None:
    """Where smtp-sink is, None where Postfix is not installed."""
    return shutil.which("smtp-sink") or (DEBIAN if Path(DEBIAN).exists() else None)


@contextmanager
def sink() -> Iterator[int]:
    """A running sink; gives its port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    found = postfix_sink()
    own = [sys.executable, "-m", "benchmarks.deliver_sink", str(port)]
    command = [found, "-u", "nobody", f"127.0.0.1:{port}", "1000"] if found else own
    server = subprocess.Popen(command)
    try:
        _wait(port)
        yield port
    finally:
        server.kill()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the sink does not answer")


class Sink(asyncio.Protocol):
    """One session: every command is answered well, every letter taken and forgotten."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.heard, self.in_letter = transport, bytearray(), False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.heard += data
        answers = bytearray()
        while (end := self.heard.find(END if self.in_letter else b"\r\n")) >= 0:
            line = bytes(self.heard[:4]).upper()
            del self.heard[: end + (len(END) if self.in_letter else 2)]
            if self.in_letter:
                self.in_letter = False
                answers += b"250 taken\r\n"
            else:
                self.in_letter = line == b"DATA"
                answers += {b"EHLO": b"250-sink\r\n250 PIPELINING\r\n", b"DATA": b"354 go\r\n"}.get(line, b"250 ok\r\n")
        self.transport.write(bytes(answers))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
