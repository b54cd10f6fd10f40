from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select, update

from models.actors import actor
from models.database import reading, writing
from models.item_changes import change_control
from models.link_subjects import CalendarOf
from models.links import revoke
from models.order_by_number import order_by_number, plan_by_number
from models.plan_roles import RoleChange, set_role
from models.queries import person_by_email
from models.queries.deadlines import own_deadlines, plan_deadlines, sheet_deadlines
from models.tables import PlanItem
from reporting.as_ics import ics_bytes
from srok.calendar_feeds import OPEN_FOR, calendar_bytes, feed_bytes, issue_feed
from states.draft import PlanRoleName
from states.policy import NotPermitted
from tests.builders import SCHOOLS, instant
from tests.models.working import CENTRE, DAY, PLAN, SCHOOL, bulk, ids, moved, reported

OWN = ["1.1", "1.2", "1.3", "1.4"]


def person(session, email=SCHOOL):
    return person_by_email(session, email)


def events(written):
    return Calendar.from_ical(written).walk("VEVENT")


def test_a_person_sees_what_their_organization_still_has_to_do_by_day(order):
    reported(order)
    bulk(order, "accept", ids(order))
    with reading(order) as session:
        found = own_deadlines(session, person(session))
    assert [(one.item, one.executor, one.due_on) for one in found] == [
        ("1.2", "СОШ № 1", date(2024, 3, 31)),
        ("1.3", "СОШ № 1", date(2024, 6, 30)),
        ("1.4", "СОШ № 1", None),
    ]


def test_a_plan_s_calendar_counts_who_has_reported(order):
    moved(order, "report", text="Готово")
    with reading(order) as session:
        found = {(one.item, one.due_on): one for one in plan_deadlines(session, plan_by_number(session, "7"))}
    first = found["1.1", date(2024, 2, 29)]
    assert (first.executors, first.done, first.version) == (3, 1, 1)
    later = found["1.3", date(2024, 12, 31)]  # not given out yet
    assert (later.executors, later.done, later.changed_at) == (0, 0, None)


def test_what_left_control_is_in_no_calendar_and_on_no_sheet(order):
    with writing(order) as session:
        item = session.exec(select(PlanItem).where(PlanItem.number == "1.1")).one()
        who = person(session, PLAN)
        change_control(
            session, item_id=item.id, trigger="remove_from_control", person_id=who, at=instant(DAY), reason="отменено"
        )
    with reading(order) as session:
        plan_id, order_id = plan_by_number(session, "7"), order_by_number(session, "7").id
        own = own_deadlines(session, person(session))
        sheets = sheet_deadlines(session, order_id)
        assert "1.1" not in {one.item for one in (*own, *sheets, *plan_deadlines(session, plan_id))}
        assert [one.executor for one in sheets[:3]] == [SCHOOLS[0]] * 3
        assert {one.executor for one in sheet_deadlines(session, order_id, executor="МАУ Центр")} == {"МАУ Центр"}


def test_a_calendar_has_whole_days_that_keep_their_identity_and_the_same_bytes(order):
    with reading(order) as session:
        of = CalendarOf(person(session, CENTRE), None)
        first = calendar_bytes(session, of)
        assert calendar_bytes(session, of) == first
    found = {str(event["uid"]).rpartition("-")[0]: event for event in events(first)}
    assert len(events(first)) == 3  # its own share of 1.2, and two days on which its plan is reported on
    (own,) = (event for uid, event in found.items() if uid == "assignment")
    assert (own["dtstart"].dt, own["dtend"].dt) == (date(2024, 3, 29), date(2024, 3, 30))
    assert "Срок по документу" not in own["description"]
    moved(order, "extend", of="МАУ Центр", item="1.2", by=PLAN, due_on=date(2024, 4, 30), reason="карантин")
    with reading(order) as session:
        (again,) = (one for one in events(calendar_bytes(session, of)) if one["uid"] == own["uid"])
    assert (again["dtstart"].dt, again["sequence"]) == (date(2024, 4, 27), 1)


def test_long_titles_are_clipped_and_what_has_no_date_is_left_out(order):
    with writing(order) as session:
        session.execute(update(PlanItem).values(title="Очень; длинное, " * 20))
        found = own_deadlines(session, person(session))
        written = ics_bytes(found, (), name="Срок")
    assert len(found) == len(OWN)
    assert {len(str(event["summary"])) for event in events(written)} == {120}
    assert max(map(len, written.split(b"\r\n"))) <= 75


def test_an_address_opens_a_calendar_until_it_is_revoked_or_its_reader_may_not_see_the_plan(order):
    at = instant(DAY)
    with writing(order) as session:
        plan_id, coordinator = plan_by_number(session, "7"), person(session, CENTRE)
        with pytest.raises(NotPermitted, match="the plan's calendar: only"):
            issue_feed(session, CalendarOf(person(session), plan_id), at=at, public_url="https://x.example")
        own = issue_feed(session, CalendarOf(person(session), None), at=at, public_url="https://x.example/")
        of_plan = issue_feed(session, CalendarOf(coordinator, plan_id), at=at, public_url="https://x.example")
    assert own.startswith("https://x.example/calendar/")
    mine, plans = (url.rpartition("/")[2].removesuffix(".ics") for url in (own, of_plan))
    with writing(order) as session:
        assert len(events(feed_bytes(session, mine, at=at))) == 3
        assert len(events(feed_bytes(session, plans, at=at))) == 4 + 2
        assert feed_bytes(session, mine, at=at + OPEN_FOR + timedelta(days=1)) is None
        assert feed_bytes(session, "x" * 43, at=at) is None
        revoke(session, person(session), at=at)
        assert feed_bytes(session, mine, at=at) is None
        change = RoleChange(plan_id=plan_id, role=PlanRoleName.COORDINATOR, person_id=None, reason="уволена")
        set_role(session, change, by=person(session, "order@city.example"), at=at)
        assert feed_bytes(session, plans, at=at) is None
        assert actor(session, coordinator).plan_roles == {}
