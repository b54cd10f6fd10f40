"""A real SMTP server on loopback that keeps every letter as an .eml file. Sends nothing on."""

import socket
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller


class Postman:
    """Receives letters into a folder while the context is open."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self._port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    @property
    def url(self) -> str:
        """Where letters are taken, for SROK_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one letter, under its day and reader."""
        self.count += 1
        written = message_from_bytes(envelope.content, policy=policy.default)["Date"].datetime
        name = f"{written:%Y-%m-%d} {envelope.rcpt_tos[0].replace('@', ' at ')} {self.count:04}.eml"
        (self.folder / name).write_bytes(envelope.content)
        return "250 kept"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
