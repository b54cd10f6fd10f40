"""What moves no state: extensions asked, granted, refused and withdrawn; declining; comments; reminders."""

from datetime import date, timedelta

import pytest

from models.database import reading, writing
from models.operations import NotAllowed, resume_postponed
from models.queries import history
from states.assignment import State
from tests.builders import CALENDAR, instant
from tests.models.working import CENTRE, DAY, PLAN, moved, row_of

LATER = date(2024, 3, 29)


def last(engine):
    with reading(engine) as session:
        return history(session, row_of(engine).id)[-1]


def test_an_extension_is_asked_for_and_moves_no_date_until_it_is_granted(order):
    moved(order, "ask_extension", due_on=LATER, reason="болезнь")
    row = row_of(order)
    assert (row.due_on, row.extension_on, row.extension_asked_on) == (date(2024, 2, 29), LATER, DAY)
    assert (last(order).trigger, last(order).reason, last(order).due_on) == ("ask_extension", "болезнь", None)
    moved(order, "grant_extension", by=CENTRE)
    row = row_of(order)
    assert (row.original_due_on, row.due_on, row.effective_due_on) == (date(2024, 2, 29), LATER, LATER)
    assert (row.due_moves, row.due_version, row.extension_on) == (1, 2, None)


def test_who_grants_may_name_another_later_day(order):
    moved(order, "ask_extension", due_on=LATER, reason="болезнь")
    moved(order, "grant_extension", by=PLAN, due_on=date(2024, 3, 15))
    assert row_of(order).due_on == date(2024, 3, 15)


@pytest.mark.parametrize(("trigger", "by"), [("refuse_extension", CENTRE), ("withdraw_extension", None)])
def test_a_refused_or_withdrawn_extension_leaves_the_date_and_may_be_asked_for_again(order, trigger, by):
    moved(order, "ask_extension", due_on=LATER, reason="болезнь")
    moved(order, trigger, reason="срок установлен приказом", **({"by": by} if by else {}))
    row = row_of(order)
    assert (row.due_on, row.extension_on, row.due_moves) == (date(2024, 2, 29), None, 0)
    moved(order, "ask_extension", due_on=LATER, reason="болезнь")


def test_a_report_does_not_end_the_question_of_an_extension_but_its_acceptance_does(order):
    moved(order, "ask_extension", due_on=LATER, reason="болезнь")
    moved(order, "report", text="Готово")
    assert row_of(order).extension_on == LATER
    moved(order, "accept", by=CENTRE)
    assert row_of(order).extension_on is None


def test_a_declined_assignment_waits_for_the_coordinator_and_stays_where_it_is(order):
    moved(order, "decline", reason="не наш профиль")
    row = row_of(order)
    assert (row.state, row.declined_on) == (State.ASSIGNED, DAY)
    with pytest.raises(NotAllowed):
        moved(order, "decline", reason="не наш профиль")
    moved(order, "uphold", by=CENTRE, reason="касается всех школ")
    assert row_of(order).declined_on is None


def test_what_was_asked_for_is_answered_though_it_is_postponed_and_lets_the_clock_resume_it(order):
    moved(order, "decline", reason="не наш профиль")
    moved(order, "ask_extension", due_on=LATER, reason="болезнь")
    resume_on = DAY + timedelta(days=1)
    moved(order, "postpone", by=CENTRE, reason="ремонт", resume_on=resume_on)
    moved(order, "uphold", by=CENTRE, reason="касается всех школ")
    moved(order, "grant_extension", by=CENTRE)
    row = row_of(order)
    assert (row.state, row.declined_on, row.due_on, row.attention_on) == (State.POSTPONED, None, LATER, resume_on)
    with writing(order) as session:
        assert resume_postponed(session, today=resume_on, at=instant(resume_on), calendar=CALENDAR) == 1
    row = row_of(order)
    assert (row.state, row.resume_on, row.attention_on) == (State.ASSIGNED, None, row.issued_on)


def test_who_starts_after_all_declines_no_more(order):
    moved(order, "decline", reason="не наш профиль")
    moved(order, "start")
    assert row_of(order).declined_on is None


def test_a_comment_is_kept_and_changes_nothing_but_the_version(order):
    before = row_of(order).model_dump(exclude={"version", "moved_at", "head"})
    moved(order, "comment", text="Приказ будет в пятницу")
    assert row_of(order).model_dump(exclude={"version", "moved_at", "head"}) == before
    assert last(order).text == "Приказ будет в пятницу"
