"""When a sweep speaks: hours and zones, pauses, days off, downtime, clocks that are wrong."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, update
from sqlmodel import col, func, select

from models.database import reading, writing
from models.sweeps import last_sweep
from models.tables import Assignment, FiringRow, Order, Outbox, Plan
from notifications.begun import When
from notifications.chasing import sweep, sweep_when
from notifications.foreseeing import foresee
from states.waking import ClockDoubtful
from tests.builders import CALENDAR, ZONE, under_control
from tests.notifications.cities import CITIES, city

SENDER = "Срок <srok@city.example>"
LATE = date(2024, 3, 7)
TOMSK, MOSCOW = ZoneInfo(ZONE), ZoneInfo("Europe/Moscow")


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def swept(engine, at, *, today=None):
    with writing(engine) as session:
        return sweep(session, at=at, calendar=CALENDAR, sender=SENDER, today=today)


def clock(day, hour=10, zone=TOMSK):
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


def waiting(engine):
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(Outbox)).one()


@pytest.mark.parametrize(("hour", "letters"), [(5, 0), (6, 5), (12, 5), (17, 5), (18, 0), (23, 0)])
def test_letters_are_written_by_day(order, hour, letters):
    result = swept(order, clock(LATE, hour))
    assert (len(result.letters), result.awake) == (letters, bool(letters))


@pytest.mark.parametrize(("hour", "leaves"), [(6, 9), (10, 10), (17, 17)])
def test_letters_leave_from_nine_and_late_ones_at_once(order, hour, leaves):
    swept(order, clock(LATE, hour))
    with reading(order) as session:
        assert session.exec(select(Outbox.not_before)).first() == clock(LATE, leaves).astimezone(UTC)


def test_what_the_night_kept_silent_the_morning_says(order):
    swept(order, clock(LATE, 20))
    assert len(swept(order, clock(date(2024, 3, 11))).letters) == 5  # the 8th to the 10th are off


def test_each_plan_lives_in_its_own_zone(order):
    with writing(order) as session:
        under_control(session, number="8")
        second = session.exec(select(Order.id).where(Order.number == "8")).one()
        session.execute(update(Plan).where(col(Plan.order_id) == second).values(time_zone="Europe/Moscow"))
    evening = swept(order, clock(LATE, 19))  # in Moscow it is three in the afternoon
    assert {line.standing.order_number for letter in evening.letters for line in letter.lines} == {"8"}
    morning = swept(order, clock(date(2024, 3, 11), 9))
    assert {line.standing.order_number for letter in morning.letters for line in letter.lines} == {"7"}


def test_the_day_of_a_sweep_is_the_plan_s_not_the_machine_s(order):
    assert swept(order, datetime(2024, 3, 6, 23, 30, tzinfo=UTC)).on == LATE


def hourly(engine, at):
    with writing(engine) as session:
        return sweep_when(session, When(at=at, hourly=True), calendar=CALENDAR, sender=SENDER)


def test_a_sweep_every_hour_gives_each_zone_its_own_morning(engine):
    vladivostok = ZoneInfo("Asia/Vladivostok")
    with writing(engine) as session:
        city(session, CITIES[0], 1)
        city(session, CITIES[1], 2)
        session.execute(update(Plan).where(col(Plan.id) == 2).values(time_zone=vladivostok.key))
    midnight = clock(LATE, 0)
    hours = [midnight + timedelta(hours=n) for n in range(24)]
    days = {at: hourly(engine, at) for at in hours}
    spoke = {
        at: {line.standing.order_number for letter in one.letters for line in letter.lines}
        for at, one in days.items()
        if one.letters
    }
    assert spoke == {clock(LATE, 9): {"1"}, clock(LATE, 9, vladivostok): {"2"}}
    assert [at.hour for at, one in days.items() if one.awake] == [6, 7, 8, 9, 10, 11]


def test_what_a_morning_has_missed_the_afternoon_says_and_nothing_more(order):
    assert hourly(order, clock(LATE, 8)).letters == ()
    assert len(hourly(order, clock(LATE, 14)).letters) == 5
    forget(order)
    assert not hourly(order, clock(LATE, 15)).awake
    assert waiting(order) == 0
    assert len(swept(order, clock(LATE, 16)).letters) == 5  # by hand, at any hour of the day


def forget(engine):
    """As if nothing had been said yet."""
    with writing(engine) as session:
        for name in ("firing", "letterbytes", "outbox"):
            session.execute(Outbox.metadata.tables[name].delete())
        session.execute(update(Assignment.__table__).values(attention_on=LATE))


def test_an_hourly_sweep_at_night_reads_no_plan(order):
    asked = []
    event.listen(order, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    hourly(order, clock(LATE, 3))
    assert not [one for one in asked if "ladder" in one or "assignment" in one]


def pause(engine, *, on, until=None):
    with writing(engine) as session:
        session.execute(update(Plan).values(paused_on=on, paused_until=until))


def test_a_paused_plan_is_silent_and_then_said_once_by_its_highest_rungs(order):
    pause(order, on=date(2024, 2, 1), until=date(2024, 3, 6))
    day = date(2024, 2, 1)
    while day < LATE:
        assert swept(order, clock(day)).letters == ()
        day += timedelta(days=1)
    result = swept(order, clock(LATE))
    assert len(result.letters) == 5
    with reading(order) as session:
        codes = set(session.exec(select(FiringRow.rung).where(FiringRow.fired_on == LATE)).all())
    assert codes == {
        "executor.every_2_days", "coordinator.overdue", "plan_controller.overdue",
        "executor.issued", "coordinator.undated",
    }  # fmt: skip


def test_nobody_reads_of_a_paused_plan_in_another_plan_s_letter(order):
    pause(order, on=date(2024, 2, 1))
    with writing(order) as session:
        under_control(session, number="8")
    result = swept(order, clock(LATE))
    assert {line.standing.order_number for letter in result.letters for line in letter.lines} == {"8"}


def test_three_days_off_are_caught_up_by_one_letter_a_person(order):
    swept(order, clock(date(2024, 3, 1)))
    before = waiting(order)
    result = swept(order, clock(LATE))
    said = [(letter.recipient.email) for letter in result.letters]
    assert len(said) == len(set(said)) == waiting(order) - before
    with reading(order) as session:
        said_today = session.exec(
            select(FiringRow.assignment_id, FiringRow.rung).where(FiringRow.fired_on == LATE)
        ).all()
    by_chain = [(ident, rung.partition(".")[0]) for ident, rung in said_today]
    assert len(by_chain) == len(set(by_chain)), "of each chain only the highest rung speaks"


def test_a_hundred_sweeps_at_once_are_one(order):
    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(lambda _: swept(order, clock(LATE)), range(100)))
    assert sorted(len(result.letters) for result in results) == [0] * 99 + [5]
    assert waiting(order) == 5


def test_a_clock_put_back_stops_the_sweep_and_says_so(order):
    swept(order, clock(LATE))
    with pytest.raises(ClockDoubtful, match="put back"):
        swept(order, clock(date(2024, 3, 5)))
    assert waiting(order) == 5
    assert swept(order, clock(LATE, 9)).letters == ()  # machines may differ by an hour


def test_a_clock_that_leaps_ahead_is_not_believed(order):
    swept(order, clock(LATE))
    with pytest.raises(ClockDoubtful, match="leapt ahead"):
        swept(order, clock(date(2030, 3, 5)))
    assert waiting(order) == 5
    with reading(order) as session:
        assert last_sweep(session).on == LATE


def test_whoever_names_the_day_has_looked_at_the_clock(order):
    swept(order, clock(date(2025, 3, 6)))  # the clock was a year ahead, and nobody saw it
    assert swept(order, clock(LATE), today=LATE).working_day
    assert swept(order, clock(date(2024, 3, 11))).on == date(2024, 3, 11)


def test_a_year_without_a_calendar_is_provisional_and_said_to_be(order):
    assert not swept(order, clock(LATE)).warnings
    result = swept(order, clock(date(2031, 3, 3)), today=date(2031, 3, 3))
    assert "the working days of 2031 are provisional" in result.warnings[-1]


@pytest.mark.parametrize("day", [date(2024, 2, 1), date(2024, 3, 7), date(2024, 6, 14), date(2024, 12, 2)])
def test_a_look_ahead_shows_what_the_sweep_then_writes(order, day):
    with reading(order) as session:
        shown = foresee(session, today=day, calendar=CALENDAR)
    written = swept(order, clock(day), today=day)
    assert [_shown(letter) for letter in shown.letters] == [_shown(letter) for letter in written.letters]
    assert (shown.firings, shown.issued, shown.resumed) == (written.firings, written.issued, written.resumed)


def _shown(letter):
    told = ((line.standing, line.rung.code, line.fired) for line in letter.lines)
    return letter.recipient.email, [(one.organization, one.item_number, code, fired) for one, code, fired in told]


def test_a_look_ahead_waits_for_nobody_who_writes(sqlite_order):
    with writing(sqlite_order) as writer, reading(sqlite_order) as session:
        writer.execute(update(Plan).values(title="Иначе"))
        assert len(foresee(session, today=LATE, calendar=CALENDAR).letters) == 5


@pytest.fixture
def sqlite_order(sqlite):
    with writing(sqlite) as session:
        under_control(session)
    return sqlite
