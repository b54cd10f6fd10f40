"""The desk in a real browser: the executor's way from the letter, on a phone and wide, with scripts and without, and by
keyboard alone; every page without a complaint of the browser, of axe, or a line that runs out of a phone.
"""

import re
from io import BytesIO

import pytest

from desk.app import ROOMS, create_app
from desk.cookies import Cookie
from models.database import reading
from models.queries import Filter, assignments, history
from tests.desk.browser import Browser
from tests.desk.chromium import AXE, DESKTOP, PHONE, chromium, listening, missing
from tests.desk.conftest import AT
from tests.desk.test_access import FILLED
from tests.models.working import DAY

SHOWN = [route for room in ROOMS for route in room.routes if "GET" in route.methods]
WHO = {"executor": "school-1", "executes": "school-1", "administrator": "admin"}
"""Who looks at the pages of a policy; the coordinator at all others."""


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def desk(world, settings):
    """The address of a desk, and a browser without scripts at the same."""
    app = create_app(settings, engine=world, now=lambda: AT)
    with listening(app) as address:
        yield address, lambda: Browser(app, world, AT)


@pytest.fixture
def one(world):
    with reading(world) as session:
        return assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)[0].id


def told(world, ident):
    with reading(world) as session:
        return [(line.trigger, line.text, len(line.evidence)) for line in history(session, ident)]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_executor_reports_from_the_letter(browser, desk, one, tmp_path, *, viewport, scripts):
    address, plain = desk
    (tmp_path / "приказ.pdf").write_bytes(b"%PDF-1.7")
    context = browser.new_context(viewport=viewport, java_script_enabled=scripts, locale="ru-RU")
    page = context.new_page()
    page.goto(address + plain().link_for("school-1"))
    page.get_by_role("link", name="Мероприятие 1.1").first.click()
    page.get_by_role("button", name="Взять в работу").click()
    page.get_by_label("Что сделано").fill("Назначена Иванова И. И.")
    page.get_by_label("Документы и фотографии").set_input_files(tmp_path / "приказ.pdf")
    page.get_by_role("button", name="Отправить отчёт").click()
    page.wait_for_url("**done=report**")
    assert page.get_by_role("status").first.inner_text().startswith("Отчёт отправлен. Его рассмотрит координатор")
    assert told(plain().engine, one) == [("start", "", 0), ("report", "Назначена Иванова И. И.", 1)]
    page.get_by_role("button", name="Отозвать отчёт").click()
    page.locator("summary", has_text="Попросить продлить срок").click()
    page.get_by_label("К какому дню").fill("2024-03-29")
    page.get_by_label("Почему не получается").fill("Ремонт")
    page.get_by_role("button", name="Попросить продлить срок").click()
    assert "просили до 29.03.2024" in page.inner_text("main")
    context.close()


def test_what_is_written_is_kept_without_a_press(browser, desk, one):
    address, plain = desk
    page = browser.new_context(locale="ru-RU").new_page()
    page.goto(address + plain().link_for("school-1", assignment_id=one))
    page.get_by_label("Что сделано").press_sequentially("Половина отчёта")
    page.get_by_text("Черновик сохранён в").wait_for()
    page.reload()
    assert page.get_by_label("Что сделано").input_value() == "Половина отчёта"
    page.context.close()


def test_the_main_way_needs_no_mouse(browser, desk, world, one):
    address, plain = desk
    page = browser.new_context(locale="ru-RU", viewport=DESKTOP).new_page()
    page.goto(address + plain().link_for("school-1"))

    def tab_to(words):
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")
            if words in focused:
                return
        pytest.fail(f"{words} cannot be reached by Tab")

    tab_to("Мероприятие 1.1")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/my/assignments/{one}")
    tab_to("text")
    page.keyboard.type("Готово")
    tab_to("Отправить отчёт")
    page.keyboard.press("Enter")
    page.get_by_role("status").first.wait_for()
    assert told(world, one) == [("report", "Готово", 0)]
    page.context.close()


@pytest.fixture
def lived_in(desk, world, one):
    """A desk on which something has happened: a report with a document, one sent back, a draft."""
    address, plain = desk
    school, centre = plain().by_link("school-1"), plain().signed_in("centre")
    file = [("files", ("приказ.pdf", BytesIO(b"%PDF-1.7"), "application/pdf"))]
    page = school.see(f"/my/assignments/{one}")
    page = school.send(page, "/report", text="Готово, " + "очень длинное слово: " + "ы" * 200, files=file)
    centre.send(centre.see(f"/assignments/{one}"), "/do/send_back", reason="Приложите приказ")
    values = dict(school.see(f"/my/assignments/{one}").form("/report").form_values())
    school.post(f"/my/assignments/{one}/draft", values | {"text": "Ещё раз"}, file)
    return address, plain


def paths(one):
    """Every page there is, with who looks at it; what is no page of its own is left out."""
    ids = {**FILLED, "assignment_id": one, "item_id": 1, "plan_id": 1}
    for route in SHOWN:
        if route.path not in {"/language/{code}", "/healthz", "/evidence/{evidence_id:int}"}:
            path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(ids.get(found[1], 1)), route.path)
            yield WHO.get(route.may.name, "nobody" if not route.may.known else "centre"), path


SMALL_TARGETS = """
[...document.querySelectorAll("main :is(button, a.button, select, summary, input)")]
  .filter((one) => one.offsetParent && !["hidden", "checkbox", "radio"].includes(one.type))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
  .filter(([, high]) => high < 43.5)
"""


def looked_at(browser, lived_in, one, **how):
    """Every page, open, one after another; with what the browser complained of."""
    address, plain = lived_in
    pages = sorted(paths(one))
    for who in dict.fromkeys(who for who, _ in pages):
        context = browser.new_context(locale="ru-RU", **how)
        same = plain()
        if who != "nobody":
            token = same.signed_in(who).client.cookies[Cookie.SESSION]
            context.add_cookies([{"name": Cookie.SESSION.value, "value": token, "url": address}])
        page, complaints = context.new_page(), []
        page.on("console", lambda said, all_=complaints: all_.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault, all_=complaints: all_.append(str(fault)))
        for path in (path for seer, path in pages if seer == who):
            if not same.client.head(path).headers.get("content-type", "text/html").startswith("text/html"):
                continue  # a file, not a page
            complaints.clear()
            page.goto(address + path)
            yield page, path, [said for said in complaints if "status of 4" not in said]
        context.close()


def test_axe_finds_nothing_serious_on_any_page_light_or_dark(browser, lived_in, one):
    if not AXE.exists():
        missing("axe-core is not here: npm ci")
    found, script = {}, AXE.read_text(encoding="utf-8")
    for page, path, _ in looked_at(browser, lived_in, one, viewport=DESKTOP, bypass_csp=True, reduced_motion="reduce"):
        page.evaluate(script)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            bad = [one for one in result["violations"] if one["impact"] in {"serious", "critical"}]
            if bad:
                found[path, scheme] = [(one["id"], one["nodes"][0]["html"][:120]) for one in bad]
    assert found == {}


def test_no_page_makes_the_browser_complain_or_runs_out_of_a_phone(browser, lived_in, one):
    narrow = {"width": 360, "height": 740}
    wide, complained, small = {}, {}, {}
    for page, path, complaints in looked_at(browser, lived_in, one, viewport=narrow):
        if page.evaluate("document.documentElement.scrollWidth") > narrow["width"]:
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
        if complaints:
            complained[path] = complaints
        targets = page.evaluate(SMALL_TARGETS)
        if targets:
            small[path] = targets
    assert (wide, complained, small) == ({}, {}, {})
