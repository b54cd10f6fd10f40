"""Confirming documents on disk: kept under a random name, written beside and renamed. Knows no assignment."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from models.requests import StoredEvidence
from states.fault import Fault

LIMIT = 20 * 1024 * 1024
"""The largest file taken, in bytes."""


class EvidenceRefused(Fault):
    """A file that cannot be kept; the text names it and says why."""


class Brought(NamedTuple):
    """A document as it comes: the name to show, and its bytes to read."""

    name: str
    file: BinaryIO


@contextmanager
def keeping(sources: Iterable[Path], folder: Path) -> Iterator[tuple[StoredEvidence, ...]]:
    """Copy files into the evidence folder for the move made inside; a move that fails leaves none of them behind.

    Raises:
        EvidenceRefused: one is missing, unreadable, empty or too large, or the folder cannot be written.

    """
    with ExitStack() as stack:
        yield stack.enter_context(keeping_brought((_opened(source, stack) for source in sources), folder))


@contextmanager
def keeping_brought(documents: Iterable[Brought], folder: Path) -> Iterator[tuple[StoredEvidence, ...]]:
    """As `keeping`, of documents that are open already; each is read once, a piece at a time."""
    kept: list[StoredEvidence] = []
    try:
        kept.extend(_keep(one, folder) for one in documents)
        yield tuple(kept)
    except BaseException:
        forget((one.stored_as for one in kept), folder)
        raise


def again(kept: Sequence[StoredEvidence], folder: Path) -> tuple[StoredEvidence, ...]:
    """The same documents for another move too, under names of their own; the bytes are on the disk once."""
    copies = tuple(replace(one, stored_as=secrets.token_hex(16)) for one in kept)
    for one, copy in zip(kept, copies, strict=True):
        os.link(folder / one.stored_as, folder / copy.stored_as)
    return copies


def forget(stored: Iterable[str], folder: Path) -> None:
    """Take documents away that belong to nothing."""
    for stored_as in stored:
        (folder / stored_as).unlink(missing_ok=True)


def _opened(source: Path, stack: ExitStack) -> Brought:
    try:
        if source.stat().st_size > LIMIT:
            raise _too_large(str(source))
        return Brought(source.name, stack.enter_context(source.open("rb")))
    except OSError as fault:
        raise EvidenceRefused(f"{source}: cannot be read: {fault.strerror}") from fault


def _keep(document: Brought, folder: Path) -> StoredEvidence:
    stored_as = secrets.token_hex(16)
    beside = folder / f".{stored_as}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        digest, size = _copy(document, beside)
        beside.rename(folder / stored_as)
    except OSError as fault:
        raise EvidenceRefused(f"{folder}: evidence cannot be kept there: {fault.strerror}") from fault
    finally:
        with suppress(OSError):
            beside.unlink()
    return StoredEvidence(name=document.name, sha256=digest, size=size, stored_as=stored_as)


def _copy(document: Brought, beside: Path) -> tuple[str, int]:
    """Write a document's bytes through to the disk; their SHA-256 and how many they are."""
    digest, size = hashlib.sha256(), 0
    with beside.open("wb") as file:
        while piece := document.file.read(_PIECE):
            size += len(piece)
            if size > LIMIT:
                raise _too_large(document.name)
            digest.update(piece)
            file.write(piece)
        if not size:
            raise EvidenceRefused(f"{document.name}: the file is empty: bring the document itself")
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _too_large(name: str) -> EvidenceRefused:
    return EvidenceRefused(f"{name}: larger than {LIMIT // 1024 // 1024} MiB: bring a smaller file")


_PIECE = 1024 * 1024
