"""A package's parts: what each is drawn from, and the one way they come into a folder. Knows no flow and no command.

`decide` reads and decides; `draw` makes one part, again if need be, in a place nobody sees yet; `finish` puts all parts
and their manifest into the folder. Parts can be drawn at once, in any order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from sqlmodel import Session

from models.addenda import changed_since
from models.database import engine_for, reading
from models.package_facts import CutOffTooEarly, NothingDue, package_facts, reporting_spans_of
from models.package_history import history_lines
from models.package_shapes import PackageFacts
from reporting import period as periods
from reporting.as_csv import write_history
from reporting.as_docx import LETTER, SUMMARY, docx_bytes, letter_docx, templates_used
from reporting.as_pdf import letter_pdf, summary_pdfs
from reporting.as_xlsx import xlsx_bytes
from reporting.assembled import Assembled, put_together
from reporting.evidence_archive import lost, write_archive
from reporting.manifest import Made
from reporting.package import Package, build, without
from reporting.word_template import template
from states.belonging import Span


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What parts need beside the decided package."""

    database_url: str
    evidence_dir: Path
    templates: Path | None = None


def decide(session: Session, *, order: str, period: str | Span, cut_off: date, since: date | None = None) -> Package:
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


def without_lost(package: Package, evidence_dir: Path) -> Package:
    """The package without confirming documents that are gone or were changed on disk, which it says; reads them all."""
    gone = lost(package.documents, evidence_dir)
    return without(package, gone) if gone else package


def draw(name: str, package: Package, sources: Sources, into: Path) -> tuple[Path, ...]:
    """Draw a part of `PARTS` into a folder; the files it consists of. What lies there already is drawn anew.

    Raises:
        TemplateBroken: the office's template cannot be filled in.
        EvidenceBroken: a confirming document is gone or was changed on disk.
        OSError: the disk is full; `folder.beside` says so in a sentence.

    """
    return tuple(PARTS[name](package, sources, into))


def finish(package: Package, files: Iterable[Path], folder: Path, sources: Sources, *, by: str = "") -> Assembled:
    """Put the drawn parts and their manifest into the folder. `by` is who assembled it.

    Raises:
        FolderUnusable: the folder cannot be written; what lay there is as it was.

    """
    made = Made(by=by, templates=templates_used(sources.templates), version=version("srok"))
    return put_together(package, files, folder, made)


def _letter(package: Package, sources: Sources, into: Path) -> Iterator[Path]:
    yield _write(into / "letter.docx", letter_docx(package, template(LETTER, sources.templates)))


def _summary(package: Package, sources: Sources, into: Path) -> Iterator[Path]:
    yield _write(into / "summary.docx", docx_bytes(package, template(SUMMARY, sources.templates)))


def _letter_pdf(package: Package, _: Sources, into: Path) -> Iterator[Path]:
    yield _write(into / "letter.pdf", letter_pdf(package))


def _summary_pdf(package: Package, _: Sources, into: Path) -> Iterator[Path]:
    for number, content in enumerate(summary_pdfs(package), 1):
        yield _write(into / ("summary.pdf" if number == 1 else f"summary-{number}.pdf"), content)


def _tables(package: Package, _: Sources, into: Path) -> Iterator[Path]:
    yield _write(into / "tables.xlsx", xlsx_bytes(package))


def _history(package: Package, sources: Sources, into: Path) -> Iterator[Path]:
    order, ids = f"{package.order_number}@{package.order_on}", package.assignment_ids
    engine, file = engine_for(sources.database_url), into / "history.csv"
    try:
        with reading(engine) as session:
            write_history(history_lines(session, order=order, ids=ids, by=package.cut_off), file)
    finally:
        engine.dispose()
    yield file


def _evidence(package: Package, sources: Sources, into: Path) -> Iterator[Path]:
    if package.documents:
        write_archive(package.documents, sources.evidence_dir, into / "evidence.zip")
        yield into / "evidence.zip"


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


PARTS: Mapping[str, Callable[[Package, Sources, Path], Iterator[Path]]] = {
    "letter.docx": _letter,
    "letter.pdf": _letter_pdf,
    "summary.docx": _summary,
    "summary.pdf": _summary_pdf,
    "tables.xlsx": _tables,
    "history.csv": _history,
    "evidence.zip": _evidence,
}
"""The parts by the name of their file, or of the first of them. A package without documents has no archive of them."""
