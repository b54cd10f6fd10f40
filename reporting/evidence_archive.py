"""Confirming documents in one archive under readable names, with their SHA-256 list. Reads files; knows no database.

Every file is read once: hashed while it is copied, and refused if it is not what was brought.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from reporting.documents import Document
from states.fault import Fault

LIST = "SHA256SUMS.txt"
_DAWN = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o600 << 16
_CHUNK = 1 << 20


class EvidenceBroken(Fault):
    """A confirming document is gone or was changed on disk; the text names item, executor, file and what is wrong."""


def write_archive(documents: Sequence[Document], folder: Path, into: Path) -> None:
    """Write the archive of `documents`, whose files lie in `folder`. The same documents make the same bytes: they are
    stored as they are, for most are packed already, and without dates.

    Raises:
        EvidenceBroken: a file is not there, cannot be read or is not what was brought.

    """
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        sums = "".join(f"{one.sha256} *{one.path}\n" for one in documents)
        archive.writestr(_entry(LIST), sums.encode())
        for one in documents:
            _add(archive, one, folder)


def _add(archive: zipfile.ZipFile, one: Document, folder: Path) -> None:
    digest, size = hashlib.sha256(), 0
    source = folder / one.stored_as
    entry = _entry(one.path)
    entry.file_size = one.size
    try:
        opened = source.open("rb")
    except OSError as fault:
        reason = "is gone from" if isinstance(fault, FileNotFoundError) else f"cannot be read ({fault.strerror}) in"
        raise _broken(one, f"{reason} {folder}") from fault
    with opened, archive.open(entry, "w") as target:
        while size <= one.size and (chunk := opened.read(_CHUNK)):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    if size != one.size or digest.hexdigest() != one.sha256:
        raise _broken(one, f"was changed in {folder} since it was brought")


def _broken(one: Document, what: str) -> EvidenceBroken:
    name = one.path.rpartition("/")[2]
    return EvidenceBroken(
        f"item {one.item}, {one.executor}: the evidence «{name}» of {one.on} {what} (file {one.stored_as}): "
        "restore it from a backup, or assemble a package --without-lost"
    )


def lost(documents: Iterable[Document], folder: Path) -> tuple[Document, ...]:
    """Those of `documents` whose files in `folder` are gone, cannot be read or are not what was brought."""
    return tuple(one for one in documents if not _is_there(one, folder / one.stored_as))


def _is_there(one: Document, source: Path) -> bool:
    try:
        with source.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == one.sha256
    except OSError:
        return False


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_DAWN)
    entry.external_attr, entry.create_system = _READABLE, 3
    return entry
