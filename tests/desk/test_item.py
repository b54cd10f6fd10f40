"""An item's page: executors and counts, occurrences and history; its control, rule and date changed by forms."""

from datetime import date

import pytest
from sqlalchemy import event, func, select

from models.database import reading, writing
from models.queries import Filter, items
from models.tables import ItemHistory, Occurrence, PlanItem
from states.schedule import ScheduleKind
from tests.builders import instant
from tests.desk.test_table import reported
from tests.models.working import DAY

FORM = {"key": "0" * 32, "seen": "0"}
"""What every form of the page has beside its token."""


@pytest.fixture
def path(world):
    """The page of the first item of order № 7."""
    return path_of(world, "1.1")


def path_of(world, number):
    with reading(world) as session:
        (found,) = items(session, Filter(order="7", item=number), today=DAY)
    return f"/items/{found.id}"


def executors(page):
    return [cell.text_content().strip() for cell in page.tree.find_class("who")]


def test_it_shows_who_is_asked_and_how_far_each_has_come(new_browser, path):
    page = new_browser().signed_in("centre").get(path)
    assert executors(page) == ["СОШ № 1", "СОШ № 2", "лицей № 3"]
    assert "поручено: 3" in page.words
    assert "0 из 3" in page.words


def test_who_is_waited_for_stands_first_who_is_done_last(new_browser, world, path):
    reported(world, 2)
    with writing(world) as session:
        session.connection().exec_driver_sql("UPDATE assignment SET state = 'accepted' WHERE organization_id = 1")
    assert executors(new_browser().signed_in("centre").get(path)) == ["СОШ № 2", "лицей № 3", "СОШ № 1"]


def test_it_asks_the_database_five_times(new_browser, world, path):
    browser, asked = new_browser().signed_in("centre"), []
    event.listen(world, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    browser.get(path)
    assert len([statement for statement in asked if statement != "BEGIN"]) <= 5, asked


def test_a_controller_turns_the_control_with_a_reason_and_it_is_in_the_history(new_browser, path):
    browser = new_browser().signed_in("plan")
    page = browser.get(path)
    assert browser.send(page, "/control/put_under_special_control", reason=" ").status == 422
    page = browser.send(page, "/control/put_under_special_control", reason="Просит город")
    assert (page.status, "на особом контроле" in page.words, "Просит город" in page.words) == (200, True, True)
    page = browser.send(page, "/control/remove_from_control", reason="Отменено городом")
    assert "снято с контроля" in page.words
    assert "/roll-up" not in str(page.actions())
    again = browser.post(f"{path}/control/remove_from_control", {"reason": "ещё раз", "key": "0" * 32, "seen": "2"})
    assert (again.status, "так сделать нельзя" in again.words) == (422, True)


def test_a_coordinator_is_offered_no_change_of_control_and_may_make_none(new_browser, path):
    browser = new_browser().signed_in("centre")
    assert [one for one in browser.get(path).actions() if "/control/" in one] == []
    answer = browser.post(f"{path}/control/remove_from_control", {"reason": "потому что", **FORM})
    assert (answer.status, "нет на это права" in answer.words) == (422, True)


def test_the_rule_of_an_item_is_changed_and_what_it_cannot_be_is_said(new_browser, path):
    browser = new_browser().signed_in("centre")
    page = browser.get(path)
    wrong = browser.send(page, "/roll-up", mode="quorum", quorum="много")
    assert (wrong.status, "скольких достаточно" in wrong.words) == (409, True)
    page = browser.send(page, "/roll-up", mode="quorum", quorum="2")
    assert "исполнят достаточно: 2" in page.words
    assert browser.send(page, "/roll-up", mode="all", quorum=None).status == 200


def test_of_what_is_done_by_its_rule_it_says_how_many_have_not_finished(new_browser, world, path):
    browser = new_browser().signed_in("centre")
    with writing(world) as session:
        session.connection().exec_driver_sql("UPDATE planitem SET state = 'accepted' WHERE number = '1.1'")
    assert "По правилу мероприятие исполнено, но 3 исполнителя не закончили" in browser.get(path).words
    assert "3 исполнителя не закончили" in new_browser().signed_in("plan").get("/overview").words


def test_who_may_only_look_is_offered_nothing_and_refused_everything(new_browser, path):
    browser = new_browser().signed_in("signed")
    assert browser.get(path).actions() == []
    assert browser.post(f"{path}/roll-up", {"mode": "lead", **FORM}).status == 409
    assert browser.post(f"{path}/next-year", {"year": "2025", **FORM}).status == 409


def test_a_first_date_is_given_where_there_is_none_only(new_browser, path):
    browser = new_browser().signed_in("centre")
    assert browser.post(f"{path}/date", {"due_on": "", **FORM}).status == 422
    answer = browser.post(f"{path}/date", {"due_on": "2024-05-01", **FORM})
    assert (answer.status, "Срок уже есть" in answer.words) == (409, True)
    answer = browser.post(f"{path}/open", {"due_on": "2024-05-01", **FORM})
    assert (answer.status, "Запросить можно" in answer.words) == (409, True)


def test_a_change_of_control_nobody_knows_is_not_there(new_browser, path):
    assert new_browser().signed_in("plan").post(f"{path}/control/explode", {"reason": "x", **FORM}).status == 404


def count(world, rows):
    with world.connect() as connection:
        return connection.execute(select(func.count()).select_from(rows)).scalar()


@pytest.mark.parametrize(
    ("who", "action", "said"),
    [
        ("plan", "/control/put_under_special_control", {"reason": "Просит город"}),
        ("plan", "/roll-up", {"mode": "quorum", "quorum": "2"}),
    ],
)
def test_a_form_that_is_sent_twice_is_done_once_and_says_so(new_browser, world, path, who, action, said):
    browser = new_browser().signed_in(who)
    page = browser.get(path)
    first, second = (browser.send(page, action, **said) for _ in range(2))
    assert (first.status, second.status, count(world, ItemHistory)) == (200, 200, 1)
    other = browser.send(page, action, **said | {"reason": "Передумал"})
    assert ("второй раз" in other.words, count(world, ItemHistory)) == (True, 1)


def test_what_another_did_meanwhile_is_shown_with_who_did_it_and_what_was_typed_is_kept(new_browser, world, path):
    quick, slow = new_browser().signed_in("plan"), new_browser().signed_in("order")
    page = slow.get(path)
    quick.send(quick.get(path), "/control/put_under_special_control", reason="Просит город")
    page = slow.send(page, "/control/put_under_special_control", reason="Просит прокурор")
    assert (page.status, count(world, ItemHistory)) == (409, 1)
    assert "Зимин Пётр Львович – «Просит город»" in page.words
    assert "Вы ввели: «Просит прокурор»" in page.words
    page = slow.send(slow.get(path), "/roll-up", mode="quorum", quorum="много", reason="Так решили")
    kept = dict(page.form("/roll-up").form_values())
    assert (kept["mode"], kept["quorum"], kept["reason"]) == ("quorum", "много", "Так решили")


def test_who_was_quicker_with_a_first_date_is_told(new_browser, world):
    path = path_of(world, "1.4")
    quick, slow = new_browser().signed_in("centre"), new_browser().signed_in("plan")
    page = slow.get(path)
    quick.send(quick.get(path), "/date", due_on="2024-05-01")
    page = slow.send(page, "/date", due_on="2024-06-01")
    assert (page.status, "назначен срок, Орлова Анна Ивановна" in page.words) == (409, True)


@pytest.fixture
def goes_on(world):
    """The path of an item that goes on for years, and its id."""
    path = path_of(world, "1.4")
    with writing(world) as session:
        item = session.get_one(PlanItem, int(path.rpartition("/")[2]))
        item.schedule_kind, item.schedule = ScheduleKind.CONTINUOUS, {"kind": "continuous"}
    return path, int(path.rpartition("/")[2])


def times(world, item_id):
    with world.connect() as connection:
        found = select(Occurrence.due_on).where(Occurrence.item_id == item_id, Occurrence.due_on.is_not(None))
        return sorted(connection.execute(found).scalars())


def test_an_item_that_goes_on_is_carried_into_the_next_year_once(new_browser, world, goes_on):
    path, item_id = goes_on
    browser = new_browser().signed_in("centre")
    page = browser.get(path)
    days = [date(2024, 6, 30), date(2024, 12, 31)]
    assert "2024 году" in page.form("/next-year").getparent().text_content()
    for _ in range(2):
        assert browser.send(page, "/next-year").status == 200
    assert times(world, item_id) == days
    assert "Продолжить в 2025 году" in browser.get(path).words


def test_in_december_the_start_page_leads_to_what_goes_on_and_the_ticked_items_do(new_browser, world, goes_on):
    _, item_id = goes_on
    browser = new_browser(instant(date(2024, 12, 2))).signed_in("centre")
    assert "Продолжить в 2025 году" not in new_browser().signed_in("centre").get("/").words
    start = browser.get("/")
    assert ("Продолжить в 2025 году" in start.words, "/next-year" in start.links()) == (True, True)
    page = browser.get("/next-year")
    none = browser.send(page, "/next-year", items=[])
    assert (none.status, times(world, item_id)) == (422, [])
    done = browser.send(page, "/next-year", items=[str(item_id)])
    assert "Добавлено" in done.words
    browser.send(page, "/next-year", items=[str(item_id)])
    assert times(world, item_id) == [date(2025, 6, 30), date(2025, 12, 31)]
    assert "переносить нечего" in done.words


def test_who_may_not_carry_an_item_on_sees_it_without_a_box_and_is_refused(new_browser, world, goes_on):
    _, item_id = goes_on
    browser = new_browser(instant(date(2024, 12, 2))).signed_in("signed")
    page = browser.get("/next-year")
    assert ("Подтверждает координатор" in page.words, page.actions()) == (True, [])
    answer = browser.post("/next-year", {"key": "0" * 32, "year": "2025", "items": str(item_id)})
    assert (answer.status, times(world, item_id)) == (409, [])
