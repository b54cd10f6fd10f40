"""Letters that die or come back, on both databases: the address bounces, what was said is unsaid and told higher up."""

from datetime import date

import pytest
from sqlmodel import col, select

from models import sending
from models.bounced import BounceRefused, take_bounce
from models.database import reading, writing
from models.outbox_by_hand import retry
from models.roster_changes import bring_in
from models.sending import Settlement
from models.tables import Assignment, FiringRow, Outbox, OutboxState, Person
from notifications.chasing import sweep
from tests.builders import CALENDAR, ROSTER, instant, under_control

DAY, NEXT_DAY = date(2024, 3, 13), date(2024, 3, 14)
SENDER = "Срок <srok@imc.example>"
CONTROLLER = "plan@city.example"


def swept(engine, day):
    with writing(engine) as session:
        return sweep(session, today=day, at=instant(day), calendar=CALENDAR, sender=SENDER)


def settle(engine, state, day=DAY, address=CONTROLLER):
    with writing(engine) as session:
        claimed = sending.claim(session, at=instant(day), batch=100)
        (letter,) = (one for one in claimed if one.recipient == address)
        what = Settlement(state=state, attempts=1, stage="rcpt", code=550, text="5.1.1 no such user")
        sending.record(session, settlements=[(letter, what)], at=instant(day))
        sending.release(session, claimed)
    return letter


def said(engine, letter_id):
    with reading(engine) as session:
        return len(session.exec(select(FiringRow).where(FiringRow.outbox_id == letter_id)).all())


def person(engine, email=CONTROLLER):
    with reading(engine) as session:
        return session.exec(select(Person).where(Person.email == email)).one()


def letter_to(engine, email):
    with reading(engine) as session:
        return session.exec(select(Outbox).where(Outbox.recipient == email).order_by(col(Outbox.id).desc())).first()


@pytest.fixture
def chased(engine):
    """An order on which the plan's controller has been told of what is late."""
    with writing(engine) as session:
        under_control(session)
    swept(engine, DAY)
    assert letter_to(engine, CONTROLLER) is not None
    return engine


def test_what_a_dead_letter_said_is_told_to_the_next_level(chased):
    letter = settle(chased, OutboxState.DEAD)
    assert said(chased, letter.id) == 0
    assert person(chased).bounced_at == instant(DAY)
    found = swept(chased, NEXT_DAY)
    assert "order@city.example" in {one.recipient.email for one in found.letters}
    assert CONTROLLER not in {one.recipient.email for one in found.letters}
    assert {one.told.email for one in found.passed_over} == {"order@city.example"}


def test_what_was_sent_stays_said(chased):
    letter = settle(chased, OutboxState.SENT)
    assert said(chased, letter.id) > 0
    assert person(chased).bounced_at is None
    assert swept(chased, NEXT_DAY).passed_over == ()


def test_a_schools_dead_letter_makes_it_unreachable_until_the_roster_has_another_address(chased):
    settle(chased, OutboxState.DEAD, address="school-1@city.example")
    found = swept(chased, NEXT_DAY)
    assert any(one.who == "СОШ № 1" for one in found.unreachable)
    with writing(chased) as session:
        bring_in(session, [ROSTER[0].__class__(**{**vars(ROSTER[0]), "email": "new@city.example"}), *ROSTER[1:]])
    late = swept(chased, date(2024, 3, 15))
    assert "new@city.example" in {one.recipient.email for one in late.letters}


def test_a_report_that_comes_back_does_the_same(chased):
    letter = settle(chased, OutboxState.SENT)
    with writing(chased) as session:
        row = session.get_one(Outbox, letter.id)
        assert take_bounce(
            session, row.message_id, [CONTROLLER.upper()], status="5.1.1", said="smtp; 550", at=instant(NEXT_DAY)
        )
    row = letter_to(chased, CONTROLLER)
    assert (row.state, row.last_stage, row.last_text) == (OutboxState.DEAD, "bounce", "5.1.1 smtp; 550")
    assert said(chased, letter.id) == 0
    assert person(chased).bounced_at == instant(NEXT_DAY)


@pytest.mark.parametrize(
    ("state", "message_id", "recipients", "why"),
    [
        (OutboxState.SENT, "<strange@imc.example>", [CONTROLLER], "no letter has the Message-ID"),
        (OutboxState.SENT, None, ["order@city.example"], "did not go to the address"),
        (OutboxState.SENT, None, [], "did not go to the address"),
        (OutboxState.QUEUED, None, [CONTROLLER], "is queued, only one that was sent"),
        (OutboxState.DEAD, None, [CONTROLLER], "is dead, only one that was sent"),
    ],
)
def test_a_report_that_does_not_fit_changes_nothing_and_says_why(chased, state, message_id, recipients, why):
    letter = settle(chased, state)
    before = (said(chased, letter.id), person(chased).bounced_at)
    message_id = message_id or letter_to(chased, CONTROLLER).message_id
    with pytest.raises(BounceRefused, match=why), writing(chased) as session:
        take_bounce(session, message_id, recipients, status="5.1.1", said="", at=instant(NEXT_DAY))
    assert (said(chased, letter.id), person(chased).bounced_at) == before


def test_retried_by_a_person_the_address_counts_again(chased):
    letter = settle(chased, OutboxState.DEAD)
    with writing(chased) as session:
        retry(session, [letter.id], at=instant(NEXT_DAY))
    assert person(chased).bounced_at is None


def test_what_is_done_meanwhile_is_not_looked_at_again(chased):
    with writing(chased) as session:
        session.execute(Assignment.__table__.update().values(state="accepted", attention_on=None))
    settle(chased, OutboxState.DEAD)
    with reading(chased) as session:
        assert session.exec(select(Assignment).where(col(Assignment.attention_on).is_not(None))).all() == []
