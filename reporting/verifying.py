"""Whether a package, in a folder or in a zip archive, is what its manifest says. Reads bytes; knows no database.

What comes from outside may be anything: nothing is unpacked, and no more is read of a part than the manifest allows.
"""

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from reporting.manifest import FORMAT, MANIFEST
from states.fault import Fault

_CHUNK = 1 << 20
_LARGEST_MANIFEST = 8 << 20
_LONGEST_NAME = 200
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What reading an archive raises that is damaged, packed in an unknown way or under a password."""


class NoPackage(Fault):
    """There is nothing to verify: no manifest, or none that can be read. The text says which and why."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part as the manifest has it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found: names of parts that are gone, changed, or not of the package; `sha256` is the manifest's own."""

    order: str
    period: str
    cut_off: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    sha256: str

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.changed or self.added)


class _Place(Protocol):
    """A folder or an archive, read alike."""

    def names(self) -> frozenset[str]: ...
    def open(self, name: str) -> IO[bytes]: ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> frozenset[str]:
        found = (one for one in self.path.rglob("*") if one.is_symlink() or not one.is_dir())
        return frozenset(one.relative_to(self.path).as_posix() for one in found)

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


class _Archive:
    """An archive; a package that was zipped together with its folder is found in it. What lies beside that folder, or
    has a name that another entry has too, is not of the package: programs differ in which of two they unpack.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        entries = [one for one in archive.namelist() if not one.endswith("/")]
        manifests = sorted((one for one in entries if one.rpartition("/")[2] == MANIFEST), key=len)
        self.under = manifests[0].removesuffix(MANIFEST) if manifests else ""
        self.entries = Counter(entries)

    def names(self) -> frozenset[str]:
        inside = frozenset(one.removeprefix(self.under) for one in self.entries if one.startswith(self.under))
        beside = frozenset(f"../{one}" for one in self.entries if not one.startswith(self.under))
        twice = frozenset(f"{one} (there are {times})" for one, times in self.entries.items() if times > 1)
        return inside | beside | twice

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.under + name)


def verify(source: Path) -> Verified:
    """Compare what lies in `source` with its manifest.

    Raises:
        NoPackage: it is neither a folder nor a zip archive with a manifest in it.

    """
    with _opened(source) as place:
        names = place.names()
        if MANIFEST not in names:
            raise NoPackage(f"{source}: there is no {MANIFEST} in it: name the folder or the archive of a package")
        written = _manifest_bytes(place, source)
        content, parts = _read_manifest(written, source)
        there = [part for part in parts if part.name in names]
        return Verified(
            order=content["order"]["number"],
            period=content["period"]["code"],
            cut_off=content["cut_off"],
            parts=parts,
            missing=tuple(part.name for part in parts if part.name not in names),
            changed=tuple(part.name for part in there if not _is_same(place, part)),
            added=tuple(sorted(names - {part.name for part in parts} - {MANIFEST})),
            sha256=hashlib.sha256(written).hexdigest(),
        )


@contextmanager
def _opened(source: Path) -> Iterator[_Place]:
    try:
        if source.is_dir():
            yield _Folder(source)
        else:
            with zipfile.ZipFile(source) as archive:
                yield _Archive(archive)
    except _UNREADABLE as fault:
        raise NoPackage(f"{source}: neither a folder nor a zip archive that can be read ({fault})") from fault
    except OSError as fault:
        raise NoPackage(f"{source}: cannot be read: {fault.strerror or fault}") from fault


def _manifest_bytes(place: _Place, source: Path) -> bytes:
    with place.open(MANIFEST) as file:
        written = file.read(_LARGEST_MANIFEST + 1)
    if len(written) > _LARGEST_MANIFEST:
        raise NoPackage(f"{source}: its {MANIFEST} is larger than {_LARGEST_MANIFEST >> 20} MiB: it is none of Srok's")
    return written


def _read_manifest(written: bytes, source: Path) -> tuple[dict[str, Any], tuple[Part, ...]]:
    try:
        content = json.loads(written)
        if content["format"] not in (1, FORMAT):
            raise NoPackage(f"{source}: its {MANIFEST} has format {content['format']!r}: a newer Srok must verify it")
        parts = tuple(_part(one) for one in content["parts"])
        _ = content["order"]["number"], content["period"]["code"], content["cut_off"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise NoPackage(f"{source}: its {MANIFEST} is not what Srok writes: ask for the package again") from fault
    for part in parts:
        if not _is_plain(part.name):
            raise NoPackage(f"{source}: its {MANIFEST} names {part.name[:_LONGEST_NAME]!r}, which is no part's name")
    return content, parts


def _part(one: dict[str, object]) -> Part:
    return Part(name=str(one["name"]), size=int(str(one["size"])), sha256=str(one["sha256"]))


def _is_plain(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name not in {".", "..", MANIFEST} and not set(name) & set("/\\:\0")


def _is_same(place: _Place, part: Part) -> bool:
    """Read no more than it should have; one byte more is enough to know."""
    digest, left = hashlib.sha256(), part.size
    try:
        with place.open(part.name) as file:
            while left > 0 and (chunk := file.read(min(_CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
            return left == 0 and not file.read(1) and digest.hexdigest() == part.sha256
    except (OSError, *_UNREADABLE):
        return False  # what cannot be read is not what was written
