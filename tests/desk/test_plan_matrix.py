"""The matrix of a plan: what became of each item at each executor, and of each time of one item."""

import pytest

from tests.desk.test_item import path_of
from tests.desk.test_table import moved


@pytest.fixture
def clerk(new_browser):
    return new_browser().signed_in("centre")


def signs(page):
    """Of each executor the words of its cells, by the heading."""
    return {
        line.find("th").text_content().strip(): [a.get("aria-label") for a in line.findall("td/a")]
        for line in page.tree.xpath("//table[@class='matrix']/tbody/tr")
    }


def test_each_executor_has_a_cell_for_each_item_that_it_is_asked_for(clerk, world):
    moved(world, "report", text="Готово")
    page = clerk.get("/plans/1/matrix")
    found = signs(page)
    assert list(found)[:2] == ["СОШ № 1", "СОШ № 2"]
    assert found["СОШ № 1"][0] == "1.1: отчёт ждёт приёмки"
    assert found["СОШ № 2"][0] == "1.1: поручено"
    assert page.tree.xpath("//td/a[contains(@href, '/assignments/')]")


def test_of_several_times_what_most_needs_looking_at_speaks_and_all_stand_side_by_side(clerk, world):
    item = path_of(world, "1.3").rpartition("/")[2]
    page = clerk.get(f"/plans/1/matrix?item={item}")
    heads = [th.text_content().strip() for th in page.tree.xpath("//thead/tr/th")]
    assert heads[1:] == sorted(heads[1:], key=lambda day: day.split(".")[::-1])
    assert len(heads) > 1
    assert all(len(cells) == len(heads) - 1 for cells in signs(page).values())


def test_executors_come_page_by_page(clerk, monkeypatch):
    monkeypatch.setattr("desk.pages.plan_matrix.EXECUTORS", 2)
    page, seen = clerk.get("/plans/1/matrix"), []
    while True:
        seen += signs(page)
        following = page.tree.xpath("//a[@rel='next']/@href")
        if not following:
            break
        page = clerk.get(following[0])
    assert len(seen) == len(set(seen)) > 3
    assert clerk.get("/plans/1/matrix?after=999999999").status == 200
    assert clerk.get("/plans/1/matrix?item=-4").status == 422
