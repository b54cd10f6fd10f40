from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from models.database import reading, writing
from models.operations import UNDO_WITHIN, Bulk, KeyReused, Request, move, undo_last
from models.outbox import eml_of, letters
from models.queries import Filter, assignments, history, person_by_email
from models.tables import Outbox, OutboxState
from notifications.chasing import sweep
from notifications.message import AddressUnusable
from notifications.reminding import remind
from tests.builders import CALENDAR, ROSTER, ZONE, instant, under_control

SENDER = "Срок <srok@city.example>"
AT = datetime(
    2024, 3, 7, 14, tzinfo=ZoneInfo(ZONE)
)  # 1.1 is overdue by five working days, 1.2 is due at the month's end
REASON = "Отчёт нужен к совещанию 11 марта"


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def ids(engine, **wanted):
    with reading(engine) as session:
        return tuple(one.id for one in assignments(session, Filter(**wanted), today=AT.date()))


def person(engine, email):
    with reading(engine) as session:
        return person_by_email(session, email)


def reminded(engine, *chosen, by="centre@city.example", **changes):
    bulk = Bulk(assignment_ids=chosen, trigger="remind", person_id=person(engine, by), at=AT, reason=REASON)
    with writing(engine) as session:
        return remind(session, replace(bulk, **changes), calendar=CALENDAR, sender=SENDER)


def outbox(engine):
    with reading(engine) as session:
        return session.execute(select(Outbox).order_by(col(Outbox.id))).scalars().all()


def text_of(engine, row):
    with reading(engine) as session:
        eml = eml_of(session, row.id)
    return message_from_bytes(eml, policy=default).get_body(("plain",)).get_content()


def test_each_executor_gets_one_letter_with_exactly_what_was_chosen(order):
    chosen = ids(order, executor="СОШ № 1")[:2] + ids(order, item="1.1", executor="СОШ № 2")
    result = reminded(order, *chosen)
    assert (len(result.done.moved), result.done.refused, result.letters) == (3, (), 2)
    first, second = outbox(order)
    assert [first.recipient, second.recipient] == ["school-1@city.example", "school-2@city.example"]
    assert first.subject == "Срок: напоминание о поручениях, 2024 год"
    said = text_of(order, first)
    assert "Вам напоминает координатор плана Орлова Анна Ивановна." in said
    assert f"«{REASON}»" in said
    assert ("п. 1.1 плана" in said, "п. 1.2 плана" in said, "п. 1.4 плана" in said) == (True, True, False)
    assert "п. 1.2 плана" not in text_of(order, second)


def test_the_move_stands_in_the_history_and_the_letter_waits_until_it_cannot_be_undone(order):
    (one,) = ids(order, item="1.1", executor="СОШ № 1")
    result = reminded(order, one)
    with reading(order) as session:
        (line,) = history(session, one)
    assert (line.trigger, line.reason, line.source, line.dest) == ("remind", REASON, "assigned", "assigned")
    (row,) = outbox(order)
    assert row.key == f"remind/{result.done.step_id}/{person(order, 'school-1@city.example')}"
    assert row.not_before == AT + UNDO_WITHIN


def test_an_undo_takes_the_letters_back_that_nobody_has_begun_to_send(order):
    result = reminded(order, *ids(order, item="1.1"))
    assert result.letters == 3
    with writing(order) as session:
        session.execute(select(Outbox)).scalars().first().state = OutboxState.SENT
    with writing(order) as session:
        done = undo_last(session, person_id=person(order, "centre@city.example"), at=AT + timedelta(minutes=9))
    assert len(done.moved) == 3
    assert sorted(row.state for row in outbox(order)) == ["cancelled", "cancelled", "sent"]


def test_a_reminder_does_not_stand_in_for_the_day_s_digest(order):
    reminded(order, *ids(order, item="1.1"))
    with writing(order) as session:
        swept = sweep(session, today=AT.date(), at=AT, calendar=CALENDAR, sender=SENDER)
    assert {"school-1@city.example", "school-2@city.example"} <= {one.recipient.email for one in swept.letters}


def test_whom_no_letter_reaches_is_named_and_not_said_to_be_reminded(engine):
    with writing(engine) as session:
        under_control(session, roster=[replace(ROSTER[0], email=""), replace(ROSTER[1], email="i..2@x"), *ROSTER[2:]])
    external = ids(engine, executor="колледжи (по согласованию)")
    result = reminded(engine, *ids(engine, item="1.1"), *external, 999)
    assert [(row.state, row.refused_by) for row in result.done.refused] == [
        ("assigned", ("no_address",)),
        ("assigned", ("no_address",)),
        ("assigned", ("no_address",)),
        (None, ("unknown",)),
    ]
    assert (len(result.done.moved), result.letters) == (1, 1)
    with reading(engine) as session:
        assert history(session, result.done.refused[0].assignment_id) == ()


def test_what_has_been_reported_is_not_reminded_of(order):
    first, second = ids(order, item="1.1")[:2]
    school = person(order, "school-1@city.example")
    with writing(order) as session:
        request = Request(assignment_id=first, trigger="report", person_id=school, at=instant(AT.date(), 1), text="Да")
        move(session, request, calendar=CALENDAR)
    result = reminded(order, first, second)
    assert [row.refused_by for row in result.done.refused] == [("no_such_move",)]
    assert result.letters == 1


@pytest.mark.parametrize("by", ["school-1@city.example", "school-2@city.example"])
def test_executors_remind_nobody(order, by):
    result = reminded(order, *ids(order, item="1.1"), by=by)
    assert {row.refused_by for row in result.done.refused} == {("not_your_role",)}
    assert (result.letters, outbox(order)) == (0, [])


def test_a_controller_s_reminder_says_in_what_capacity(order):
    reminded(order, *ids(order, item="1.1"), by="order@city.example", reason="")
    said = text_of(order, outbox(order)[0])
    assert "Вам напоминает контролирующий исполнение распоряжения Лугина Вера Олеговна." in said
    assert "«" not in said.partition("Коротко")[0]


def test_asked_for_again_with_its_key_nobody_is_reminded_twice(order):
    first = reminded(order, *ids(order, item="1.1"), key="a")
    again = reminded(order, *ids(order, item="1.1"), key="a")
    assert again == replace(first, done=replace(first.done, replayed=True))
    assert len(outbox(order)) == 3
    with pytest.raises(KeyReused):
        reminded(order, *ids(order, item="1.2"), key="a")


def test_a_second_reminder_is_a_letter_of_its_own(order):
    chosen = ids(order, item="1.1", executor="СОШ № 1")
    reminded(order, *chosen)
    reminded(order, *chosen, at=AT + timedelta(hours=1))
    with reading(order) as session:
        assert len({one.key for one in letters(session)}) == 2


def test_a_sender_no_letter_can_come_from_reminds_nobody(order):
    (one,) = ids(order, item="1.1", executor="СОШ № 1")
    bulk = Bulk(assignment_ids=(one,), trigger="remind", person_id=person(order, "centre@city.example"), at=AT)
    with pytest.raises(AddressUnusable), writing(order) as session:
        remind(session, bulk, calendar=CALENDAR, sender="Срок")
    with reading(order) as session:
        assert history(session, one) == ()


def test_the_letter_is_dated_by_the_day_it_is_written(order):
    reminded(order, *ids(order, item="1.1", executor="СОШ № 1"))
    assert [row.written_on for row in outbox(order)] == [date(2024, 3, 7)]
