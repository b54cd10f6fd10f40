"""How long one stays in: a session grows with what is done, not with looking, and not beyond a day; a link's cookie is
kept while one comes back. No row is written by looking.
"""

from datetime import timedelta

import pytest
from sqlmodel import select

from desk.cookies import Cookie
from models.database import reading
from models.desk_sessions import LASTS, LONGEST
from models.tables import DeskSession
from tests.desk.conftest import AT
from tests.desk.test_reporting import found

HOUR = timedelta(hours=1)


def expires_at(world):
    with reading(world) as session:
        return session.exec(select(DeskSession.expires_at)).one()


@pytest.fixture
def at_hour(new_browser, world):
    """The coordinator's browser so many hours after they signed in."""
    token = new_browser().signed_in("centre").client.cookies[Cookie.SESSION]

    def opened(hours):
        browser = new_browser(AT + hours * HOUR)
        browser.client.cookies.set(Cookie.SESSION, token)
        return browser

    return opened


def saved(browser, world):
    """Something that is done by a form."""
    page = browser.see(f"/assignments/{found(world).id}")
    return browser.send(page, "/do/comment", text="Звонили в школу")


def test_a_session_lasts_from_the_last_form_that_was_sent(at_hour, world):
    assert saved(at_hour(11), world).status == 200
    assert expires_at(world) == AT + 11 * HOUR + LASTS
    assert at_hour(22).get("/").status == 200
    assert at_hour(23).get("/").status == 303


def test_looking_makes_it_no_longer_and_nothing_makes_it_longer_than_a_day(at_hour, world):
    at_hour(11).get("/")
    assert expires_at(world) == AT + LASTS
    for hours in (11, 20, 23):
        saved(at_hour(hours), world)
    assert expires_at(world) == AT + LONGEST
    assert at_hour(24).get("/").status == 303


def test_a_few_minutes_are_not_worth_writing_down(new_browser, at_hour, world):
    saved(at_hour(0.1), world)
    assert expires_at(world) == AT + LASTS


def test_signing_out_is_not_drawn_out(at_hour):
    browser = at_hour(11)
    browser.send(browser.see("/"), "/sign-out")
    assert at_hour(11).get("/").status == 303


def test_a_link_is_kept_while_one_comes_back_and_dropped_when_one_leaves(new_browser):
    school = new_browser().by_link("school-1")
    for answer in (school.get("/my"), school.post("/my/unchanged", {"key": "0" * 32})):
        cookie = answer.response.headers["set-cookie"]
        assert cookie.startswith("srok-link=")
        assert "Max-Age=43200" in cookie
        assert "HttpOnly" in cookie
    left = school.post("/sign-out")
    assert all("Max-Age=0" in one for one in left.response.headers.get_list("set-cookie"))
    assert school.get("/my").status == 401
