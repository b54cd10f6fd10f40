"""The search of the header: by number, school or word, whatever the case, and only where one may look."""

import pytest
from sqlalchemy import event


@pytest.fixture
def clerk(new_browser):
    return new_browser().signed_in("centre")


def titles(page):
    return [one.text_content() for one in page.tree.find_class("row-title")]


@pytest.mark.parametrize("words", ["лицей", "ЛИЦЕЙ № 3", "лице 3"])
def test_a_school_is_found_by_its_name_in_any_case_and_by_its_number(clerk, words):
    page = clerk.get(f"/search?q={words}")
    assert "лицей № 3" in titles(page)
    leads = next(one for one in page.links() if "?org=" in one)
    assert {one.text_content().strip() for one in clerk.get(leads).tree.find_class("who")} == {"лицей № 3"}


def test_an_item_is_found_by_its_number_first(clerk):
    page = clerk.get("/search?q=1.1")
    assert page.tree.xpath("//section[h2/@id='items']//span[@class='row-number']")[0].text == "1.1"


def test_an_order_is_found_by_its_number(clerk):
    assert [one for one in clerk.get("/search?q=№ 7").links() if "/plans/" in one]


def test_what_is_in_the_plans_of_others_is_not_found(new_browser):
    page = new_browser().signed_in("centre-2").get("/search?q=7")
    assert [one for one in page.links() if one == "/plans/1"] == []


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "zzz", "'", "x" * 500, "%00"])
def test_what_finds_nothing_says_what_to_try(clerk, words):
    page = clerk.get("/search") if not words else clerk.get(f"/search?q={words.replace('%', '%25')}")
    assert page.status == 200
    assert page.tree.find_class("rows") == []


def test_the_search_asks_the_database_five_times(new_browser, world):
    browser, asked = new_browser().signed_in("centre"), []
    event.listen(world, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    browser.get("/search?q=школа 1")
    assert len([statement for statement in asked if statement != "BEGIN"]) <= 5, asked


def test_the_field_stands_on_the_pages_of_who_supervises_only(new_browser):
    assert new_browser().signed_in("centre").get("/plans").tree.xpath("//header//input[@name='q']")
    assert not new_browser().signed_in("school-1").get("/my").tree.xpath("//header//input[@name='q']")
