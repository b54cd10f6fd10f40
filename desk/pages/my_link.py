"""A link from a letter: its first page only exchanges it for a cookie and leads on to a clean address."""

from starlette.responses import Response

from desk.access import ANYBODY
from desk.asked import Asking
from desk.cookies import LINK_LASTS, Cookie
from desk.routes import Room
from models import links

room = Room()


@room.show("/my/{token}", may=ANYBODY)
def open_link(asked: Asking, token: str) -> Response:
    """Keep a link in a cookie and show what it opens. Nothing is written: a scanner of mail may follow it."""
    with asked.reading() as session:
        opened = links.look_up(session, token, at=asked.at)
    if opened is None:
        return asked.page("failure.html.j2", status=410, code="link_over")
    response = asked.go(f"/my/assignments/{opened.assignment_id}" if opened.assignment_id else "/my")
    asked.house.cookies.give(response, Cookie.LINK, token, lasts=LINK_LASTS)
    return response
