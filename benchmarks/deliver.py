"""Letters from the outbox to a mail server, with claim, fence and mark, against ways to send that record nothing.

`make bench-deliver`, or `python -m benchmarks.deliver [letters] [rounds]`. Everybody takes turns in every round,
through one sink; figures are medians. After each of Srok's turns every letter must be marked as sent.
"""

import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine

from benchmarks import deliver_peers as peers
from benchmarks.deliver_sink import postfix_sink, sink
from models import outbox
from models.database import engine_for, make_ready, reading, writing
from models.outbox import Composed
from models.tables import OutboxState
from notifications.compose import compose_digest
from notifications.delivery import deliver_waiting
from tests.notifications.builders import SENDER, letter, line
from tests.postgres import binaries, cluster

AT = datetime(2024, 4, 8, 2, tzinfo=UTC)
LINES = 10
NAIVE_SHARE = 10
"""The naive ways send a tenth of the letters: they take that much longer."""

FLOOR, NAIVE = "raw pipelined SMTP, one connection", "aiosmtplib.send, a connection each"


def main(count: int = 2000, rounds: int = 5) -> None:
    letters = _letters(count)
    few = peers.messages(letters[: count // NAIVE_SHARE])
    contestants: dict[str, tuple[Callable[[int], None], int]] = {
        FLOOR: (lambda port: peers.raw_pipelined(port, letters), count),
        "smtplib, one connection": (lambda port: peers.smtplib_one(port, letters), count),
        "smtplib, a connection each": (lambda port: peers.smtplib_each(port, letters), count),
        "aiosmtplib, 8 connections, stored bytes": (lambda port: peers.aiosmtplib_bytes(port, letters), count),
        "aiosmtplib.send_message, 8 connections": (lambda port: peers.aiosmtplib_send_message(port, few), len(few)),
        NAIVE: (lambda port: peers.aiosmtplib_send(port, few), len(few)),
    }
    sqlite, postgres = "Srok, SQLite", "Srok, PostgreSQL"
    with TemporaryDirectory() as folder, sink() as port:
        took: dict[str, list[float]] = {name: [] for name in (*contestants, sqlite, postgres)}
        for number in range(rounds):
            for name, (send, sent) in contestants.items():
                took[name].append(_timed(lambda send=send: send(port)) / sent)  # type: ignore[misc]
            took[sqlite].append(_srok(f"sqlite:///{folder}/{number}.db", port, letters))
        if server := binaries():
            with cluster(server, {}) as url:
                for number in range(rounds):
                    took[postgres].append(_srok(url.format(name=_made(url, number)), port, letters))
    _show({name: 1 / median(each) for name, each in took.items() if each}, size=len(letters[0].eml), count=count)


def _letters(count: int) -> list[Composed]:
    """Digests of ten lines, each to a reader of its own."""
    digest = compose_digest(letter(*(line(assignment_id=n) for n in range(LINES))), sender=SENDER, reply_to=[], at=AT)
    return [
        replace(
            digest, key=f"bench/{n}", message_id=f"<{n}@bench.example>", person_id=None, written_on=date(2024, 4, 8)
        )
        for n in range(count)
    ]


def _made(url: str, number: int) -> str:
    engine = engine_for(url.format(name="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE bench_{number}")
    engine.dispose()
    return f"bench_{number}"


def _srok(url: str, port: int, letters: Sequence[Composed]) -> float:
    """Seconds a letter from a filled outbox to the sink."""
    engine = engine_for(url)
    make_ready(engine)
    with writing(engine) as session:
        outbox.enqueue_all(session, letters, at=AT)
    took = _timed(lambda: asyncio.run(_deliver(engine, port)))
    with reading(engine) as session:
        sent = outbox.counts(session)[OutboxState.SENT]
    engine.dispose()
    if sent != len(letters):
        raise SystemExit(f"{sent} of {len(letters)} letters are marked as sent")
    return took / len(letters)


async def _deliver(engine: Engine, port: int) -> None:
    await deliver_waiting(engine, f"smtp://127.0.0.1:{port}", clock=lambda: AT)


def _timed(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _show(rates: dict[str, float], *, size: int, count: int) -> None:
    through = Path(postfix_sink() or "a sink of our own").name
    print(f"{count} letters of {size} bytes through {through}, letters a second")
    for name, rate in rates.items():
        print(f"{name:42} {rate:8.0f}   {rate / rates[FLOOR]:5.2f} of the floor   {rate / rates[NAIVE]:5.1f} x naive")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
