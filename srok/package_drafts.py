"""Packages in the folder of the settings as drafts of their life: what is to be assembled, where it lies, that it was
done. Knows nothing of Prefect; how a part is drawn is in `srok.package_parts`.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from sqlmodel import Session

from models import package_rows, packages, queries
from models.database import reading, writing
from models.held_plans import By
from models.order_by_number import order_by_number
from models.packages import Changed, Edition, Part
from models.queries import PackageFact
from models.roster import person_name
from models.supplementing import told_until
from reporting.assembled import Assembled
from reporting.folder import flush_folder, in_one_sentence
from reporting.manifest import MANIFEST
from reporting.package import Package
from reporting.period import code
from reporting.verifying import NoPackage, verify
from srok.package_parts import PARTS, Sources, decide, draw, finish, without_lost
from srok.progress import tell
from srok.rounds import database
from srok.settings import Settings
from states.belonging import Span


@dataclass(frozen=True, kw_only=True)
class Drafting:
    """A package that is to be assembled, as of the end of the day `cut_off`, and by whom; `without_lost`: without
    confirming documents that are gone from the disk, where their loss would stop it.
    """

    fact: PackageFact
    cut_off: date
    by: By
    without_lost: bool = False

    @property
    def order(self) -> str:
        """The order, by its number and date."""
        return f"{self.fact.order}@{self.fact.order_issued_on}"

    @property
    def period(self) -> Span:
        """The days it is for."""
        return Span(self.fact.begins_on, self.fact.ends_on)


def drafting(settings: Settings, package_id: int, *, cut_off: date, by: By, without_lost: bool = False) -> Drafting:
    """What assembling a package would do, if it may be done.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it is signed or sent, or who asks may not.
        NothingToSupplement: it is an addendum to what the operator has given back.

    """
    with database(settings) as engine, writing(engine) as session:
        return replace(drafting_in(session, package_id, cut_off=cut_off, by=by), without_lost=without_lost)


def drafting_in(session: Session, package_id: int, *, cut_off: date, by: By) -> Drafting:
    """The same in the caller's transaction."""
    row = packages.may_assemble(session, package_id, by=by)
    fact = replace(queries.package(session, package_id), since=told_until(session, row))
    return Drafting(fact=fact, cut_off=cut_off, by=by)


def sources_of(settings: Settings) -> Sources:
    """Where the parts of packages come from."""
    return Sources(database_url=settings.database_url, evidence_dir=settings.evidence_dir, templates=settings.templates)


def decided(settings: Settings, draft: Drafting) -> Package:
    """What stands in it.

    Raises:
        CutOffTooEarly, NothingDue, NothingChanged: see `decide`.

    """
    order, period, since = draft.order, draft.period, draft.fact.since
    with database(settings) as engine, reading(engine) as session:
        package = decide(session, order=order, period=period, cut_off=draft.cut_off, since=since)
    return without_lost(package, settings.evidence_dir) if draft.without_lost else package


_WHOLE = "whole"
_APART = ".assembling-"
_LEFT_BEHIND = timedelta(days=1)
"""A place where parts were drawn so long ago was left behind by a machine that went down."""


@contextmanager
def apart(settings: Settings, draft: Drafting) -> Iterator[Path]:
    """A folder of its own beside the package's editions, where parts are drawn; gone at the end unless it was recorded.

    Raises:
        FolderUnusable: there can be none, or what is written inside cannot be, because the disk is full.

    """
    folder = settings.packages_dir / of_package(draft.fact) / f"{_APART}{token_hex(8)}"
    _take_away(folder.parent, before=draft.by.at - _LEFT_BEHIND)
    try:
        with in_one_sentence(folder):
            (folder / _WHOLE).mkdir(parents=True)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_away(place: Path, *, before: datetime) -> None:
    for one in place.glob(f"{_APART}*"):
        with suppress(FileNotFoundError):  # somebody else is done with it
            if datetime.fromtimestamp(one.stat().st_mtime, UTC) < before:
                shutil.rmtree(one, ignore_errors=True)


def record(
    settings: Settings,
    draft: Drafting,
    package: Package,
    files: Iterable[Path],
    sources: Sources,
    also: Callable[[Session, Changed], None] | None = None,
) -> tuple[Assembled, Changed]:
    """Make the drawn files the package's next edition, in a folder that bears its number; `also` is done in the same
    transaction.

    Raises:
        FolderUnusable: the folder cannot be written.
        NotAllowed: the package was signed meanwhile.

    """
    files = list(files)
    drawn = files[0].parent
    with database(settings) as engine:
        with reading(engine) as session:
            name = person_name(session, draft.by.person_id)
        assembled = finish(package, files, drawn / _WHOLE, sources, by=name)
        edition = _edition(draft, package, assembled)
        with writing(engine) as session:
            # The folder gets its name inside the transaction, in which nobody else can take the number.
            number = packages.may_assemble(session, draft.fact.id, by=draft.by).edition + 1
            folder = of_package(draft.fact) / str(number)
            edition = replace(edition, folder=folder.as_posix())
            changed = packages.record_edition(session, draft.fact.id, edition, by=draft.by)
            if also:
                also(session, changed)
            placed = _named(drawn / _WHOLE, settings.packages_dir / folder)
    return replace(assembled, files=tuple(placed / file.name for file in assembled.files)), changed


def draft_here(settings: Settings, draft: Drafting) -> tuple[Assembled, Changed]:
    """Assemble the package's next edition part after part, without Prefect.

    Raises:
        CutOffTooEarly, NothingDue, NothingChanged: see `decide`.
        TemplateBroken, EvidenceBroken: see `draw`.
        FolderUnusable, NotAllowed: see `record`.

    """
    package, sources = decided(settings, draft), sources_of(settings)
    with apart(settings, draft) as waiting:
        files: list[Path] = []
        for done, name in enumerate(PARTS, 1):
            files += draw(name, package, sources, waiting)
            tell(name, done=done, of=len(PARTS))
        return record(settings, draft, package, files, sources)


def moves_since(settings: Settings, fact: PackageFact) -> int:
    """How many moves were made in the package's order after its cut-off: what an addendum would tell of."""
    if fact.cut_off is None:
        return 0
    with database(settings) as engine, reading(engine) as session:
        order = order_by_number(session, f"{fact.order}@{fact.order_issued_on}")
        return package_rows.moves_after(session, order.id, fact.cut_off)


def _edition(draft: Drafting, package: Package, assembled: Assembled) -> Edition:
    written = next(file for file in assembled.files if file.name == MANIFEST).read_bytes()
    parts = json.loads(written)["parts"]
    return Edition(
        cut_off=draft.cut_off,
        folder="",
        parts=tuple(Part(name=one["name"], size=one["size"], sha256=one["sha256"]) for one in parts),
        manifest_sha256=hashlib.sha256(written).hexdigest(),
        accepted=frozenset(package.accepted_ids),
    )


def _named(drawn: Path, folder: Path) -> Path:
    """Give a folder its name. What lies there the database does not know: an attempt cut short, or it was restored from
    a backup; it is kept aside.
    """
    with in_one_sentence(folder):
        if folder.exists():
            folder.rename(folder.with_name(f"{folder.name}-unknown-{token_hex(4)}"))
        named = drawn.rename(folder)
        for above in folder.parents[:_NEW]:
            flush_folder(above)
        return named


_NEW = 3
"""How many folders above an edition's may be as new as it is: those of the period, of the order and of packages."""


def of_package(fact: PackageFact) -> Path:
    """Where the editions of a package lie, under the folder of the settings."""
    number = re.sub(r"[^\w-]+", "-", fact.order)
    addendum = f"-addendum-{fact.number}" if fact.number else ""
    return Path(f"{number}-{fact.order_issued_on}") / (code(Span(fact.begins_on, fact.ends_on)) + addendum)


def folder_of(settings: Settings, fact: PackageFact) -> Path:
    """Where the present edition of a package lies."""
    return settings.packages_dir / fact.folder


def intact(settings: Settings, fact: PackageFact) -> bool:
    """Whether the files of the present edition are those that were assembled, and no other lies among them."""
    if not fact.folder:
        return True  # nothing has been assembled: the package's life says so
    try:
        found = verify(folder_of(settings, fact))
    except NoPackage:
        return False
    return found.whole and found.sha256 == fact.manifest_sha256


def gaps(settings: Settings, fact: PackageFact) -> dict[str, int]:
    """What the present edition lacks, by its manifest: how many assignments are overdue, wait for review, have no date.
    Empty where there is nothing to read.
    """
    try:
        totals = json.loads((folder_of(settings, fact) / MANIFEST).read_bytes())["totals"]
        return {said: totals[name] for name, said in _LACKS.items() if totals[name]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


_LACKS = {"overdue": "overdue", "reported": "waiting for review", "undated": "without a date"}
