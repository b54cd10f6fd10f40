"""Letters by the API: those that were written, one with its words, what a person decides about them, those to come."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from sqlmodel import Session

from desk.access import IMPORTER, SEES_LETTER, SUPERVISOR, NotShown
from desk.api.bodies import Asks, Behind, Day, Id, Key, PathId, Short, one_of
from desk.api.people_answers import LetterFull, LetterPage, LettersAhead, LettersDecided
from desk.api.problems import not_understood
from desk.api.routes import ApiRoom
from desk.api.writing import write_once
from desk.asked import Asking
from desk.letter_view import plain_text
from desk.pages.attention import plans_of
from desk.pages.letters import DECISIONS
from desk.pages.letters_ahead import concerns, days_ahead, foreseen
from models.outbox import eml_of
from models.queries.letter_pages import Wanted, letter_lines, letters_by_id
from models.tables import OutboxState

room = ApiRoom("people and letters")
Decision: Any = one_of(*DECISIONS)
MOST = 500


class LettersWished(Behind):
    """Which letters to list, and from where."""

    state: OutboxState | None = Field(default=None, examples=["dead"])
    to: Short = Field(default="", description="Part of a name or an address.")


class DecideBody(Asks):
    """What is decided about letters: `retry` those given up, `hold` or `release` those that wait, `cancel`."""

    decision: Decision = Field(examples=["retry"])
    letter_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST)] = Field(examples=[[17]])


class AheadWished(Asks):
    """Which day to look at: today, where it is a working day, or the working day after it, which is meant without."""

    on: Day | None = None


@room.look("/letters", may=SUPERVISOR, answer=LetterPage)
def list_letters(asked: Asking, part: Annotated[LettersWished, Query()]) -> Any:
    """The letters to people of the caller's plans, the latest first."""
    states = (part.state,) if part.state else ()
    wanted = Wanted(states=states, to=part.to, before=part.behind, limit=part.limit + 1)
    with asked.reading() as session:
        found = letter_lines(session, wanted, plan_ids=plans_of(asked))
    return {"letters": found[: part.limit], "next": found[part.limit - 1].id if len(found) > part.limit else None}


@room.look("/letters/{letter_id:int}", may=SEES_LETTER, answer=LetterFull)
def show_letter(asked: Asking, letter_id: PathId) -> Any:
    """A letter and its words. Its link is hidden: it is the reader's."""
    with asked.reading() as session:
        return {**vars(asked.found), "text": plain_text(eml_of(session, letter_id))}


@room.act("/letters/decisions", may=IMPORTER, answer=LettersDecided)
def decide_letters(asked: Asking, body: DecideBody, key: Key = "") -> Any:
    """Decide about letters: all of those named, or none."""
    ids, plans = set(body.letter_ids), plans_of(asked)
    with asked.reading() as session:
        if {one.id for one in letters_by_id(session, ids, plan_ids=plans)} != ids:
            raise NotShown

    def do(session: Session) -> int:
        return DECISIONS[body.decision](session, asked, ids)

    return {"letters": write_once(asked, key, body, do, int)}


@room.look("/letters/ahead", may=SUPERVISOR, answer=LettersAhead)
def foresee_letters(asked: Asking, wished: Annotated[AheadWished, Query()]) -> Any:
    """Who would get a letter on a day if nobody did anything meanwhile. Nothing is written."""
    days = days_ahead(asked)
    on = wished.on or days[-1]
    if on not in days:
        raise not_understood("on", f"there are {' and '.join(day.isoformat() for day in days)}", place="query")
    return {"on": on, "letters": _ahead(asked, on)}


def _ahead(asked: Asking, on: date) -> list[dict[str, Any]]:
    found = []
    for letter in foreseen(asked, on).letters:
        if concerns(asked, letter):
            items, assignments, new, overdue = letter.counts
            reader = {"person_id": letter.recipient.person_id, "person": letter.recipient.name}
            counts = {"items": items, "assignments": assignments, "new": new, "overdue": overdue}
            found.append({**reader, "recipient": letter.recipient.email, **counts})
    return found
