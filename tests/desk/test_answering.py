"""What a coordinator answers on an assignment's page: the request stands beside the answer, what was typed is kept."""

import pytest

from models.database import reading
from models.queries import Filter, assignments
from tests.desk.test_table import moved
from tests.models.working import DAY


@pytest.fixture
def clerk(new_browser):
    return new_browser().signed_in("centre")


@pytest.fixture
def path(world):
    with reading(world) as session:
        (one,) = assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)
    return f"/assignments/{one.id}"


def test_a_request_for_a_later_date_stands_beside_its_answer_which_is_filled_in(clerk, world, path):
    moved(world, "ask_extension", reason="Ремонт", due_on=DAY.replace(month=5))
    page = clerk.get(path)
    (asks,) = page.tree.xpath("//section[@aria-labelledby='asks-title']")
    assert ("Просит продлить срок до" in asks.text_content(), "Ремонт" in asks.text_content()) == (True, True)
    form = page.form("/do/grant_extension")
    assert dict(form.form_values())["due_on"] == DAY.replace(month=5).isoformat()
    assert form.getparent().get("open") is not None
    done = clerk.send(page, "/do/grant_extension")
    assert "К следующим просьбам" in done.words
    assert done.tree.xpath("//section[@aria-labelledby='asks-title']") == []


def test_what_is_not_theirs_says_why(clerk, world, path):
    moved(world, "decline", reason="У нас нет лагеря")
    page = clerk.get(path)
    assert "«Не нам» У нас нет лагеря" in page.words
    assert "asks-title" not in clerk.send(page, "/do/uphold", reason="Лагерь есть").text


def test_a_postponement_that_came_too_late_keeps_its_reason_and_its_day(clerk, world, path):
    page = clerk.get(path)
    moved(world, "start")
    again = clerk.send(page, "/do/postpone", reason="Ремонт", resume_on="2024-09-02", date_unknown="true")
    kept = dict(again.form("/do/postpone").form_values())
    assert (again.status, kept["reason"], kept["resume_on"], kept["date_unknown"]) == (
        409,
        "Ремонт",
        "2024-09-02",
        "true",
    )
