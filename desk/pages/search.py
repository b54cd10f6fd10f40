"""Search by number, school or word, from the field in the header of every page."""

from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import Asking
from desk.pages.attention import plans_of
from desk.routes import Room
from models.queries.search import Found, search

room = Room()
SHOWN, WORDS, LONGEST = 20, 8, 200
"""How many of a kind are shown, and how many words and characters are looked for."""

_NOTHING = Found(plans=(), items=(), organizations=())


@room.show("/search", may=SUPERVISOR)
def found(asked: Asking, q: str = "") -> Response:
    """Orders, items and schools with all the words, and the way to their assignments."""
    words = q[:LONGEST].replace("№", " ").replace("\0", " ").split()[:WORDS]
    with asked.reading() as session:
        answer = search(session, words, plan_ids=plans_of(asked), limit=SHOWN + 1) if words else _NOTHING
    return asked.page("search.html.j2", words=" ".join(words), found=answer, most=SHOWN)
