"""One report on several items that go on and on: «no change», one document for all of them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, UploadFile
from pydantic import Field, StringConstraints
from sqlmodel import Session
from starlette.responses import Response

from desk.access import EXECUTOR
from desk.asked import Asked, Asking
from desk.documents import DocumentRefused
from desk.forms import Key, Posted, Words
from desk.moves import Refusal, documents, refused_document
from desk.pages.my import GOES_ON
from desk.routes import UPLOAD, Room
from models import links
from models.actors import Unknown
from models.operations import KeyReused, NotAllowed, Request, Stale, TooEarly, move
from models.queries.own_work import OwnAssignment, own_open
from models.report_drafts import not_brought
from models.requests import StoredEvidence
from notifications.receipt import Reported, Told, tell_executor
from srok.evidence import again, forget, keeping_brought
from states.assignment import OPEN

room = Room()


class Unchanged(Posted):
    """Which assignments, each with the version the page showed, as `17-3`; what is said of all of them."""

    key: Key
    chosen: list[Annotated[str, StringConstraints(pattern=r"^\d{1,9}-\d{1,9}$")]] = Field(default_factory=list)
    text: Words = ""
    files: list[UploadFile] = Field(default_factory=list)
    receipt: bool = False

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Id and version of each."""
        found = (one.split("-") for one in dict.fromkeys(self.chosen))
        return tuple((int(ident), int(version)) for ident, version in found)


@dataclass(frozen=True, kw_only=True)
class NotReported:
    """An assignment on which the report was refused, and why: codes, or that it was moved meanwhile."""

    one: OwnAssignment
    codes: tuple[str, ...]


@room.show("/my/unchanged", may=EXECUTOR)
def unchanged(asked: Asking) -> Response:
    """The assignments on which one may report at once."""
    return _page(asked)


@room.act("/my/unchanged", may=EXECUTOR, takes=UPLOAD)
def report_unchanged(asked: Asking, form: Annotated[Unchanged, Form()]) -> Response:
    """Report on each of those chosen: what the rules refuse stays as it is and is listed."""
    mine = {one.id: one for one in _may_be_reported(asked)}
    chosen = tuple((ident, version) for ident, version in form.pairs if ident in mine)
    if not chosen:
        return _page(asked, form=form, nothing=True)
    folder, told = asked.house.settings.evidence_dir, list[Told]()
    try:
        with keeping_brought(documents(form), folder) as kept:
            copies = {ident: again(kept, folder) for ident, _ in chosen}

            def work(session: Session, key: str) -> dict[int, tuple[str, ...]]:
                refused = _report(session, key, asked, form, chosen, copies)
                told[:] = _tell(
                    session, asked, form, [mine[ident] for ident, _ in chosen if ident not in refused], kept
                )
                return refused

            refused = asked.writing(work, key=f"desk/{asked.who.person_id}/{form.key}")
    except DocumentRefused as fault:
        return _page(asked, form=form, refusal=refused_document("report", fault))
    _tidy(asked, (*kept, *(copy for some in copies.values() for copy in some)))
    if not refused:
        return asked.go("/my", done="unchanged", letter=told[0] if told else None)
    listed = tuple(NotReported(one=mine[ident], codes=codes) for ident, codes in refused.items())
    return _page(asked, form=form, refused=listed, done=len(chosen) - len(refused))


def _report(
    session: Session,
    key: str,
    asked: Asked,
    form: Unchanged,
    chosen: tuple[tuple[int, int], ...],
    copies: dict[int, tuple[StoredEvidence, ...]],
) -> dict[int, tuple[str, ...]]:
    """Report on each in one transaction; why not, by id. A refusal is said before anything of that one is written."""
    if asked.who.link_id is not None:
        links.mark_used(session, asked.who.link_id, at=asked.at)
    refused: dict[int, tuple[str, ...]] = {}
    for ident, version in sorted(chosen):
        request = Request(
            assignment_id=ident,
            trigger="report",
            person_id=asked.who.person_id,
            at=asked.at,
            text=form.text,
            evidence=copies[ident],
            seen_version=version,
            key=f"{key}/{ident}",
        )
        try:
            move(session, request, calendar=asked.house.calendar)
        except NotAllowed as fault:
            refused[ident] = fault.refused_by
        except (Stale, KeyReused, TooEarly, Unknown):
            refused[ident] = ("moved_since",)
    return refused


def _tell(
    session: Session, asked: Asked, form: Unchanged, done: list[OwnAssignment], kept: tuple[StoredEvidence, ...]
) -> list[Told]:
    """One receipt for all that was reported on, if it is asked for."""
    if not form.receipt or not done:
        return []
    what = Reported(form=form.key, person_id=asked.who.person_id, answered=tuple(done), text=form.text, documents=kept)
    return [tell_executor(session, what, sender=asked.house.settings.mail_from, at=asked.local)]


def _tidy(asked: Asked, kept: tuple[StoredEvidence, ...]) -> None:
    """Documents of reports that were refused, or had been made, are not kept."""
    if kept:
        with asked.reading() as session:
            forget(not_brought(session, kept), asked.house.settings.evidence_dir)


def _may_be_reported(asked: Asked) -> tuple[OwnAssignment, ...]:
    with asked.reading() as session:
        found = own_open(session, asked.who.actor, today=asked.today, only=asked.who.only)
    return tuple(one for one in found if one.schedule_kind in GOES_ON and one.state in OPEN)


def _page(
    asked: Asked,
    *,
    form: Unchanged | None = None,
    refusal: Refusal | None = None,
    refused: tuple[NotReported, ...] = (),
    nothing: bool = False,
    done: int = 0,
) -> Response:
    chosen = frozenset(ident for ident, _ in form.pairs) if form else None
    return asked.page(
        "my_unchanged.html.j2",
        status=422 if refusal or refused or nothing else 200,
        lines=_may_be_reported(asked),
        chosen=chosen,
        text=form.text if form else None,
        refusal=refusal,
        refused=refused,
        nothing=nothing,
        done=done,
    )
