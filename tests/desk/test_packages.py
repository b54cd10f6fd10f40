"""Packages at the desk: begun, assembled, signed, sent, taken back, answered; and what the operator's link opens."""

import time
from datetime import timedelta

import pytest

from models.database import reading, writing
from models.link_subjects import issue_for_package
from models.links import new_token
from models.queries import package
from tests.desk.conftest import AT
from tests.models.world import ident

PERIOD = "2024-02"


@pytest.fixture
def house(new_browser):
    """A function that opens somebody's browser at the desk."""

    def opened(name, at=AT):
        return new_browser(at).signed_in(name)

    return opened


def begun(browser, period=PERIOD):
    browser.see("/packages")
    answer = browser.post("/plans/1/packages", {"key": "begin", "period": period})
    return answer.response.headers["location"]


def assembled(browser, path):
    """Assemble a package and wait for the page that shows it."""
    page = browser.send(browser.see(path), "/assemble")
    over = time.monotonic() + 180
    while "refresh" in page.response.headers and time.monotonic() < over:
        time.sleep(0.1)
        page = browser.see(path)
    return page


def test_a_package_goes_its_whole_way_from_collecting_to_the_operator_s_number(house, world):
    coordinator, controller = house("centre"), house("plan")
    path = begun(coordinator)
    page = assembled(coordinator, path)
    assert "редакция 1" in page.words
    assert not [action for action in page.actions() if action.endswith("/sign")]
    assert "подписан" in controller.send(controller.see(path), "/steps/sign").words
    to = {"key": "to", "name": "Оператор", "email": "operator@region.example"}
    assert coordinator.post("/plans/1/operator", to).response.headers["location"] == "/packages"
    look = coordinator.see(f"{path}/send")
    assert [said in look.words for said in ("operator@region.example", "файлы приложены")] == [True, True]
    form = {"key": "send", "seen": look.tree.xpath("//input[@name='seen']/@value")[0]}
    coordinator.post(f"{path}/send", form)
    sent = coordinator.see(path)
    assert "Письмо ждёт" in sent.words
    assert "Письмо с пакетом ещё не ушло: подождите или отзовите отправку." in sent.words
    assert {action.rpartition("/")[2] for action in sent.actions()} == {"recall", "addendum"}
    assert coordinator.post(f"{path}/send", {**form, "key": "again"}).status == 409
    assert "подписан" in coordinator.send(sent, "/steps/recall").words
    coordinator.post(f"{path}/send", {"key": "else", "seen": "5", "elsewhere": "портал"})
    done = coordinator.send(coordinator.see(path), "/steps/accept", number="17-п")
    assert "Принят под № 17-п" in done.words
    with reading(world) as session:
        assert package(session, 3).operator_number == "17-п"


def test_parts_are_attachments_and_one_changed_on_disk_is_not_handed_out(house, tmp_path):
    browser = house("centre")
    path = begun(browser)
    assembled(browser, path)
    answer = browser.get(f"{path}/parts/tables.xlsx").response
    assert (answer.status_code, answer.headers["x-content-type-options"]) == (200, "nosniff")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    (kept,) = (tmp_path / "packages").rglob("tables.xlsx")
    kept.write_bytes(b"changed")
    assert browser.get(f"{path}/parts/tables.xlsx").status == 404
    assert "кто-то изменил" in browser.see(path).words
    assert [browser.get(f"{path}/parts/{name}").status for name in ("..%2Fsrok.db", "nothing")] == [404, 404]


def test_a_step_on_a_page_that_is_out_of_date_changes_nothing(house, world):
    browser = house("plan")
    path = begun(browser)
    assembled(browser, path)
    stale = browser.see(path)
    assembled(browser, path)
    refused = browser.send(stale, "/steps/sign")
    assert (refused.status, "Тем временем" in refused.words) == (409, True)
    with reading(world) as session:
        assert package(session, 3).state == "draft"


@pytest.mark.parametrize(("period", "status"), [("когда-то", 422), ("2024-02", 303), ("2024-Q1", 303)])
def test_a_period_is_understood_or_refused_in_words(house, period, status):
    assert house("centre").post("/plans/1/packages", {"key": "k", "period": period}).status == status


def test_what_cannot_be_assembled_is_refused_with_the_reason(house):
    browser = house("centre")
    page = browser.send(browser.see(begun(browser)), "/assemble", cut_off="2023-01-01")
    assert (page.status, "ещё ничего не было" in page.words) == (409, True), page.words


def test_the_operator_s_link_opens_the_files_of_one_package_at_a_clean_address_until_it_is_over(house, world):
    browser = house("centre")
    assembled(browser, begun(browser))
    token = new_token()
    with writing(world) as session:
        who, until = ident(session, "centre"), AT + timedelta(days=10)
        issue_for_package(session, token, package_id=3, by=who, at=AT, expires_at=until)
    stranger, late = house("stranger"), house("stranger", AT + timedelta(days=10))
    stranger.client.cookies.clear()
    first = stranger.get(f"/package/{token}")
    assert first.response.headers["location"] == "/package"
    page = stranger.see("/package")
    assert "Информационная справка, Word" in page.words
    assert stranger.get("/package/files/summary.docx").response.content[:2] == b"PK"
    assert [stranger.get(path).status for path in ("/packages/3", "/plans/1", "/package/files/x")] == [303, 303, 404]
    assert late.get(f"/package/{token}").status == 410
    assert stranger.get("/package/" + "x" * 43).status == 410


def test_what_is_no_step_of_its_own_is_none(house):
    assert house("centre").post("/packages/1/steps/assemble", {"key": "k", "seen": "1"}).status == 404


def test_somebody_of_another_plan_sees_no_package(house):
    browser = house("centre")
    path = begun(browser)
    assert house("centre-2").get(path).status == 404
