"""Signing in and out: passwords, invitations, throttling, sessions, and what is written down of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from desk.cookies import Cookie
from desk.passwords import hashed
from models import accounts, desk_sessions, sign_ins
from models.database import reading, writing
from models.queries import person_by_email
from models.sign_ins import WRONG_OF_ACCOUNT, WRONG_OF_ADDRESS
from models.tables import Account, DeskSession, LinkPurpose, Organization, Person
from tests.desk.conftest import AT
from tests.models.world import mail

PASSWORD = "школьный календарь чтения"
HASH = hashed(PASSWORD)


@pytest.fixture
def account(world):
    """The coordinator has a password."""
    with writing(world) as session:
        person_id = person_by_email(session, mail("centre"))
        session.add(Account(person_id=person_id, password=HASH, set_at=AT))
    return person_id


CENTRE = mail("centre")


def signing_in(browser, password=PASSWORD, email=CENTRE, then=None):
    page = browser.see("/sign-in" + (f"?then={then}" if then else ""))
    return browser.send(page, "/sign-in", email=email, password=password)


def audit(world):
    with reading(world) as session:
        return [(one.outcome.value, one.email) for one in sign_ins.latest(session)][::-1]


def test_the_right_password_opens_a_session_and_leads_where_one_wanted_to_go(browser, account, world):
    came = signing_in(browser, email=" CENTRE@city.example ", then="/sign-in")
    assert came.path != "/sign-in"
    assert browser.client.cookies[Cookie.SESSION]
    assert audit(world) == [("signed_in", mail("centre"))]


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(browser, account, then):
    browser.see("/sign-in")
    page = browser.post("/sign-in", {"email": mail("centre"), "password": PASSWORD, "then": then})
    assert (page.status, page.response.headers["location"]) == (303, "/")


@pytest.mark.parametrize("email", [mail("centre"), mail("plan"), "nobody@city.example"])
def test_a_wrong_password_and_a_person_without_one_are_answered_alike(browser, account, email):
    page = signing_in(browser, "не тот пароль", email)
    assert (page.status, Cookie.SESSION in browser.client.cookies) == (422, False)
    assert "Адрес или пароль не подходят" in page.words


def test_guessing_becomes_slow_for_an_account_and_stops_even_the_right_password(new_browser, account, world):
    browser = new_browser()
    for _ in range(WRONG_OF_ACCOUNT):
        assert signing_in(browser, "не тот пароль").status == 422
    assert signing_in(browser).status == 429
    later = new_browser(AT + timedelta(minutes=16))
    assert signing_in(later).path != "/sign-in"
    assert audit(world)[-2:] == [("throttled", mail("centre")), ("signed_in", mail("centre"))]


def test_guessing_many_accounts_from_one_machine_stops_too(world):
    attempts = [sign_ins.Attempt(f"{n}@city.example", "203.0.113.7") for n in range(WRONG_OF_ADDRESS)]
    other = sign_ins.Attempt("1@city.example", "203.0.113.8")
    with writing(world) as session:
        for one in attempts:
            assert not sign_ins.throttled(session, one, at=AT)
            sign_ins.record(session, one, sign_ins.SignInOutcome.WRONG, at=AT)
        assert sign_ins.throttled(session, attempts[0]._replace(account="new@city.example"), at=AT)
        assert not sign_ins.throttled(session, other, at=AT)


def test_what_was_typed_as_an_address_is_nowhere_at_rest(browser, world):
    signing_in(browser, "x", "my-secret-password@city.example")
    with world.connect() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM signin").fetchall()
    assert kept
    assert "my-secret-password" not in str(kept)


def test_a_session_ends_when_one_signs_out_and_its_cookie_opens_nothing_more(browser, account):
    page = signing_in(browser)
    held = browser.client.cookies[Cookie.SESSION]
    out = browser.send(page, "/sign-out")
    assert (out.path, Cookie.SESSION in browser.client.cookies) == ("/sign-in", False)
    browser.client.cookies.set(Cookie.SESSION, held)
    assert browser.get("/").status == 303


def test_a_session_ends_by_itself_and_with_its_person(new_browser, account, world):
    browser = new_browser().signed_in("centre")
    assert browser.get("/").status == 200
    token = browser.client.cookies[Cookie.SESSION]
    late = new_browser(AT + desk_sessions.LASTS)
    late.client.cookies.set(Cookie.SESSION, token)
    assert late.get("/").status == 303
    with writing(world) as session:
        session.get_one(Person, account).left_on = AT.date()
    assert browser.get("/").status == 303


def test_tokens_are_nowhere_at_rest(browser, world):
    browser.signed_in("centre")
    with reading(world) as session:
        kept = session.exec(select(DeskSession)).one()
        assert browser.client.cookies[Cookie.SESSION] not in str(vars(kept))


def invitation(world, name):
    with writing(world) as session:
        return accounts.invite(session, person_by_email(session, mail(name)), at=AT)


def test_an_invitation_gives_a_password_once_and_signs_out_elsewhere(new_browser, world):
    before = new_browser().signed_in("centre")
    token = invitation(world, "centre")
    browser = new_browser()
    page = browser.see(f"/welcome/{token}")
    assert "centre@city.example" in page.words
    assert browser.send(page, f"/welcome/{token}", password=PASSWORD, again=PASSWORD).path == "/"
    assert before.get("/").status == 303
    again = new_browser()
    assert again.see(f"/welcome/{token}").status == 410
    assert again.post(f"/welcome/{token}", {"password": PASSWORD, "again": PASSWORD}).status == 410
    assert signing_in(again).path == "/"
    assert audit(world)[:2] == [("password_set", mail("centre")), ("signed_in", mail("centre"))]


def test_a_newer_invitation_ends_the_older_and_leaves_links_of_letters_alone(new_browser, world):
    older, link = invitation(world, "school-1"), new_browser().link_for("school-1")
    newer = invitation(world, "school-1")
    found = [new_browser().see(path).status for path in (f"/welcome/{older}", f"/welcome/{newer}", link)]
    assert found == [410, 200, 200]


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_a_link_opens_nothing_it_is_not_for(new_browser, world, purpose):
    browser = new_browser()
    if purpose is LinkPurpose.INVITATION:
        assert browser.see(f"/my/{invitation(world, 'school-1')}").status == 410
    else:
        assert browser.see(browser.link_for("school-1").replace("/my/", "/welcome/")).status == 410


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("короткий", "короткий", "слишком короткий"),
        ("x" * 201, "x" * 201, "слишком длинный"),
        (PASSWORD, PASSWORD + "!", "не совпадают"),
        (mail("centre").upper(), mail("centre").upper(), "не пароль"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason_and_the_invitation_stays(browser, world, password, again, said):
    token = invitation(world, "centre")
    page = browser.send(browser.see(f"/welcome/{token}"), f"/welcome/{token}", password=password, again=again)
    assert (page.status, said in page.words) == (422, True)
    assert browser.see(f"/welcome/{token}").status == 200


def test_the_first_administrator_of_an_empty_house_names_themselves(browser, world):
    with writing(world) as session:
        for person in session.exec(select(Person).where(Person.administrator)):
            person.administrator = False
        session.flush()
        person_id = accounts.first_administrator(session)
        assert accounts.first_administrator(session) == person_id
        token = accounts.invite(session, person_id, at=AT)
    page = browser.see(f"/welcome/{token}")
    fields = {"name": "Ким Анна", "password": PASSWORD, "again": PASSWORD}
    taken = browser.send(page, f"/welcome/{token}", email=mail("centre"), **fields)
    assert (taken.status, "уже чей-то" in taken.words) == (422, True)
    assert browser.send(taken, f"/welcome/{token}", email="no address", **fields).status == 422
    assert browser.send(taken, f"/welcome/{token}", email="kim@city.example", **fields).path == "/"
    with reading(world) as session:
        assert accounts.first_administrator(session) is None
        person = session.get_one(Person, person_id)
        place = session.get_one(Organization, person.organization_id)
        assert (person.name, person.email, place.name) == ("Ким Анна", "kim@city.example", accounts.ADMINISTRATORS)


def test_by_tls_cookies_are_bound_to_the_host_and_to_tls(new_browser):
    answer = new_browser(public_url="https://srok.city.example").get("/sign-in").response
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-srok-visit=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert answer.headers["strict-transport-security"]
