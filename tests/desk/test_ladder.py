"""The ladder of a plan on the desk: checked, looked ahead, kept by its controllers only."""

import pytest

from models.chased_plans import chased_plans
from models.database import reading
from srok.ladder_file import as_text

PATH = "/plans/1/ladder"


@pytest.fixture
def kept(world):
    """A function that reads the ladder the plan has."""

    def read():
        with reading(world) as session:
            return chased_plans(session)[1].ladder

    return read


def test_a_controller_sees_what_is_wrong_by_line_and_nothing_is_kept(new_browser, kept):
    before, controller = kept(), new_browser().signed_in("plan")
    wrong = as_text(before, about="x").replace('to = "executor"', 'to = "everybody"', 1)
    page = controller.post(PATH, {"text": wrong, "key": "a", "keep": "true"})
    assert page.status == 422
    assert "строка 3: `to` – 'everybody': бывает executor" in page.words
    assert "Сохранить эту лестницу" not in page.words
    assert kept() == before


def test_a_controller_looks_ahead_and_then_keeps_it(new_browser, kept):
    before, controller = kept(), new_browser().signed_in("plan")
    shorter = as_text(before[:1], about="x")
    seen = controller.post(PATH, {"text": shorter, "key": "a"})
    assert f"убрана: {before[1].code}" in seen.words
    assert "За 14 дней" in seen.words
    assert kept() == before
    done = controller.post(PATH, {"text": shorter, "key": "b", "keep": "true", "reason": "Так решили"})
    assert "Сохранено" in controller.see(done.response.headers["location"]).words
    assert kept() == before[:1]


@pytest.mark.parametrize("name", ["centre", "admin", "signed"])
def test_who_does_not_control_the_plan_looks_only(new_browser, kept, name):
    before, browser = kept(), new_browser().signed_in(name)
    page = browser.get(PATH)
    assert (page.status, "Меняют её только контролирующие" in page.words) == (200, True)
    refused = browser.post(PATH, {"text": as_text(before[:1], about="x"), "key": "k", "keep": "true"})
    assert refused.status == 409
    assert kept() == before
