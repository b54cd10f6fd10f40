import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from models.database import reading, writing
from models.operations import Request, move
from models.outbox import letters
from models.queries import Filter, assignments, person_by_email
from models.tables import Assignment, FiringRow, Outbox
from notifications.chasing import sweep
from notifications.message import AddressUnusable
from states.assignment import State
from states.rungs import Addressee
from tests.builders import CALENDAR, ROSTER, SCHOOLS, ZONE, instant, under_control

SENDER = "Срок <srok@city.example>"
LATE = date(2024, 3, 7)  # five working days after 1.1 was due


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def swept(engine, today, *, hour=10):
    at = datetime(today.year, today.month, today.day, hour, tzinfo=ZoneInfo(ZONE))
    with writing(engine) as session:
        return sweep(session, today=today, at=at, calendar=CALENDAR, sender=SENDER)


def readers(result):
    return [letter.recipient.email for letter in result.letters]


def test_each_person_gets_one_digest_and_a_second_sweep_of_the_day_writes_nothing(order):
    first = swept(order, LATE)
    schools = [f"school-{n}@city.example" for n in (1, 2, 3)]
    assert readers(first) == [*schools, "centre@city.example", "plan@city.example"]
    second = swept(order, LATE)
    assert (second.letters, second.firings) == ((), 0)
    with reading(order) as session:
        assert [one.recipient for one in letters(session)] == readers(first)
        assert session.exec(select(func.count()).select_from(FiringRow)).one() == first.firings


def test_nothing_is_said_on_a_day_off(order):
    assert readers(swept(order, date(2024, 3, 9))) == []
    assert readers(swept(order, date(2024, 3, 10))) == []
    assert len(readers(swept(order, date(2024, 3, 11)))) == 5


def test_a_school_that_reported_is_not_chased_any_more(order):
    with writing(order) as session:
        (mine,) = assignments(session, Filter(item="1.1", executor="СОШ № 1"), today=LATE)
        person_id = person_by_email(session, "school-1@city.example")
        at = instant(date(2024, 2, 20))
        move(
            session,
            Request(assignment_id=mine.id, trigger="report", person_id=person_id, at=at, text="Готово"),
            calendar=CALENDAR,
        )
    by_reader = {letter.recipient.email: letter for letter in swept(order, LATE).letters}
    own = by_reader["school-1@city.example"].lines
    assert "1.1" not in {line.standing.item_number for line in own if line.to is Addressee.EXECUTOR}
    watched = [line for line in by_reader["centre@city.example"].lines if line.to is Addressee.COORDINATOR]
    late = [line.standing.organization for line in watched if line.days_late]
    waiting = [line.standing.organization for line in watched if line.rung.code == "coordinator.not_reviewed"]
    assert (late, waiting) == (["СОШ № 2", "лицей № 3"], ["СОШ № 1"])


def test_external_parties_are_never_written_to(order):
    for letter in swept(order, date(2024, 4, 8)).letters:
        assert all(line.standing.organization != "колледжи (по согласованию)" for line in letter.lines)


def test_whoever_has_no_address_is_named_and_hears_of_it_when_one_arrives(engine):
    with writing(engine) as session:
        under_control(session, roster=ROSTER[1:])
    first = swept(engine, LATE)
    assert "school-1@city.example" not in readers(first)
    assert {one.who for one in first.unreachable} == {"СОШ № 1"}
    with writing(engine) as session:
        under_control(session, number="8")  # brings the whole roster
    assert "school-1@city.example" in readers(swept(engine, date(2024, 3, 11)))


def test_an_address_no_letter_can_use_stops_nobody_else_s_letter(engine):
    with writing(engine) as session:
        under_control(session, roster=[replace(ROSTER[0], email="школа@city.example"), *ROSTER[1:]])
    first = swept(engine, LATE)
    assert len(first.letters) == 4
    assert "школа@city.example" in first.refused[0]
    again = swept(engine, LATE)
    assert (again.letters, len(again.refused)) == ((), 1)


def test_a_coordinator_whose_address_cannot_be_used_silences_nobody(engine):
    broken = [replace(one, email="i..mc@city.example") if one.kind == "coordinator" else one for one in ROSTER]
    with writing(engine) as session:
        under_control(session, roster=broken)
    swept_today = swept(engine, LATE)
    assert "school-1@city.example" in readers(swept_today)
    assert "centre@city.example" not in readers(swept_today)
    assert any("i..mc@city.example" in warning for warning in swept_today.warnings)


def test_nothing_is_lost_between_sweeps_whatever_people_do(order):
    """A sweep by the attention days says each day what a look at everything would have said."""
    rng = random.Random(7)
    day = date(2024, 1, 26)
    while day < date(2024, 3, 22):
        if CALENDAR.is_working(day) and rng.random() > 1 / 4:
            attentive = _would_say(order, day)
            with writing(order) as session:
                session.execute(update(Assignment).values(attention_on=day).where(col(Assignment.required)))
                said = sweep(session, today=day, at=_nine(day), calendar=CALENDAR, sender=SENDER)
                session.rollback()
            assert attentive == {(letter.recipient.email, len(letter.lines)) for letter in said.letters}
            swept(order, day)
        _somebody_does_something(order, day, rng)
        day += timedelta(days=1)


def _would_say(engine, day):
    with writing(engine) as session:
        said = sweep(session, today=day, at=_nine(day), calendar=CALENDAR, sender=SENDER)
        session.rollback()
    return {(letter.recipient.email, len(letter.lines)) for letter in said.letters}


def _nine(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(ZONE))


WISHES = {
    State.ASSIGNED: ("start", "report", "postpone", "decline", "ask_extension"),
    State.IN_PROGRESS: ("report", "postpone", "ask_extension"),
    State.REPORTED: ("accept", "send_back", "recall"),
    State.RETURNED: ("report", "ask_extension"),
    State.POSTPONED: ("resume",),
    State.ACCEPTED: ("reopen",),
}


ANSWERS = {"extension_on": ("grant_extension", "refuse_extension", "withdraw_extension"), "declined_on": ("uphold",)}
BY_EXECUTOR = {"start", "report", "recall", "ask_extension", "withdraw_extension", "decline"}
DATED = {"resume": 40, "send_back": 40, "ask_extension": 90}


def _wish(one, rng):
    """What somebody may want of an assignment as it is; what waits for an answer is answered half of the time."""
    answers = [trigger for name, said in ANSWERS.items() if getattr(one, name) for trigger in said]
    if answers and one.state is not State.POSTPONED and rng.random() > 1 / 2:
        return rng.choice(answers)
    senseless = {"decline", *DATED} if answers else {"ask_extension"} if one.due_on is None else set()
    return rng.choice([trigger for trigger in WISHES[one.state] if trigger not in senseless])


def _who(one, trigger):
    if trigger in BY_EXECUTOR:
        return f"school-{SCHOOLS.index(one.executor) + 1}" if one.executor in SCHOOLS else "centre"
    return "centre" if trigger == "resume" else "plan"


def _somebody_does_something(engine, day, rng):
    with reading(engine) as session:
        one = rng.choice([fact for fact in assignments(session, Filter(), today=day) if fact.required])
        trigger = _wish(one, rng)
        person_id = person_by_email(session, f"{_who(one, trigger)}@city.example")
    resume_on = day + timedelta(days=rng.randint(1, 20)) if trigger == "postpone" and rng.random() > 1 / 2 else None
    due_on = day + timedelta(days=rng.randint(1, DATED[trigger])) if trigger in DATED else None
    if trigger == "ask_extension":
        due_on = max(due_on, one.due_on) + timedelta(days=1)
    request = Request(
        assignment_id=one.id,
        trigger=trigger,
        person_id=person_id,
        at=instant(day),
        text="Готово",
        reason="так решено",
        due_on=due_on,
        resume_on=resume_on,
        date_unknown=resume_on is None,
    )
    with writing(engine) as session:
        move(session, request, calendar=CALENDAR)


def test_a_sender_no_letter_can_come_from_stops_the_sweep(order):
    with pytest.raises(AddressUnusable), writing(order) as session:
        sweep(session, today=LATE, at=instant(LATE), calendar=CALENDAR, sender="Срок")


def test_a_letter_written_before_nine_leaves_at_nine(order):
    swept(order, LATE, hour=6)
    with reading(order) as session:
        leaves = session.exec(select(Outbox.not_before)).first()
    assert leaves == datetime(2024, 3, 7, 9, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def test_sweeps_at_once_write_what_one_sweep_writes(order):
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: swept(order, LATE), range(24)))
    assert sorted(len(result.letters) for result in results) == [0] * 23 + [5]
    with reading(order) as session:
        assert session.exec(select(func.count()).select_from(Outbox)).one() == 5


def test_an_undecided_extension_and_a_declined_assignment_reach_the_coordinator_and_each_rings_once(order):
    asked_on = date(2024, 2, 13)
    swept(order, asked_on)
    with reading(order) as session:
        one, other = assignments(session, Filter(item="1.1"), today=asked_on)[:2]
    ask = {"trigger": "ask_extension", "due_on": date(2024, 3, 29)}
    _done(order, one, "school-1", asked_on, **ask)
    _done(order, other, "school-2", asked_on, trigger="decline")
    heard = []
    for day in (14, 15, 16):
        said = {letter.recipient.email: letter for letter in swept(order, date(2024, 2, day)).letters}
        new = (
            [line for line in said["centre@city.example"].lines if line.fired] if "centre@city.example" in said else []
        )
        heard.append([(line.rung.code, line.standing.organization, line.working_days_waiting) for line in new])
        assert "school-2@city.example" not in said
    assert heard == [
        [("coordinator.extension_undecided", "СОШ № 1", 1), ("coordinator.declined", "СОШ № 2", 1)],
        [],
        [],
    ]
    _done(order, one, "centre", date(2024, 2, 16), trigger="refuse_extension")
    _done(order, one, "school-1", date(2024, 2, 16), **ask)
    _done(order, other, "centre", date(2024, 2, 16), trigger="uphold")
    _done(order, other, "school-2", date(2024, 2, 16), trigger="decline")
    again = {letter.recipient.email: letter for letter in swept(order, date(2024, 2, 19)).letters}
    assert [line.rung.code for line in again["centre@city.example"].lines if line.fired] == [
        "coordinator.extension_undecided",
        "coordinator.declined",
    ]
    (reason,) = {
        line.standing.extension.reason for line in again["centre@city.example"].lines if line.standing.extension
    }
    assert reason == "так вышло"


def _done(engine, one, who, day, **asked):
    with writing(engine) as session:
        person_id = person_by_email(session, f"{who}@city.example")
        asked = {"reason": "так вышло", "at": instant(day), "person_id": person_id, **asked}
        move(session, Request(assignment_id=one.id, **asked), calendar=CALENDAR)
