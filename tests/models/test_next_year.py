from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.database import engine_for, reading, writing
from models.item_changes import change_control
from models.next_year import NotCarriedOn, open_next_year, proposed_for_year
from models.occurrences import issue_due
from models.order_by_number import OrderUnknown
from models.queries import person_by_email
from models.tables import Assignment, ItemHistory, Occurrence, PlanItem
from states.assignment import State
from states.policy import NotPermitted
from states.schedule import Period, Schedule, ScheduleKind, Term, periods_of_year
from tests.builders import ALL, CALENDAR, CENTRE, ITEMS, instant, item, once, under_control

QUARTERS = Schedule(kind=ScheduleKind.RECURRING, every=Period.QUARTER, terms=periods_of_year(2024, Period.QUARTER))
TWICE = Schedule(
    kind=ScheduleKind.TIMES_PER_YEAR, times=2, terms=(Term(due_on=date(2024, 6, 1)), Term(due_on=date(2024, 12, 1)))
)
GOING_ON = (
    item("2.1", QUARTERS, ALL),
    item("2.2", TWICE, CENTRE),
    item("2.3", Schedule(kind=ScheduleKind.CONTINUOUS), ALL),
    item("2.4", once(date(2024, 3, 1)), ALL),
)
DAY = date(2024, 12, 2)
QUARTER_ENDS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31))


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session, [*ITEMS, *GOING_ON])


@pytest.fixture
def on_postgres(postgres_url):
    engine = engine_for(postgres_url)
    with writing(engine) as session:
        under_control(session, [*ITEMS, *GOING_ON])
    yield engine
    engine.dispose()


def id_of(session, number):
    return session.exec(select(PlanItem.id).where(PlanItem.number == number)).one()


def proposed(session, year=2025, **asked):
    return {
        one.item: tuple(term.due_on for term in one.terms) for one in proposed_for_year(session, year=year, **asked)
    }


def carried_on(session, *numbers, year=2025, by="centre@city.example", day=DAY):
    return open_next_year(
        session,
        item_ids=[id_of(session, number) for number in numbers],
        year=year,
        person_id=person_by_email(session, by),
        at=instant(day),
        calendar=CALENDAR,
    )


def test_what_goes_on_is_proposed_with_its_days_in_the_next_year(engine, order):
    with reading(engine) as session:
        assert proposed(session) == {
            "2.1": QUARTER_ENDS,
            "2.2": (date(2025, 6, 1), date(2025, 12, 1)),
            "2.3": (date(2025, 6, 30), date(2025, 12, 31)),
        }
        assert proposed(session, order="7") == proposed(session)
        with pytest.raises(OrderUnknown):
            proposed(session, order="8")


def test_what_is_confirmed_is_added_once_and_given_out_in_its_time(engine, order):
    with writing(engine) as session:
        (done,) = carried_on(session, "2.1")
        assert tuple(term.due_on for term in done.terms) == QUARTER_ENDS
        assert carried_on(session, "2.1") == ()
        rows = select(Occurrence).join(PlanItem).where(PlanItem.number == "2.1").order_by(col(Occurrence.position))
        times = session.exec(rows).all()
        assert [one.position for one in times] == list(range(8))
        assert (times[4].due_on, times[4].issues_on, times[4].issued_on) == (date(2025, 3, 31), date(2025, 3, 3), None)
        (line,) = session.exec(select(ItemHistory)).all()
        assert (line.trigger, line.detail) == (
            "open_next_year",
            "2025: 2025-03-31, 2025-06-30, 2025-09-30, 2025-12-31",
        )
        assert set(proposed(session)) == {"2.2", "2.3"}
        issue_due(session, today=DAY)
        assert issue_due(session, today=date(2025, 2, 28)) == 0
        assert issue_due(session, today=date(2025, 3, 3)) == 3
        given = session.exec(select(Assignment.due_on).where(Assignment.issued_on == date(2025, 3, 3)))
        assert set(given) == {date(2025, 3, 31)}


def test_an_item_that_was_done_goes_on(engine, order):
    with writing(engine) as session:
        item_id = id_of(session, "2.2")
        for row in session.exec(select(Occurrence).where(Occurrence.item_id == item_id)):
            row.state = State.REMOVED
        session.get_one(PlanItem, item_id).state = State.REMOVED
        carried_on(session, "2.2")
        assert session.get_one(PlanItem, item_id).state is State.ASSIGNED


def test_a_year_after_the_next_is_proposed_from_the_same_days(engine, order):
    with writing(engine) as session:
        carried_on(session, "2.1", "2.2", "2.3")
        assert proposed(session, 2026)["2.2"] == (date(2026, 6, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("numbers", "year", "why"),
    [(["2.4"], 2025, "only recurring"), (["2.1"], 2026, "only 2024 and 2025"), (["2.1", "1.4"], 2025, "1.4")],
)
def test_what_does_not_go_on_is_refused_and_nothing_is_added(engine, order, numbers, year, why):
    with pytest.raises(NotCarriedOn, match=why), writing(engine) as session:
        carried_on(session, *numbers, year=year)
    with reading(engine) as session:
        assert session.exec(select(ItemHistory)).all() == []


def test_only_those_who_run_the_plan_carry_it_on(engine, order):
    with writing(engine) as session, pytest.raises(NotPermitted, match="coordinator and its controllers"):
        carried_on(session, "2.1", by="school-1@city.example")


def test_what_is_out_of_control_is_neither_proposed_nor_carried_on(engine, order):
    with writing(engine) as session:
        controller = person_by_email(session, "plan@city.example")
        change_control(
            session,
            item_id=id_of(session, "2.1"),
            trigger="remove_from_control",
            person_id=controller,
            at=instant(DAY),
            reason="план исполнен",
        )
        assert "2.1" not in proposed(session)
        with pytest.raises(NotCarriedOn, match="removed from control"):
            carried_on(session, "2.1")


def _is_waiting(engine):
    with reading(engine) as session:
        waits = session.execute(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
        return waits.scalar_one() > 0


def test_who_carries_several_items_on_holds_none_while_waiting_for_assignments(on_postgres):
    def carry_on():
        with writing(on_postgres) as session:
            return carried_on(session, "2.1", "2.3")

    with ThreadPoolExecutor(1) as pool:
        with writing(on_postgres) as session:
            of_last = select(Assignment).join(Occurrence).where(Occurrence.item_id == id_of(session, "2.3"))
            session.exec(of_last.with_for_update(of=Assignment)).all()
            done = pool.submit(carry_on)
            while not _is_waiting(on_postgres):
                sleep(0.01)
            first = select(PlanItem).where(PlanItem.number == "2.1")
            session.exec(first.with_for_update(nowait=True)).one()  # what a move holds last is free
        assert len(done.result(timeout=120)) == 2
