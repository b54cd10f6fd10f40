"""The roster and the letters that were written, by the API."""

from typing import Annotated, Any

from fastapi import Query

from desk.access import SUPERVISOR
from desk.api.bodies import Behind
from desk.api.plan_answers import LetterPage, RosterPage
from desk.api.routes import ApiRoom
from desk.asked import Asking
from desk.pages.attention import plans_of
from models.queries.letter_pages import Wanted, letter_lines
from models.queries.roster_pages import organization_lines

room = ApiRoom("people and letters")


@room.look("/roster", may=SUPERVISOR, answer=RosterPage)
def show_roster(asked: Asking, part: Annotated[Behind, Query()]) -> Any:
    """The organizations of the roster and their people."""
    with asked.reading() as session:
        found = organization_lines(session, find="", after=part.behind or 0, limit=part.limit + 1)
    return {"organizations": found[: part.limit], "next": _next(found, part.limit)}


@room.look("/letters", may=SUPERVISOR, answer=LetterPage)
def list_letters(asked: Asking, part: Annotated[Behind, Query()]) -> Any:
    """The letters to people of the caller's plans, the latest first."""
    wanted = Wanted(before=part.behind, limit=part.limit + 1)
    with asked.reading() as session:
        found = letter_lines(session, wanted, plan_ids=plans_of(asked))
    return {"letters": found[: part.limit], "next": _next(found, part.limit)}


def _next(found: Any, limit: int) -> int | None:
    """The id behind which the next page begins, if there is more."""
    last: int | None = found[limit - 1].id if len(found) > limit else None
    return last
