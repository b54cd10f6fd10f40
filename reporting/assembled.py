"""What assembling a package leaves: where its files lie and what they add up to."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reporting.folder import in_one_sentence, place
from reporting.manifest import MANIFEST, Made, PartFile, manifest_bytes
from reporting.package import Package


@dataclass(frozen=True, kw_only=True)
class Assembled:
    """A package on disk. Printed, it says in Russian what it adds up to, then in English where it lies."""

    files: tuple[Path, ...]
    package: Package

    def __str__(self) -> str:
        """The totals and the files, a line each."""
        return "\n".join([*self.total_lines, *(f"written: {path}" for path in self.files)])

    @property
    def total_lines(self) -> tuple[str, ...]:
        """The totals and the discipline, a line each."""
        lines = (f"{label}: {count}" for label, count in self.package.total_lines)
        return *lines, f"Исполнительская дисциплина: {self.package.worked_out}"


def put_together(package: Package, files: Iterable[Path], folder: Path, made: Made | None = None) -> Assembled:
    """Put parts that wait beside (see `folder.beside`) into the folder and, last, the manifest that lists them. Parts
    of an older package that this one has not are taken away.

    Raises:
        FolderUnusable: see `folder.place`.

    """
    files = sorted(files, key=lambda file: file.name)
    with in_one_sentence(folder):
        manifest = files[0].with_name(MANIFEST)
        manifest.write_bytes(manifest_bytes(package, map(_part, files), made))
        older = _listed(folder / MANIFEST)
        placed = place([*files, manifest], folder)
        for name in older - {file.name for file in placed}:
            (folder / name).unlink(missing_ok=True)
    return Assembled(files=placed, package=package)


def _part(file: Path) -> PartFile:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return PartFile(file.name, file.stat().st_size, digest)


def _listed(manifest: Path) -> frozenset[str]:
    """The parts of the package that lies there; none where what lies there is no manifest of ours."""
    try:
        names = [one["name"] for one in json.loads(manifest.read_bytes())["parts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(name for name in names if Path(name).name == name)
