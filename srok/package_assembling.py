"""Assembling a package beside whoever asked for it: in a thread of this process, without Prefect. How far it has come
is told by the folder in which it grows, so that every process of the desk sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore, Thread

from models.queries import PackageFact
from reporting.package import Package
from srok.package_drafts import Drafting, apart, decided, of_package, record, sources_of
from srok.package_parts import PARTS, draw
from srok.settings import Settings
from states.fault import Fault

ABANDONED = timedelta(minutes=30)
"""An attempt that has shown nothing for so long was cut short, with the process it ran in."""

_FAILED = ".failed"
_DRAWING = BoundedSemaphore(1)
"""One package at a time: its tables and archives are large."""


@dataclass(frozen=True, kw_only=True)
class Assembling:
    """How far a package that is being assembled has come: parts drawn, of how many; or why that failed, and as what
    kind of fault.
    """

    done: int = 0
    of: int = len(PARTS)
    failed: str = ""
    fault: str = ""


def assemble(settings: Settings, draft: Drafting, package: Package) -> None:
    """Draw all parts of a decided package, one after another, and make them its next edition.

    Raises:
        TemplateBroken, EvidenceBroken, FolderUnusable: it cannot be drawn.
        NotAllowed: it was signed meanwhile.

    """
    sources = sources_of(settings)
    with apart(settings, draft) as folder:
        files = [file for name in PARTS for file in draw(name, package, sources, folder)]
        record(settings, draft, package, files, sources)


def begin(settings: Settings, draft: Drafting, *, at_once: Callable[[Thread], None] = Thread.start) -> None:
    """Decide what stands in a package, and begin to draw it beside the caller.

    Raises:
        CutOffTooEarly, NothingDue, NothingChanged: there is nothing to draw.

    """
    package = decided(settings, draft)
    failed = _place(settings, draft.fact) / _FAILED
    failed.unlink(missing_ok=True)

    def work() -> None:
        with _DRAWING:
            try:
                assemble(settings, draft, package)
            except Fault as fault:
                _say(failed, type(fault).__name__, str(fault))
            except Exception:  # whoever waits for it hears that it ended, the log how
                _say(failed, "", _UNFORESEEN)
                raise

    at_once(Thread(target=work, name=f"package {draft.fact.id}", daemon=True))


_UNFORESEEN = "it ended for a reason that was not foreseen: the log of the desk has it; then assemble it again"


def _say(failed: Path, fault: str, what: str) -> None:
    failed.parent.mkdir(parents=True, exist_ok=True)
    failed.write_text(f"{fault}\n{what}", encoding="utf-8")


def assembling(settings: Settings, fact: PackageFact, *, at: datetime) -> Assembling | None:
    """How far the package has come that is being assembled; None where nobody assembles it."""
    place = _place(settings, fact)
    attempts = [one for one in place.glob(".assembling-*") if _lives(one, at)]
    if attempts:
        drawn = {file.name for one in attempts for file in one.glob("*")}
        return Assembling(done=sum(name in drawn for name in PARTS))
    try:
        fault, _, what = (place / _FAILED).read_text(encoding="utf-8").partition("\n")
        return Assembling(failed=what or fault, fault=fault)
    except OSError:
        return None


def is_running(settings: Settings, fact: PackageFact, *, at: datetime) -> bool:
    """Whether somebody assembles the package now."""
    found = assembling(settings, fact, at=at)
    return found is not None and not found.failed


def _lives(folder: Path, at: datetime) -> bool:
    try:
        return at - datetime.fromtimestamp(folder.stat().st_mtime, UTC) < ABANDONED
    except OSError:
        return False


def _place(settings: Settings, fact: PackageFact) -> Path:
    return settings.packages_dir / of_package(fact)
