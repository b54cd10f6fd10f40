"""Links in letters: what a token opens, for how long, and that it is nowhere at rest."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from models import links
from models.database import reading, writing
from models.links import Issued
from models.tables import Person
from tests.builders import ISSUED, instant, under_control

AT = instant(ISSUED)
SOON = AT + timedelta(days=30)


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
        session.flush()
        persons = sorted(session.exec(Person.__table__.select()).scalars())
    return engine, persons[0], persons[1]


def issued(engine, person_id, **changes):
    token = links.new_token()
    with writing(engine) as session:
        links.issue(session, [Issued(token, person_id, **changes)], at=AT, expires_at=SOON)
    return token


def opened(engine, token, *, at=AT):
    with reading(engine) as session:
        return links.look_up(session, token, at=at)


def test_a_link_opens_what_it_was_issued_for(order):
    engine, one, other = order
    mine, theirs = issued(engine, one), issued(engine, other, assignment_id=3)
    assert opened(engine, mine)[:3] == (1, one, None)
    assert opened(engine, theirs)[:3] == (2, other, 3)


def test_a_token_has_256_bits_and_is_fit_for_an_address():
    tokens = {links.new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_only_the_hash_of_a_token_is_stored(order):
    engine, one, _ = order
    token = issued(engine, one)
    with engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM link")).all()
    assert token not in str(row)


@pytest.mark.parametrize("guess", ["", "x", "é" * 43, "a" * 10_000, "' OR 1=1 --"])
def test_what_was_never_issued_opens_nothing(order, guess):
    engine, one, _ = order
    issued(engine, one)
    assert opened(engine, guess) is None


def test_a_link_expires_at_its_instant(order):
    engine, one, _ = order
    token = issued(engine, one)
    assert opened(engine, token, at=SOON - timedelta(microseconds=1))
    assert opened(engine, token, at=SOON) is None


def test_a_persons_links_are_revoked_together_and_nobody_elses(order):
    engine, one, other = order
    mine, theirs = [issued(engine, one), issued(engine, one)], issued(engine, other)
    with writing(engine) as session:
        assert links.revoke(session, one, at=AT) == 2
        assert links.revoke(session, one, at=AT) == 0
    assert [opened(engine, token) for token in mine] == [None, None]
    assert opened(engine, theirs)


def test_the_first_use_of_a_link_is_remembered_and_it_still_opens(order):
    engine, one, _ = order
    token = issued(engine, one)
    for hours in (1, 2):
        with writing(engine) as session:
            links.mark_used(session, opened(engine, token).link_id, at=AT + timedelta(hours=hours))
    with reading(engine) as session:
        (facts,) = links.links_of(session, one)
    assert (facts.used_at, facts.revoked_at) == (AT + timedelta(hours=1), None)
    assert opened(engine, token)


def test_the_links_of_who_has_left_open_nothing(order):
    engine, one, _ = order
    token = issued(engine, one)
    with writing(engine) as session:
        session.get_one(Person, one).left_on = ISSUED
    assert opened(engine, token) is None
