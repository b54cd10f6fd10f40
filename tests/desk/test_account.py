"""One's own page: the password, other browsers, tokens and what is told of their use, links."""

from datetime import timedelta

import pytest

from models import accounts
from models.database import reading, writing
from models.sign_ins import WRONG_OF_ACCOUNT, latest
from tests.desk.conftest import AT
from tests.desk.test_signing_in import HASH, PASSWORD, signing_in
from tests.models.world import ident, mail

ANOTHER = "совсем другие слова подряд"


@pytest.fixture
def browser(new_browser, world):
    """The coordinator, signed in with a password of theirs."""
    with writing(world) as session:
        token = accounts.invite(session, ident(session, "centre"), at=AT)
        accounts.accept_invitation(session, token, password=HASH, at=AT)
    found = new_browser()
    signing_in(found)
    return found


def audit(world):
    with reading(world) as session:
        return [(one.outcome.value, one.note, one.by) for one in latest(session)]


def changed(browser, **fields):
    typed = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER} | fields
    return browser.send(browser.see("/account"), "/account/password", **typed)


def test_the_page_tells_who_one_is_and_what_opens_something(browser):
    words = browser.see("/account").words
    for said in ("МАУ Центр", "Координатор№ 7", "Замещает меняfor-centre@city.example", "этот браузер"):
        assert said in words


def test_a_password_is_changed_by_whoever_knows_it_and_ends_all_other_sessions(browser, new_browser, world):
    other = new_browser()
    signing_in(other)
    assert "Пароль изменён" in changed(browser).words
    assert other.get("/account").status == 303
    assert signing_in(new_browser(), ANOTHER).path == "/"
    assert ("password_set", "", "") in audit(world)
    assert [outcome for outcome, *_ in audit(world) if outcome == "wrong"] == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"current": "не тот пароль"}, "не ваш нынешний пароль"),
        ({"password": "мал", "again": "мал"}, "слишком короткий"),
        ({"again": "иначе"}, "не совпадают"),
        ({"password": mail("centre"), "again": mail("centre")}, "адрес"),
    ],
)
def test_a_password_that_cannot_be_changes_nothing(browser, new_browser, fields, said):
    page = changed(browser, **fields)
    assert (page.status, said in page.words) == (422, True)
    assert signing_in(new_browser()).path == "/"


def test_guessing_the_present_password_is_slowed_as_at_the_sign_in_page(browser):
    for _ in range(WRONG_OF_ACCOUNT):
        changed(browser, current="не тот пароль")
    assert changed(browser).status == 429


def test_other_browsers_are_signed_out_one_or_all_and_never_somebody_else_s(browser, new_browser, world):
    others = [new_browser() for _ in range(2)]
    for one in others:
        one.client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0"
        signing_in(one)
    page = browser.see("/account")
    assert "Firefox · Windows" in page.words
    numbers = page.tree.xpath("//form[contains(@action, 'sessions/end')]/input[@name='session']/@value")
    stranger = new_browser().signed_in("stranger")
    stranger.post("/account/sessions/end", {"session": numbers[0]})
    assert [one.get("/account").status for one in others] == [200, 200]
    browser.post("/account/sessions/end", {"session": numbers[0]})
    assert sorted(one.get("/account").status for one in others) == [200, 303]
    browser.post("/account/sessions/end")
    assert [one.get("/account").status for one in others] == [303, 303]
    assert browser.get("/account").status == 200


CHANGING = "/api/v1/assignments/1/moves"
REFUSED = (404, 422)
"""What a token asks for here is refused; that it asked is told of all the same."""


def test_a_token_is_shown_once_used_told_of_and_revoked(browser, new_browser, world):
    page = browser.send(browser.see("/account"), "/account/tokens", name=" Отчёт  для Excel ", days="7")
    (token,) = page.tree.xpath("//code/text()")
    assert token not in browser.see("/account").text
    headers = {"Authorization": f"Bearer {token}"}
    assert browser.client.get("/api/v1/me", headers=headers).status_code == 200
    assert "ещё ничего не менял" in browser.see("/account").words
    for _ in range(3):
        assert browser.client.post(CHANGING, headers=headers, json={}).status_code in REFUSED
    assert "последний раз что-то менял" in browser.see("/account").words
    told = [one for one in audit(world) if one[0].startswith("token")]
    assert told == [("token_used", "Отчёт для Excel", ""), ("token_made", "Отчёт для Excel", "")]
    (revoking,) = [one for one in browser.see("/account").actions() if one.endswith("/revoke") and "/tokens/" in one]
    assert new_browser().signed_in("stranger").post(revoking).status == 404
    assert browser.post(revoking).status == 303
    assert browser.client.get("/api/v1/me", headers=headers).status_code == 401
    assert audit(world)[0] == ("token_revoked", "Отчёт для Excel", "")


def test_a_token_is_told_of_again_the_next_day(browser, new_browser, world):
    (token,) = browser.send(browser.see("/account"), "/account/tokens", name="a").tree.xpath("//code/text()")
    for later in (timedelta(), timedelta(hours=1), timedelta(days=2)):
        asking = new_browser(AT + later)
        headers = {"Authorization": f"Bearer {token}"}
        assert asking.client.post(CHANGING, headers=headers, json={}).status_code in REFUSED
    assert [one[0] for one in audit(world)].count("token_used") == 2


@pytest.mark.parametrize("typed", [{"name": "  "}, {"name": "a", "days": "0"}, {"name": "a", "days": "1000"}])
def test_a_token_without_a_name_or_for_ever_is_not_made(browser, typed):
    assert browser.post("/account/tokens", {"key": "a", **typed}).status == 422
    assert [one for one in browser.see("/account").actions() if "/tokens/" in one] == []


def test_links_one_was_sent_are_revoked(browser, new_browser):
    link = browser.link_for("centre")
    page = browser.send(browser.see("/account"), "/account/links/revoke")
    assert "больше ничего не открывают" in page.words
    assert new_browser().see(link).status == 410


def test_the_audit_is_narrowed_to_what_is_looked_for(browser, new_browser, world):
    admin = new_browser().signed_in("admin")
    admin.post("/house/people/invite", {"key": "a", "email": mail("plan")})
    signing_in(new_browser(), "не тот пароль")
    refused = admin.see("/house/sign-ins?what=refused").words
    assert ("неверный пароль" in refused, "приглашение" in refused) == (True, False)
    found = admin.see("/house/sign-ins?find=зимин").words
    assert ("приглашение" in found, "admin@city.example" in found, "неверный пароль" in found) == (True, True, False)
    assert "Ничего такого не было" in admin.see("/house/sign-ins?find=%25&what=tokens").words
    assert admin.see("/house/sign-ins?what=nothing").status == 200
    assert admin.see("/house/sign-ins?before=-1").status == 422
