"""Documents that came with moves: what can be seen of one without opening it, and the document itself, handed out as an
attachment that a browser opens nothing of. Judges no content.
"""

import asyncio
from functools import partial

from starlette.responses import FileResponse, Response

from desk.access import SEES_DOCUMENT, NotShown, roles_at
from desk.asked import Asked, Asking
from desk.handing_out import attachment
from desk.previews import DRAWERS, Preview, beginning, preview, seen_as
from desk.routes import Room
from models.queries.places import DocumentPlace
from states.policy import Action, allows

room = Room()


@room.show("/evidence/{evidence_id:int}", may=SEES_DOCUMENT)
def document(asked: Asking) -> Response:
    """A document as it was brought."""
    place: DocumentPlace = asked.found
    return attachment(asked.house.settings.evidence_dir / place.stored_as, place.name)


@room.show("/evidence/{evidence_id:int}/look", may=SEES_DOCUMENT)
async def look(asked: Asking) -> Response:
    """What can be seen of a document: its first pages as pictures, or its words."""
    place: DocumentPlace = asked.found
    kind = seen_as(place.name)
    seen = await _drawn(asked, kind) if kind in {"pictures", "words"} else None
    return await asyncio.to_thread(_look, asked, seen, text=kind == "text")


def _look(asked: Asked, seen: Preview | None, *, text: bool) -> Response:
    place: DocumentPlace = asked.found
    folder = asked.house.settings.evidence_dir
    if not (folder / place.stored_as).is_file():
        raise NotShown
    said, whole = beginning(folder, place.stored_as) if text else ("", True)
    whose = "/assignments" if allows(Action.SEE_PLAN, roles_at(asked, place)) else "/my/assignments"
    path = f"{whose}/{place.assignment_id}"
    ident = asked.request.path_params["evidence_id"]
    return asked.page("document.html.j2", place=place, ident=ident, path=path, seen=seen, text=said, whole=whole)


@room.show("/evidence/{evidence_id:int}/pictures/{number:int}", may=SEES_DOCUMENT)
async def picture(asked: Asking, number: int) -> Response:
    """A page of a document as a picture made anew, or the small one of the first, which is 0."""
    if seen_as(asked.found.name) != "pictures":  # what is drawn of words is nothing, and that would be kept
        raise NotShown
    path = (await _drawn(asked)).picture(number)
    if path is None:
        raise NotShown
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'"}
    return FileResponse(path, media_type="image/jpeg", headers=headers)


async def _drawn(asked: Asked, kind: str = "pictures") -> Preview:
    """What is seen of the document, by those who draw, so that other pages do not wait."""
    place: DocumentPlace = asked.found
    draw = partial(preview, asked.house.settings.evidence_dir, place.stored_as, kind=kind)
    try:
        return await asyncio.get_running_loop().run_in_executor(DRAWERS, draw)
    except FileNotFoundError:
        raise NotShown from None
