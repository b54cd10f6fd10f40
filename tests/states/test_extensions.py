from datetime import date

import pytest

from states.as_of import Due, Explained, MadeMove, SentBack, stood
from states.assignment import State
from states.extensions import Answer, Extension, extensions, withdrawn_requests

ASKED_ON, ANSWERED_ON = date(2024, 5, 20), date(2024, 5, 24)
LATER, EVEN_LATER = date(2024, 6, 14), date(2024, 6, 28)


def made(trigger, on=ANSWERED_ON, *, reason="", dest=State.IN_PROGRESS, **columns):
    values = {"due_on": None, "effective_due_on": None, "text": ""}
    return MadeMove(assignment_id=1, trigger=trigger, dest=dest, on=on, reason=reason, **(values | columns))


ASKED = made("ask_extension", ASKED_ON, reason=" ремонт ", asked_due_on=LATER)


@pytest.mark.parametrize(
    ("answering", "answer", "until", "said"),
    [
        (made("grant_extension", due_on=LATER, reason="согласовано"), Answer.GRANTED, LATER, "согласовано"),
        (made("grant_extension", due_on=EVEN_LATER), Answer.GRANTED, EVEN_LATER, ""),
        (made("refuse_extension", reason="срок установлен"), Answer.REFUSED, LATER, "срок установлен"),
        (made("withdraw_extension", reason="успели"), Answer.WITHDRAWN, LATER, "успели"),
        (made("accept", reason="в порядке"), Answer.LAPSED, LATER, ""),
        (made("remove", reason="duplicate"), Answer.LAPSED, LATER, ""),
        (made("send_back", reason="нет приказа", due_on=EVEN_LATER), Answer.LAPSED, LATER, ""),
    ],
)
def test_a_request_is_answered_by_what_ends_it(answering, answer, until, said):
    asked = {"asked_on": ASKED_ON, "reason": "ремонт", "answered_on": ANSWERED_ON}
    assert extensions([ASKED, answering]) == (Extension(answer=answer, until=until, said=said, **asked),)


@pytest.mark.parametrize("beside", [(), (made("comment", reason="скоро"),), (made("report"),)])
def test_a_request_waits_until_somebody_answers(beside):
    [found] = extensions([ASKED, *beside])
    assert (found.answer, found.answered_on) == (Answer.WAITING, None)


def test_a_later_date_given_unasked_is_told_too_and_ends_what_was_asked():
    given = made("extend", due_on=EVEN_LATER, reason="перенос мониторинга")
    asked, unasked = extensions([ASKED, given])
    assert (asked.answer, unasked.answer, unasked.until) == (Answer.LAPSED, Answer.UNASKED, EVEN_LATER)


def test_what_was_answered_is_not_answered_again():
    granted = made("grant_extension", due_on=LATER)
    assert [one.answer for one in extensions([ASKED, granted, made("accept")])] == [Answer.GRANTED]


def test_only_requests_taken_back_are_no_reasons_any_more():
    withdrawn = made("withdraw_extension", reason="успели")
    moves = [ASKED, withdrawn, ASKED, made("refuse_extension", reason="нет")]
    assert withdrawn_requests(moves) == {0}
    assert stood(moves, first_due=Due(LATER, LATER)).explained == (
        Explained("ask_extension", "ремонт"),
        Explained("refuse_extension", "нет"),
    )


def test_returns_are_told_with_their_day_and_reason():
    moves = [
        made("send_back", reason="нет приказа ", dest=State.RETURNED),
        made("report"),
        made("reopen", reason="нет"),
    ]
    assert stood(moves, first_due=Due()).sent_back == (
        SentBack(ANSWERED_ON, "нет приказа"),
        SentBack(ANSWERED_ON, "нет"),
    )


def test_only_what_is_postponed_now_has_a_day_to_resume_on():
    postponed = made("postpone", resume_on=EVEN_LATER, dest=State.POSTPONED)
    assert stood([postponed], first_due=Due()).resume_on == EVEN_LATER
    assert stood([postponed, made("resume")], first_due=Due()).resume_on is None
    assert stood([made("postpone", dest=State.POSTPONED)], first_due=Due()).resume_on is None
