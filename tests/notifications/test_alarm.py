"""The letter to the administrator: once a day, of what is new, never about itself."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from models import outbox, relays, sending
from models.administrators import name_administrator
from models.database import reading, writing
from models.letter_keys import ALARM
from models.outbox_by_hand import cancel_letters, retry
from models.queries import person_by_email
from models.roster_changes import bring_in
from models.sending import Settlement
from models.tables import OutboxState
from notifications.alarm import Trouble, tell_administrator, tell_of_trouble
from states.draft import RosterPerson
from tests.notifications.waiting import AT, claimed, put_in, rows

DAY = timedelta(days=1)
ADMINISTRATOR = "admin@imc.example"


def told(engine, at=AT):
    with writing(engine) as session:
        return tell_administrator(session, to=ADMINISTRATOR, sender="Срок <srok@imc.example>", today=at.date(), at=at)


def settle_all(engine, state, at=AT):
    with writing(engine) as session:
        letters = sending.claim(session, at=at, batch=100)
        what = Settlement(state=state, attempts=1, stage="rcpt", code=550, text="unknown")
        sending.record(session, settlements=[(one, what) for one in letters], at=at)


def text_of_last(engine):
    with reading(engine) as session:
        content = outbox.eml_of(session, outbox.latest(session, ALARM).id)
    return message_from_bytes(content, policy=policy.default).get_body(("plain",)).get_content()


def test_nothing_to_tell_is_not_told(sqlite):
    put_in(sqlite, 2)
    assert not told(sqlite)
    settle_all(sqlite, OutboxState.SENT)
    assert not told(sqlite)


def test_letters_given_up_are_told_with_the_last_answer(engine):
    put_in(engine, 3)
    settle_all(engine, OutboxState.DEAD)
    assert told(engine, AT)
    row = rows(engine)[-1]
    assert (row.recipient, row.person_id, row.subject) == (ADMINISTRATOR, None, "Срок: не доставлено писем: 3")
    assert "№ 2, school-1@tomsk.example: Срок (rcpt 550 unknown)" in text_of_last(engine)


def test_it_is_told_once_a_day_and_then_only_what_is_new(sqlite):
    put_in(sqlite, 1)
    settle_all(sqlite, OutboxState.DEAD)
    assert told(sqlite)
    assert not told(sqlite, AT + timedelta(hours=5))
    settle_all(sqlite, OutboxState.SENT)
    assert not told(sqlite, AT + DAY)
    put_in(sqlite, 2)
    settle_all(sqlite, OutboxState.UNKNOWN, AT + DAY)
    assert told(sqlite, AT + DAY)
    assert "№ 1," not in text_of_last(sqlite)


def test_it_never_tells_of_itself(sqlite):
    put_in(sqlite, 1)
    settle_all(sqlite, OutboxState.DEAD)
    told(sqlite)
    settle_all(sqlite, OutboxState.DEAD)
    assert not told(sqlite, AT + DAY)


def named(engine, *emails):
    with writing(engine) as session:
        bring_in(session, [RosterPerson(organization="Центр", kind="organization", email=one) for one in emails])
        for one in emails:
            name_administrator(session, person_by_email(session, one))


@pytest.mark.parametrize("state", [OutboxState.DEAD, OutboxState.UNKNOWN])
def test_what_an_administrator_did_not_get_the_next_one_is_told_at_once(engine, state):
    named(engine, "next@imc.example", "third@imc.example")
    put_in(engine, 1)
    settle_all(engine, OutboxState.DEAD)
    assert told(engine)
    settle_all(engine, state)
    assert told(engine), "on the same day"
    assert rows(engine)[-1].recipient == "next@imc.example"
    assert "№ 1, school-0@tomsk.example" in text_of_last(engine)
    assert f"№ 2, {ADMINISTRATOR}: Срок: не доставлено писем: 1 (rcpt 550 unknown)" in text_of_last(engine)
    settle_all(engine, OutboxState.SENT)
    assert not told(engine, AT + DAY), "nothing new"


def test_an_administrator_whose_letter_was_decided_about_is_told_again(sqlite):
    named(sqlite, "next@imc.example")
    for day, decide in enumerate((cancel_letters, retry)):
        put_in(sqlite, 2 * day + 1)
        settle_all(sqlite, OutboxState.DEAD, AT + day * DAY)
        assert told(sqlite, AT + day * DAY)
        assert rows(sqlite)[-1].recipient == ADMINISTRATOR
        settle_all(sqlite, OutboxState.DEAD, AT + day * DAY)
        with writing(sqlite) as session:
            decide(session, [rows(sqlite)[-1].id], at=AT + day * DAY)
        settle_all(sqlite, OutboxState.SENT, AT + day * DAY)


def test_a_trouble_goes_to_the_next_administrator_once_a_day(engine):
    named(engine, "next@imc.example")
    trouble = Trouble(what="watch", subject="Срок: нужен администратор", paragraphs=("disk: 0.1 GiB free",))

    def troubled(at):
        with writing(engine) as session:
            return tell_of_trouble(session, trouble, to=ADMINISTRATOR, sender="srok@imc.example", at=at)

    assert [troubled(AT), troubled(AT)] == [True, False]
    settle_all(engine, OutboxState.DEAD)
    assert [troubled(AT), troubled(AT)] == [True, False]
    settle_all(engine, OutboxState.SENT)
    assert [troubled(AT), troubled(AT + DAY)] == [False, True]
    assert [row.recipient for row in rows(engine)] == [ADMINISTRATOR, "next@imc.example", "next@imc.example"]


def test_a_relay_down_for_a_week_makes_one_letter(sqlite):
    with writing(sqlite) as session:
        relays.pause(session, "smtp://localhost:25", reason="connect failed: Connection refused", by="here", at=AT)
    assert [told(sqlite, AT + n * DAY) for n in range(7)] == [True] + [False] * 6
    assert "Connection refused" in text_of_last(sqlite)
    assert rows(sqlite)[-1].written_on == date(2024, 4, 8)
    assert len(claimed(sqlite)) == 1
