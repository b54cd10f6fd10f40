"""Reports somebody has begun and not sent: the text, and documents that already lie in the evidence folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from models.database import take_turns
from models.requests import StoredEvidence
from models.tables import DraftFile, Evidence, ReportDraft, key


@dataclass(frozen=True, kw_only=True)
class FileKept:
    """A document of a draft."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class DraftKept:
    """A draft as its writer left it."""

    text: str
    saved_at: datetime
    files: tuple[FileKept, ...]


def report_draft(session: Session, *, assignment_id: int, person_id: int) -> DraftKept | None:
    """What somebody has written for an assignment and not sent."""
    columns: list[Any] = [ReportDraft.text, ReportDraft.saved_at, DraftFile.id, DraftFile.name, DraftFile.size]
    found = (
        select(*columns)
        .join_from(ReportDraft, DraftFile, col(DraftFile.draft_id) == ReportDraft.id, isouter=True)
        .where(col(ReportDraft.assignment_id) == assignment_id, col(ReportDraft.person_id) == person_id)
        .order_by(col(DraftFile.id))
    )
    rows = session.execute(found).all()
    if not rows:
        return None
    files = tuple(FileKept(id=row[2], name=row[3], size=row[4]) for row in rows if row[2] is not None)
    return DraftKept(text=rows[0][0], saved_at=rows[0][1], files=files)


def keep_draft(
    session: Session,
    *,
    assignment_id: int,
    person_id: int,
    text: str,
    at: datetime,
    files: Iterable[StoredEvidence] = (),
) -> tuple[str, ...]:
    """Keep a text in place of the one before, and documents beside those that are there. Returns where the documents
    lie that were there already, which nobody needs.
    """
    take_turns(session, f"report draft {assignment_id} {person_id}")  # what is not there yet cannot be locked
    draft = _draft(session, assignment_id, person_id)
    if draft is None:
        draft = ReportDraft(assignment_id=assignment_id, person_id=person_id, saved_at=at)
        session.add(draft)
    draft.text, draft.saved_at = text, at
    session.flush()
    known = {(one.name, one.sha256) for one in _files(session, key(draft.id))}
    twice = []
    for file in files:
        if (file.name, file.sha256) in known:
            twice.append(file.stored_as)
        else:
            known.add((file.name, file.sha256))
            session.add(DraftFile(draft_id=key(draft.id), **vars(file)))
    session.flush()
    return tuple(twice)


def take_draft(session: Session, *, assignment_id: int, person_id: int) -> tuple[StoredEvidence, ...]:
    """The documents of a draft, which is no more: the report that they come with is made in the same transaction."""
    draft = _draft(session, assignment_id, person_id)
    if draft is None:
        return ()
    found = tuple(
        StoredEvidence(name=one.name, sha256=one.sha256, size=one.size, stored_as=one.stored_as)
        for one in _files(session, key(draft.id))
    )
    session.execute(delete(DraftFile).where(col(DraftFile.draft_id) == draft.id))
    session.delete(draft)
    session.flush()
    return found


def drop_file(session: Session, *, assignment_id: int, person_id: int, file_id: int) -> str | None:
    """Take one document out of a draft; where it lies, None if it is none of this draft."""
    draft = _draft(session, assignment_id, person_id)
    file = session.get(DraftFile, file_id)
    if draft is None or file is None or file.draft_id != draft.id:
        return None
    session.delete(file)
    session.flush()
    return file.stored_as


def not_brought(session: Session, files: Iterable[StoredEvidence]) -> tuple[str, ...]:
    """Where those of these documents lie that came with no move: it had been made before, with others."""
    stored = [one.stored_as for one in files]
    brought = set(session.execute(select(col(Evidence.stored_as)).where(col(Evidence.stored_as).in_(stored))).scalars())
    return tuple(one for one in stored if one not in brought)


def _draft(session: Session, assignment_id: int, person_id: int) -> ReportDraft | None:
    mine = (col(ReportDraft.assignment_id) == assignment_id, col(ReportDraft.person_id) == person_id)
    return session.execute(select(ReportDraft).where(*mine).with_for_update()).scalar_one_or_none()


def _files(session: Session, draft_id: int) -> list[DraftFile]:
    found = select(DraftFile).where(col(DraftFile.draft_id) == draft_id).order_by(col(DraftFile.id))
    return list(session.execute(found).scalars())
