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
    with _in_one_sentence(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_folders_in_the_way(folder / name for name in parts)
        with TemporaryDirectory(prefix=".srok-", dir=folder) as beside:
            written = [_written(Path(beside) / name, content) for name, content in parts.items()]
            placed = tuple(path.replace(folder / path.name) for path in written)
        _sync(folder)
    return placed


@contextmanager
def _in_one_sentence(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise FolderUnusable(f"the package cannot be written into {folder}: {reason}; name another folder") from fault


def _refuse_folders_in_the_way(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{path.name} there is a folder")


def _written(path: Path, content: bytes) -> Path:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def _sync(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and renames are kept by the file system
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
