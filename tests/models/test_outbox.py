"""The outbox on both databases: written once, held by one sender, marked only by who holds it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from models import outbox, sending
from models.database import reading, writing
from models.outbox import Composed
from models.sending import CLAIM_LEASE, DATA_LEASE, MOST_DUPLICATES, Settlement
from models.tables import Outbox, OutboxState, Phase

AT = datetime(2024, 4, 8, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SENT = Settlement(state=OutboxState.SENT, attempts=1, stage="data", code=250, text="ok")


def composed(key="digest/1/2024-04-08"):
    return Composed(
        key=key,
        message_id=f"<{key}@imc.example>",
        person_id=None,
        sender="srok@imc.example",
        recipient="school-4@tomsk.example",
        subject="Срок: просрочено 5",
        eml=b"Subject: x\r\n\r\n.\r\n",
        written_on=date(2024, 4, 8),
    )


def put_in(engine, *keys, at=AT):
    with writing(engine) as session:
        return outbox.enqueue_all(session, [composed(key) for key in keys], at=at)


def claim(engine, *, at=AT, batch=10):
    with writing(engine) as session:
        return sending.claim(session, at=at, batch=batch)


def fence(engine, letter, *, at=AT):
    with writing(engine) as session:
        return letter.id in sending.record(session, fences=[letter], at=at).fenced


def settle(engine, letter, settlement=SENT, *, at=AT):
    with writing(engine) as session:
        return letter.id in sending.record(session, settlements=[(letter, settlement)], at=at).settled


def only_row(engine):
    with reading(engine) as session:
        return session.exec(select(Outbox)).one()


def waiting(engine, at=AT):
    with reading(engine) as session:
        return sending.any_waiting(session, at=at)


def test_a_letter_is_put_in_once(engine):
    with writing(engine) as session:
        assert len(outbox.enqueue_all(session, [composed()], at=AT)) == 1
        assert outbox.enqueue_all(session, [composed()], at=AT) == {}
    assert only_row(engine).state is OutboxState.QUEUED


def test_of_many_only_the_new_ones_are_put_in(engine):
    put_in(engine, "a", "b")
    assert set(put_in(engine, "b", "c", "d")) == {"c", "d"}
    assert put_in(engine) == {}


def test_a_claimed_letter_comes_as_it_was_put_in(engine):
    put_in(engine, "a")
    (letter,) = claim(engine)
    assert (letter.sender, letter.recipient, letter.eml) == (
        "srok@imc.example",
        "school-4@tomsk.example",
        composed().eml,
    )
    assert letter.queued_at == AT
    row = only_row(engine)
    assert (row.state, row.phase, row.lease_until) == (OutboxState.LEASED, Phase.CLAIMED, AT + CLAIM_LEASE)


def test_a_claimed_letter_is_nobody_elses(engine):
    put_in(engine, "a", "b", "c")
    assert len(claim(engine, batch=2)) == 2
    assert len(claim(engine)) == 1
    assert claim(engine) == ()
    assert not waiting(engine)


def test_what_is_put_off_waits(engine):
    put_in(engine, "a", at=AT + SECOND)
    assert not waiting(engine)
    assert claim(engine) == ()
    assert waiting(engine, AT + SECOND)


def test_the_longest_waiting_goes_first(engine):
    put_in(engine, "later", at=AT)
    put_in(engine, "sooner", at=AT - SECOND)
    (letter,) = claim(engine, batch=1)
    assert letter.queued_at == AT - SECOND


def test_a_sender_lost_before_the_fence_costs_nothing(engine):
    put_in(engine, "a")
    claim(engine)
    (again,) = claim(engine, at=AT + CLAIM_LEASE)
    assert (again.attempts, again.possible_duplicates) == (0, 0)


def test_a_sender_lost_after_the_fence_leaves_a_possible_duplicate(engine):
    put_in(engine, "a")
    (letter,) = claim(engine)
    assert fence(engine, letter)
    assert claim(engine, at=AT + DATA_LEASE - SECOND) == ()
    (again,) = claim(engine, at=AT + DATA_LEASE)
    assert again.possible_duplicates == 1
    assert only_row(engine).phase is Phase.CLAIMED


def test_lost_after_the_fence_too_often_a_letter_waits_for_a_person(engine):
    put_in(engine, "a")
    at = AT
    for _ in range(MOST_DUPLICATES + 1):
        (letter,) = claim(engine, at=at)
        assert fence(engine, letter, at=at)
        at += DATA_LEASE
    assert claim(engine, at=at) == ()
    row = only_row(engine)
    assert (row.state, row.possible_duplicates, row.settled_at) == (OutboxState.UNKNOWN, MOST_DUPLICATES + 1, at)


def test_a_lease_from_a_clock_put_back_does_not_hold(engine):
    put_in(engine, "a", at=AT - timedelta(days=2))
    claim(engine, at=AT)
    assert len(claim(engine, at=AT - timedelta(days=1))) == 1


def test_the_fence_is_shut_to_a_claim_that_has_run_out(engine):
    put_in(engine, "a")
    (letter,) = claim(engine)
    assert not fence(engine, letter, at=AT + CLAIM_LEASE)


def test_who_lost_the_claim_neither_sends_nor_marks(engine):
    put_in(engine, "a")
    (late,) = claim(engine)
    (now,) = claim(engine, at=AT + CLAIM_LEASE)
    assert not fence(engine, late, at=AT + CLAIM_LEASE)
    assert not settle(engine, late)
    assert settle(engine, now, at=AT + CLAIM_LEASE)


def test_sent_is_marked_with_what_was_heard(engine):
    put_in(engine, "a")
    (letter,) = claim(engine)
    fence(engine, letter)
    assert settle(engine, letter, at=AT + SECOND)
    row = only_row(engine)
    assert (row.state, row.attempts, row.settled_at) == (OutboxState.SENT, 1, AT + SECOND)
    assert (row.last_stage, row.last_code, row.last_text) == ("data", 250, "ok")
    assert (row.phase, row.lease_token, row.lease_until) == (None, None, None)
    assert not settle(engine, letter)


def test_queued_again_it_comes_when_its_pause_is_over(engine):
    put_in(engine, "a")
    (letter,) = claim(engine)
    later = AT + timedelta(minutes=15)
    settle(
        engine,
        letter,
        Settlement(state=OutboxState.QUEUED, not_before=later, attempts=1, possible_duplicates=1, stage="data"),
    )
    assert not waiting(engine, later - SECOND)
    (again,) = claim(engine, at=later)
    assert (again.attempts, again.possible_duplicates) == (1, 1)
    assert only_row(engine).settled_at is None


@pytest.mark.parametrize("state", [OutboxState.DEAD, OutboxState.UNKNOWN, OutboxState.HELD, OutboxState.CANCELLED])
def test_what_waits_for_a_person_is_not_claimed(engine, state):
    put_in(engine, "a")
    (letter,) = claim(engine)
    settle(engine, letter, Settlement(state=state))
    assert claim(engine, at=AT + timedelta(days=30)) == ()


def test_a_released_letter_is_as_if_never_claimed(engine):
    put_in(engine, "a", "b")
    begun, untouched = claim(engine)
    fence(engine, begun)
    with writing(engine) as session:
        assert sending.release(session, [begun, untouched]) == 1
    (again,) = claim(engine)
    assert again.id == untouched.id


def test_two_senders_at_once_never_hold_one_letter(engine):
    put_in(engine, *(f"k{n}" for n in range(40)))
    with ThreadPoolExecutor(8) as senders:
        claims = list(senders.map(lambda _: claim(engine, batch=7), range(16)))
    taken = [letter.id for letters in claims for letter in letters]
    assert len(taken) == len(set(taken))
    taken += [letter.id for letter in claim(engine, batch=40)]
    assert len(set(taken)) == 40


def test_a_wave_is_recorded_at_once_and_each_letter_for_itself(engine):
    put_in(engine, "a", "b", "c", "d")
    fenced, late, sent, dead = claim(engine)
    with writing(engine) as session:
        sending.release(session, [late])
        settlements = [(sent, SENT), (late, SENT), (dead, Settlement(state=OutboxState.DEAD, attempts=1))]
        done = sending.record(session, fences=[fenced, late], settlements=settlements, at=AT)
    assert done == ({fenced.id}, {sent.id, dead.id})
    with reading(engine) as session:
        states = [one.state for one in outbox.letters(session)]
    assert states == [OutboxState.LEASED, OutboxState.QUEUED, OutboxState.SENT, OutboxState.DEAD]


def test_letters_are_listed_and_counted_by_state(engine):
    put_in(engine, "a", "b", "c")
    first, _, _ = claim(engine)
    settle(engine, first)
    with reading(engine) as session:
        assert [one.key for one in outbox.letters(session)] == ["a", "b", "c"]
        (sent,) = outbox.letters(session, OutboxState.SENT)
        counts = outbox.counts(session)
    assert (sent.id, sent.subject, sent.last_code) == (first.id, "Срок: просрочено 5", 250)
    assert (counts[OutboxState.SENT], counts[OutboxState.LEASED], counts[OutboxState.DEAD]) == (1, 2, 0)


def test_an_instant_without_a_zone_is_refused(engine):
    with pytest.raises(Exception, match="time zone"):
        put_in(engine, "a", at=datetime(2024, 4, 8))  # noqa: DTZ001 - that is the point
