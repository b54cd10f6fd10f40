"""Calendars that programs come back for: by a link of their own, and an executor's as a file."""

from datetime import timedelta

from icalendar import Calendar

from models import links
from models.database import writing
from models.link_subjects import CalendarOf
from models.queries import person_by_email
from srok.calendar_feeds import OPEN_FOR, issue_feed
from tests.desk.conftest import AT
from tests.desk.test_reporting import found
from tests.models.world import mail

SITE = "https://srok.city.example/desk"


def feed_of(world, name, plan_id=None):
    with writing(world) as session:
        of = CalendarOf(person_by_email(session, mail(name)), plan_id)
        return issue_feed(session, of, at=AT, public_url=SITE).removeprefix(SITE)


def titles(page):
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(page.response.content).walk("VEVENT")]


def test_an_address_that_was_given_out_is_a_calendar_to_subscribe_to(new_browser, world):
    program = new_browser(public_url=SITE)
    page = program.get("/desk" + feed_of(world, "school-1"))
    assert (page.status, page.response.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert any("Мероприятие 1.1" in title for title in titles(page))
    assert len(titles(program.get(feed_of(world, "centre", 1)))) > 1
    assert "set-cookie" not in page.response.headers


def test_a_calendar_that_has_not_changed_is_not_sent_again(new_browser, world):
    program, path = new_browser(), feed_of(world, "school-1")
    mark = program.get(path).response.headers["etag"]
    again = program.get(path, **{"If-None-Match": mark}).response
    assert (again.status_code, again.content) == (304, b"")
    assert program.get(path, **{"If-None-Match": f"W/{mark}"}).status == 304, "as a proxy has it that packs answers"
    school = new_browser().by_link("school-1")
    school.send(school.see(f"/my/assignments/{found(world).id}"), "/report", text="Готово")
    assert program.get(path, **{"If-None-Match": mark}).status == 200


def test_an_address_that_expired_or_was_revoked_says_so(new_browser, world):
    path = feed_of(world, "school-1")
    assert new_browser(AT + OPEN_FOR).get(path).status == 410
    with writing(world) as session:
        links.revoke(session, person_by_email(session, mail("school-1")), at=AT)
    gone = new_browser(AT + timedelta(hours=1)).get(path)
    assert (gone.status, "Этого календаря больше нет" in gone.words) == (410, True)
    assert new_browser().get("/calendar/" + "x" * 43 + ".ics").status == 410


def test_a_link_of_a_letter_opens_no_calendar_and_a_calendar_s_no_page(new_browser, world):
    letter, calendar = new_browser().link_for("school-1"), feed_of(world, "school-1")
    assert new_browser().get(letter.replace("/my/", "/calendar/") + ".ics").status == 410
    assert new_browser().get(calendar.replace("/calendar/", "/my/").removesuffix(".ics")).status == 410


def test_an_executor_takes_their_own_deadlines_as_a_file(new_browser, world):
    school = new_browser().by_link("school-1")
    assert "/my/deadlines.ics" in school.see("/my").links()
    assert any("Мероприятие 1.1" in title for title in titles(school.get("/my/deadlines.ics")))
    narrow = new_browser().by_link("school-1", assignment_id=found(world).id)
    assert "/my/deadlines.ics" not in narrow.see("/my").links()
    assert narrow.get("/my/deadlines.ics").status == 404
