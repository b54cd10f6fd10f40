"""The table of assignments: what its address asks for, page by page; views; many at once, confirmed and undone."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from models.database import reading, writing
from models.operations import Request, move
from models.queries import Filter, assignments, person_by_email
from tests.builders import CALENDAR, SCHOOLS
from tests.desk.conftest import AT
from tests.models.working import DAY
from tests.models.world import mail


@pytest.fixture
def clerk(new_browser):
    return new_browser().signed_in("centre")


def moved(engine, trigger, *, number=1, **said):
    """A school's move of its share of the first item of order № 7."""
    with writing(engine) as session:
        wanted = Filter(order="7", item="1.1", executor=SCHOOLS[number - 1])
        (found,) = assignments(session, wanted, today=DAY)
        by = person_by_email(session, mail(f"school-{number}"))
        request = Request(assignment_id=found.id, trigger=trigger, person_id=by, at=AT, **said)
        move(session, request, calendar=CALENDAR)


def reported(engine, schools=3):
    for number in range(1, schools + 1):
        moved(engine, "report", number=number, text="Готово")


def executors(page):
    """The executors of the table's lines."""
    return [cell.text_content().strip() for cell in page.tree.find_class("who")]


def items(page):
    return [cell.text_content() for cell in page.tree.find_class("what-number")]


def states(world, ids):
    with reading(world) as session:
        found = {one.id: one for one in assignments(session, Filter(order="7"), today=DAY)}
    return [found[ident].state.value for ident in ids]


def ids_of(page):
    return [int(box.get("value")) for box in page.tree.xpath("//input[@name='ids']")]


def picked(browser, page, trigger, ids=None, **fields):
    """Tick these lines, or all of the page, and press a button of the bar."""
    fields = {"ids": ids if ids is not None else ids_of(page), "trigger": trigger, **fields}
    return browser.post("/assignments/bulk", {"query": "", **fields})


def test_it_shows_what_is_not_done_in_the_plans_of_whoever_asks(new_browser, clerk):
    assert set(executors(clerk.get("/assignments?item=1.1"))) == set(SCHOOLS)
    own = new_browser().signed_in("centre-2").get("/assignments?state=any")
    assert own.tree.xpath("//td[@class='what']/span[contains(., '№ 7')]") == []
    assert own.tree.xpath("//td[@class='what']/span[contains(., '№ 8')]")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("item=1.1&executor=сош 2", ["СОШ № 2"]),
        ("item=1.1&q=ЛИЦЕЙ", ["лицей № 3"]),
        ("item=1.1&state=reported", ["СОШ № 1"]),
        ("item=1.1&waits=review", ["СОШ № 1"]),
        ("item=1.1&due=undated", []),
        ("item=1.1&since=2020-01-01&until=2020-02-01", []),
        ("item=1.1&sort=executor&desc=1", list(reversed(SCHOOLS))),
        ("item=1.1&q=100%25", []),
    ],
)
def test_an_address_says_what_is_shown(clerk, world, query, found):
    moved(world, "report", text="Готово")
    assert executors(clerk.get(f"/assignments?{query}")) == found


@pytest.mark.parametrize(
    "query", ["state=gone", "due=never", "plan=x", "plan=99999999999", "sort=colour", "after=[1]", "after=x"]
)
def test_an_address_that_says_what_cannot_be_is_answered_so(clerk, query):
    assert clerk.get(f"/assignments?{query}").status == 422


@pytest.mark.parametrize("sort", ["due", "item", "executor", "state", "reported"])
@pytest.mark.parametrize("desc", ["0", "1"])
def test_pages_follow_each_other_without_a_gap_or_a_repetition(new_browser, world, monkeypatch, sort, desc):
    moved(world, "report", text="Готово")
    monkeypatch.setattr("desk.work_filter.WorkFilter.place.__kwdefaults__", {"limit": 2})
    browser = new_browser().signed_in("admin")
    whole, page = [], browser.get(f"/assignments?state=any&sort={sort}&desc={desc}")
    while True:
        whole += page.tree.xpath("//td[@class='what']/a/@href")
        following = page.tree.xpath("//a[@rel='next']/@href")
        if not following:
            break
        page = browser.get(following[0])
    with reading(world) as session:
        everything = [f"/assignments/{one.id}" for one in assignments(session, today=DAY)]
    assert sorted(whole) == sorted(everything)


def test_the_table_asks_the_database_five_times(new_browser, world):
    browser, asked = new_browser().signed_in("centre"), []
    event.listen(world, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    assert browser.get("/assignments?q=школа&due=overdue").status == 200
    assert len([statement for statement in asked if statement != "BEGIN"]) == 5, asked


def test_a_view_is_kept_shown_and_forgotten(clerk, new_browser):
    page = clerk.see("/assignments?item=1.1&state=any")
    page = clerk.send(page, "/views", name="Календарь чтения")
    assert "Календарь чтения" in page.words
    assert urlsplit(str(page.response.url)).query == "item=1.1&state=any"
    assert "Календарь чтения" not in new_browser().signed_in("plan").get("/assignments").words
    page = clerk.send(page, "/views/rename", name="Чтение")
    assert ("Чтение" in page.words, "Календарь чтения" in page.words) == (True, False)
    assert clerk.post("/views/rename", {"view": "1", "name": " "}).status == 409
    page = clerk.send(page, "/views/remove")
    assert "Чтение" not in page.words


def test_what_is_asked_for_is_let_go_one_by_one(clerk):
    page = clerk.get("/assignments?item=1.1&state=any&executor=сош&since=2024-02-01&sort=executor")
    lets_go = {a.text_content().strip(): a.get("href") for a in page.tree.xpath("//ul[@class='asked-for no-print']//a")}
    kept = {"item": ["1.1"], "state": ["any"], "executor": ["сош"], "since": ["2024-02-01"], "sort": ["executor"]}
    gone = {"п. 1.1": "item", "и исполненные": "state", "сош": "executor", "срок с 01.02.2024": "since"}
    assert len(lets_go) == len(gone)
    for said, name in gone.items():
        (link,) = [link for words, link in lets_go.items() if said in words]
        assert parse_qs(urlsplit(link).query) == {one: value for one, value in kept.items() if one != name}


def test_the_sums_below_the_table_are_of_all_that_was_found(clerk, world, monkeypatch):
    reported(world, schools=2)
    moved(world, "start", number=3)
    monkeypatch.setattr("desk.work_filter.WorkFilter.place.__kwdefaults__", {"limit": 1})
    page = clerk.get("/assignments?item=1.1")
    (sums,) = page.tree.xpath("//ul[@class='sums']")
    said = [" ".join(one.text_content().split()) for one in sums]
    assert said == ["Всего: 3", "в работе 1", "отчёт ждёт приёмки 2"]


def test_the_sheet_has_the_same_lines_with_numbers_as_text(clerk):
    answer = clerk.get("/assignments.xlsx?item=1.1").response
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][1:6] == ["Распоряжение", "Пункт", "Мероприятие", "Исполнитель", "Срок"]
    assert sorted(row[4] for row in rows[1:]) == sorted(SCHOOLS)
    assert {row[2] for row in rows[1:]} == {"1.1"}


def test_reports_are_accepted_together_once_it_is_confirmed_and_put_back_by_undo(clerk, world):
    reported(world)
    page = clerk.get("/assignments?item=1.1")
    ids = ids_of(page)
    asked = picked(clerk, page, "accept")
    assert "Принять отчёт: 3 поручения" in asked.words
    assert states(world, ids) == ["reported"] * 3
    done = clerk.send(asked, "/assignments/bulk/do")
    assert "Сделано с 3 поручениями" in done.words
    assert states(world, ids) == ["accepted"] * 3
    again = clerk.send(asked, "/assignments/bulk/do")
    assert "второй раз не делалось" in again.words
    back = clerk.send(done, "/assignments/bulk/undo")
    assert "3 поручения теперь как прежде" in back.words
    assert states(world, ids) == ["reported"] * 3
    assert clerk.send(done, "/assignments/bulk/undo").status == 409


def test_what_is_refused_is_named_with_its_reason_before_anything_is_done(clerk, world):
    reported(world, schools=1)
    asked = picked(clerk, clerk.get("/assignments?item=1.1"), "accept")
    assert "Принять отчёт: 1 поручение" in asked.words
    assert "2 поручения останутся как есть" in asked.words
    assert "в этом состоянии так сделать нельзя" in asked.words
    done = clerk.send(asked, "/assignments/bulk/do")
    assert "Сделано с 1 поручением" in done.words


def test_a_step_that_needs_a_reason_is_asked_for_it_again_and_does_nothing(clerk, world):
    reported(world)
    page = clerk.get("/assignments?item=1.1")
    asked = picked(clerk, page, "send_back")
    again = clerk.send(asked, "/assignments/bulk/do", reason=" ")
    assert (again.status, "укажите причину" in again.words) == (422, True)
    assert states(world, ids_of(page)) == ["reported"] * 3
    done = clerk.send(again, "/assignments/bulk/do", reason="Нет списка", due_on="2024-03-01")
    assert "Сделано с 3 поручениями" in done.words
    assert states(world, ids_of(page)) == ["returned"] * 3


def test_less_than_was_promised_is_not_done_but_shown_anew(clerk, world):
    reported(world)
    page = clerk.get("/assignments?item=1.1")
    asked = picked(clerk, page, "accept")
    moved(world, "recall")
    again = clerk.send(asked, "/assignments/bulk/do")
    assert (again.status, "Ничего не сделано" in again.words) == (409, True)
    assert states(world, ids_of(page)).count("reported") == 2
    assert "Сделано с 2 поручениями" in clerk.send(again, "/assignments/bulk/do").words


def test_a_date_that_is_not_later_is_refused_with_nothing_done(clerk, world):
    page = clerk.get("/assignments?item=1.1")
    asked = picked(clerk, page, "extend")
    again = clerk.send(asked, "/assignments/bulk/do", reason="Карантин", due_on="2024-01-09")
    assert (again.status, "позже нынешнего срока" in again.words) == (409, True)


def test_every_one_that_fits_the_filter_can_be_chosen(clerk, world):
    asked = picked(clerk, clerk.get("/assignments?item=1.1"), "remind", [], every="true", query="item=1.1")
    assert "Напомнить: 3 поручения" in asked.words
    done = clerk.send(asked, "/assignments/bulk/do", reason="Ждём до пятницы")
    assert "Сделано с 3 поручениями" in done.words
    with world.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == 3


def test_what_is_not_in_the_plans_of_whoever_asks_is_neither_named_nor_done(new_browser, world):
    other = new_browser().signed_in("centre-2")
    with reading(world) as session:
        foreign = [one.id for one in assignments(session, Filter(order="7", item="1.1"), today=DAY)]
    page = picked(other, None, "remind", foreign)
    assert (page.status, "Ничего не выбрано" in page.words) == (422, True)
    data = {"trigger": "remind", "ids": ",".join(map(str, foreign)), "promised": "0", "key": "0" * 32}
    assert "СОШ" not in other.post("/assignments/bulk/do", data).words


def test_a_controller_removes_for_a_reason_from_the_list(new_browser, world):
    browser = new_browser().signed_in("plan")
    page = browser.get("/assignments?item=1.1")
    asked = picked(browser, page, "remove")
    assert browser.send(asked, "/assignments/bulk/do").status == 422
    assert "Сделано с 3" in browser.send(asked, "/assignments/bulk/do", reason="duplicate").words
    assert states(world, ids_of(page)) == ["removed"] * 3


@pytest.mark.parametrize(
    ("who", "query", "offered"),
    [
        ("centre", "", ["accept", "send_back", "extend", "remind"]),
        ("centre", "waits=extension", ["grant_extension", "refuse_extension"]),
        ("plan", "state=any&state=accepted", ["reopen"]),
    ],
)
def test_the_bar_offers_what_all_that_is_shown_wants(new_browser, world, who, query, offered):
    moved(world, "report", text="Готово")
    moved(world, "ask_extension", number=2, reason="Ремонт", due_on=DAY.replace(month=5))
    browser = new_browser().signed_in(who)
    if "accepted" in query:
        page = browser.get("/assignments?item=1.1")
        browser.send(picked(browser, page, "accept"), "/assignments/bulk/do")
    page = browser.get(f"/assignments?item=1.1&{query}")
    assert page.tree.xpath("//button[@name='trigger']/@value") == offered


def test_several_requests_for_a_later_date_are_granted_at_once(clerk, world):
    for number in (1, 2):
        moved(world, "ask_extension", number=number, reason="Ремонт", due_on=DAY.replace(month=5))
    (table,) = [link for link in clerk.get("/attention/extensions").links() if "waits=extension" in link]
    page = clerk.get(table)
    asked = picked(clerk, page, "grant_extension")
    assert asked.words.count("просит до") == 2
    done = clerk.send(asked, "/assignments/bulk/do")
    assert "Сделано с 2 поручениями" in done.words


@pytest.mark.parametrize("name", ["signed", "admin"])
def test_who_may_only_look_has_no_boxes_to_tick(new_browser, name):
    page = new_browser().signed_in(name).get("/assignments")
    assert page.tree.xpath("//input[@type='checkbox' and @form]") == []


def test_a_step_nobody_knows_is_not_understood(clerk):
    assert picked(clerk, clerk.get("/assignments"), "explode").status == 422
    data = {"trigger": "explode", "ids": "1", "promised": "1", "key": "0" * 32}
    assert clerk.post("/assignments/bulk/do", data).status == 422


def test_a_step_of_somebody_else_s_or_an_older_one_is_not_undone(clerk, new_browser, world):
    reported(world)
    page = clerk.get("/assignments?item=1.1")
    first, second, _ = ids_of(page)
    done = clerk.send(picked(clerk, page, "accept", [first]), "/assignments/bulk/do")
    clerk.send(picked(clerk, page, "accept", [second]), "/assignments/bulk/do")
    assert clerk.send(done, "/assignments/bulk/undo").status == 409
    assert states(world, [first, second]) == ["accepted", "accepted"]
    step = done.form("/assignments/bulk/undo").fields["step"]
    assert new_browser().signed_in("plan").post("/assignments/bulk/undo", {"step": step}).status == 409


def test_the_links_of_headings_turn_the_order_and_keep_the_filter(clerk):
    page = clerk.get("/assignments?item=1.1&sort=executor")
    link = next(a for a in page.tree.xpath("//th/a/@href") if "sort=executor" in a)
    assert parse_qs(urlsplit(link).query) == {"item": ["1.1"], "sort": ["executor"], "desc": ["1"]}


@pytest.mark.parametrize(
    "said",
    [{"key": ""}, {"key": "x"}, {"promised": "many"}, {"due_on": "soon"}, {"reason": "x" * 20_001}],
)
def test_a_confirmation_that_says_what_cannot_be_does_nothing(clerk, said):
    data = {"trigger": "accept", "ids": "1", "promised": "1", "key": "0" * 32, **said}
    assert clerk.post("/assignments/bulk/do", data).status == 422


@pytest.mark.parametrize("ids", ["0", "x", "-1", "9" * 40, "1," * 3, "\u00b2"])
def test_ids_that_cannot_be_are_passed_over(clerk, ids):
    data = {"trigger": "remind", "ids": ids, "promised": "1000", "key": "0" * 32}
    assert clerk.post("/assignments/bulk/do", data).status in {200, 409}


def test_ids_beyond_what_a_table_holds_are_not_understood(clerk):
    assert picked(clerk, None, "remind", [2**40]).status == 422
    assert clerk.get("/assignments?q=%00").status == 422
