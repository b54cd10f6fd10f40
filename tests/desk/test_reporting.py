"""An executor's way from a letter to an accepted report, by plain forms; and what may go wrong on it."""

from datetime import date
from io import BytesIO

import pytest

from models import links
from models.database import reading, writing
from models.queries import Filter, assignments, history, person_by_email
from models.report_drafts import report_draft
from states.assignment import State
from tests.builders import instant
from tests.desk.conftest import AT
from tests.models.working import DAY
from tests.models.world import mail

PDF = b"%PDF-1.7 order"


@pytest.fixture
def one(world):
    """The assignment of СОШ № 1 on item 1.1 of order № 7."""
    return found(world)


def found(world, item="1.1", executor="СОШ № 1"):
    with reading(world) as session:
        (one,) = assignments(session, Filter(order="7", item=item, executor=executor), today=DAY)
        return one


def told(world, one):
    with reading(world) as session:
        return [(line.trigger, line.text or line.reason, line.person) for line in history(session, one.id)]


def page_of(browser, one):
    return browser.see(f"/my/assignments/{one.id}")


def brought(name="приказ.pdf", content=PDF):
    return [("files", (name, BytesIO(content), "application/pdf"))]


def documents_on(page):
    """Where a page hands documents out."""
    return {link for link in page.links() if "/evidence/" in link and not link.endswith("/look")}


def kept(settings):
    """The documents in the evidence folder."""
    folder = settings.evidence_dir
    return sorted(path.read_bytes() for path in folder.iterdir()) if folder.exists() else []


def test_from_the_letter_to_the_report_and_its_acceptance(new_browser, world, one):
    school = new_browser()
    mine = school.see(school.link_for("school-1"))
    assert mine.path == "/my"
    assert f"/my/assignments/{one.id}" in mine.links()
    page = page_of(school, one)
    page = school.send(page, "/do/start")
    assert "Взято в работу." in page.words
    page = school.send(page, "/report", text="Назначена Иванова И. И.", files=brought())
    assert (page.status, "Отчёт отправлен" in page.words) == (200, True)
    centre = new_browser().signed_in("centre")
    assert "Мероприятие 1.1" in centre.see("/attention/reported").words
    page = centre.see(f"/assignments/{one.id}")
    assert "Назначена Иванова И. И." in page.words
    (document,) = documents_on(page)
    assert centre.get(document).response.content == PDF
    page = centre.send(page, "/do/accept")
    assert "Принято." in page.words
    assert found(world).state is State.ACCEPTED
    assert [line[0] for line in told(world, one)] == ["start", "report", "accept"]


def test_a_document_is_handed_out_as_nothing_a_browser_would_open(new_browser, one):
    school = new_browser().by_link("school-1")
    page = school.send(page_of(school, one), "/report", text="Готово", files=brought("приказ «1».pdf"))
    (path,) = documents_on(page)
    headers = school.get(path).response.headers
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%BF")
    assert headers["content-security-policy"].startswith("sandbox")
    assert (headers["x-content-type-options"], headers["content-type"]) == ("nosniff", "application/octet-stream")
    for stranger in (new_browser().by_link("school-2"), new_browser().signed_in("centre-2")):
        assert stranger.get(path).status == 404
    assert new_browser().get(path).status in {303, 401}
    assert new_browser().signed_in("plan").get(path).status == 200


def test_after_a_report_the_way_leads_on_to_the_most_urgent_that_is_left(new_browser, world, one):
    school = new_browser().by_link("school-1")
    page = school.send(page_of(school, one), "/report", text="Готово")
    (then,) = page.tree.xpath("//main//a[contains(@class, 'main')]/@href")
    left = [link for link in school.see("/my").links() if "/my/assignments/" in link]
    assert then == left[0] != f"/my/assignments/{one.id}"
    narrow = new_browser().by_link("school-1", assignment_id=found(world, "1.2").id)
    page = narrow.send(page_of(narrow, found(world, "1.2")), "/report", text="Готово")
    assert page.tree.xpath("//main//a[contains(@class, 'main')]") == []


def test_figures_become_lines_of_the_report(new_browser, world, one):
    school = new_browser().by_link("school-1")
    figures = {"figures": ["Участников:", "", ""], "values": ["120", "", "3"]}
    school.send(page_of(school, one), "/report", text="Прошло", **figures)
    assert told(world, one)[-1][1] == "Прошло\nУчастников: 120"


def test_a_draft_keeps_text_figures_and_documents(new_browser, world, settings, one):
    school = new_browser().by_link("school-1")
    page = page_of(school, one)
    values = dict(page.form("/report").form_values()) | {"text": "Черновой текст"}
    values |= {"figures": ["Участников:", "", ""], "values": ["120", "", ""]}
    path = f"/my/assignments/{one.id}/draft"
    assert school.post(path, values, brought()).status == 303
    page = page_of(school, one)
    assert page.tree.find(".//textarea[@id='text']").text.strip() == "Черновой текст\nУчастников: 120"
    assert "приказ.pdf" in page.words
    assert "Черновой" not in page_of(new_browser().by_link("colleague"), one).text
    assert "есть черновик" in school.see("/my").words
    assert told(world, one) == []
    page = school.send(page, "/remove")
    assert ("приказ.pdf" in page.words, kept(settings)) == (False, [])


def test_a_report_takes_the_documents_of_its_draft_and_leaves_no_draft(new_browser, world, settings, one):
    school = new_browser().by_link("school-1")
    values = dict(page_of(school, one).form("/report").form_values())
    school.post(f"/my/assignments/{one.id}/draft", values | {"text": "Текст"}, brought("первый.pdf"))
    school.send(page_of(school, one), "/report", text="Текст", files=brought("второй.pdf"))
    with reading(world) as session:
        names = [file.name for file in history(session, one.id)[-1].evidence]
        person_id = person_by_email(session, mail("school-1"))
        assert report_draft(session, assignment_id=one.id, person_id=person_id) is None
    assert names == ["первый.pdf", "второй.pdf"]
    assert len(kept(settings)) == 2


def test_a_refused_report_says_why_and_loses_nothing(new_browser, world, settings, one):
    school = new_browser().by_link("school-1")
    page = school.send(page_of(school, one), "/report", text="", files=brought())
    assert (page.status, "Напишите, что сделано." in page.words) == (422, True)
    assert "приказ.pdf" in page.words
    page = school.send(page, "/report", text="Вот теперь готово")
    assert told(world, one) == [("report", "Вот теперь готово", mail("school-1"))]
    assert kept(settings) == [PDF]


def test_a_document_that_is_not_taken_is_named_and_the_text_stays(new_browser, world, settings, one):
    school = new_browser().by_link("school-1")
    page = school.send(page_of(school, one), "/report", text="Длинный текст", files=brought("игра.exe", b"MZ\x90\x00"))
    assert (page.status, "игра.exe: такие файлы не принимаются" in page.words) == (422, True)
    assert page.tree.find(".//textarea[@id='text']").text.strip() == "Длинный текст"
    assert (told(world, one), kept(settings)) == ([], [])


def test_a_form_sent_twice_is_one_move(new_browser, world, settings, one):
    school = new_browser().by_link("school-1")
    page = page_of(school, one)
    for _ in range(2):
        again = school.send(page, "/report", text="Готово", files=brought())
        assert again.status == 200
    assert "второй раз ничего не сделано" in school.send(page, "/report", text="Готово, но иначе").words
    assert [line[0] for line in told(world, one)] == ["report"]
    assert kept(settings) == [PDF]


def test_a_page_that_is_not_true_any_more_shows_what_was_done_and_by_whom(new_browser, world, one):
    school, colleague = new_browser().by_link("school-1"), new_browser().by_link("colleague")
    old = page_of(school, one)
    colleague.send(page_of(colleague, one), "/report", text="Я уже всё отправил")
    page = school.send(old, "/do/ask_extension", due_on="2024-04-30", reason="Ремонт")
    assert page.status == 409
    assert "это изменил кто-то другой" in page.words
    assert "представлен отчёт, Ким Р.А." in page.words
    assert len(told(world, one)) == 1


def test_an_executor_asks_for_a_later_day_or_says_that_it_is_not_theirs(new_browser, world, one):
    school = new_browser().by_link("school-1")
    page = school.send(page_of(school, one), "/do/ask_extension", due_on="2024-02-01", reason="Ремонт")
    assert (page.status, "Укажите день позже нынешнего срока." in page.words) == (422, True)
    assert page.tree.find(".//textarea[@id='ask_extension-reason']").text.strip() == "Ремонт"
    page = school.send(page, "/do/ask_extension", due_on="2024-03-20", reason="Ремонт")
    assert "просили до 20.03.2024" in page.words
    assert found(world).extension_on == date(2024, 3, 20)
    page = school.send(page, "/do/withdraw_extension")
    page = school.send(page, "/do/decline", reason="Это к методическому центру")
    assert found(world).declined_on == DAY
    centre = new_browser().signed_in("centre")
    page = centre.send(centre.see(f"/assignments/{one.id}"), "/do/uphold", reason="Касается всех школ")
    assert found(world).declined_on is None


def test_what_was_sent_back_and_why_stands_at_the_top(new_browser, world, one):
    school, centre = new_browser().by_link("school-1"), new_browser().signed_in("centre")
    school.send(page_of(school, one), "/report", text="Готово")
    centre.send(centre.see(f"/assignments/{one.id}"), "/do/send_back", reason="Приложите приказ")
    page = page_of(school, one)
    (notice,) = page.tree.find_class("notice")
    assert "Приложите приказ" in notice.text_content()
    assert page.form("/report").fields["text"].strip() == "Готово"  # to be mended
    assert "Возвращено на доработку" in school.see("/my").words


def test_only_legal_moves_are_offered_and_others_are_refused(new_browser, world, one):
    school = new_browser().by_link("school-1")
    assert {path.rpartition("/")[2] for path in page_of(school, one).actions()} == {
        "start", "report", "ask_extension", "decline", "comment",
    }  # fmt: skip
    for trigger in ("accept", "remove", "remind", "set_due_date", "fly"):
        assert school.post(f"/my/assignments/{one.id}/do/{trigger}", {"key": "0" * 32, "seen": 0}).status == 404
    recalled = school.post(f"/my/assignments/{one.id}/do/recall", {"key": "0" * 32, "seen": 0})
    assert (recalled.status, "так сделать нельзя" in recalled.words) == (422, True)


def test_a_coordinator_s_link_opens_an_executor_s_moves_only(new_browser, world):
    """The centre is an executor of item 1.2 and coordinates the plan; by a link it is the executor."""
    own = found(world, item="1.2", executor="МАУ Центр")
    page = page_of(new_browser().by_link("centre"), own)
    assert {path.rpartition("/")[2] for path in page.actions()} == {
        "start", "report", "ask_extension", "decline", "comment",
    }  # fmt: skip
    assert new_browser().by_link("centre").get(f"/assignments/{own.id}").status in {303, 401}


def test_nobody_is_offered_to_accept_their_own_report(new_browser, world):
    own = found(world, item="1.2", executor="МАУ Центр")
    centre = new_browser().signed_in("centre")
    centre.send(page_of(centre, own), "/report", text="Готово")
    page = centre.see(f"/assignments/{own.id}")
    assert "Свой отчёт не принимают" in page.words
    assert not [path for path in page.actions() if path.endswith("/accept")]


def test_a_link_to_one_assignment_opens_no_other(new_browser, world, one):
    other = found(world, item="1.2")
    school = new_browser()
    page = school.see(school.link_for("school-1", assignment_id=one.id))
    assert page.path == f"/my/assignments/{one.id}"
    assert school.get(f"/my/assignments/{other.id}").status == 404
    assert [link for link in school.see("/my").links() if "/my/assignments/" in link] == [f"/my/assignments/{one.id}"]


def test_a_revoked_link_opens_nothing_from_one_page_to_the_next(new_browser, world, one):
    school = new_browser().by_link("school-1")
    page = page_of(school, one)
    with writing(world) as session:
        links.revoke(session, person_by_email(session, mail("school-1")), at=AT)
    refused = school.send(page, "/report", text="Готово")
    assert (refused.status, "Откройте ссылку из письма" in refused.words) == (401, True)
    assert told(world, one) == []


def test_acting_by_a_link_is_noted_and_looking_is_not(new_browser, world, one):
    def used():
        with reading(world) as session:
            return [link.used_at for link in links.links_of(session, person_by_email(session, mail("school-1")))]

    school = new_browser().by_link("school-1")
    page = page_of(school, one)
    assert used() == [None]
    school.send(page, "/do/start")
    assert used() == [AT]


def test_two_who_accept_and_send_back_at_once_do_not_overwrite_each_other(new_browser, world, one):
    school = new_browser().by_link("school-1")
    school.send(page_of(school, one), "/report", text="Готово")
    centre, plan = new_browser(instant(DAY, 13)).signed_in("centre"), new_browser(instant(DAY, 13)).signed_in("plan")
    seen = [browser.see(f"/assignments/{one.id}") for browser in (centre, plan)]
    assert centre.send(seen[0], "/do/accept").status == 200
    late = plan.send(seen[1], "/do/send_back", reason="Нет приказа")
    assert (late.status, "принято, Орлова Анна Ивановна" in late.words) == (409, True)
    assert late.tree.xpath("//details[@open]") == []  # what was refused is no legal move any more
    assert found(world).state is State.ACCEPTED


def test_removing_asks_for_a_reason_from_the_list(new_browser, world, one):
    plan = new_browser().signed_in("plan")
    page = plan.see(f"/assignments/{one.id}")
    assert plan.post(f"/assignments/{one.id}/do/remove", {"key": "1" * 32, "seen": 0, "reason": "так"}).status == 422
    plan.send(page, "/do/remove", reason="duplicate")
    assert found(world).state is State.REMOVED
    assert "дублирует другое поручение" in plan.see(f"/assignments/{one.id}").words
