"""The calendar of deadlines and the board: what is due or stands where, how many, and where each leads."""

from datetime import date

import pytest
from sqlalchemy import event

from models.database import reading
from models.queries import Filter, assignments
from tests.models.working import DAY


@pytest.fixture
def clerk(new_browser):
    return new_browser().signed_in("centre")


@pytest.fixture
def due_on(world):
    """The day on which the first item of order № 7 is due."""
    with reading(world) as session:
        return assignments(session, Filter(order="7", item="1.1"), today=DAY)[0].effective_due_on


def day(page, on):
    return page.tree.find_class("day")[on.day - 1]


def test_a_day_of_the_calendar_counts_what_is_due_and_leads_to_the_same_in_the_table(clerk, due_on):
    page = clerk.get(f"/calendar?month={due_on:%Y-%m}")
    leads = next(a for a in day(page, due_on).iter("a") if "/assignments?" in a.get("href"))
    count = int(leads.text_content().split(":")[1])
    assert count == len(clerk.get(leads.get("href")).tree.find_class("who")) > 0


def test_days_off_are_those_of_the_production_calendar(clerk):
    page = clerk.get("/calendar?month=2024-04")
    assert "off" not in day(page, date(2024, 4, 27)).get("class").split()  # a Saturday that was worked
    assert "off" in day(page, date(2024, 4, 29)).get("class").split()  # a Monday off for it


def test_months_follow_each_other(clerk):
    page = clerk.get("/calendar?month=2024-12")
    before, after = page.tree.xpath("//a[@rel='prev']/@href | //a[@rel='next']/@href")
    assert (before, after) == ("/calendar?month=2024-11", "/calendar?month=2025-01")
    assert len(clerk.get("/calendar?month=2024-02").tree.find_class("day")) == 29
    assert "сегодня" in clerk.get("/calendar").words


@pytest.mark.parametrize("query", ["month=2024-13", "month=x", "month=1024-01", "plan=x", "plan=99999999999"])
def test_a_month_or_plan_that_cannot_be_is_not_there(clerk, query):
    assert clerk.get(f"/calendar?{query}").status == 404


def test_the_plans_of_others_are_in_neither(new_browser, due_on):
    other = new_browser().signed_in("centre-2")
    assert [one for one in other.get(f"/calendar?month={due_on:%Y-%m}&plan=1").links() if "/items/" in one] == []
    assert "№ 7" not in other.get("/board?plan=1").words


def test_the_board_has_an_item_in_the_column_of_its_state(clerk):
    page = clerk.get("/board?plan=1")
    assert page.tree.xpath("//section[h2[@id='lane-assigned']]//span[@class='what-number'][.='1.1']")


def test_a_column_says_how_many_more_there_are(new_browser, monkeypatch):
    monkeypatch.setattr("desk.pages.board.CARDS", 2)
    page = new_browser().signed_in("centre").get("/board?by=assignment&item=1.1")
    assert len(page.tree.find_class("board-card")) == 2
    more = page.tree.xpath("//section/p/a")[0]
    assert more.text == "ещё 1"
    assert "state=assigned" in more.get("href")


def test_the_menu_of_a_card_leads_to_the_confirmation_of_a_move(clerk):
    page = clerk.get("/board?by=assignment&item=1.1")
    menu = page.tree.find_class("move")[0]
    form = menu.find("form")
    triggers = [button.get("value") for button in form.iter("button")]
    assert "extend" in triggers
    assert "remove" not in triggers  # a controller's
    fields = dict(form.form_values()) | {"trigger": "extend"}
    assert "1 поручение" in clerk.post("/assignments/bulk", fields).words


def test_the_menu_of_an_item_s_card_is_for_all_its_assignments(clerk):
    page = clerk.get("/board?plan=1")
    form = page.tree.xpath("//li[a/span='1.1']//form")[0]
    fields = dict(form.form_values()) | {"trigger": "remind"}
    assert "Напомнить: 3 поручения" in clerk.post("/assignments/bulk", fields).words


def test_who_may_only_look_has_no_menus(new_browser):
    assert new_browser().signed_in("signed").get("/board").tree.find_class("move") == []


@pytest.mark.parametrize("path", ["/calendar", "/board", "/board?by=assignment"])
def test_each_asks_the_database_at_most_five_times(new_browser, world, path):
    browser, asked = new_browser().signed_in("centre"), []
    event.listen(world, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    assert browser.get(path).status == 200
    assert len([statement for statement in asked if statement != "BEGIN"]) <= 5, asked
