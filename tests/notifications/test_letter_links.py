"""Links in letters: who gets one, what it opens, and that its token is in the letter and nowhere else."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, text
from sqlmodel import select

from models.database import reading, writing
from models.links import links_of, look_up
from models.operations import Bulk
from models.outbox import eml_of
from models.queries import Filter, assignments, person_by_email
from models.tables import Link, Outbox
from notifications.chasing import sweep
from notifications.compose import Sheet, compose_digest
from notifications.letter_links import Links, masked
from notifications.letterhead import PLAIN, Letterhead
from notifications.reminding import remind
from tests.builders import CALENDAR, ZONE, under_control
from tests.models.working import CENTRE
from tests.notifications.builders import SENDER, letter, line

LATE = date(2024, 3, 7)
AT = datetime(2024, 3, 7, 10, tzinfo=ZoneInfo(ZONE))
LINKED = Letterhead(links=Links(public_url="https://srok.city.example/", days=30))
TOKEN = re.compile(re.escape("https://srok.city.example/my/") + "([A-Za-z0-9_-]{43})")


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def swept(engine, letterhead=LINKED):
    with writing(engine) as session:
        return sweep(session, today=LATE, at=AT, calendar=CALENDAR, sender=SENDER, letterhead=letterhead)


def bodies(engine):
    """The parts of every letter, by its reader's address."""
    with reading(engine) as session:
        rows = session.exec(select(Outbox.id, Outbox.recipient)).all()
        messages = {to: message_from_bytes(eml_of(session, one), policy=policy.default) for one, to in rows}
    return {to: [one.get_body((kind,)).get_content() for kind in ("plain", "html")] for to, one in messages.items()}


def test_an_executor_s_letter_carries_a_link_to_their_assignments_in_both_parts(order):
    swept(order)
    plain, html = bodies(order)["school-1@city.example"]
    (token,) = TOKEN.findall(plain)
    assert set(TOKEN.findall(html)) == {token}
    assert "действует до 06.04.2024" in plain
    with reading(order) as session:
        person_id = person_by_email(session, "school-1@city.example")
        opened = look_up(session, token, at=AT)
        assert opened[1:3] == (person_id, None)
        (facts,) = links_of(session, person_id)
        assert session.get(Outbox, facts.outbox_id).recipient == "school-1@city.example"
        assert facts.expires_at == AT + timedelta(days=30)


def test_every_letter_has_a_token_of_its_own_and_who_only_supervises_none(order):
    swept(order)
    tokens = {to: TOKEN.findall(plain) for to, (plain, _) in bodies(order).items()}
    found = [token for some in tokens.values() for token in some]
    assert len(found) == len(set(found)) == 4  # three schools, and the centre, which has an assignment of its own
    assert not tokens["plan@city.example"]


def test_without_an_address_of_the_desk_no_letter_has_a_link(order):
    swept(order, PLAIN)
    assert not any("/my/" in part for parts in bodies(order).values() for part in parts)
    assert how_many(order) == 0


def how_many(engine):
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(Link)).one()


def test_a_second_sweep_issues_no_links(order):
    swept(order)
    assert (len(swept(order).letters), how_many(order)) == (0, 4)


def test_what_is_rolled_back_issues_none(order):
    with writing(order) as session:
        assert sweep(session, today=LATE, at=AT, calendar=CALENDAR, sender=SENDER, letterhead=LINKED).letters
        session.rollback()
    assert how_many(order) == 0


@pytest.mark.parametrize(("items", "narrow"), [(1, True), (2, False)])
def test_a_reminder_of_one_assignment_opens_that_one_only(order, items, narrow):
    with reading(order) as session:
        chosen = [one.id for one in assignments(session, Filter(executor="СОШ № 1"), today=LATE)][:items]
    with writing(order) as session:
        by = person_by_email(session, CENTRE)
        bulk = Bulk(assignment_ids=tuple(chosen), trigger="remind", person_id=by, at=AT, reason="Пора")
        remind(session, bulk, calendar=CALENDAR, sender=SENDER, letterhead=LINKED)
    ((plain, _),) = bodies(order).values()
    with reading(order) as session:
        opened = look_up(session, TOKEN.findall(plain)[0], at=AT)
    assert opened.assignment_id == (chosen[0] if narrow else None)


def test_a_token_stands_in_no_row_but_the_letter_s_own_bytes_and_in_no_repr(order):
    result = swept(order)
    found = [token for plain, _ in bodies(order).values() for token in TOKEN.findall(plain)]
    with order.connect() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {table}")).all() for table in ("link", "outbox", "firing")]
    said = f"{rows} {result!r}"
    assert not any(token in said for token in found)


def test_a_letter_s_link_does_not_come_into_logs():
    link = LINKED.links.link_for(letter(line()), at=AT)
    made = compose_digest(letter(line()), sender=SENDER, reply_to=[], at=AT, sheet=Sheet(link=link))
    assert link.token not in f"{link!r} {made!r} {Sheet(link=link)!r}"


@pytest.mark.parametrize("end", ["", "\n", " и", ".", "<br>", '"'])
def test_who_looks_at_the_letters_of_others_sees_no_token(end):
    link = LINKED.links.link_for(letter(line()), at=AT)
    shown = masked(f"Открыть:\n{link.url}{end}")
    assert link.token not in shown
    assert shown == f"Открыть:\nhttps://srok.city.example/my/…{end}"


def test_the_button_can_be_pressed_by_a_thumb():
    link = replace(LINKED.links.link_for(letter(line()), at=AT))
    made = compose_digest(letter(line()), sender=SENDER, reply_to=[], at=AT, sheet=Sheet(link=link))
    html = message_from_bytes(made.eml, policy=policy.default).get_body(("html",)).get_content()
    style = re.search(r'<a [^>]*class="press"[^>]*style="([^"]*)"|<a [^>]*style="([^"]*)"[^>]*class="press"', html)
    assert "padding: 12px 24px" in style[0]
    assert "line-height: 20px" in style[0]  # 12 + 20 + 12 = 44
