"""Documents that came with moves: handed out as attachments that a browser opens nothing of. Judges no content."""

from urllib.parse import quote

from starlette.responses import FileResponse, Response

from desk.access import SEES_DOCUMENT, NotShown
from desk.asked import Asking
from desk.routes import Room
from models.queries.places import DocumentPlace

room = Room()


@room.show("/evidence/{evidence_id:int}", may=SEES_DOCUMENT)
def document(asked: Asking) -> Response:
    """A document as it was brought."""
    place: DocumentPlace = asked.found
    path = asked.house.settings.evidence_dir / place.stored_as
    if not path.is_file():
        raise NotShown
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(place.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return FileResponse(path, media_type="application/octet-stream", headers=headers)
