"""Calendars of deadlines for programs: the address that one subscribes to, and an executor's own as a file. What they
show is `srok.calendar_feeds`.
"""

import hashlib

from starlette.responses import Response

from desk.access import ANYBODY, EXECUTOR, NotShown
from desk.asked import Asked, Asking
from desk.routes import Room
from models.link_subjects import CalendarOf
from srok.calendar_feeds import calendar_bytes, feed_bytes

room = Room()


@room.show("/calendar/{token}.ics", may=ANYBODY)
def feed(asked: Asking, token: str) -> Response:
    """The calendar that a link opens. A program that has it already as it is gets no second one."""
    with asked.reading() as session:
        found = feed_bytes(session, token, at=asked.at)
    if found is None:
        return asked.page("failure.html.j2", status=410, code="calendar_over")
    return _calendar(asked, found)


@room.show("/my/deadlines.ics", may=EXECUTOR)
def own_deadlines(asked: Asking) -> Response:
    """The visitor's own deadlines, to be put into the calendar of a phone; a link to one assignment is not enough."""
    if asked.who.only is not None:
        raise NotShown
    with asked.reading() as session:
        return _calendar(asked, calendar_bytes(session, CalendarOf(asked.who.person_id, None)))


def _calendar(asked: Asked, content: bytes) -> Response:
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    if mark in asked.request.headers.get("if-none-match", ""):  # a proxy that packs answers writes W/ before it
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'attachment; filename="srok.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)
