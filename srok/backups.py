"""Backups: the database and the folders of documents and packages, together, each backup in a folder of its own.

The database first: files are only ever added before the row that names them, so what it names is in the files' copy.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from itertools import chain, count
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from models.database import engine_for, revision
from srok.settings import Settings
from states.fault import Fault

DATABASES = {"sqlite": "database.db", "postgresql": "database.dump"}
FILES, TOLD, MAKING, FAILED = "files.tar", "backup.json", ".making", "failed.txt"
GIVEN_UP = timedelta(hours=12)
"""After how long somebody who began a copy is thought to have been stopped."""


class CannotBackUp(Fault):
    """No copy could be made; the text says why and what to do. What was begun is gone."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup as it was made: when, by whom, of which version of the database; its sizes in bytes and checksums."""

    name: str
    at: datetime
    by: str
    revision: str
    database: str
    database_bytes: int
    database_sha256: str
    files_bytes: int
    files_sha256: str

    @property
    def bytes(self) -> int:
        """How large it is."""
        return self.database_bytes + self.files_bytes


@dataclass(frozen=True, kw_only=True)
class Backups:
    """The copies that are there, the latest first; since when one is being made, and why the last was not."""

    found: tuple[Backup, ...]
    making_since: datetime | None
    failed: str


def make_backup(settings: Settings, *, at: datetime, by: str, keep: int = 0) -> Backup:
    """Make a copy of everything as it is; of those that are there leave the latest `keep`, 0 is all.

    Raises:
        CannotBackUp: one is being made, there is no room or no tool for it, or the database cannot be read.

    """
    folder = settings.backups_dir
    with _alone(folder, at) as making:
        try:
            made = _made(settings, making, at=at, by=by)
        except (OSError, sqlite3.Error, tarfile.TarError, SQLAlchemyError) as fault:
            raise CannotBackUp(f"{folder}: {_reason(fault)}: look at the disk, its rights and the database") from fault
        (folder / FAILED).unlink(missing_ok=True)
        making.rename(folder / made.name)
    for old in backups(settings).found[keep:] if keep else ():
        shutil.rmtree(folder / old.name)
    return made


def backups(settings: Settings) -> Backups:
    """What is in the folder of copies; one that was begun and not ended is none."""
    folder = settings.backups_dir
    told = sorted(folder.glob(f"*/{TOLD}"), reverse=True) if folder.is_dir() else []
    making, failed = folder / MAKING, folder / FAILED
    since = datetime.fromtimestamp(making.stat().st_mtime, UTC) if making.is_dir() else None
    return Backups(
        found=tuple(_read(one) for one in told if one.parent.name != MAKING),
        making_since=since,
        failed=failed.read_text(encoding="utf-8") if failed.is_file() else "",
    )


def note_failure(settings: Settings, fault: CannotBackUp) -> None:
    """Keep why no copy was made, for whoever looks later; a folder that cannot be written cannot tell."""
    if settings.backups_dir.is_dir() and os.access(settings.backups_dir, os.W_OK):
        (settings.backups_dir / FAILED).write_text(str(fault), encoding="utf-8")


@contextmanager
def _alone(folder: Path, at: datetime) -> Iterator[Path]:
    """A folder to make a copy in, that nobody else has meanwhile; gone in the end."""
    making = folder / MAKING
    if folder.exists() and not folder.is_dir():
        raise CannotBackUp(f"{folder} is no folder: correct SROK_BACKUPS_DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if making.is_dir() and at.timestamp() - making.stat().st_mtime > GIVEN_UP.total_seconds():
            shutil.rmtree(making)
        making.mkdir(mode=0o700)
    except FileExistsError:
        raise CannotBackUp(f"{folder}: a copy is being made already: wait until it is there") from None
    except OSError as fault:
        raise CannotBackUp(f"{folder}: {fault.strerror}: correct SROK_BACKUPS_DIR or the folder's rights") from fault
    os.utime(making, (at.timestamp(), at.timestamp()))
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _made(settings: Settings, making: Path, *, at: datetime, by: str) -> Backup:
    url = make_url(settings.database_url)
    _refuse_without_room(settings, url)
    engine = engine_for(settings.database_url)
    try:
        stands = revision(engine) or ""
    finally:
        engine.dispose()
    database, files = making / DATABASES[url.get_backend_name()], making / FILES
    _copy_database(url, database)
    _copy_files(settings, files)
    made = Backup(
        name=_free_name(settings.backups_dir, at),
        at=at,
        by=by,
        revision=stands,
        database=database.name,
        database_bytes=database.stat().st_size,
        database_sha256=_sha256(database),
        files_bytes=files.stat().st_size,
        files_sha256=_sha256(files),
    )
    told = json.dumps(asdict(made) | {"at": at.isoformat()}, ensure_ascii=False, indent=2)
    (making / TOLD).write_text(told + "\n", encoding="utf-8")
    return made


def _free_name(folder: Path, at: datetime) -> str:
    name = f"{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}"
    return next(one for one in chain([name], (f"{name}-{n}" for n in count(2))) if not (folder / one).exists())


def _refuse_without_room(settings: Settings, url: URL) -> None:
    """As much is needed as the folders hold, and an SQLite file; a server's database is asked by its own tool."""
    places = [settings.evidence_dir, settings.packages_dir]
    wanted = sum(one.stat().st_size for place in places if place.is_dir() for one in place.rglob("*") if one.is_file())
    if url.get_backend_name() == "sqlite" and url.database:
        wanted += Path(url.database).stat().st_size
    free = shutil.disk_usage(settings.backups_dir).free
    if wanted > free:
        raise CannotBackUp(
            f"{settings.backups_dir}: {wanted // 2**20} MiB are needed, {free // 2**20} are free: make room, or name "
            "another disk by SROK_BACKUPS_DIR"
        )


def _copy_database(url: URL, to: Path) -> None:
    if url.get_backend_name() == "sqlite":
        _copy_sqlite(Path(url.database or ""), to)
    else:
        _copy_postgresql(url, to)


def _copy_sqlite(source: Path, to: Path) -> None:
    """By SQLite's own means, while others write; a copy of the file would be none."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(to.absolute()),))
    with closing(sqlite3.connect(to)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise CannotBackUp(f"{source} is damaged: {found}: bring an earlier backup back")


def _copy_postgresql(url: URL, to: Path) -> None:
    if shutil.which("pg_dump") is None:
        raise CannotBackUp("pg_dump is missing, which copies PostgreSQL: on Debian, apt-get install postgresql-client")
    wanted = {
        "PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }  # fmt: skip
    asked = {"PGHOST": url.query.get("host"), "PGSSLMODE": url.query.get("sslmode")}
    wanted |= {name: value for name, value in asked.items() if isinstance(value, str)}
    said = {name: str(value) for name, value in wanted.items() if value}  # a password among arguments is seen by others
    done = subprocess.run(  # noqa: S603 - nothing of it comes from a visitor
        ["pg_dump", "--format=custom", f"--file={to}"],  # noqa: S607 - wherever the administrator has it
        env=os.environ | said,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotBackUp(f"pg_dump: {' '.join(done.stderr.split())[:300]}: look at SROK_DATABASE_URL and its server")


def _copy_files(settings: Settings, to: Path) -> None:
    with tarfile.open(to, "w") as archive:
        for name, folder in (("evidence", settings.evidence_dir), ("packages", settings.packages_dir)):
            if folder.is_dir():
                archive.add(folder, arcname=name)
            else:  # what brings it back finds both
                empty = tarfile.TarInfo(name)
                empty.type, empty.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(empty)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _read(told: Path) -> Backup:
    said = json.loads(told.read_text(encoding="utf-8"))
    return Backup(**said | {"at": datetime.fromisoformat(said["at"])})


def _reason(fault: Exception) -> str:
    return (getattr(fault, "strerror", None) or str(fault)).splitlines()[0]
