"""The ladder of a plan on the desk: checked, looked ahead, kept by its controllers only."""

import pytest

from models.chased_plans import chased_plans
from models.database import reading
from srok.ladder_file import as_text
from states.rungs import Addressee, Anchor, Rung

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


def steps(ladder, **added):
    """The form of the steps, as a browser sends it; the last one is the new step, empty unless something is `added`."""
    empty = {"code": "", "to": "", "anchor": "due", "days": 0, "when": "after", "again": "once"}
    empty |= {"every": 0, "times": 0, "min_term": 0, "share": 0}
    rows = [
        {
            "code": rung.code,
            "to": rung.to,
            "anchor": rung.anchor,
            "days": abs(rung.after),
            "when": "before" if rung.after < 0 else "after",
            "again": "once" if rung.times == 1 else "mondays" if rung.mondays else "days",
            "every": rung.every,
            "times": 0 if rung.times == 1 else rung.times,
            "min_term": rung.min_term,
            "share": rung.share,
        }
        for rung in ladder
    ]
    rows.append(empty | added)
    return {name: [str(row[name]) for row in rows] for name in empty}


def test_the_steps_as_they_are_shown_make_the_same_ladder(new_browser, kept):
    controller = new_browser().signed_in("plan")
    page = controller.get(PATH)
    assert "Через 3 рабочих дня после срока" in page.words
    assert "За 10 рабочих дней до срока; если на исполнение дано больше 20 рабочих дней" in page.words
    assert "Ничего не изменено" in controller.post(f"{PATH}/steps", steps(kept()) | {"key": "a"}).words


def test_a_step_is_added_and_another_left_out_in_words(new_browser, kept):
    before, controller = kept(), new_browser().signed_in("plan")
    added = {"to": "plan_controller", "days": 2, "when": "after", "anchor": "returned"}
    form = steps(before, **added) | {"drop": [before[1].code], "reason": "Так решили"}
    seen = controller.post(f"{PATH}/steps", form | {"key": "a"})
    assert f"убрана: {before[1].code}" in seen.words
    assert kept() == before
    controller.post(f"{PATH}/steps", form | {"key": "b", "keep": "true"})
    new = Rung(code="plan_controller.returned_step_1", to=Addressee.PLAN_CONTROLLER, anchor=Anchor.RETURNED, after=2)
    assert kept() == (before[0], *before[2:], new)


def test_a_step_that_can_never_speak_is_told_of_where_it_stands(new_browser, kept):
    before, controller = kept(), new_browser().signed_in("plan")
    form = steps(before, to="executor", anchor="reported", days=1) | {"key": "a", "keep": "true"}
    page = controller.post(f"{PATH}/steps", form)
    assert page.status == 422
    assert "исполнителю не пишут" in page.words
    assert kept() == before


@pytest.mark.parametrize("name", ["centre", "admin", "signed"])
def test_who_does_not_control_the_plan_looks_only(new_browser, kept, name):
    before, browser = kept(), new_browser().signed_in(name)
    page = browser.get(PATH)
    assert (page.status, "Меняют её только контролирующие" in page.words) == (200, True)
    refused = browser.post(PATH, {"text": as_text(before[:1], about="x"), "key": "k", "keep": "true"})
    assert refused.status == 409
    assert kept() == before
