"""The roster at the desk: found, one person with what they hold, and changes that are shown before they are made."""

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.roster_changes import bring_in
from models.tables import Link, Person
from states.draft import RosterPerson
from tests.models.world import OTHERS, ident, mail

CSV = "organization,kind,email,head\nСОШ № 1,school,{address},{head}\n"


def person(world, name):
    with reading(world) as session:
        return ident(session, name)


def row(world, person_id):
    with reading(world) as session:
        found = session.get_one(Person, person_id)
        session.expunge(found)
        return found


def brought(browser, text, name="реестр.csv"):
    content = text.encode() if isinstance(text, str) else text
    return browser.send(browser.see("/roster/import"), "/roster/import", files={"file": (name, content)})


def test_organizations_are_found_by_name_person_and_address(new_browser):
    browser = new_browser().signed_in("centre")
    assert "СОШ № 2" in browser.see("/roster?find=school-2@").words
    found = browser.see("/roster?find=орлова").words
    assert ("СОШ № 2" in found, "МАУ Центр" in found) == (False, True)
    assert "Таких организаций нет" in browser.see("/roster?find=%25%25").words
    assert browser.see("/roster?silent=1").status == 200
    assert browser.get("/roster.xlsx").response.content[:2] == b"PK"


def test_a_person_s_page_tells_what_they_hold(new_browser, world):
    browser = new_browser().signed_in("centre")
    page = browser.see(f"/roster/people/{person(world, 'centre')}")
    assert "Координатор№ 7" in page.words
    assert "for-centre@city.example" in page.words
    assert [one.rpartition("/")[2] for one in page.actions()] == ["delegations"]
    delegate = browser.see(f"/roster/people/{person(world, 'delegate-here')}")
    assert "СОШ № 1№ 7" in delegate.words
    assert browser.send(delegate, "/end").status == 200
    assert "СОШ № 1№ 7" not in browser.see(delegate.path).words


def test_an_entry_changes_as_it_was_shown_and_not_when_it_has_changed_since(new_browser, world):
    browser, who = new_browser().signed_in("admin"), person(world, "centre")
    path = f"/roster/people/{who}"
    shown = browser.send(browser.see(path), path, email="new@city.example", post="директор")
    assert "centre@city.example → new@city.example" in shown.words
    assert row(world, who).email == mail("centre")
    browser.send(shown, path)
    assert (row(world, who).email, row(world, who).post) == ("new@city.example", "директор")
    again = browser.send(browser.see(path), path, post="и. о. директора")
    line = RosterPerson(organization="МАУ Центр", kind="coordinator", email="new@city.example", post="никто")
    with writing(world) as session:
        bring_in(session, [line])
    stale = browser.send(again, path)
    assert (stale.status, row(world, who).post) == (409, "никто")
    assert "никто → и. о. директора" in stale.words
    browser.send(stale, path)
    assert row(world, who).post == "и. о. директора"
    wrong = browser.send(browser.see(path), path, email="не адрес", post="завуч")
    assert (wrong.status, dict(wrong.form(path).form_values())["post"]) == (422, "завуч")


def test_a_file_is_brought_in_as_it_was_shown(new_browser, world):
    browser = new_browser().signed_in("admin")
    shown = brought(browser, CSV.format(address=mail("school-1"), head="Ли Анна Петровна"))
    assert "Ли Анна Петровна" in shown.words
    assert row(world, person(world, "school-1")).name != "Ли Анна Петровна"
    assert browser.send(shown, "/roster/import/confirm").path == "/roster"
    assert row(world, person(world, "school-1")).name == "Ли Анна Петровна"


def test_a_file_looked_at_before_the_roster_changed_is_shown_anew(new_browser, world):
    browser = new_browser().signed_in("admin")
    shown = brought(browser, CSV.format(address=mail("school-1"), head="Ли Анна Петровна"))
    line = RosterPerson(organization="СОШ № 1", kind="school", number="1", email=mail("school-1"), head="Кто-то Другой")
    with writing(world) as session:
        bring_in(session, [line])
    again = browser.send(shown, "/roster/import/confirm")
    assert (again.status, row(world, person(world, "school-1")).name) == (409, "Кто-то Другой")
    assert browser.send(again, "/roster/import/confirm").path == "/roster"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", "нечто;другое\n1;2\n", CSV.format(address="x", head="")]
)
def test_a_file_that_is_no_roster_is_refused_in_words(new_browser, content):
    page = brought(new_browser().signed_in("admin"), content)
    assert page.status == 422
    assert page.tree.xpath("//*[@role='alert']")


def test_a_link_is_made_and_shown_once_and_all_are_revoked(new_browser, world):
    browser, who = new_browser().signed_in("admin"), person(world, "school-1")
    page = browser.send(browser.see(f"/roster/people/{who}"), "/link")
    (link,) = page.tree.xpath("//code/text()")
    path = "/my/" + link.rsplit("/", 1)[1]
    assert new_browser().see(path).status == 200
    assert link not in browser.see(f"/roster/people/{who}").text
    browser.send(browser.see(f"/roster/people/{who}"), "/revoke")
    assert new_browser().see(path).status == 410
    with reading(world) as session:
        assert [one.revoked_at is None for one in session.exec(select(Link).where(Link.person_id == who))] == [False]


def test_who_has_left_gets_no_letters_and_nothing_opens_to_them_even_if_they_come_back(new_browser, world):
    browser, who = new_browser().signed_in("admin"), person(world, "stranger")
    other = new_browser().signed_in("stranger")
    shown = browser.see(f"/roster/people/{who}/leaving")
    assert "открыт 1 сеанс" in shown.words
    page = browser.send(shown, "/retire")
    assert "не работает" in page.words
    assert row(world, who).left_on is not None
    with writing(world) as session:
        bring_in(session, [RosterPerson(organization=OTHERS, kind="organization", email=mail("stranger"))])
    assert other.get("/account").response.headers["location"].startswith("/sign-in")


def test_what_becomes_of_all_that_somebody_held_is_said_before(new_browser, world):
    browser = new_browser().signed_in("admin")
    words = browser.see(f"/roster/people/{person(world, 'centre')}/leaving").words
    assert "Координатор · № 7" in words
    assert "Замещает: for-centre@city.example" in words
    own = browser.see(f"/roster/people/{person(world, 'admin')}/leaving")
    assert own.actions() == []
    assert browser.post(f"/roster/people/{person(world, 'admin')}/retire", {"key": "a"}).status == 422
