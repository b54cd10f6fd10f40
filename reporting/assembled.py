"""What assembling a package leaves: where its files lie and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reporting.folder import put
from reporting.manifest import manifest_bytes
from reporting.package import Package

SUMMARY, TABLES, MANIFEST = "summary.docx", "tables.xlsx", "manifest.json"


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


def put_together(package: Package, parts: Mapping[str, bytes], folder: Path) -> Assembled:
    """Write the parts and, last, the manifest that lists them.

    Raises:
        FolderUnusable: see `put`.

    """
    manifest = {MANIFEST: manifest_bytes(package, parts)}
    return Assembled(files=put({**parts, **manifest}, folder), package=package)
