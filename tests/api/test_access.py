"""Who may ask the API for what: tokens x routes x objects, by the application itself; and looking changes nothing.

The policy of each route is compared with what is written by hand in `tests.desk.test_access`, for everybody.
"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from desk.access import ANYBODY
from desk.api.app import ROOMS, description
from desk.api.callers import WITHIN, WRONG_OF_ADDRESS
from desk.app import create_app
from models import tokens
from models.database import reading, writing
from models.queries import Filter, assignments, person_by_email
from models.reorganization import retire
from tests.desk.browser import Browser
from tests.desk.conftest import AT
from tests.desk.test_access import OBJECTS, REPORTERS, SUPERVISORS, expected, rows
from tests.models.working import DAY
from tests.models.world import PERSONS, mail

ROUTES = [route for room in ROOMS for route in room.routes]
FILLED = {"evidence_id": 1, "step_id": 1, "draft_id": 1, "letter_id": 1, "person_id": 1, "delegation_id": 1}
FILLED |= {"name": "tables.xlsx", "organization_id": 1}


@pytest.fixture
def objects(world):
    """The ids that a path may name, by plan and organization."""
    found = {}
    with reading(world) as session:
        for order, executor in OBJECTS:
            (one,) = assignments(session, Filter(order=order, executor=executor, item="1.1"), today=DAY)
            plan_id = 1 if order == "7" else 2
            ids = {"assignment_id": one.id, "item_id": one.item_id, "plan_id": plan_id, "package_id": plan_id}
            found[order, executor] = ids
    return found


def path_of(route, ids):
    values = {**FILLED, **ids}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(values[found[1]]), route.path)


def asked(api, route, ids):
    path = path_of(route, ids)
    return api.get(path) if "GET" in route.methods else api.post(path, {"not": "asked for"})


def may_come(route, name, held):
    if route.may.name == "concerned":
        return bool(held & (REPORTERS | SUPERVISORS))
    return expected(route.may.name, name, held)


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_everybody_s_token_opens_what_is_theirs_and_nothing_else(as_, objects, name):
    api, tried = as_(name), set()
    for (order, executor), roles in OBJECTS.items():
        for route in ROUTES:
            once = (path_of(route, objects[order, executor]), *route.methods)
            if once in tried or tried.add(once):
                continue  # a path without an object is the same for each
            if "step_id" in route.path or "delegation_id" in route.path:
                continue  # steps are their maker's own; of a delegation more is asked than may be looked at
            answer = asked(api, route, objects[order, executor])
            assert answer.status_code < 500, (route.path, answer.text)
            there = may_come(route, name, roles.get(name, set()))
            assert (answer.status_code != 404) == there, (route.path, order, executor, answer.status_code)


def test_nobody_comes_anywhere_without_a_token_whatever_cookies_they_have(as_, objects, new_browser):
    stranger, browser = as_(), new_browser().signed_in("admin").by_link("school-1")
    for route in ROUTES:
        assert route.may is not ANYBODY
        answer = asked(stranger, route, objects["7", "СОШ № 1"])
        assert (answer.status_code, answer.json()["code"]) == (401, "token_missing"), route.path
        assert answer.headers["www-authenticate"].startswith("Bearer")
        path = "/api/v1" + path_of(route, objects["7", "СОШ № 1"])
        assert browser.client.request(min(route.methods), path).status_code == 401, route.path


def test_a_token_opens_no_page_of_the_desk(as_):
    assert as_("centre").client.get("/plans", follow_redirects=False).status_code == 303


def test_looking_changes_no_row_on_any_route(as_, world, objects):
    callers = [as_(name) for name in ("school-1", "centre", "admin")] + [as_(), as_(token="srok_wrong")]
    before = rows(world)
    for api in callers:
        for route in [*ROUTES, *description.routes]:
            if "GET" in route.methods:
                asked(api, route, objects["7", "СОШ № 1"])
    assert rows(world) == before


def test_a_token_that_expired_was_revoked_or_is_of_one_who_left_opens_nothing(as_, world, settings):
    late = create_app(settings, engine=world, now=lambda: AT + tokens.LASTS)
    old, taken, left = as_("centre"), as_("school-1"), as_("school-2")
    headers = {"Authorization": f"Bearer {old.token}"}
    assert Browser(late, world, AT).client.get("/api/v1/me", headers=headers).status_code == 401
    with writing(world) as session:
        assert tokens.revoke(session, person_by_email(session, mail("school-1")), at=AT) == 1
        retire(session, mail("school-2"), on=DAY)
    for api in (taken, left, as_(token=old.token[:-1])):
        answer = api.get("/me")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_wrong")
    assert old.get("/me").json()["name"]
    with world.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM apitoken").fetchall()
    assert old.token not in str(kept)


def test_a_machine_that_tries_wrong_tokens_is_refused_for_a_while(world, settings):
    moment = [AT]
    app = create_app(settings, engine=world, now=lambda: moment[0])
    client = Browser(app, world, AT).client

    def status():
        return client.get("/api/v1/me", headers={"Authorization": "Bearer srok_guess"})

    assert {status().status_code for _ in range(WRONG_OF_ADDRESS)} == {401}
    refused = status()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, str(int(WITHIN.total_seconds())))
    moment[0] = AT + WITHIN + timedelta(seconds=1)
    assert status().status_code == 401


def test_me_says_who_the_token_is_of(as_):
    me = as_("order").get("/me").json()
    assert me["plan_roles"] == {"1": ["controller", "order_controller"]}
    assert (me["administrator"], me["token_name"]) == (False, "tests")


@pytest.mark.parametrize("path", ["/nothing", "/assignments/0", "/assignments/99999999999999999999", "/plans/x", "/"])
def test_what_is_not_there_is_a_problem_too(as_, path):
    answer = as_("centre").get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_shown")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_a_path_does_not_have_is_named(as_):
    answer = as_("centre").client.delete("/api/v1/plans")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "no_such_method", "GET")


def test_a_body_is_refused_once_it_is_longer_than_its_route_takes(as_, objects):
    ids = objects["7", "СОШ № 1"]
    answer = as_("plan").post(f"/items/{ids['item_id']}/control", {"reason": "x" * 300_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": "\\ud800"}', b"[" * 100_000])
def test_a_body_that_is_no_object_is_not_understood(as_, body):
    client = as_("centre").client
    answer = client.post("/api/v1/bulk-moves", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not_understood")


def test_the_description_is_open_names_every_route_and_the_place_behind_a_prefix(as_, settings, world):
    found = as_().get("/openapi.json").json()
    plain = {re.sub(r":\w+\}", "}", route.path) for route in (*ROUTES, *description.routes)}
    assert set(found["paths"]) == plain
    assert found["servers"] == [{"url": "/api/v1"}]
    changed = settings.model_copy(update={"public_url": "https://city.example/srok"})
    client = Browser(create_app(changed, engine=world, now=lambda: AT), world, AT).client
    for path in ("/srok/api/v1/openapi.json", "/api/v1/openapi.json"):
        assert client.get(path).json()["servers"] == [{"url": "/srok/api/v1"}]


def test_no_two_routes_have_one_name():
    names = [route.operation_id for route in ROUTES]
    assert len(names) == len(set(names))


def test_a_database_that_is_not_as_it_should_be_is_a_problem_that_says_to_ask_again(as_, world):
    centre = as_("centre")
    with world.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE planitem RENAME TO elsewhere")
    answer = centre.get("/plans")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "database", "5")
    assert "planitem" not in answer.text


DEARER = {
    "/letters/ahead": 20,  # is the sweep of a day, looked at
    "/drafts/{draft_id:int}/summary": 70,  # puts the draft under control and takes that back
    "/people/{person_id:int}": 6,  # tells what a person holds
}


def test_nothing_is_looked_at_by_more_than_five_statements(as_, world, objects):
    api, said = as_("order"), []
    api.get("/me")  # notes that the token is in use
    event.listen(world, "before_cursor_execute", lambda *args: said.append(args[2]))
    for route in ROUTES:
        if "GET" in route.methods:
            said.clear()
            asked(api, route, objects["7", "СОШ № 1"])
            asked_for = [one for one in said if one != "BEGIN"]
            assert 1 < len(asked_for) <= DEARER.get(route.path, 5), (route.path, asked_for)
