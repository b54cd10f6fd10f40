"""Backups of everything: those that are there, and making one. None is handed out: it holds every name and document."""

from typing import Annotated

from fastapi import Form
from sqlalchemy.engine import make_url
from starlette.background import BackgroundTask
from starlette.responses import Response

from desk.access import ADMINISTRATOR
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.house import House
from desk.routes import Room
from models.queries.signing_in import address_of
from srok.backups import CannotBackUp, backups, make_backup, note_failure

room = Room()


@room.show("/house/backups", may=ADMINISTRATOR)
def backups_page(asked: Asking) -> Response:
    """The backups that are there."""
    settings = asked.house.settings
    return asked.page(
        "house_backups.html.j2",
        backups=backups(settings),
        folder=str(settings.backups_dir.absolute()),
        sqlite=settings.database_url.startswith("sqlite"),
        database=make_url(settings.database_url).database or "",
        folders={"evidence": str(settings.evidence_dir), "packages": str(settings.packages_dir)},
        begun="begun" in asked.request.query_params,
    )


@room.act("/house/backups", may=ADMINISTRATOR)
def make(asked: Asking, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - the token was looked at
    """Begin a backup, and say so at once: it may take minutes."""
    with asked.reading() as session:
        by = address_of(session, asked.who.person_id)
    response = asked.go("/house/backups", begun=1)
    response.background = BackgroundTask(_make, asked.house, asked, by)
    return response


def _make(house: House, asked: Asked, by: str) -> None:
    try:
        make_backup(house.settings, at=asked.at, by=by)
    except CannotBackUp as fault:
        note_failure(house.settings, fault)
