"""Acting in another's place, and reorganizing, at the desk: forms with days, what is refused, what follows is shown."""

from datetime import timedelta

import pytest

from models.actors import actor
from models.database import reading, writing
from models.delegations import delegations
from models.queries import Filter, assignments
from models.reorganization import rename
from models.roster import find_organization
from models.tables import Person
from tests.models.working import DAY
from tests.models.world import ident, mail, organization_id

NEXT = DAY + timedelta(days=7)


def at(world, name):
    with reading(world) as session:
        return f"/roster/people/{ident(session, name)}"


def place(world, name):
    with reading(world) as session:
        return f"/roster/organizations/{organization_id(session, name)}"


def test_a_substitute_is_named_for_days_and_taken_back(new_browser, world):
    browser, path = new_browser().signed_in("admin"), at(world, "plan")
    page = browser.send(browser.see(path), "/substitute", who=mail("stranger"), from_on="", until_on=f"{NEXT}")
    assert "stranger@city.example" in page.words
    with reading(world) as session:
        found = session.get_one(Person, ident(session, "stranger"))
        assert (found.substitute_for_id, found.substitute_until_on) == (ident(session, "plan"), NEXT)
    for shown in ("/house/people", at(world, "stranger")):
        assert f"по {NEXT:%d.%m.%Y}" in browser.see(shown).words
    browser.send(browser.see(path), "/substitute/end")
    with reading(world) as session:
        assert actor(session, ident(session, "stranger")).plan_roles == {}


@pytest.mark.parametrize(
    ("who", "until", "said"),
    [
        ("никого такого", "", "Такого адреса или имени в реестре нет"),
        ("city.example", "", "Такого адреса или имени в реестре нет"),
        ("и", "", "Так зовут нескольких"),
        (mail("plan"), "", "Сам за себя"),
        (mail("for-order"), "", "уже замещает другого"),
        (mail("stranger"), "2001-01-01", "Последний день уже прошёл"),
    ],
)
def test_a_substitute_that_cannot_be_is_said_why_and_what_was_typed_is_there(new_browser, world, who, until, said):
    browser = new_browser().signed_in("admin")
    page = browser.send(browser.see(at(world, "plan")), "/substitute", who=who, until_on=until)
    assert page.status in {409, 422}
    assert said in page.words
    assert page.form("/substitute").fields["who"] == who


def test_a_coordinator_lets_somebody_report_in_their_own_plan_only(new_browser, world):
    browser, path = new_browser().signed_in("centre"), at(world, "stranger")
    given = {"organization": "сош № 2", "order": "7", "until_on": f"{NEXT}"}
    refused = browser.send(browser.see(path), "/delegations", **given | {"order": ""})
    assert (refused.status, "Координатор называет распоряжение" in refused.words) == (409, True)
    page = browser.send(refused, "/delegations", **given)
    assert "СОШ № 2№ 7" in page.words
    again = browser.send(page, "/delegations", **given)
    assert (again.status, "уже отчитывается" in again.words) == (409, True)
    assert "Распоряжения с таким номером" in browser.send(page, "/delegations", **given | {"order": "999"}).words
    several = browser.send(page, "/delegations", **given | {"organization": "СОШ"})
    assert (several.status, "СОШ № 1" in several.words) == (422, True)
    with reading(world) as session:
        own = [one for one in delegations(session, today=DAY) if one.email == mail("stranger")]
    assert [(one.organization, one.order, one.until_on) for one in own] == [("СОШ № 2", "7", NEXT)]
    assert "stranger@city.example" in browser.see(place(world, "СОШ № 2")).words


def test_an_organization_gets_another_name_after_what_follows_was_shown(new_browser, world):
    browser, path = new_browser().signed_in("admin"), place(world, "СОШ № 2")
    shown = browser.send(browser.see(path), "/rename", name="  Гимназия   № 2 ")
    assert "СОШ № 2 → Гимназия № 2" in shown.words
    with reading(world) as session:
        assert find_organization(session, "Гимназия № 2") is None
    page = browser.send(shown, "/rename")
    assert ("Гимназия № 2" in page.words, "Другие названия: СОШ № 2" in page.words) == (True, True)
    assert browser.send(page, "/rename", name="СОШ № 1").status == 409
    assert browser.send(page, "/rename", name="Гимназия № 2").status == 422
    late = browser.send(page, "/rename", name="Лицей № 2")
    with writing(world) as session:
        rename(session, "Гимназия № 2", "Школа № 2")
    assert browser.send(late, "/rename").status == 409


def test_an_organization_merges_after_what_follows_was_shown_and_not_once_it_is_otherwise(new_browser, world):
    browser, path = new_browser().signed_in("admin"), place(world, "СОШ № 2")
    shown = browser.send(browser.see(path), "/merge", into="сош № 1")
    assert "Переходят" in shown.words
    with writing(world) as session:
        session.get_one(Person, ident(session, "school-2")).name = "Новая Директор Ильинична"
    stale = browser.send(shown, "/merge")
    assert (stale.status, "изменилось" in stale.words) == (409, True)
    merged = browser.send(browser.send(stale, "/merge"), "/merge")
    assert merged.path == place(world, "СОШ № 1")
    assert "Другие названия: СОШ № 2" in merged.words
    old = browser.see(path)
    assert ("вошла в другую" in old.words, old.actions()) == (True, [])


@pytest.mark.parametrize(("into", "status"), [("", 422), ("такой нет", 422), ("СОШ № 1", 409), ("МАУ Центр", 409)])
def test_a_merger_that_cannot_be_is_said(new_browser, world, into, status):
    browser = new_browser().signed_in("admin")
    assert browser.send(browser.see(place(world, "СОШ № 1")), "/merge", into=into).status == status
    assert browser.send(browser.see(place(world, "СОШ № 1")), "/merge", into="№").status == 422


def test_an_assignment_tells_who_else_reports_on_it_today(new_browser, world):
    with reading(world) as session:
        (one,) = assignments(session, Filter(order="7", item="1.1", executor="СОШ № 1"), today=DAY)
    words = new_browser().signed_in("centre").see(f"/assignments/{one.id}").words
    for said in (
        "delegate-here@city.example – по праву",
        "delegate-all@city.example",
        "for-head@city.example – замещает",
    ):
        assert said in words
    for other in ("delegate-there@", "delegate-past@", "delegate-future@", "delegate-ended@", "for-centre@"):
        assert other not in words
