"""What the operator's letter leads to where a package was too large for it: its files, and nothing else."""

from datetime import timedelta

from starlette.responses import Response

from desk.access import ANYBODY, NotShown
from desk.asked import Asked, Asking
from desk.cookies import Cookie
from desk.handing_out import part_of, parts_with_manifest
from desk.routes import Room
from models import queries
from models.link_subjects import package_of_link
from models.queries import PackageFact
from reporting.period import in_words
from states.belonging import Span

room = Room()
LASTS = timedelta(hours=12)


@room.show("/package/{token}", may=ANYBODY)
def open_package(asked: Asking, token: str) -> Response:
    """Keep the link in a cookie and go on to a clean address. Nothing is written."""
    if _opened(asked, token) is None:
        return _over(asked)
    response = asked.go("/package")
    asked.house.cookies.give(response, Cookie.PACKAGE, token, lasts=LASTS)
    return response


@room.show("/package", may=ANYBODY)
def opened_package(asked: Asking) -> Response:
    """The files of the package that was sent."""
    fact = _opened(asked, asked.house.cookies.of(asked.request, Cookie.PACKAGE))
    if fact is None:
        return _over(asked)
    with asked.reading() as session:
        parts = parts_with_manifest(session, asked.house.settings, fact)
        title = queries.plan_title(session, fact.plan_id)
    period = in_words(Span(fact.begins_on, fact.ends_on))
    return asked.page("package_opened.html.j2", package=fact, parts=parts, title=title, period=period)


@room.show("/package/files/{name}", may=ANYBODY)
def file(asked: Asking, name: str) -> Response:
    """One of the files."""
    fact = _opened(asked, asked.house.cookies.of(asked.request, Cookie.PACKAGE))
    if fact is None:
        return _over(asked)
    try:
        with asked.reading() as session:
            return part_of(session, asked.house.settings, fact, name)
    except NotShown:
        return asked.page("failure.html.j2", status=404, code="not_shown")


def _opened(asked: Asked, token: str) -> PackageFact | None:
    with asked.reading() as session:
        package_id = package_of_link(session, token, at=asked.at) if token else None
        return queries.package(session, package_id) if package_id is not None else None


def _over(asked: Asked) -> Response:
    return asked.page("package_over.html.j2", status=410)
