"""What a person decides about letters: for all that are named or for none, and never for one that is leaving."""

from datetime import timedelta

import pytest

from models import outbox, sending
from models import outbox_by_hand as hand
from models.database import reading, writing
from models.outbox import GIVEN_UP
from models.sending import Settlement
from models.tables import OutboxState
from tests.notifications.waiting import AT, claimed, put_in, rows

LATER = AT + timedelta(days=9)


def states(engine):
    return [row.state for row in rows(engine)]


def settle_first(engine, state):
    first, *others = claimed(engine)
    with writing(engine) as session:
        sending.release(session, others)
        sending.record(session, settlements=[(first, Settlement(state=state, attempts=9))], at=AT)
    return first.id


@pytest.mark.parametrize("state", [OutboxState.DEAD, OutboxState.UNKNOWN])
def test_a_letter_given_up_begins_anew(engine, state):
    put_in(engine, 2)
    ident = settle_first(engine, state)
    with writing(engine) as session:
        assert hand.retry(session, hand.ids_in(session, GIVEN_UP), at=LATER) == 1
    row = next(one for one in rows(engine) if one.id == ident)
    assert (row.state, row.attempts, row.queued_at, row.settled_at) == (OutboxState.QUEUED, 0, LATER, None)
    assert len(claimed(engine, at=LATER)) == 2


@pytest.mark.parametrize("state", [OutboxState.QUEUED, OutboxState.HELD, OutboxState.DEAD, OutboxState.UNKNOWN])
def test_a_letter_that_has_not_left_can_be_cancelled(engine, state):
    put_in(engine)
    ident = settle_first(engine, state)
    with writing(engine) as session:
        assert hand.cancel_letters(session, [ident], at=LATER) == 1
    assert states(engine) == [OutboxState.CANCELLED]
    assert claimed(engine, at=LATER) == ()


def test_held_letters_wait_for_their_release(engine):
    put_in(engine, 3)
    with writing(engine) as session:
        assert hand.hold(session, hand.ids_in(session, hand.WAITING)) == 3
    assert claimed(engine, at=LATER) == ()
    with writing(engine) as session:
        assert hand.release_held(session, [1, 3], at=LATER) == 2
    assert [one.id for one in claimed(engine, at=LATER)] == [1, 3]


def test_a_letter_held_while_a_sender_has_it_is_neither_fenced_nor_marked(engine):
    put_in(engine, 2)
    before, leaving = claimed(engine)
    with writing(engine) as session:
        sending.record(session, fences=[leaving], at=AT)
        hand.hold(session, [before.id, leaving.id])
        sent = Settlement(state=OutboxState.SENT, attempts=1)
        assert sending.record(session, fences=[before], settlements=[(leaving, sent)], at=AT) == (set(), set())
    assert states(engine) == [OutboxState.HELD] * 2
    assert [row.possible_duplicates for row in rows(engine)] == [0, 1]


@pytest.mark.parametrize(
    ("what", "state", "why"),
    [
        (hand.hold, OutboxState.SENT, "is sent: hold is for letters that are leased or queued"),
        (hand.hold, OutboxState.DEAD, "is dead"),
        (lambda session, ids: hand.release_held(session, ids, at=AT), OutboxState.QUEUED, "release is for"),
        (lambda session, ids: hand.retry(session, ids, at=AT), OutboxState.SENT, "retry is for letters that are dead"),
        (lambda session, ids: hand.cancel_letters(session, ids, at=AT), OutboxState.SENT, "cancel is for"),
    ],
)
def test_what_cannot_be_done_with_one_is_done_with_none(engine, what, state, why):
    put_in(engine, 3)
    ident = settle_first(engine, state)
    before = states(engine)
    for ids in ([ident], [2, 3, ident], [2, 99]):
        with pytest.raises(hand.LetterUnsuitable, match="nothing was changed"), writing(engine) as session:
            what(session, ids)
    with pytest.raises(hand.LetterUnsuitable, match=why), writing(engine) as session:
        what(session, [ident])
    assert states(engine) == before


def test_a_letter_that_is_leaving_is_not_cancelled(engine):
    put_in(engine)
    claimed(engine)
    with pytest.raises(hand.LetterUnsuitable, match="is leased"), writing(engine) as session:
        hand.cancel_letters(session, [1], at=AT)


def test_a_letter_is_shown_by_its_id(engine):
    put_in(engine)
    with reading(engine) as session:
        assert hand.letter_by_id(session, 1).recipient == "school-0@tomsk.example"
        assert outbox.eml_of(session, 1).startswith(b"Message-ID: <0@")
        with pytest.raises(hand.LetterUnsuitable, match="letter 7: there is none"):
            hand.letter_by_id(session, 7)
