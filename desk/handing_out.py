"""Files handed out as attachments that a browser opens nothing of. Knows not whose they are."""

import hashlib
from pathlib import Path
from urllib.parse import quote

from sqlmodel import Session
from starlette.responses import FileResponse, Response

from desk.access import NotShown
from models.queries import PartFact, package_parts
from models.queries.package_facts import PackageFact
from reporting.manifest import MANIFEST
from srok.package_drafts import folder_of
from srok.settings import Settings


def attachment(path: Path, name: str) -> Response:
    """A file under a name of its own.

    Raises:
        NotShown: it is not there.

    """
    if not path.is_file():
        raise NotShown
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def part_of(session: Session, settings: Settings, fact: PackageFact, name: str) -> Response:
    """A file of a package's present edition, as it was assembled: one that has changed since is not handed out.

    Raises:
        NotShown: there is no such part, or it is not what was assembled.

    """
    known = {one.name: one for one in package_parts(session, fact.id)}
    path = folder_of(settings, fact) / name
    if name == MANIFEST:
        _refuse_changed(path, fact.manifest_sha256)
    elif name in known:
        _refuse_changed(path, known[name].sha256)
    else:
        raise NotShown
    return attachment(path, name)


def _refuse_changed(path: Path, sha256: str) -> None:
    if not path.is_file():
        raise NotShown
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise NotShown


def parts_with_manifest(session: Session, settings: Settings, fact: PackageFact) -> tuple[PartFact, ...]:
    """The files of a package as they are read, its manifest last."""
    if not fact.folder:
        return ()
    manifest = folder_of(settings, fact) / MANIFEST
    size = manifest.stat().st_size if manifest.is_file() else 0
    return (*package_parts(session, fact.id), PartFact(name=MANIFEST, size=size, sha256=fact.manifest_sha256))
