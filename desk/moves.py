"""A form becomes a move, and what may come of it: done, or why not, in a way that a page can show. Judges nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fastapi import UploadFile
from pydantic import Field
from sqlmodel import Session

from desk.asked import Asked
from desk.documents import DocumentRefused, brought
from desk.forms import Keyed, Words
from models import links
from models.operations import KeyReused, Moved, NotAllowed, Request, Stale, TooEarly, move
from models.queries.history_facts import HistoryFact, history
from models.report_drafts import not_brought
from models.requests import StoredEvidence
from srok.evidence import Brought, forget, keeping_brought


class Moving(Keyed):
    """What any form of a move may bring: its key, the version its page showed, and the fields of its offer."""

    seen: int
    text: Words = ""
    reason: Words = ""
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False
    files: list[UploadFile] = Field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a move was not made. `codes` are those of `states.words.REFUSALS`; `since` is what was done after the page
    was shown; `document` names the file that was not taken, and why.
    """

    trigger: str
    codes: tuple[str, ...] = ()
    since: tuple[HistoryFact, ...] = ()
    already: bool = False
    too_early: bool = False
    document: tuple[str, str] | None = None

    @property
    def status(self) -> int:
        """The status of the page that shows it: conflict, or not acceptable as it is."""
        return 409 if self.since or self.already or self.too_early else 422


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A move as its form asks for it."""

    assignment_id: int
    trigger: str
    form: Moving

    def request(self, asked: Asked, *, key: str, evidence: tuple[StoredEvidence, ...]) -> Request:
        """The move as the engine is asked for it; the key is this visitor's own."""
        return Request(
            assignment_id=self.assignment_id,
            trigger=self.trigger,
            person_id=asked.who.person_id,
            at=asked.at,
            text=self.form.text,
            reason=self.form.reason,
            evidence=evidence,
            due_on=self.form.due_on,
            resume_on=self.form.resume_on,
            date_unknown=self.form.date_unknown,
            seen_version=self.form.seen,
            key=key,
        )


class WithFiles(Protocol):
    """A form that brings documents."""

    @property
    def files(self) -> list[UploadFile]: ...  # noqa: D102 - what the class says


def documents(form: WithFiles) -> tuple[Brought, ...]:
    """The documents of a form; a field left empty is none.

    Raises:
        DocumentRefused: with the name of the first that is not taken.

    """
    return brought((one.filename or "", one.file) for one in form.files if one.filename or one.size)


def make(
    asked: Asked,
    wanted: Wanted,
    evidence: Callable[[Session], tuple[StoredEvidence, ...]],
    then: Callable[[Session], object] = lambda _: None,
) -> Moved | Refusal:
    """Make a move whose documents `evidence` brings, and what goes with it `then`, in one transaction; or say why it
    was not made.
    """

    def work(session: Session, key: str) -> Moved:
        if asked.who.link_id is not None:
            links.mark_used(session, asked.who.link_id, at=asked.at)
        request = wanted.request(asked, key=key, evidence=evidence(session))
        moved = move(session, request, calendar=asked.house.calendar)
        then(session)
        return moved

    try:
        return asked.writing(work, key=f"desk/{asked.who.person_id}/{wanted.form.key}")
    except NotAllowed as fault:
        return _unless_stale(asked, wanted, Refusal(trigger=wanted.trigger, codes=fault.refused_by))
    except Stale:
        return Refusal(trigger=wanted.trigger, since=_since(asked, wanted))
    except KeyReused:
        return Refusal(trigger=wanted.trigger, already=True)
    except TooEarly:
        return Refusal(trigger=wanted.trigger, too_early=True)


def make_with_documents(asked: Asked, wanted: Wanted) -> Moved | Refusal:
    """Make a move with the documents of its own form; those of a move that was not made, or had been, are not kept."""
    folder = asked.house.settings.evidence_dir
    try:
        with keeping_brought(documents(wanted.form), folder) as kept:
            answer = make(asked, wanted, lambda _: kept)
    except DocumentRefused as fault:
        return refused_document(wanted.trigger, fault)
    if kept:
        with asked.reading() as session:
            forget(not_brought(session, kept), folder)
    return answer


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody had filled in when a move was refused; empty on a page that nobody was refused on."""

    trigger: str = ""
    text: str = ""
    reason: str = ""
    due_on: str = ""
    resume_on: str = ""
    date_unknown: bool = False


def typed(trigger: str, form: Moving) -> Typed:
    """A form as it was filled in."""
    return Typed(
        trigger=trigger,
        text=form.text,
        reason=form.reason,
        due_on=form.due_on.isoformat() if form.due_on else "",
        resume_on=form.resume_on.isoformat() if form.resume_on else "",
        date_unknown=form.date_unknown,
    )


def refused_document(trigger: str, fault: DocumentRefused) -> Refusal:
    """Why a document was not taken."""
    return Refusal(trigger=trigger, document=(fault.name, fault.code))


def _unless_stale(asked: Asked, wanted: Wanted, refusal: Refusal) -> Refusal:
    since = _since(asked, wanted)
    return Refusal(trigger=wanted.trigger, codes=refusal.codes, since=since) if since else refusal


def _since(asked: Asked, wanted: Wanted) -> tuple[HistoryFact, ...]:
    """What was done after the page was shown, and by whom."""
    with asked.reading() as session:
        done: Sequence[HistoryFact] = history(session, wanted.assignment_id)
    return tuple(one for one in done if one.version > wanted.form.seen)
