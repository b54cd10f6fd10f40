"""Putting a package's files into a folder: all of them whole, or none. Knows no format.

Every file is first written and flushed beside its place, then all are renamed into it.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from states.fault import Fault


class FolderUnusable(Fault):
    """The folder cannot be written to; nothing was put there. The text says why."""


def put(parts: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write `parts` by file name into `folder`, made if it is not there; their paths. Older ones are replaced, the last
    of `parts` last of all, so a manifest that lists the others belongs there.

    Raises:
        FolderUnusable: it is no folder, may not be written to, or the disk is full.

    """
    with beside(folder) as waiting:
        for name, content in parts.items():
            (waiting / name).write_bytes(content)
        return place([waiting / name for name in parts], folder)


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A place inside `folder`, made if it is not there, to write files that are not to be seen yet; gone at the end,
    with whatever was not moved out of it.

    Raises:
        FolderUnusable: what is written inside cannot be, because the folder is none or the disk is full.

    """
    with in_one_sentence(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".srok-", dir=folder) as waiting:
            yield Path(waiting)


def place(files: Iterable[Path], folder: Path) -> tuple[Path, ...]:
    """Flush the files to the disk and rename them into `folder` in this order; their new paths.

    Raises:
        FolderUnusable: one of them cannot be put there.

    """
    files = list(files)
    with in_one_sentence(folder):
        _refuse_folders_in_the_way(folder / file.name for file in files)
        for file in files:
            _sync(file, os.O_RDWR)
        placed = tuple(file.replace(folder / file.name) for file in files)
        flush_folder(folder)
    return placed


def flush_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk."""
    if os.name == "posix":  # elsewhere a folder cannot be opened, and renames are kept by the file system
        _sync(folder, os.O_RDONLY)


@contextmanager
def in_one_sentence(folder: Path) -> Iterator[None]:
    """Say what the disk refuses in one sentence that names the folder."""
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise FolderUnusable(f"the package cannot be written into {folder}: {reason}; name another folder") from fault


def _refuse_folders_in_the_way(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{path.name} there is a folder")


def _sync(path: Path, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
