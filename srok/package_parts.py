"""A package's parts: what each is drawn from, and the one way they come into a folder. Knows no flow and no command.

`decide` reads and decides; `draw` makes one part, again if need be, in a place nobody sees yet; `finish` puts all parts
and their manifest into the folder. Parts can be drawn at once, in any order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from sqlmodel import Session

from models.addenda import changed_since
from models.package_facts import CutOffTooEarly, NothingDue, PackageFacts, package_facts, reporting_spans_of
from reporting import period as periods
from reporting.as_docx import docx_bytes, template, templates_used
from reporting.as_xlsx import xlsx_bytes
from reporting.assembled import Assembled, put_together
from reporting.manifest import Made
from reporting.package import Package, build
from states.belonging import Span


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What parts need beside the decided package."""

    database_url: str
    evidence_dir: Path
    templates: Path | None = None


def decide(
    session: Session, *, order: str, period: str | Span, cut_off: date, since: date | None = None
) -> Package:
    """The package of an order for a period, compared with the one before; nothing is written. With `since` it is an
    addendum to what was told as of the end of that day.

    Raises:
        PeriodUnclear: the period is not written in a way that is known.
        OrderUnknown, OrderAmbiguous, CutOffTooEarly, NothingDue: see `package_facts`.
        NothingChanged: see `changed_since`.

    """
    duties = reporting_spans_of(session, order)
    span = periods.parse(period, duties) if isinstance(period, str) else period
    facts = package_facts(session, order=order, period=span, cut_off=cut_off)
    if since is not None:
        return build(changed_since(facts, since))
    return build(facts, _facts_before(session, order, periods.before(span, duties)))


def _facts_before(session: Session, order: str, before: Span | None) -> PackageFacts | None:
    """The period before as it stood at its end; None where the order has nothing there."""
    if before is None:
        return None
    try:
        return package_facts(session, order=order, period=before, cut_off=before.ends_on)
    except (CutOffTooEarly, NothingDue):
        return None


def draw(name: str, package: Package, sources: Sources, into: Path) -> tuple[Path, ...]:
    """Draw a part of `PARTS` into a folder; the files it consists of. What lies there already is drawn anew.

    Raises:
        TemplateBroken: the office's template cannot be filled in.

    """
    return PARTS[name](package, sources, into)


def finish(package: Package, files: Iterable[Path], folder: Path, sources: Sources, *, by: str = "") -> Assembled:
    """Put the drawn parts and their manifest into the folder. `by` is who assembled it.

    Raises:
        FolderUnusable: the folder cannot be written; what lay there is as it was.

    """
    made = Made(by=by, templates=templates_used(sources.templates), version=version("srok"))
    return put_together(package, files, folder, made)


def _summary(package: Package, sources: Sources, into: Path) -> tuple[Path, ...]:
    return (_write(into / "summary.docx", docx_bytes(package, template("summary.docx", sources.templates))),)


def _tables(package: Package, _: Sources, into: Path) -> tuple[Path, ...]:
    return (_write(into / "tables.xlsx", xlsx_bytes(package)),)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


PARTS: Mapping[str, Callable[[Package, Sources, Path], tuple[Path, ...]]] = {
    "summary.docx": _summary,
    "tables.xlsx": _tables,
}
"""The parts by the name of their file, or of the first of them."""
