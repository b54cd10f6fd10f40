"""Who asked is told the answer, once, by the next letter: a later day granted or refused, an assignment upheld."""

from datetime import date, datetime
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.operations import undo_last
from models.outbox import eml_of
from models.queries import person_by_email
from models.tables import FiringRow, Outbox
from notifications.chasing import sweep
from tests.builders import CALENDAR, ZONE, instant, under_control
from tests.models.working import CENTRE, DAY, SCHOOL, bulk, moved, row_of

NEXT = date(2024, 2, 13)
LATER = date(2024, 3, 29)
REASON = "срок установлен приказом"


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    said(engine, DAY)  # what there was to say before anybody asked
    return engine


def said(engine, day):
    """The plain text of the school's letter of a day, empty if there is none."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(ZONE))
    with writing(engine) as session:
        sweep(session, today=day, at=at, calendar=CALENDAR, sender="Срок <srok@city.example>")
        wanted = select(Outbox.id).where(Outbox.recipient == SCHOOL, Outbox.written_on == day)
        letter_id = session.exec(wanted).one_or_none()
        if letter_id is None:
            return ""
        message = message_from_bytes(eml_of(session, letter_id), policy=policy.default)
    return message.get_body(("plain",)).get_content()


def answers(engine):
    with reading(engine) as session:
        return session.exec(select(FiringRow.rung).where(FiringRow.rung == "executor.decided")).all()


ASKED = {"due_on": LATER, "reason": "болезнь"}
TOLD = [
    (("ask_extension", ASKED), ("refuse_extension", {"reason": REASON}), f"продлить срок отказано: {REASON}"),
    (("ask_extension", ASKED), ("grant_extension", {}), "Срок 29.03.2024; срок продлён по вашей просьбе"),
    (
        ("ask_extension", ASKED),
        ("extend", {"due_on": date(2024, 3, 22), "reason": REASON}),
        f"Срок 22.03.2024; вы просили продлить срок, назначен другой: {REASON}",
    ),
    (("decline", {"reason": "не наше"}), ("uphold", {"reason": REASON}), f"решено: оно остаётся за вами: {REASON}"),
]


@pytest.mark.parametrize(("asks", "answers_", "told"), TOLD)
def test_the_answer_stands_in_the_next_letter_and_in_no_other(order, asks, answers_, told):
    moved(order, asks[0], **asks[1])
    moved(order, answers_[0], by=CENTRE, **answers_[1])
    text = said(order, NEXT)
    assert told in text
    assert text.count("(новое)") + text.count("Новые: 1") == 1
    assert len(answers(order)) == 1
    for day in (date(2024, 2, 14), date(2024, 2, 22), date(2024, 3, 1), date(2024, 3, 22)):
        assert told.rpartition("; ")[2] not in said(order, day)
    assert len(answers(order)) == 1


def test_an_answer_is_told_even_where_the_ladder_speaks_on_the_same_day(order):
    moved(order, "ask_extension", **ASKED)
    moved(order, "refuse_extension", by=CENTRE, reason=REASON, on=date(2024, 2, 21))
    text = said(order, date(2024, 2, 22))  # five working days before the due day
    assert f"продлить срок отказано: {REASON}" in text
    assert "Скоро срок" in text


def test_what_was_asked_for_again_is_not_answered_yet(order):
    moved(order, "ask_extension", **ASKED)
    moved(order, "refuse_extension", by=CENTRE, reason=REASON)
    moved(order, "ask_extension", **ASKED)
    assert REASON not in said(order, NEXT)
    assert not answers(order)


def test_an_answer_that_was_undone_is_none(order):
    moved(order, "ask_extension", **ASKED)
    bulk(order, "refuse_extension", (row_of(order).id,), reason=REASON)
    with writing(order) as session:
        undo_last(session, person_id=person_by_email(session, CENTRE), at=instant(DAY))
    assert REASON not in said(order, NEXT)
    moved(order, "withdraw_extension", on=NEXT)
    assert REASON not in said(order, date(2024, 2, 14))
    assert not answers(order)


EXTENDED = ("extend", {"by": CENTRE, "due_on": date(2024, 4, 5), "reason": REASON})
SETTLED = [
    [],
    [("ask_extension", ASKED), ("withdraw_extension", {})],
    [("ask_extension", ASKED), ("grant_extension", {"by": CENTRE})],
]


@pytest.mark.parametrize("before", SETTLED)
def test_a_later_date_that_nobody_waits_for_is_no_answer(order, before):
    for trigger, changes in (*before, EXTENDED):
        moved(order, trigger, **changes)
    assert "назначен другой" not in said(order, NEXT)


def test_who_has_reported_meanwhile_is_told_nothing(order):
    moved(order, "ask_extension", **ASKED)
    moved(order, "refuse_extension", by=CENTRE, reason=REASON)
    moved(order, "report", text="Готово")
    assert REASON not in said(order, NEXT)


def test_a_second_answer_is_told_as_well(order):
    for day, after in ((DAY, NEXT), (date(2024, 2, 14), date(2024, 2, 15))):
        moved(order, "ask_extension", on=day, **ASKED)
        moved(order, "refuse_extension", by=CENTRE, reason=REASON, on=day)
        assert REASON in said(order, after)
    assert len(answers(order)) == 2
