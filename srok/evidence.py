"""Confirming documents on disk: kept under a random name, written beside and renamed. Knows no assignment."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.requests import StoredEvidence
from states.fault import Fault

LIMIT = 20 * 1024 * 1024
"""The largest file taken, in bytes."""


class EvidenceRefused(Fault):
    """A file that cannot be kept; the text names it and says why."""


@contextmanager
def keeping(sources: Iterable[Path], folder: Path) -> Iterator[tuple[StoredEvidence, ...]]:
    """Copy files into the evidence folder for the move made inside; a move that fails leaves none of them behind.

    Raises:
        EvidenceRefused: one is missing, unreadable, empty or too large, or the folder cannot be written.

    """
    kept: list[StoredEvidence] = []
    try:
        kept.extend(_keep(source, folder) for source in sources)
        yield tuple(kept)
    except BaseException:
        for one in kept:
            (folder / one.stored_as).unlink(missing_ok=True)
        raise


def _keep(source: Path, folder: Path) -> StoredEvidence:
    content = _read(source)
    stored_as = secrets.token_hex(16)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, stored_as, content)
    except OSError as fault:
        raise EvidenceRefused(f"{folder}: evidence cannot be kept there: {fault.strerror}") from fault
    digest = hashlib.sha256(content).hexdigest()
    return StoredEvidence(name=source.name, sha256=digest, size=len(content), stored_as=stored_as)


def _read(source: Path) -> bytes:
    try:
        if source.stat().st_size > LIMIT:
            raise EvidenceRefused(f"{source}: larger than {LIMIT // 1024 // 1024} MiB: bring a smaller file")
        content = source.read_bytes()
    except OSError as fault:
        raise EvidenceRefused(f"{source}: cannot be read: {fault.strerror}") from fault
    if not content:
        raise EvidenceRefused(f"{source}: the file is empty: bring the document itself")
    return content


def _write(folder: Path, stored_as: str, content: bytes) -> None:
    beside = folder / f".{stored_as}"
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(folder / stored_as)
