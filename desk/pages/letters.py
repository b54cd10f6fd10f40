"""Letters: what went to whom, those that wait for a decision, and what a person decides about them."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import Response

from desk.access import IMPORTER, SEES_LETTER, SUPERVISOR, NotShown
from desk.asked import Asked, Asking, Ident, inside
from desk.forms import Address, Posted
from desk.letter_view import as_sent, looks_of, plain_text
from desk.pages.attention import plans_of
from desk.routes import Room
from models import outbox_by_hand as hand
from models.outbox import eml_of
from models.queries.letter_pages import LetterLine, Wanted, letter_lines, letters_by_id, waiting_letters
from models.tables import OutboxState

room = Room()
LISTED = 50
SHOWN = {
    "all": (),
    "waiting": (OutboxState.QUEUED, OutboxState.LEASED),
    "sent": (OutboxState.SENT,),
    "dead": (OutboxState.DEAD,),
    "unknown": (OutboxState.UNKNOWN,),
    "held": (OutboxState.HELD,),
    "cancelled": (OutboxState.CANCELLED,),
}


class Decided(Posted):
    """What is decided about some letters: `retry`, `release`, `hold` or `cancel`."""

    key: str
    what: str
    ids: list[Ident]
    back: Address = "/letters"


@room.show("/letters", may=SUPERVISOR)
def letters(asked: Asking, state: str = "all", to: str = "", before: Ident | None = None) -> Response:
    """Letters, the newest first."""
    return _list(asked, state=state if state in SHOWN else "all", to=to, before=before)


def _list(
    asked: Asked, *, state: str = "all", to: str = "", before: int | None = None, wrong: bool = False
) -> Response:
    plans = plans_of(asked)
    wanted = Wanted(states=SHOWN[state], to=to[:100], before=before, limit=LISTED + 1)
    with asked.reading() as session:
        found = letter_lines(session, wanted, plan_ids=plans)
        waiting = waiting_letters(session, plan_ids=plans)
    return asked.page(
        "letters.html.j2",
        status=409 if wrong else 200,
        letters=found[:LISTED],
        more=len(found) > LISTED,
        waiting=waiting,
        state=state,
        to=to,
        shown=tuple(SHOWN),
        decides=asked.who.imports,
        wrong=wrong,
    )


@room.show("/letters/{letter_id:int}", may=SEES_LETTER)
def letter(asked: Asking) -> Response:
    """One letter: how far it has come, and its text. Its link is hidden: it is the reader's."""
    line: LetterLine = asked.found
    with asked.reading() as session:
        eml = eml_of(session, line.id)
    return asked.page(
        "letter.html.j2", letter=line, text=plain_text(eml), html=bool(looks_of(eml)), decides=asked.who.imports
    )


@room.show("/letters/{letter_id:int}/as-sent", may=SEES_LETTER)
def letter_as_sent(asked: Asking) -> Response:
    """How the letter looks to its reader, in a page of its own that can do nothing."""
    with asked.reading() as session:
        looks = looks_of(eml_of(session, asked.found.id))
    return as_sent(looks) if looks else asked.go(f"/letters/{asked.found.id}")


@room.act("/letters/decide", may=IMPORTER)
def decide(asked: Asking, form: Annotated[Decided, Form()]) -> Response:
    """Try again, release, hold or cancel letters: all of those named, or none."""
    ids, plans = set(form.ids), plans_of(asked)
    deciding = DECISIONS.get(form.what)
    if deciding is None:
        raise NotShown
    with asked.reading() as session:
        if {one.id for one in letters_by_id(session, ids, plan_ids=plans)} != ids:
            raise NotShown
    try:
        asked.writing(lambda session, _: deciding(session, asked, ids), key=form.key)
    except hand.LetterUnsuitable:
        return _list(asked, wrong=True)
    back = inside(form.back)
    return asked.go(back if back.startswith("/letters") else "/letters")


DECISIONS: dict[str, Callable[[Session, Asked, set[int]], int]] = {
    "retry": lambda session, asked, ids: hand.retry(session, ids, at=asked.at),
    "release": lambda session, asked, ids: hand.release_held(session, ids, at=asked.at),
    "hold": lambda session, _, ids: hand.hold(session, ids),
    "cancel": lambda session, asked, ids: hand.cancel_letters(session, ids, at=asked.at),
}
"""What may be decided about letters, each by what does it."""
