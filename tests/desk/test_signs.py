"""Signs that no database keeps, and texts that are too long: refused with the field's name, on both databases."""

from base64 import b64encode

import pytest

from desk.app import create_app
from models import tokens
from models.database import writing
from models.queries import person_by_email
from srok.settings import Settings
from tests.desk.browser import SITE, Browser
from tests.desk.conftest import AT
from tests.desk.test_access import DONE, SHOWN, objects, path_of  # noqa: F401 - a fixture
from tests.models.world import mail, peopled


@pytest.fixture
def both(engine, tmp_path):
    """A desk over each database, and a token of the coordinator's."""
    with writing(engine) as session:
        peopled(session)
        token = tokens.issue(session, person_by_email(session, mail("centre")), name="tests", at=AT)
    settings = Settings(timezone="Asia/Tomsk", evidence_dir=tmp_path / "e", packages_dir=tmp_path / "p", _env_file=None)
    return create_app(settings, engine=engine, now=lambda: AT), engine, token


NUL, LONG = "a\0b", "я" * 20_001


def test_a_text_that_cannot_be_kept_is_refused_by_forms_addresses_and_the_api(both):
    app, engine, token = both
    centre, key = Browser(app, engine, AT).signed_in("centre"), "0" * 32
    for text, said in ((NUL, "посмотрите"), (LONG, "не больше 20000")):
        page = centre.post("/assignments/1/do/comment", {"key": key, "seen": 0, "text": text})
        assert (page.status, f"«Текст»: {said}" in page.words) == (422, True), page.words
    to = {"key": "k", "name": "я" * 501, "email": "operator@region.example"}
    assert centre.post("/plans/1/operator", to).status == 422
    for path in ("/assignments?q=%00", "/search?q=a%00", "/letters?to=%00", "/roster?find=%00", "/?x=%00"):
        assert (centre.get(path).status, "Поиск" in centre.get(path).words or path == "/?x=%00") == (422, True), path
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for text in ('"a\\u0000b"', '"\\ud800"', f'"{LONG}"'):
        body = f'{{"trigger": "comment", "text": {text}}}'.encode()
        answer = centre.client.post("/api/v1/assignments/1/moves", content=body, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["place"]) == (422, "body.text"), answer.text
    odd = centre.client.post("/api/v1/assignments/1/moves", content=b'{"\\ud800": 1}', headers=headers)
    assert odd.status_code == 422
    assert centre.client.get("/api/v1/roster?find=%00", headers=headers).status_code == 422


def test_a_file_with_such_signs_is_read_or_refused_and_breaks_nothing(both):
    app, engine, token = both
    with writing(engine) as session:
        person = person_by_email(session, mail("admin"))
        token = tokens.issue(session, person, name="files", at=AT)
    api = Browser(app, engine, AT).client
    rows = "organization;kind;number;head;post;email\nСад\0№ 9;school;9;Ива\0нова;;sad@city.example\n"
    for path, text in (("/roster/changes", rows), ("/drafts", "Распоряжение\0 № 1\n1. Сделать\0 до 1 мая 2024 года")):
        body = {"name": "a.csv" if "roster" in path else "a.txt", "content": _base64(text)}
        answer = api.post(f"{SITE}/api/v1{path}", json=body, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code in {200, 409, 422}, answer.text


def _base64(text):
    return b64encode(text.encode()).decode()


def test_every_form_and_every_page_refuses_them(new_browser, objects):  # noqa: F811
    ids = objects["7", "СОШ № 1"]
    admin, school = new_browser().signed_in("admin-delegate"), new_browser().signed_in("school-1")
    for route in DONE:
        browser = school if route.may.name == "executes" else admin
        if route.may.name != "anybody":
            assert browser.post(path_of(route, ids), {"text": NUL}).status in {404, 422}, route.path
    for route in SHOWN:
        if route.may.name not in {"anybody", "executes"}:
            assert admin.get(f"{path_of(route, ids)}?x=%00").status in {404, 422}, route.path
