"""An executor's page of one assignment: what is asked, the report, the other answers, what has been done."""

from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple

from fastapi import Form
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from desk.access import EXECUTES, NotShown, roles_at
from desk.asked import Asked, Asking
from desk.documents import DocumentRefused
from desk.forms import Posted, Words
from desk.moves import Moving, Refusal, Typed, Wanted, documents, make, refused_document, typed
from desk.offers import REPORTING, offers
from desk.routes import UPLOAD, Room
from models.queries.history_facts import HistoryFact, history
from models.queries.own_work import own_open
from models.queries.places import AssignmentPlace, assignment_place
from models.report_drafts import drop_file, keep_draft, not_brought, report_draft, take_draft
from models.requests import StoredEvidence
from notifications.receipt import Reported, Told, tell_executor
from srok.evidence import forget, keeping_brought
from states.as_of import UNDO
from states.assignment import LIFE, OPEN, State

room = Room()
ANSWERS = frozenset(rule.trigger for rule in LIFE.rules if rule.roles & REPORTING) - {"report"}
"""What an executor may do beside reporting."""


class Reporting(Moving):
    """A report, or the draft of one; figures stand in pairs and become lines of the text. `receipt` asks for a letter
    that tells what was reported.
    """

    receipt: bool = False
    figures: list[Words] = Field(default_factory=list)
    values: list[Words] = Field(default_factory=list)

    @property
    def whole_text(self) -> str:
        """The text with its figures, a line for each."""
        pairs = zip(self.figures, self.values, strict=False)
        lines = [f"{name.rstrip(':')}: {value}" for name, value in pairs if name and value]
        return "\n".join(part for part in (self.text, *lines) if part)


@room.show("/my/assignments/{assignment_id:int}", may=EXECUTES)
def own_assignment(asked: Asking) -> Response:
    """What is asked, and what can be answered."""
    return _page(asked)


@room.act("/my/assignments/{assignment_id:int}/draft", may=EXECUTES, takes=UPLOAD)
def keep(asked: Asking, form: Annotated[Reporting, Form()]) -> Response:
    """Keep what is written so far; nobody else sees it."""
    refusal = _keep(asked, form)
    return _page(asked, refusal) if refusal else _back(asked, "draft")


@room.act("/my/assignments/{assignment_id:int}/draft/files/{file_id:int}/remove", may=EXECUTES)
def remove_file(asked: Asking, file_id: int, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - its token
    """Take a document out of the draft."""
    assignment_id, person_id = _ids(asked)
    stored = asked.writing(
        lambda session, _: drop_file(session, assignment_id=assignment_id, person_id=person_id, file_id=file_id),
        key="remove file",
    )
    if stored is None:
        raise NotShown
    forget([stored], asked.house.settings.evidence_dir)
    return _back(asked)


@room.act("/my/assignments/{assignment_id:int}/report", may=EXECUTES, takes=UPLOAD)
def report(asked: Asking, form: Annotated[Reporting, Form()]) -> Response:
    """Send the report. What was written is kept first, so that nothing is lost where it is refused."""
    refusal = _keep(asked, form)
    if refusal:
        return _page(asked, refusal)
    assignment_id, person_id = _ids(asked)
    whole = form.model_copy(update={"text": form.whole_text})
    taken: list[StoredEvidence] = []
    told: list[Told] = []

    def evidence(session: Session) -> tuple[StoredEvidence, ...]:
        taken[:] = take_draft(session, assignment_id=assignment_id, person_id=person_id)
        return tuple(taken)

    def tell(session: Session) -> None:
        what = Reported(
            form=form.key, person_id=person_id, answered=(asked.found,), text=whole.text, documents=tuple(taken)
        )
        told[:] = [tell_executor(session, what, sender=asked.house.settings.mail_from, at=asked.local)]

    answer = _answer(asked, Answering("report", whole, evidence, tell if form.receipt else _nothing), told)
    if answer.status_code == _SEEN:
        with asked.reading() as session:
            forget(not_brought(session, taken), asked.house.settings.evidence_dir)
    return answer


@room.act("/my/assignments/{assignment_id:int}/do/{trigger}", may=EXECUTES)
def do(asked: Asking, trigger: str, form: Annotated[Moving, Form()]) -> Response:
    """Make any other move that an executor may."""
    if trigger not in ANSWERS:
        raise NotShown
    return _answer(asked, Answering(trigger, form))


_SEEN = 303


def _nothing(_: Session) -> tuple[StoredEvidence, ...]:
    return ()


class Answering(NamedTuple):
    """A move that an executor wants to make, the documents that come with it, and what follows."""

    trigger: str
    form: Moving
    evidence: Callable[[Session], tuple[StoredEvidence, ...]] = _nothing
    then: Callable[[Session], object] = _nothing


def _answer(asked: Asked, what: Answering, told: Sequence[Told] = ()) -> Response:
    """Make a move, and show what came of it: the page anew, or why not, with everything as it was filled in."""
    assignment_id, _ = _ids(asked)
    wanted = Wanted(assignment_id=assignment_id, trigger=what.trigger, form=what.form)
    made = make(asked, wanted, what.evidence, what.then)
    if not isinstance(made, Refusal):
        then = _next(asked) if what.trigger == "report" else None
        return _back(asked, what.trigger, letter=told[0] if told else None, then=then)
    if made.already:
        return _back(asked, "already")
    return _page(asked, made, typed(what.trigger, what.form))


def _keep(asked: Asked, form: Reporting) -> Refusal | None:
    """Keep text and documents as a draft; why a document was not taken, the text being kept all the same."""
    assignment_id, person_id = _ids(asked)

    def keep(session: Session, files: tuple[StoredEvidence, ...]) -> tuple[str, ...]:
        return keep_draft(
            session,
            assignment_id=assignment_id,
            person_id=person_id,
            text=form.whole_text,
            at=asked.at,
            files=files,
        )

    folder = asked.house.settings.evidence_dir
    try:
        with keeping_brought(documents(form), folder) as kept:
            twice = asked.writing(lambda session, _: keep(session, kept), key="draft")
    except DocumentRefused as fault:
        asked.writing(lambda session, _: keep(session, ()), key="draft")
        return refused_document("report", fault)
    forget(twice, folder)
    return None


def _ids(asked: Asked) -> tuple[int, int]:
    place: AssignmentPlace = asked.found
    return place.assignment_id, asked.who.person_id


def _back(asked: Asked, done: str | None = None, letter: str | None = None, then: int | None = None) -> Response:
    return asked.go(f"/my/assignments/{_ids(asked)[0]}", done=done, letter=letter, then=then)


def _next(asked: Asked) -> int | None:
    """The most urgent assignment that still waits for a report of the visitor's."""
    with asked.reading() as session:
        found = own_open(session, asked.who.actor, today=asked.today, only=asked.who.only)
    return next((one.id for one in found if one.state in OPEN), None)


def _before(done: Sequence[HistoryFact]) -> str:
    """What was reported the last time, to be mended rather than written anew."""
    return next((one.text for one in reversed(done) if one.trigger == "report"), "")


def _heard(done: Sequence[HistoryFact]) -> list[HistoryFact]:
    """What was done, as far as an executor has heard of it: a reminder taken back never reached them."""
    heard: list[HistoryFact] = []
    for one in done:
        if one.trigger == UNDO and heard and heard[-1].trigger == "remind":
            heard.pop()
        else:
            heard.append(one)
    return heard


_NOTHING = Typed()


def _page(asked: Asked, refusal: Refusal | None = None, filled_in: Typed = _NOTHING) -> Response:
    place: AssignmentPlace = asked.found
    assignment_id, person_id = _ids(asked)
    with asked.reading() as session:
        if refusal:
            place = assignment_place(session, assignment_id) or place
        done = history(session, assignment_id)
        draft = report_draft(session, assignment_id=assignment_id, person_id=person_id)
    roles = roles_at(asked, place) & REPORTING
    made = offers(place, roles, by_reporter=place.reported_by in asked.who.actor.persons, on=asked.today)
    back = [one for one in done if one.trigger in {"send_back", "reopen"}]
    return asked.page(
        "my_assignment.html.j2",
        status=refusal.status if refusal else 200,
        place=place,
        history=_heard(done)[::-1],
        draft=draft,
        reporting=next((one for one in made if one.trigger == "report"), None),
        offers=tuple(one for one in made if one.trigger != "report"),
        sent_back=back[-1] if back and place.state is State.RETURNED else None,
        before=_before(done) if place.state is State.RETURNED else "",
        refusal=refusal,
        typed=filled_in,
    )
