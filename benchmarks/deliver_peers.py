"""Other ways to hand letters to a mail server: raw pipelined SMTP (the floor), smtplib, aiosmtplib. No outbox."""

import asyncio
import smtplib  # noqa: TID251 - it is measured against
import socket
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiosmtplib

from models.outbox import Composed

HOST = "127.0.0.1"
CONNECTIONS = 8


def raw_pipelined(port: int, letters: Sequence[Composed]) -> None:
    """A bare socket; the next envelope is written together with each letter."""
    with socket.create_connection((HOST, port)) as server:
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = server.makefile("rb")

        def hear(count: int) -> None:
            while count:
                count -= answers.readline()[3:4] != b"-"

        hear(1)
        server.sendall(b"EHLO bench\r\n")
        hear(1)
        server.sendall(_envelope(letters[0]))
        for letter, following in zip(letters, [*map(_envelope, letters[1:]), b""], strict=True):
            hear(3)
            server.sendall(letter.eml.replace(b"\r\n.", b"\r\n..") + b".\r\n" + following)
            hear(1)


def _envelope(letter: Composed) -> bytes:
    return f"MAIL FROM:<{letter.sender}>\r\nRCPT TO:<{letter.recipient}>\r\nDATA\r\n".encode()


def smtplib_one(port: int, letters: Sequence[Composed]) -> None:
    """The standard library, one connection, stored bytes."""
    with smtplib.SMTP(HOST, port) as server:
        for letter in letters:
            server.sendmail(letter.sender, [letter.recipient], letter.eml)


def smtplib_each(port: int, letters: Sequence[Composed]) -> None:
    """The standard library, a connection for each letter, stored bytes."""
    for letter in letters:
        with smtplib.SMTP(HOST, port) as server:
            server.sendmail(letter.sender, [letter.recipient], letter.eml)


def messages(letters: Sequence[Composed]) -> list[EmailMessage]:
    """The letters as objects, as most programs hold them; taken apart before the clock runs."""
    return [message_from_bytes(letter.eml, policy=policy.default) for letter in letters]


def aiosmtplib_send(port: int, letters: Sequence[EmailMessage]) -> None:
    """The naive way: `aiosmtplib.send(message)` for each, one after the other."""

    async def go() -> None:
        for message in letters:
            await aiosmtplib.send(message, hostname=HOST, port=port, use_tls=False, start_tls=False)

    asyncio.run(go())


def aiosmtplib_send_message(port: int, letters: Sequence[EmailMessage]) -> None:
    """`send_message` over eight connections that are kept."""
    waiting = list(letters)

    async def one() -> None:
        async with aiosmtplib.SMTP(hostname=HOST, port=port, use_tls=False, start_tls=False) as server:
            while waiting:
                await server.send_message(waiting.pop())

    async def go() -> None:
        await asyncio.gather(*(one() for _ in range(CONNECTIONS)))

    asyncio.run(go())


def aiosmtplib_bytes(port: int, letters: Sequence[Composed]) -> None:
    """Stored bytes over eight connections of aiosmtplib that are kept."""
    waiting = list(letters)

    async def one() -> None:
        async with aiosmtplib.SMTP(hostname=HOST, port=port, use_tls=False, start_tls=False) as server:
            while waiting:
                letter = waiting.pop()
                await server.sendmail(letter.sender, [letter.recipient], letter.eml)

    async def go() -> None:
        await asyncio.gather(*(one() for _ in range(CONNECTIONS)))

    asyncio.run(go())
