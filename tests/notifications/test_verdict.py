"""The verdict table: every stage and answer, and what becomes of the letter."""

from datetime import UTC, datetime, timedelta

import pytest

from models.sending import MOST_DUPLICATES, Claimed
from models.tables import OutboxState
from notifications.smtp import Outcome, Stage
from notifications.verdict import LONGEST_WAIT, MOST_ATTEMPTS, OPENING, Try, relay_fault, settlement

AT = datetime(2024, 4, 8, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def judged(stage, code, *, attempts=0, duplicates=0, queued_at=AT, chance=0.5):
    letter = Claimed(1, "token", "a@b.example", "c@d.example", b"", queued_at, attempts, duplicates)
    return settlement(Outcome(stage, code, "said"), Try(letter=letter, at=AT, chance=chance))


@pytest.mark.parametrize("stage", sorted(OPENING))
@pytest.mark.parametrize("code", [None, 421, 454, 535, 554])
def test_what_fails_before_a_letter_is_named_is_the_relays_and_burns_nothing(stage, code):
    assert relay_fault(Outcome(stage, code, "said")).startswith(f"{stage} failed: ")
    found = judged(stage, code)
    assert (found.state, found.attempts, found.possible_duplicates, found.not_before) == (
        OutboxState.QUEUED,
        0,
        0,
        AT,
    )


def test_a_refused_sender_is_the_relays_affair():
    assert relay_fault(Outcome(Stage.MAIL, 553, "not you")) == "mail failed: 553 not you"
    assert judged(Stage.MAIL, 553).attempts == 0


@pytest.mark.parametrize(
    ("stage", "code", "state", "attempts", "duplicates"),
    [
        (Stage.MAIL, 452, OutboxState.QUEUED, 1, 0),
        (Stage.MAIL, None, OutboxState.QUEUED, 1, 0),
        (Stage.RCPT, 450, OutboxState.QUEUED, 1, 0),
        (Stage.RCPT, None, OutboxState.QUEUED, 1, 0),
        (Stage.RCPT, 354, OutboxState.QUEUED, 1, 0),
        (Stage.RCPT, 550, OutboxState.DEAD, 1, 0),
        (Stage.DOT, 250, OutboxState.SENT, 1, 0),
        (Stage.DOT, 252, OutboxState.SENT, 1, 0),
        (Stage.DATA, 451, OutboxState.QUEUED, 1, 0),
        (Stage.DATA, 554, OutboxState.DEAD, 1, 0),
        (Stage.DATA, None, OutboxState.QUEUED, 1, 1),
        (Stage.DATA, 354, OutboxState.QUEUED, 1, 1),
        (Stage.DATA, 250, OutboxState.QUEUED, 1, 1),
        (Stage.DOT, 451, OutboxState.QUEUED, 1, 0),
        (Stage.DOT, 554, OutboxState.DEAD, 1, 0),
        (Stage.DOT, None, OutboxState.QUEUED, 1, 1),
        (Stage.DOT, 354, OutboxState.QUEUED, 1, 1),
    ],
)
def test_the_verdict_on_a_letter(stage, code, state, attempts, duplicates):
    found = judged(stage, code)
    assert (found.state, found.attempts, found.possible_duplicates) == (state, attempts, duplicates)
    assert (found.stage, found.code, found.text) == (stage.value, code, "said")
    assert not relay_fault(Outcome(stage, code, "said"))


def test_what_may_have_left_rests_a_quarter_of_an_hour():
    assert judged(Stage.DATA, None).not_before == AT + 15 * MINUTE


def test_what_may_have_left_too_often_waits_for_a_person():
    assert judged(Stage.DATA, None, duplicates=MOST_DUPLICATES - 1).state is OutboxState.QUEUED
    assert judged(Stage.DATA, None, duplicates=MOST_DUPLICATES).state is OutboxState.UNKNOWN


@pytest.mark.parametrize("code", [450, 451])
@pytest.mark.parametrize(("chance", "minutes"), [(0, 5), (0.5, 10), (1, 15)])
def test_greylisting_is_met_after_5_to_15_minutes(code, chance, minutes):
    assert judged(Stage.RCPT, code, chance=chance).not_before == AT + minutes * MINUTE


@pytest.mark.parametrize(
    ("attempts", "chance", "pause"),
    [
        (0, 0, timedelta(seconds=30)),
        (0, 1, timedelta(seconds=90)),
        (3, 0.5, 8 * MINUTE),
        (7, 0.5, 128 * MINUTE),
        (8, 0.5, timedelta(hours=4)),
        (23, 1, timedelta(hours=6)),
    ],
)
def test_the_pause_doubles_up_to_four_hours(attempts, chance, pause):
    assert judged(Stage.RCPT, 452, attempts=attempts, chance=chance).not_before == AT + pause


def test_after_25_attempts_or_5_days_a_letter_is_dead():
    assert judged(Stage.RCPT, 452, attempts=MOST_ATTEMPTS - 2).state is OutboxState.QUEUED
    assert judged(Stage.RCPT, 452, attempts=MOST_ATTEMPTS - 1).state is OutboxState.DEAD
    assert judged(Stage.RCPT, 452, attempts=1, queued_at=AT - LONGEST_WAIT).state is OutboxState.DEAD
    assert judged(Stage.DATA, None, attempts=1, queued_at=AT - LONGEST_WAIT).state is OutboxState.UNKNOWN


def test_a_relay_down_for_a_week_kills_no_letter():
    assert judged(Stage.CONNECT, None, queued_at=AT - 2 * LONGEST_WAIT).state is OutboxState.QUEUED
    assert judged(Stage.RCPT, 451, queued_at=AT - 2 * LONGEST_WAIT).state is OutboxState.QUEUED
