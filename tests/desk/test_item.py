"""An item's page: executors and counts, occurrences and history; its control, rule and date changed by forms."""

import pytest
from sqlalchemy import event

from models.database import reading
from models.queries import Filter, items
from tests.models.working import DAY


@pytest.fixture
def path(world):
    """The page of the first item of order № 7."""
    return path_of(world, "1.1")


def path_of(world, number):
    with reading(world) as session:
        (found,) = items(session, Filter(order="7", item=number), today=DAY)
    return f"/items/{found.id}"


def executors(page):
    return [cell.text_content().strip() for cell in page.tree.find_class("who")]


def test_it_shows_who_is_asked_and_how_far_each_has_come(new_browser, path):
    page = new_browser().signed_in("centre").get(path)
    assert executors(page) == ["СОШ № 1", "СОШ № 2", "лицей № 3"]
    assert "поручено: 3" in page.words
    assert "0 из 3" in page.words


def test_it_asks_the_database_five_times(new_browser, world, path):
    browser, asked = new_browser().signed_in("centre"), []
    event.listen(world, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    browser.get(path)
    assert len([statement for statement in asked if statement != "BEGIN"]) <= 5, asked


def test_a_controller_turns_the_control_with_a_reason_and_it_is_in_the_history(new_browser, path):
    browser = new_browser().signed_in("plan")
    page = browser.get(path)
    assert browser.send(page, "/control/put_under_special_control", reason=" ").status == 422
    page = browser.send(page, "/control/put_under_special_control", reason="Просит город")
    assert (page.status, "на особом контроле" in page.words, "Просит город" in page.words) == (200, True, True)
    page = browser.send(page, "/control/remove_from_control", reason="Отменено городом")
    assert "снято с контроля" in page.words
    assert "/roll-up" not in str(page.actions())
    again = browser.post(f"{path}/control/remove_from_control", {"reason": "ещё раз"})
    assert (again.status, "так сделать нельзя" in again.words) == (422, True)


def test_a_coordinator_is_offered_no_change_of_control_and_may_make_none(new_browser, path):
    browser = new_browser().signed_in("centre")
    assert [one for one in browser.get(path).actions() if "/control/" in one] == []
    answer = browser.post(f"{path}/control/remove_from_control", {"reason": "потому что"})
    assert (answer.status, "нет на это права" in answer.words) == (422, True)


def test_the_rule_of_an_item_is_changed_and_what_it_cannot_be_is_said(new_browser, path):
    browser = new_browser().signed_in("centre")
    page = browser.get(path)
    wrong = browser.send(page, "/roll-up", mode="quorum", quorum="много")
    assert (wrong.status, "скольких достаточно" in wrong.words) == (409, True)
    page = browser.send(page, "/roll-up", mode="quorum", quorum="2")
    assert "исполнят достаточно: 2" in page.words
    assert browser.post(f"{path}/roll-up", {"mode": "all"}).status == 303


def test_who_may_only_look_is_offered_nothing_and_refused_everything(new_browser, path):
    browser = new_browser().signed_in("signed")
    assert browser.get(path).actions() == []
    answer = browser.post(f"{path}/roll-up", {"mode": "all"})
    assert answer.status in {303, 409}
    assert browser.post(f"{path}/roll-up", {"mode": "lead"}).status == 409


def test_a_first_date_is_given_where_there_is_none_only(new_browser, path):
    browser = new_browser().signed_in("centre")
    assert browser.post(f"{path}/date", {"due_on": ""}).status == 422
    answer = browser.post(f"{path}/date", {"due_on": "2024-05-01"})
    assert (answer.status, "Срок уже есть" in answer.words) == (409, True)
    answer = browser.post(f"{path}/open", {"due_on": "2024-05-01"})
    assert (answer.status, "Запросить можно" in answer.words) == (409, True)


def test_a_change_of_control_nobody_knows_is_not_there(new_browser, path):
    assert new_browser().signed_in("plan").post(f"{path}/control/explode", {"reason": "x"}).status == 404
