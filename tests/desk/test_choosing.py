"""Many assignments at once in a real browser: chosen by Shift, by keys or box by box, confirmed, done and undone."""

import pytest

from desk.app import create_app
from desk.cookies import Cookie
from models.database import reading, writing
from models.desk_sessions import close_all
from models.queries import Filter, assignments, person_by_email
from tests.desk.browser import Browser
from tests.desk.chromium import AXE, DESKTOP, PHONE, chromium, listening, missing
from tests.desk.conftest import AT
from tests.desk.test_table import reported
from tests.models.working import DAY
from tests.models.world import mail

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def chrome():
    with chromium() as started:
        yield started


@pytest.fixture
def opened(chrome, world, settings):
    """A function that opens the table of the coordinator at noon of `DAY`."""
    app = create_app(settings, engine=world, now=lambda: AT)
    with listening(app) as address:

        def table(query="", *, viewport=DESKTOP, scripts=True, path="/assignments"):
            token = Browser(app, world, AT).signed_in("centre").client.cookies[Cookie.SESSION]
            context = chrome.new_context(viewport=viewport, java_script_enabled=scripts, locale="ru-RU")
            context.add_cookies([{"name": Cookie.SESSION.value, "value": token, "url": address}])
            page = context.new_page()
            page.goto(f"{address}{path}?{query}")
            return page

        yield table


def due_days(world):
    with reading(world) as session:
        return [one.due_on.isoformat() for one in assignments(session, Filter(order="7", item="1.1"), today=DAY)]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_chosen_assignments_are_extended_and_put_back(opened, world, *, viewport, scripts):
    before = due_days(world)
    page = opened("item=1.1&sort=executor", viewport=viewport, scripts=scripts)
    for box in page.get_by_role("checkbox", name="Выбрать пункт").all()[:2]:
        box.check()
    page.get_by_role("button", name="Продлить").click()
    assert "2 поручения" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Причина").fill("Карантин")
    page.get_by_label("Новый срок").fill("2024-04-15")
    page.locator("form.card button[type=submit]").click()
    assert "Сделано с 2 поручениями" in page.get_by_role("status").first.inner_text()
    assert due_days(world).count("2024-04-15") == 2
    page.get_by_role("button", name="Отменить").click()
    assert "2 поручения теперь как прежде" in page.get_by_role("status").first.inner_text()
    assert due_days(world) == before
    page.context.close()


def test_shift_chooses_all_between_and_the_bar_counts_them(opened):
    page = opened("item=1.1&sort=executor")
    boxes = page.get_by_role("checkbox", name="Выбрать пункт")
    assert page.get_by_role("button", name="Напомнить").is_disabled()
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    assert page.locator("[data-chosen]").inner_text() == "выбрано: 3"
    assert page.get_by_role("button", name="Напомнить").is_enabled()
    boxes.nth(1).click()
    assert page.locator("[data-chosen]").inner_text() == "выбрано: 2"
    page.context.close()


def test_the_box_in_the_head_chooses_all_that_are_shown_and_tells_when_some_are(opened):
    page = opened("item=1.1&sort=executor")
    boxes, everything = page.get_by_role("checkbox", name="Выбрать пункт"), page.get_by_label("Отметить все на этой")
    everything.check()
    assert page.locator("[data-chosen]").inner_text() == f"выбрано: {boxes.count()}"
    boxes.first.uncheck()
    assert everything.evaluate("(box) => box.indeterminate && !box.checked")
    boxes.first.check()
    assert everything.is_checked()
    page.context.close()


def test_keys_lead_along_the_rows_tick_them_search_and_tell_what_they_do(opened):
    page = opened("item=1.1&sort=executor")
    for key in ("j", "о", "k", "j", "x"):  # a Russian keyboard has «о» where others have j
        page.evaluate(
            "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            " {key, code: {j: 'KeyJ', о: 'KeyJ', k: 'KeyK', x: 'KeyX'}[key], bubbles: true, cancelable: true}))",
            key,
        )
    assert page.get_by_role("checkbox", name="Выбрать пункт").nth(1).is_checked()
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator("[data-chosen]").inner_text() == "выбрано: 2"
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("лицей j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Поиск").wait_for()
    assert "лицей j" in page.inner_text("h1")
    page.context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_confirmation_has_nothing_axe_calls_serious_and_fits_its_window(opened, viewport):
    if not AXE.exists():
        missing("axe-core is not installed: npm ci")
    page = opened("item=1.1", viewport=viewport)
    for box in page.get_by_role("checkbox", name="Выбрать пункт").all():
        box.check()
    page.get_by_role("button", name="Вернуть").click()
    page.get_by_role("heading", name="Что останется как есть").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
HIDE = "hidden => Object.defineProperty(document, 'hidden', {value: hidden, configurable: true})"


@pytest.mark.parametrize(("path", "shown"), [("/", "#tile-reported .tile-count"), ("/board", "#count-reported")])
def test_counts_refresh_themselves_while_somebody_looks_and_rest_when_nobody_does(opened, world, path, shown):
    page, asked = opened("by=assignment", path=path), []
    page.on("response", lambda answer: asked.append(answer.status) if "seen=" in answer.url else None)
    assert page.inner_text(shown) == "0"
    page.locator("main a").first.focus()
    with page.expect_response("**/*seen=*") as answer:
        page.evaluate(LOOK)
    assert answer.value.status == 204
    reported(world, schools=2)
    page.evaluate(HIDE, True)
    page.evaluate(LOOK)
    page.evaluate(HIDE, False)
    assert (asked, page.inner_text(shown)) == ([204], "0")
    focused = "document.activeElement.href"
    before = page.evaluate(focused)
    page.evaluate(LOOK)
    page.locator(shown, has_text="2").wait_for()
    assert page.evaluate(focused) == before
    assert asked == [204, 200]
    page.context.close()


def test_counts_stand_still_with_a_word_once_the_session_is_over(opened, world):
    page, asked = opened(path="/"), []
    page.on("response", lambda answer: asked.append(answer.status) if "seen=" in answer.url else None)
    with writing(world) as session:
        close_all(session, person_by_email(session, mail("centre")), at=AT)
    page.evaluate(LOOK)
    page.get_by_text("Вы больше не вошли").wait_for()
    page.evaluate(LOOK)
    assert asked == [401]
    page.context.close()
