"""The relay's pause and pace, on both databases: pauses grow, one probes, all senders share one pace."""

from datetime import UTC, datetime, timedelta

from models import relays
from models.database import reading, writing

AT = datetime(2024, 4, 8, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RELAY = "smtp://localhost:25"


def paused(engine):
    with reading(engine) as session:
        return relays.pause_of(session, RELAY)


def pause(engine, *, at=AT, probed=False):
    with writing(engine) as session:
        relays.pause(session, RELAY, reason="connect failed", by="here", at=at, probed=probed)


def take_probe(engine, at):
    found = paused(engine)
    with writing(engine) as session:
        return relays.take_probe(session, found, at=at)


def grant(engine, *, want=100, per_minute=60, at=AT):
    with writing(engine) as session:
        return relays.grant(session, RELAY, want=want, per_minute=per_minute, at=at)


def test_a_pause_says_who_met_what_and_when(engine):
    assert paused(engine) is None
    pause(engine)
    assert paused(engine) == (RELAY, AT, AT + MINUTE, 1, "here", "connect failed")


def test_pauses_grow_to_an_hour_and_begin_anew_after_one_that_ended(engine):
    at, lengths = AT, []
    for _ in range(9):
        pause(engine, at=at, probed=True)
        lengths.append((paused(engine).paused_until - at) // MINUTE)
        at = paused(engine).paused_until
    assert lengths == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert paused(engine).paused_since == AT
    with writing(engine) as session:
        assert relays.resume(session, RELAY)
        assert not relays.resume(session, RELAY)
    pause(engine, at=at)
    assert paused(engine).pauses == 1


def test_senders_that_meet_one_fault_at_once_make_one_pause(engine):
    pause(engine)
    pause(engine)
    assert paused(engine).pauses == 1


def test_when_the_pause_is_over_one_sender_probes(engine):
    pause(engine)
    assert not take_probe(engine, AT)
    found = paused(engine)
    assert take_probe(engine, AT + MINUTE)
    with writing(engine) as session:
        assert not relays.take_probe(session, found, at=AT + MINUTE)
    assert not take_probe(engine, AT + 2 * MINUTE)
    assert take_probe(engine, AT + 2 * relays.PROBE_LEASE), "a prober that was lost is followed by another"


def test_an_administrator_who_mended_it_need_not_wait(engine):
    pause(engine)
    with writing(engine) as session:
        assert relays.probe_now(session, at=AT) == 1
    assert take_probe(engine, AT)


def test_in_no_minute_more_letters_leave_than_are_allowed(engine):
    leaves = [grant(engine, at=AT + timedelta(seconds=second)).letters for second in range(120)]
    assert all(sum(leaves[start : start + 60]) <= 61 for start in range(60))
    assert sum(leaves) >= 120


def test_the_wait_for_the_next_letter_is_known(engine):
    assert grant(engine, per_minute=6) == (1, AT + timedelta(seconds=9))
    assert grant(engine, per_minute=6, at=AT + timedelta(seconds=5)) == (0, AT + timedelta(seconds=9))


def test_a_clock_put_back_does_not_stop_the_letters(engine):
    grant(engine, at=AT + timedelta(days=3))
    assert grant(engine, at=AT).letters == 1
