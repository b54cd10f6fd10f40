"""A reminder from an assignment's own page; what changed under a confirmation; one's last steps, and what is undone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.database import reading
from models.queries import Filter, assignments
from models.tables import Outbox, OutboxState
from tests.desk.conftest import AT
from tests.desk.test_table import ids_of, moved, picked, reported, states
from tests.models.working import DAY


@pytest.fixture
def clerk(new_browser):
    return new_browser().signed_in("centre")


@pytest.fixture
def one(world):
    with reading(world) as session:
        return assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)[0].id


def waiting_letters(world):
    with world.connect() as connection:
        return connection.execute(select(func.count()).where(Outbox.state == OutboxState.QUEUED)).scalar()


def test_one_assignment_is_reminded_of_from_its_page_confirmed_and_taken_back(clerk, new_browser, world, one):
    page = clerk.get(f"/assignments/{one}")
    asked = clerk.send(page, "/assignments/bulk", trigger="remind")
    assert "Напомнить: 1 поручение" in asked.words
    assert f"/assignments/{one}" in asked.links()
    done = clerk.send(asked, "/assignments/bulk/do", reason="Ждём до пятницы")
    assert ("Сделано с 1 поручением" in done.words, waiting_letters(world)) == (True, 1)
    school = new_browser().by_link("school-1")
    assert "Ждём до пятницы" in school.see(f"/my/assignments/{one}").words
    back = clerk.send(done, "/assignments/bulk/undo")
    assert "Ждём до пятницы" not in school.see(f"/my/assignments/{one}").words  # of what never left they hear nothing
    assert "Ждём до пятницы" in clerk.see(f"/assignments/{one}").words
    assert ("1 поручение теперь как прежде" in back.words, waiting_letters(world)) == (True, 0)
    assert f"/assignments/{one}" in back.links()


def test_who_may_only_look_is_offered_no_reminder(new_browser, one):
    page = new_browser().signed_in("signed").get(f"/assignments/{one}")
    assert "/assignments/bulk" not in page.actions()


def test_another_report_than_was_looked_at_is_not_accepted_but_shown(clerk, world):
    reported(world)
    page = clerk.get("/assignments?item=1.1")
    asked = picked(clerk, page, "accept")
    moved(world, "recall", number=2)
    moved(world, "report", number=2, text="Совсем другое")
    again = clerk.send(asked, "/assignments/bulk/do")
    assert (again.status, "Ничего не сделано" in again.words) == (409, True)
    assert "1.1, СОШ № 2 – представлен отчёт" in again.words
    assert states(world, ids_of(page)) == ["reported"] * 3
    assert "Сделано с 3 поручениями" in clerk.send(again, "/assignments/bulk/do").words


def test_ones_last_steps_say_what_can_be_undone_and_why_the_others_cannot(clerk, new_browser, world):
    reported(world)
    page = clerk.get("/assignments?item=1.1")
    first, second, third = ids_of(page)
    assert "ещё ничего не делали" in clerk.get("/steps").words
    for ident in (first, second):
        clerk.send(picked(clerk, page, "accept", [ident]), "/assignments/bulk/do")
    steps = clerk.get("/steps")
    assert "после него был другой шаг" in steps.words
    assert steps.actions() == ["/assignments/bulk/undo"]
    undone = clerk.send(steps, "/assignments/bulk/undo")
    assert (undone.status, "/steps" in undone.links()) == (200, True)
    assert states(world, [first, second, third]) == ["accepted", "reported", "reported"]
    steps = clerk.get("/steps")
    assert ("отменено" in steps.words, steps.actions()) == (True, [])
    assert "десять минут прошли" in new_browser(AT + timedelta(minutes=11)).signed_in("centre").get("/steps").words
    assert "ещё ничего не делали" in new_browser().signed_in("plan").get("/steps").words


def test_a_step_leads_to_the_table_of_what_it_moved_and_names_what_changed_since(clerk, world):
    page = clerk.get("/assignments?item=1.1&sort=executor")
    asked = picked(clerk, page, "extend", ids_of(page)[:2])
    clerk.send(asked, "/assignments/bulk/do", reason="Карантин", due_on="2024-05-15")
    moved(world, "start")
    steps = clerk.get("/steps")
    assert "1 из них с тех пор изменено" in steps.words
    (table,) = [link for link in steps.links() if "step=" in link]
    assert sorted(ids_of(clerk.get(table))) == sorted(ids_of(page)[:2])
    assert "1 поручение теперь как прежде; 1 осталось как есть" in clerk.send(steps, "/assignments/bulk/undo").words


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_form_leads_back_to_another_site(clerk, back):
    page = picked(clerk, clerk.get("/assignments?item=1.1"), "remind", back=back)
    assert [link for link in page.links() if "evil" in link] == []
