"""Documents of a report in a real browser: dropped, photographed, listed, refused early, sent; and the draft."""

import pytest

from tests.desk.chromium import DESKTOP, PHONE
from tests.desk.test_in_browser import browser, desk, one, told  # noqa: F401 - its fixtures

DROP = """(field, [name, size]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(size).fill(97)], name, {lastModified: 1}));
  for (const kind of ["dragover", "drop"]) {
    field.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture
def page(browser, desk, one):  # noqa: F811 - a fixture
    address, plain = desk
    context = browser.new_context(locale="ru-RU", viewport=DESKTOP)
    page = context.new_page()
    page.goto(address + plain().link_for("school-1", assignment_id=one))
    yield page
    context.close()


def drop(page, name, size=3):
    page.locator("#report [data-files]").evaluate(DROP, [name, size])


def chosen(page):
    return [" ".join(line.split()) for line in page.locator("#report .chosen li").all_inner_texts()]


def test_what_is_dropped_and_chosen_is_listed_with_sizes_and_goes_along(page, world, one, tmp_path):  # noqa: F811
    drop(page, "справка.txt", 2048)
    (tmp_path / "приказ.pdf").write_bytes(b"%PDF-1.7")
    page.get_by_label("Документы и фото").set_input_files(tmp_path / "приказ.pdf")
    drop(page, "справка.txt", 2048)  # the same again
    drop(page, "лишний.txt")
    page.get_by_role("button", name="Убрать лишний.txt").click()
    assert [line.removesuffix(" Убрать") for line in chosen(page)] == ["справка.txt 2 КБ", "приказ.pdf 1 КБ"]
    page.get_by_label("Что сделано").fill("Готово")
    page.get_by_role("button", name="Отправить отчёт").click()
    page.wait_for_url("**done=report")
    assert told(world, one) == [("report", "Готово", 2)]


def test_what_will_not_be_taken_is_said_before_it_travels(page, world, one):  # noqa: F811
    page.get_by_label("Что сделано").fill("Готово")
    for name, size, why in [
        ("фильм.avi", 3, "такие файлы не принимаются"),
        ("пусто.pdf", 0, "файл пуст"),
        ("скан.pdf", 21 * 1024 * 1024, "файл больше 20 МБ"),
    ]:
        drop(page, name, size)
        assert why in chosen(page)[0]
        page.get_by_role("button", name="Отправить отчёт").click()
        page.get_by_role("button", name=f"Убрать {name}").click()
    for number in range(4):
        drop(page, f"скан-{number}.pdf", 16 * 1024 * 1024)
    assert "Слишком много сразу" in chosen(page)[-1]
    page.get_by_role("button", name="Отправить отчёт").click()
    assert told(world, one) == []


def test_without_a_connection_nothing_is_lost_and_the_next_try_sends_it(page, world, one):  # noqa: F811
    page.get_by_label("Что сделано").fill("Готово")
    drop(page, "справка.txt")
    page.context.set_offline(True)
    page.get_by_role("button", name="Отправить отчёт").click()
    page.get_by_role("alert").get_by_text("Нет связи").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Отправить отчёт").click()
    page.wait_for_url("**done=report")
    assert told(world, one) == [("report", "Готово", 1)]


def test_a_refusal_is_shown_in_place_and_the_page_goes_on_working(page, world, one):  # noqa: F811
    drop(page, "справка.txt")
    page.get_by_role("button", name="Отправить отчёт").click()
    page.get_by_text("Напишите, что сделано").wait_for()
    assert "справка.txt" in page.locator("#report .files").first.inner_text()  # kept with the draft
    page.get_by_label("Что сделано").fill("Готово")
    drop(page, "ещё.txt")
    page.get_by_role("button", name="Отправить отчёт").click()
    page.wait_for_url("**done=report")
    assert told(world, one) == [("report", "Готово", 2)]


def test_a_phone_offers_its_camera_beside_its_files(browser, desk, world, one, tmp_path):  # noqa: F811
    address, plain = desk
    context = browser.new_context(locale="ru-RU", viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + plain().link_for("school-1", assignment_id=one))
    (tmp_path / "снимок.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Сфотографировать").click()
    assert choosing.value.element.get_attribute("capture") == "environment"
    choosing.value.set_files(tmp_path / "снимок.jpg")
    assert "снимок.jpg" in chosen(page)[0]
    assert not page.get_by_text("Перетащите файлы").is_visible()
    context.close()


def test_a_draft_is_there_on_another_device_too(browser, desk, one):  # noqa: F811
    address, plain = desk
    texts = []
    for how in ({"viewport": PHONE}, {"viewport": DESKTOP}):
        context = browser.new_context(locale="ru-RU", **how)
        page = context.new_page()
        page.goto(address + plain().link_for("school-1", assignment_id=one))
        texts.append(page.get_by_label("Что сделано").input_value())
        page.get_by_label("Что сделано").press_sequentially("С телефона")
        page.get_by_text("Черновик сохранён в").wait_for()
        context.close()
    assert texts == ["", "С телефона"]
