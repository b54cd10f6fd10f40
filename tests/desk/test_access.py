"""Who may come where: roles x routes x objects, made from the application itself; and that looking changes nothing.

The policy of each route is compared with what is written here by hand, for every person of the world.
"""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.routing import Route

from desk.app import ROOMS, UnguardedRoute, refuse_unguarded
from desk.cookies import Cookie
from desk.routes import DeskRoute
from models.database import reading
from models.queries import Filter, assignments
from states.life import Role
from tests.desk.conftest import AT
from tests.models.working import DAY
from tests.models.world import PERSONS

ROUTES = [route for room in ROOMS for route in room.routes]
SHOWN = [route for route in ROUTES if "GET" in route.methods]
DONE = [route for route in ROUTES if "POST" in route.methods]
REPORTERS = {Role.EXECUTOR, Role.DELEGATE}
SUPERVISORS = {Role.COORDINATOR, Role.CONTROLLER, Role.HEAD, Role.ADMINISTRATOR}
IMPORTERS = {Role.COORDINATOR, Role.ADMINISTRATOR}

ELSEWHERE = {"centre-2": {Role.COORDINATOR}, "order-2": {Role.CONTROLLER}, "delegate-there": {Role.DELEGATE}}
EVERYWHERE = ("school-1", "colleague", "delegate-all", "for-head", "admin", "admin-delegate")
IN_SECOND = {name: PERSONS[name] - {Role.DELEGATE} for name in ("admin-delegate",)}
IN_SECOND |= {name: PERSONS[name] for name in EVERYWHERE if name != "admin-delegate"} | ELSEWHERE
OF_OTHER = {name: held - REPORTERS for name, held in PERSONS.items()}
OF_OTHER |= {"school-2": {Role.EXECUTOR}, "delegate-of-school-2": {Role.DELEGATE}}
OBJECTS = {("7", "СОШ № 1"): PERSONS, ("8", "СОШ № 1"): IN_SECOND, ("7", "СОШ № 2"): OF_OTHER}
"""Of plan and organization: in what roles everybody acts there on `DAY`; who is not named in none."""


def expected(policy, name, held):
    """Whether somebody who holds these roles there may come, by the name of the policy."""
    anywhere = PERSONS.get(name, set()) | ELSEWHERE.get(name, set())
    return {
        "anybody": True,
        "known": True,
        "signed in": True,
        "executor": True,  # everybody of the world has an organization of their own, if not one of the plan
        "executes": bool(held & REPORTERS),
        "supervisor": bool(anywhere & SUPERVISORS),
        "sees the plan": bool(held & SUPERVISORS),
        "sees the document": False,  # there is none; tried where documents are
        "sees the item": bool(held & SUPERVISORS),
        "sees the assignment": bool(held & SUPERVISORS),
        "administrator": Role.ADMINISTRATOR in anywhere,
        "importer": bool(anywhere & IMPORTERS),
        "sees the package": bool(held & SUPERVISORS),
        "sees the person": bool(anywhere & SUPERVISORS),
        "sees the organization": bool(anywhere & SUPERVISORS),
        "sees the letter": False,  # there is none; tried where letters are
        "sees the part": False,  # there is none; tried where packages are
        "sees the draft": bool(anywhere & IMPORTERS),
        "settles the roster in a draft": Role.ADMINISTRATOR in anywhere,
    }[policy]


@pytest.fixture
def objects(world):
    """The ids that a path may name, by plan and organization."""
    with reading(world) as session:
        found = {}
        for order, executor in OBJECTS:
            (one,) = assignments(session, Filter(order=order, executor=executor, item="1.1"), today=DAY)
            plan_id = 1 if order == "7" else 2
            ids = {"assignment_id": one.id, "item_id": one.item_id, "plan_id": plan_id, "package_id": plan_id}
            found[order, executor] = ids
        return found


FILLED = {
    "token": "x" * 43,
    "code": "en",
    "change": "put_under_special_control",
    "kind": "overdue",
    "trigger": "start",
    "file_id": 1,
    "evidence_id": 1,
    "draft_id": 1,
    "number": 1,
    "name": "tables.xlsx",
    "step": "sign",
    "letter_id": 1,
    "person_id": 1,
    "delegation_id": 1,
    "organization_id": 1,
    "token_id": 1,
}


def path_of(route, ids):
    """The route's path with the ids of an object, None where it asks for something else."""
    values = {**FILLED, **ids}
    names = re.findall(r"\{(\w+)(?::\w+)?\}", route.path)
    assert set(names) <= set(values), f"{route.path}: say in FILLED what to put there"
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(values[found[1]]), route.path)


def outcomes(browser, route, ids):
    path = path_of(route, ids)
    return browser.get(path).status if "GET" in route.methods else browser.post(path, {"not": "asked for"}).status


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_everybody_comes_where_they_may_and_nowhere_else(new_browser, objects, name):
    browser, tried = new_browser().signed_in(name), set()
    for (order, executor), roles in OBJECTS.items():
        for route in ROUTES:
            once = (path_of(route, objects[order, executor]), *route.methods)
            if once in tried or tried.add(once):
                continue  # a path without an object is the same for each
            if route.path == "/sign-out" or (route.may.name == "anybody" and "POST" in route.methods):
                continue  # open to all; tried where they belong
            status = outcomes(browser, route, objects[order, executor])
            may = expected(route.may.name, name, roles.get(name, set()))
            assert status < 500 or route.path == "/healthz", route.path
            there = status != 404 if route.path != "/" else may
            assert there == may, (route.path, order, executor, status)


@pytest.mark.parametrize("name", ["school-1", "delegate-all", "centre", "admin"])
def test_a_link_opens_the_executor_s_pages_and_nothing_a_password_is_asked_for(new_browser, objects, name):
    browser = new_browser().by_link(name)
    for (order, executor), roles in OBJECTS.items():
        held = roles.get(name, set()) & REPORTERS
        for route in ROUTES:
            if route.may.name == "anybody" or route.path in {"/", "/sign-out"}:
                continue
            status = outcomes(browser, route, objects[order, executor])
            if not route.may.by_link:
                assert status in {303, 401}, route.path
            else:
                assert (status != 404) == expected(route.may.name, name, held), (route.path, status)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_nobody_in_particular_sees_what_is_open_to_all_only(browser, objects, route):
    path = path_of(route, objects["7", "СОШ № 1"])
    page = browser.get(path) if "GET" in route.methods else browser.post(path, {"not": "asked for"}, csrf="forged")
    if route.may.known:
        assert page.status == 401 or page.response.headers["location"].startswith("/sign-in"), page.status
    else:
        assert page.status in {200, 303, 403, 410, 503}


def rows(engine):
    """Every row of every table."""
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for name in tables}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_no_row_on_any_route(new_browser, world, objects, method):
    people = [new_browser().signed_in(name) for name in ("school-1", "centre", "admin")]
    link = new_browser().link_for("school-1")
    people += [new_browser(), new_browser().by_link("school-1")]
    before = rows(world)
    for browser in people:
        for route in SHOWN:
            browser.client.request(method, path_of(route, objects["7", "СОШ № 1"]))
        browser.client.request(method, link)
    assert rows(world) == before
    assert before["link"]


@pytest.mark.parametrize("route", DONE, ids=lambda route: route.path)
@pytest.mark.parametrize("who", ["signed in", "by link", "nobody"])
def test_a_form_without_the_visitor_s_own_token_is_refused(new_browser, objects, route, who):
    browser = new_browser()
    if who == "signed in":
        browser.signed_in("school-1")
    elif who == "by link":
        browser.by_link("school-1")
    other = new_browser().by_link("school-1")
    path = path_of(route, objects["7", "СОШ № 1"])
    for forged in ("", "0" * 64, other.csrf):
        assert browser.client.post(path, data={"csrf": forged}).status_code in {303, 401, 403, 404}
    assert browser.client.post(path, data={}).status_code in {303, 401, 403, 404}


def test_a_form_that_another_site_sent_is_refused_even_with_the_token(new_browser):
    browser = new_browser().signed_in("centre")
    data = {"csrf": browser.csrf}
    assert browser.client.post("/sign-out", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.client.post("/sign-out", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("route", DONE, ids=lambda route: route.path)
def test_a_field_nobody_asked_for_is_refused(new_browser, objects, route):
    browser = new_browser().signed_in("admin-delegate" if route.may.name != "executes" else "school-1")
    if route.may.name == "anybody":
        browser.client.cookies.clear()
        browser.see("/sign-in")
    path = path_of(route, objects["7", "СОШ № 1"])
    assert browser.post(path, {"not": "asked for"}).status == 422


def test_a_route_without_a_policy_fails_the_start():
    for route in (Route("/open", lambda _: None), *FastAPI().routes[:1]):
        with pytest.raises(UnguardedRoute):
            refuse_unguarded([route])
    with pytest.raises(TypeError):
        DeskRoute("/open", lambda: None, takes=1, methods=["GET"])


def test_every_answer_has_its_headers_whatever_it_is(new_browser):
    browser = new_browser()
    for path in ("/sign-in", "/nothing", "/static/desk.css", "/", "/static/nothing"):
        headers = browser.get(path).response.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == ("no-store" if path != "/static/desk.css" else headers["cache-control"])


def test_no_page_has_a_script_or_a_style_of_its_own(new_browser, objects):
    for browser in (new_browser(), new_browser().signed_in("admin"), new_browser().by_link("school-1")):
        for route in SHOWN:
            page = browser.get(path_of(route, objects["7", "СОШ № 1"]))
            if page.tree is not None:
                assert (
                    page.tree.xpath("//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]")
                    == []
                )
                assert [found for found in page.tree.xpath("//@src | //link/@href") if not found.startswith("/")] == []


def test_a_body_is_refused_once_it_is_longer_than_its_route_takes(browser):
    browser.see("/sign-in")
    data = {"csrf": browser.csrf, "email": "a@b.example", "password": "x" * 300_000}
    assert browser.client.post("/sign-in", data=data).status_code == 413


@pytest.mark.parametrize("path", ["/plans/0", "/plans/99999999999999999999", "/plans/-1", "/plans/x", "/attention/x"])
def test_ids_that_cannot_be_are_answered_as_what_is_not_there(new_browser, path):
    assert new_browser().signed_in("centre").get(path).status == 404


BEYOND = 10**20


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/attention/report?item={BEYOND}", 422),
        (f"/attention/report?behind=2024-01-01&after={BEYOND}", 422),
        (f"/import?before={BEYOND}", 422),
        (f"/import/1?after={BEYOND}", 422),
        (f"/letters?before={BEYOND}", 422),
        (f"/overview?plan={BEYOND}", 422),
        (f"/roster?after={BEYOND}", 422),
        (f"/house/sign-ins?before={BEYOND}", 422),
        (f'/assignments?after=["2024-01-01",{BEYOND}]', 422),
        ('/assignments?sort=state&after=["\\u0000",1]', 422),
        (f"/roster/people/{BEYOND}/leaving", 404),
    ],
)
def test_numbers_beyond_what_a_table_holds_are_refused_and_break_nothing(new_browser, path, status):
    assert new_browser().signed_in("admin").get(path).status == status


def test_under_a_path_prefix_everything_leads_back_under_it(new_browser):
    browser = new_browser(public_url="https://city.example/srok")
    for path in ("/srok/sign-in", "/sign-in"):  # a proxy leaves the prefix on, or takes it off
        page = browser.get(path)
        assert page.status == 200
        inside = page.tree.xpath("//@href[not(starts-with(., '#'))] | //@src | //form/@action")
        assert [found for found in inside if not found.startswith("/srok/")] == []
    assert browser.get("/srok/static/desk.css").status == browser.get("/static/desk.css").status == 200
    assert browser.get("/srok/plans").response.headers["location"] == "/srok/sign-in?then=%2Fplans"


def test_a_link_that_expired_or_was_never_issued_says_what_to_do(new_browser):
    link = new_browser().link_for("school-1", lasts=timedelta(days=1))
    late = new_browser(AT + timedelta(days=1)).get(link)
    assert (late.status, "координатора" in late.words) == (410, True)
    assert new_browser().get("/my/" + "x" * 43).status == 410


def test_the_first_page_of_a_link_leads_to_an_address_without_the_token(new_browser):
    browser = new_browser()
    answer = browser.get(browser.link_for("school-1")).response
    assert (answer.status_code, answer.headers["location"]) == (303, "/my")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert browser.client.cookies[Cookie.LINK]
