"""What the administrator's pages do: mail on and off, a letter to oneself, invitations, roles, the audit."""

import re
from email import message_from_bytes

import pytest

from models import mail_switch
from models.administrators import administrators
from models.database import reading
from models.plan_roles import holders, plan_history
from models.queries import Filter, assignments
from srok.demo.postman import Postman
from states.draft import PlanRoleName
from tests.models.working import DAY
from tests.models.world import mail


@pytest.fixture
def admin(new_browser):
    return new_browser().signed_in("admin")


def test_the_administrator_switches_mail_and_it_is_noted_who_did(admin, world):
    page = admin.send(admin.get("/house"), "/house/mail")
    assert "выключена" in page.words
    with reading(world) as session:
        turned = mail_switch.last_turned(session)
    assert (turned.on, turned.by) == (False, mail("admin"))
    page = admin.send(page, "/house/mail")
    assert "включена" in page.words
    with reading(world) as session:
        assert mail_switch.is_on(session)


def test_while_mail_is_off_nobody_is_reminded_and_the_page_says_why(admin, new_browser, world):
    with reading(world) as session:
        (one,) = assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)
    remind = {"trigger": "remind", "ids": one.id}
    coordinator = new_browser().signed_in("centre")
    assert coordinator.post("/assignments/bulk", remind).status == 200
    admin.send(admin.get("/house"), "/house/mail")
    refused = coordinator.post("/assignments/bulk", remind)
    assert (refused.status, "Почта выключена" in refused.words) == (409, True)


def test_a_letter_to_oneself_leaves_at_once_even_while_mail_is_off(new_browser, tmp_path):
    with Postman(tmp_path) as postman:
        admin = new_browser(smtp_url=postman.url).signed_in("admin")
        off = admin.send(admin.get("/house"), "/house/mail")
        page = admin.send(off, "/house/test-letter")
    assert f"Почтовый сервер взял письмо для {mail('admin')}" in page.words
    assert len(list(tmp_path.glob("*.eml"))) == 1
    chips = page.tree.xpath("//ol[@class='passed']//span[contains(@class, 'chip')]/@class")
    assert chips == ["chip good"] * 7  # neither encryption nor a password is asked for


def test_a_relay_that_is_not_there_is_said(new_browser):
    admin = new_browser(smtp_url="smtp://localhost:1").signed_in("admin")
    page = admin.send(admin.get("/house"), "/house/test-letter")
    assert "Письмо не ушло. Проверьте узел, порт" in page.words
    assert "отправитель (MAIL FROM) до этого не дошло" in page.words


def test_an_invitation_is_shown_once_and_opens_the_choice_of_a_password(admin, new_browser):
    page = admin.post("/house/people/invite", {"key": "a", "email": mail("centre")})
    (path,) = re.findall(r"/welcome/[\w-]+", page.text)
    assert new_browser().get(path).status == 200
    assert "/welcome/" not in admin.get("/house/people").text
    assert admin.post("/house/people/invite", {"key": "b", "email": "nobody@city.example"}).status == 422


def test_administrators_are_named_and_unnamed_but_never_by_themselves(admin, world):
    naming = "/house/people/administrator"
    assert admin.post(naming, {"key": "a", "email": mail("centre"), "named": "true"}).status == 303
    with reading(world) as session:
        assert mail("centre") in dict(map(reversed, administrators(session)))
    assert admin.post(naming, {"key": "b", "email": mail("centre"), "named": "false"}).status == 303
    assert admin.post(naming, {"key": "c", "email": mail("admin"), "named": "false"}).status == 422


def test_somebody_is_signed_out_everywhere(admin, new_browser):
    other = new_browser().signed_in("centre")
    assert other.get("/plans").status == 200
    assert admin.post("/house/people/sign-out", {"key": "a", "email": mail("centre")}).status == 303
    assert other.get("/plans").response.headers["location"].startswith("/sign-in")


def test_a_role_changes_hands_with_a_reason_on_record(admin, world):
    change = {"key": "a", "plan": "1", "role": "coordinator", "email": mail("stranger"), "reason": "Отпуск"}
    assert admin.post("/house/people/role", change).status == 303
    with reading(world) as session:
        held = {one.role: one.email for one in holders(session, 1)}
        assert held[PlanRoleName.COORDINATOR] == mail("stranger")
        assert plan_history(session, 1)[-1].reason == "Отпуск"
    again = admin.post("/house/people/role", change | {"key": "b"})
    assert (again.status, "already" in again.words) == (409, True)
    signed = admin.post("/house/people/role", change | {"key": "c", "role": "signed_by"})
    assert signed.status == 422


def test_the_audit_names_attempts_the_latest_first(admin, new_browser):
    somebody = new_browser()
    somebody.send(somebody.get("/sign-in"), "/sign-in", email=mail("centre"), password="a wrong one")
    words = admin.get("/house/sign-ins").words
    assert "неверный пароль" in words


def test_what_is_not_well_is_said_in_the_language_of_the_page(admin):
    said = admin.get("/house").words
    assert "почтовый сервер" in said
    assert "smtp://localhost:25" in said
    admin.see("/language/en?back=/house")
    assert "relay" in admin.get("/house").words


def test_templates_are_shown_with_their_faults_and_how_letters_by_them_read(new_browser, tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "digest.txt.j2").write_text("{{ digest.subject }}\n{{ foto }}", encoding="utf-8")
    (folder / "digest.css").write_text("p { color: green }", encoding="utf-8")
    (folder / "letter.docx").write_bytes(b"no document")
    admin = new_browser(templates=folder).signed_in("admin")
    words = admin.get("/house/templates").words
    for said in ("строка 2: unknown variable foto", "вместо него действует шаблон Срока", "пакет не собрать", "свой"):
        assert said in words
    assert "Петровой Анне Сергеевне" in words or "Уважаемая Анна Сергеевна!" in words
    assert admin.get("/house/templates/sample/letter.docx").status == 409


def test_samples_are_handed_out_as_files(admin):
    letter = message_from_bytes(admin.get("/house/templates/sample/0.eml").response.content)
    assert [part.get_content_type() for part in letter.walk()][1:] == ["text/plain", "text/html"]
    assert admin.get("/house/templates/sample/3.eml").status == 404
    for name in ("letter.docx", "summary.docx"):
        assert admin.get(f"/house/templates/sample/{name}").response.content[:2] == b"PK"


def test_a_backup_is_made_and_listed_and_why_none_was_is_said(new_browser, tmp_path):
    admin = new_browser(backups_dir=tmp_path / "backups").signed_in("admin")
    page = admin.send(admin.see("/house/backups"), "/house/backups")
    assert "Копирование начато" in page.words
    words = admin.see("/house/backups").words
    assert (mail("admin") in words, "последняя" in words) == (True, True)
    assert sorted(one.name for one in tmp_path.glob("backups/*/*")) == ["backup.json", "database.db", "files.tar"]
    (tmp_path / "backups" / "failed.txt").write_text("the disk is full", encoding="utf-8")
    assert "Последнюю копию сделать не удалось. the disk is full" in admin.see("/house/backups").words
