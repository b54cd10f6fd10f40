"""A receipt of a report: a page to be kept, and a letter where it is asked for."""

import hashlib

import pytest

from models import outbox
from models.database import reading, writing
from models.mail_switch import turn
from models.queries import person_by_email
from models.tables import Person
from tests.desk.conftest import AT
from tests.desk.test_reporting import PDF, brought, found, page_of
from tests.desk.test_unchanged import several  # noqa: F401 - a fixture
from tests.models.world import mail


def receipts(world):
    with reading(world) as session:
        return [(one.recipient, one.subject) for one in outbox.letters(session) if one.key.startswith("receipt/")]


def test_a_receipt_says_what_was_received_and_stands_until_the_report_is_taken_back(new_browser, world):
    one, school = found(world), new_browser().by_link("school-1")
    path = f"/my/assignments/{one.id}/receipt"
    assert "подтверждать нечего" in school.see(path).words
    page = school.send(page_of(school, one), "/report", text="Назначена Иванова", files=brought())
    assert path in page.links()
    words = school.see(path).words
    for said in (
        "12 февраля 2024, 19:00 (GMT+07:00)",
        "Назначена Иванова",
        hashlib.sha256(PDF).hexdigest(),
        "отчёт в срок",
    ):
        assert said in words
    assert new_browser().by_link("school-2").get(path).status == 404
    school.send(page, "/do/recall")
    assert "подтверждать нечего" in school.see(path).words


def test_a_letter_comes_where_it_is_asked_for_and_once(new_browser, world):
    one, school = found(world), new_browser().by_link("school-1")
    page = page_of(school, one)
    for _ in range(2):
        sent = school.send(page, "/report", text="Готово", receipt="true")
    assert "Квитанция придёт вам письмом" in sent.words
    assert receipts(world) == [(mail("school-1"), "Квитанция: отправлен отчёт, п. 1.1 распоряжения № 7")]
    other = found(world, "1.2")
    school.send(page_of(school, other), "/report", text="Готово")
    assert len(receipts(world)) == 1


@pytest.mark.parametrize(("why", "said"), [("off", "Почта выключена"), ("no address", "адрес не указан")])
def test_where_no_letter_leaves_the_report_is_sent_and_the_page_says_so(new_browser, world, why, said):
    one, school = found(world), new_browser().by_link("school-1")
    page = page_of(school, one)
    with writing(world) as session:
        if why == "off":
            turn(session, on=False, at=AT)
        else:
            session.get_one(Person, person_by_email(session, mail("school-1"))).email = None
    sent = school.send(page, "/report", text="Готово", receipt="true")
    assert ("Отчёт отправлен" in sent.words, said in sent.words, receipts(world)) == (True, True, [])


def test_a_refused_report_has_no_receipt(new_browser, world):
    school = new_browser().by_link("school-1")
    assert school.send(page_of(school, found(world)), "/report", text="", receipt="true").status == 422
    assert receipts(world) == []


def test_one_letter_tells_of_all_that_were_reported_on_at_once(new_browser, world, several):  # noqa: F811
    school = new_browser().by_link("school-1")
    done = school.send(school.see("/my/unchanged"), "/my/unchanged", files=brought(), receipt="true")
    assert "Квитанция придёт вам письмом" in done.words
    assert len(receipts(world)) == 1
