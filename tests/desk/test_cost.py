"""What a page costs: at most five statements on every page there is, and no more of them where there is more to show.

The pages are those of the application itself, so that a new one is counted too; what is left out is named with why.
"""

import re
import shutil
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event

from desk.app import ROOMS, create_app
from desk.cookies import Cookie
from models.database import engine_for, writing
from models.drafts import keep
from models.held_plans import By
from models.link_subjects import issue_for_package
from models.links import Issued, issue, new_token
from models.operations import move
from models.outbox import Composed, enqueue_all
from models.packages import collect, sign
from models.plan_settings import Operator, set_operator
from models.queries import Filter, assignments
from models.requests import Request, StoredEvidence
from models.roster_changes import bring_in
from models.saved_views import keep as keep_view
from srok import package_sending
from srok.package_drafts import draft_here, drafting
from srok.settings import Settings
from states.belonging import Span
from states.draft import RosterPerson
from tests.builders import CALENDAR, draft, under_control
from tests.desk.browser import Browser
from tests.desk.conftest import AT
from tests.desk.test_letters import eml
from tests.models.working import DAY
from tests.models.world import FIRST, OTHERS, ident, mail

PAGES = sorted(route.path for room in ROOMS for route in room.routes if "GET" in route.methods)
NO_PAGES = {
    "/language/{code}": "sets a cookie and leads back",
    "/my/{token}": "keeps a link in a cookie and leads on to /my",
    "/package/{token}": "keeps a link in a cookie and leads on to /package",
    "/calendar/{token}.ics": "is asked for by a calendar program, which has a link",
    "/welcome/{token}": "is of an invitation, which there is once for each person",
    "/evidence/{evidence_id:int}/pictures/{number:int}": "draws a document, and the one here is a text",
    "/healthz": "asks whether the database is there, for a program",
    "/sign-in": "asks nothing: nobody is known yet",
}
COUNTED = [path for path in PAGES if path not in NO_PAGES]
MOST = 5
DEARER = {
    "/house": (13, "asks what `srok doctor` asks, one check after another"),
    "/letters/ahead": (
        20,
        "is the sweep of a day, looked at: what it showed by other questions might not be what leaves",
    ),
    "/letters/ahead/{person_id:int}": (20, "the same"),
    "/import/{draft_id:int}/summary": (70, "puts the draft under control and takes that back: it grows with the draft"),
    "/roster/people/{person_id:int}": (8, "tells of seven things a person has"),
}
"""Pages that may ask more, up to how many times, and why. They too ask no more where there is more to show."""


@pytest.fixture(scope="module")
def desk(_peopled, tmp_path_factory):
    """A desk of its own: settings and engine."""
    folder = tmp_path_factory.mktemp("cost")
    url = f"sqlite:///{shutil.copyfile(_peopled, folder / 'srok.db')}"
    folders = {"evidence_dir": folder / "evidence", "packages_dir": folder / "packages"}
    engine = engine_for(url)
    yield Settings(timezone="Asia/Tomsk", database_url=url, **folders, _env_file=None), engine
    engine.dispose()


@pytest.fixture(scope="module")
def counted(desk):
    """By path: its status, and how many statements it took where there was little and where there was more."""
    settings, engine = desk
    ids, browsers = furnish(settings, engine), {}
    for name in ("centre", "admin"):
        browsers[name] = Browser(create_app(settings, engine=engine, now=lambda: AT), engine, AT).signed_in(name)
    browsers["link"] = Browser(browsers["centre"].client.app, engine, AT).by_link("school-1")
    browsers["operator"] = Browser(browsers["centre"].client.app, engine, AT)
    browsers["operator"].client.cookies.set(Cookie.PACKAGE, ids.pop("token"))
    few = {path: statements(browsers, path, ids) for path in COUNTED}
    for number in range(1, 4):
        grow(engine, number)
    return {path: (few[path], statements(browsers, path, ids)) for path in COUNTED}


def viewer(path):
    """Who may look at a page."""
    if path.split("/")[1] == "package":
        return "operator"
    if path.startswith("/my"):
        return "link"
    return "admin" if path.startswith(("/house", "/roster/import", "/roster/people")) else "centre"


def statements(browsers, path, ids):
    """The status of a page, and what it asked the database."""
    said = []

    def count(_connection, _cursor, statement, *_):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    filled = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(ids[found[1]]), path)
    event.listen(Engine, "before_cursor_execute", count)
    try:
        return browsers[viewer(path)].get(filled).status, said
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def furnish(settings, engine):
    """Something for every page to show; the values of paths, and the token of the operator's link."""
    settings.evidence_dir.mkdir()
    (settings.evidence_dir / "kept").write_bytes(b"document")
    draft_here(settings, drafting(settings, 1, cut_off=DAY, by=By(person_id=None, at=AT)))
    signed_and_sent(settings, engine)
    token, kept = new_token(), StoredEvidence(name="a.txt", sha256="0" * 64, size=8, stored_as="kept")
    with writing(engine) as session:
        one, item_id = did(session, "report", text="Сделано", evidence=(kept,))
        centre = ident(session, "centre")
        issue_for_package(session, token, package_id=1, by=centre, at=AT, expires_at=AT + timedelta(days=9))
        person_id = ident(session, "school-1")
    grow(engine, 0)
    filled = {"plan_id": 1, "package_id": 1, "draft_id": 1, "evidence_id": 1, "letter_id": 1, "number": 1}
    filled |= {"organization_id": 1}
    said = {"kind": "overdue", "name": "tables.xlsx", "token": token}
    return {**filled, **said, "assignment_id": one, "item_id": item_id, "person_id": person_id}


def signed_and_sent(settings, engine):
    """The first package goes its way by a letter."""
    with writing(engine) as session:
        order, centre = (By(person_id=ident(session, name), at=AT) for name in ("order", "centre"))
        set_operator(session, "7", Operator("Оператор", "operator@region.example"), by=centre)
        sign(session, 1, intact=True, by=order)
    package_sending.send(settings, package_sending.sending(settings, 1), by=centre)


def did(session, trigger, **said):
    """A school moves its share of item 1.1; its id, and that of the item."""
    [one] = assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)
    request = Request(assignment_id=one.id, trigger=trigger, person_id=ident(session, "school-1"), at=AT, **said)
    move(session, request, calendar=CALENDAR)
    return one.id, one.item_id


def grow(engine, number):
    """More of everything that a page may list."""
    with writing(engine) as session:
        people = [f"{number}-{n}" for n in range(3)]
        for where in (OTHERS, f"Сад {number}"):
            bring_in(
                session,
                [
                    RosterPerson(organization=where, kind="organization", email=mail(f"{len(where)}-{one}"))
                    for one in people
                ],
            )
        under_control(session, number=f"10{number}", roles=FIRST)
        did(session, "comment", text=f"Ещё {number}")
        letters = [
            Composed(
                key=f"{name}/{number}",
                message_id=f"<{name}.{number}@desk.example>",
                person_id=ident(session, name),
                sender="srok@desk.example",
                recipient=mail(name),
                subject="Письмо",
                eml=eml(name),
                written_on=DAY,
            )
            for name in ("school-1", "school-2", "centre")
        ]
        enqueue_all(session, letters, at=AT)
        keep(session, draft(number=f"20{number}"), fingerprint=f"{number}" * 64, at=AT, person_id=None)
        keep_view(session, ident(session, "centre"), name=f"вид {number}", query="due=overdue")
        issue(session, [Issued(new_token(), ident(session, "school-1"))], at=AT, expires_at=AT + timedelta(days=9))
        month = Span(date(2024, 2 + number, 1), date(2024, 2 + number, 28))
        collect(session, 1, month, by=By(person_id=None, at=AT))


def test_what_is_left_out_or_may_cost_more_is_there():
    assert {*NO_PAGES, *DEARER} <= set(PAGES)


@pytest.mark.parametrize("path", COUNTED)
def test_a_page_asks_the_database_five_times_at_most_however_much_there_is(counted, path):
    (status, few), (_, many) = counted[path]
    assert status in {200, 303}
    assert 0 < len(few) <= DEARER.get(path, (MOST, ""))[0], "\n".join(few)
    assert len(many) == len(few), "\n".join(many)
