"""Sweeps that speak of more than one assignment: many late at once, packages soon due, copies for substitutes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from models.database import reading, writing
from models.ladders import stored
from models.operations import Request, move
from models.queries import Filter, assignments, person_by_email
from models.tables import FiringRow, LadderSnapshot, Outbox, PackageFiringRow, Person, Plan
from notifications.chasing import sweep
from notifications.digest import in_words
from notifications.packages_in_words import package_entry
from states.belonging import Span
from states.rungs import DEFAULT_LADDER, Addressee, ladder_from
from tests.builders import CALENDAR, ROSTER, ZONE, instant, under_control
from tests.models.packaged import collected, drafted, sent, signed

SENDER = "Срок <srok@city.example>"
FIRST_DAY_LATE = date(2024, 3, 1)
TEN_DAYS_BEFORE = date(2024, 6, 14)  # before 30 June 2024, a Sunday: the plan is reported on Friday the 28th


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def swept(engine, today):
    at = datetime(today.year, today.month, today.day, 10, tzinfo=ZoneInfo(ZONE))
    with writing(engine) as session:
        return sweep(session, today=today, at=at, calendar=CALENDAR, sender=SENDER)


def letter_to(result, email):
    return next((letter for letter in result.letters if letter.recipient.email == email), None)


def report(engine, *schools):
    with writing(engine) as session:
        for n in schools:
            (mine,) = assignments(session, Filter(item="1.1", executor=f"СОШ № {n}"), today=FIRST_DAY_LATE)
            person_id = person_by_email(session, f"school-{n}@city.example")
            request = Request(
                assignment_id=mine.id, trigger="report", person_id=person_id, at=instant(date(2024, 2, 20)), text="Да"
            )
            move(session, request, calendar=CALENDAR)


def test_when_many_are_late_the_coordinator_reads_of_the_item_on_the_first_day(order):
    said = letter_to(swept(order, FIRST_DAY_LATE), "centre@city.example")
    lines = [line for line in said.lines if line.rung.code == "coordinator.many_late"]
    assert {line.standing.organization for line in lines} == {"СОШ № 1", "СОШ № 2", "лицей № 3"}
    part = next(part for part in in_words(said).parts if part.title == "Вы координатор плана")
    (entry,) = part.sections[0].orders[0].entries
    assert entry.note == "не отчитались 3 организации из 3"
    again = letter_to(swept(order, date(2024, 3, 4)), "centre@city.example")
    assert again is None or not any(line.fired and line.rung.share for line in again.lines)


@pytest.mark.parametrize(("share", "told"), [(40, False), (33, True)])
def test_of_no_more_late_than_the_ladder_allows_the_coordinator_reads_later(order, share, told):
    report(order, 1, 2)  # of three
    with writing(order) as session:
        ladder = [rung | ({"share": share} if rung["share"] else {}) for rung in stored(DEFAULT_LADDER)]
        session.execute(update(Plan).values(ladder=ladder))
    said = letter_to(swept(order, FIRST_DAY_LATE), "centre@city.example")
    late = [line.standing.organization for line in (said.lines if said else ()) if line.rung.share]
    assert late == (["лицей № 3"] if told else [])


def test_the_coordinator_reads_of_a_package_before_the_plan_is_reported_on(order):
    said = letter_to(swept(order, TEN_DAYS_BEFORE), "centre@city.example")
    (line,) = said.packages
    assert (line.fired, line.working_days_left, line.package.due_on) == (True, 10, date(2024, 6, 28))
    assert (line.package.items, line.package.assignments, line.package.undated) == (3, 10, 1)
    part = next(part for part in in_words(said).parts if part.title == "Вы координатор плана")
    (entry,) = part.sections[-1].orders[0].entries
    assert entry.due == "до отчётной даты 10 рабочих дней, рабочий срок 28.06.2024"
    assert entry.note.startswith(
        "пакет ещё не начат; пунктов и мероприятий 3, поручений 10; не отчитались по 10, из них"
    )


def test_a_milestone_speaks_once_and_only_the_highest_reached(order):
    first = [line.fired for line in letter_to(swept(order, TEN_DAYS_BEFORE), "centre@city.example").packages]
    assert first == [True]
    swept(order, TEN_DAYS_BEFORE)
    swept(order, date(2024, 6, 24))
    with reading(order) as session:
        codes = session.exec(select(PackageFiringRow.rung).order_by(col(PackageFiringRow.id))).all()
    assert codes == ["coordinator.package_in_10_days", "coordinator.package_in_5_days"]


@pytest.mark.parametrize(
    ("brought", "said"),
    [
        (collected, "пакет собирается; пунктов"),
        (drafted, "составлен черновик пакета, он не подписан; пунктов"),
        (signed, "пакет подписан, но не отправлен: отправьте его; пунктов"),
        (sent, None),
    ],
)
def test_a_milestone_says_how_far_the_package_has_come_and_is_silent_once_it_is_sent(order, brought, said):
    collected(order, Span(date(2024, 6, 1), date(2024, 6, 30)))  # June alone is not what the plan is reported on by
    brought(order)
    letter = letter_to(swept(order, TEN_DAYS_BEFORE), "centre@city.example")
    notes = [package_entry(line).note for line in letter.packages]
    assert [note[: len(said or "")] for note in notes] == ([said] if said else [])


@pytest.mark.parametrize(
    ("brought", "said"), [(None, None), (signed, "пакет подписан, но не отправлен: отправьте его"), (sent, None)]
)
def test_after_its_day_a_package_is_spoken_of_while_it_is_begun_and_not_sent(order, brought, said):
    if brought:
        brought(order)
    letter = letter_to(swept(order, date(2024, 7, 1)), "centre@city.example")
    notes = [(package_entry(line).due, package_entry(line).note.split(";")[0]) for line in letter.packages]
    assert notes == ([("отчётная дата прошла 1 рабочий день назад", said)] if said else [])


def test_a_package_that_was_never_sent_is_spoken_of_for_a_month_to_the_coordinator_and_once_above(order):
    collected(order, Span(date(2023, 12, 21), date(2024, 6, 30)))
    for day in (date(2024, 7, 1) + timedelta(days=n) for n in range(60)):
        swept(order, day)
    with reading(order) as session:
        codes = session.exec(select(PackageFiringRow.rung).order_by(col(PackageFiringRow.id))).all()
    late = [code for code in codes if code.endswith("not_sent")]
    assert sorted(late) == [*["coordinator.package_not_sent"] * 4, "plan_controller.package_not_sent"]


def test_before_its_day_nothing_is_said_that_belongs_after_it(order):
    said = letter_to(swept(order, date(2024, 6, 28)), "centre@city.example")
    assert {line.working_days_left for line in said.packages} == {0}


def test_what_was_said_keeps_the_ladder_as_it_was_then(order):
    swept(order, FIRST_DAY_LATE)
    with reading(order) as session:
        (snapshot,) = session.exec(select(LadderSnapshot)).all()
        assert ladder_from(snapshot.rungs) == DEFAULT_LADDER
        assert set(session.exec(select(FiringRow.snapshot_id)).all()) == {snapshot.id}


SUBSTITUTE = replace(
    ROSTER[3], email="deputy@city.example", head="Белова Ия Петровна", substitutes="centre@city.example"
)


@pytest.fixture
def substituted(engine):
    with writing(engine) as session:
        under_control(session, roster=(*ROSTER, SUBSTITUTE))
    return engine


def test_a_substitute_gets_a_copy_of_what_the_other_gets(substituted):
    result = swept(substituted, FIRST_DAY_LATE)
    own, copy = (letter_to(result, f"{who}@city.example") for who in ("centre", "deputy"))
    assert [line._replace(copy_of=None) for line in copy.lines] == list(own.lines)
    assert {line.copy_of.email for line in copy.lines} == {"centre@city.example"}
    titles = {part.title for part in in_words(copy).parts}
    assert titles == {
        "Копия: Орлова Анна Ивановна — исполнитель",
        "Копия: Орлова Анна Ивановна — координатор плана",
    }
    with reading(substituted) as session:
        to = session.exec(select(Outbox.recipient).where(Outbox.recipient == "deputy@city.example")).all()
    assert len(to) == 1


def test_a_substitute_with_work_of_their_own_gets_one_letter_with_both(engine):
    deputy = replace(ROSTER[4], substitutes="centre@city.example")
    roster = (*ROSTER[:4], deputy, ROSTER[5])
    with writing(engine) as session:
        under_control(session, roster=roster)
    letters = [one for one in swept(engine, date(2024, 3, 7)).letters if one.recipient.email == "plan@city.example"]
    (both,) = letters
    assert {bool(line.copy_of) for line in both.lines} == {True, False}
    assert {line.to for line in both.lines if not line.copy_of} == {Addressee.PLAN_CONTROLLER}


@pytest.mark.parametrize(
    "gone", [{"email": None}, {"left_on": date(2024, 2, 1)}, {"bounced_at": instant(date(2024, 2, 1))}]
)
def test_in_the_place_of_a_supervisor_whom_no_letter_reaches_the_substitute_is_told(substituted, gone):
    with writing(substituted) as session:
        session.execute(update(Person).where(col(Person.email) == "centre@city.example").values(**gone))
    result = swept(substituted, FIRST_DAY_LATE)
    told = letter_to(result, "deputy@city.example")
    assert {line.instead for line in told.lines if line.to is Addressee.COORDINATOR} == {True}
    assert [(one.to, one.told.email) for one in result.passed_over] == [(Addressee.COORDINATOR, "deputy@city.example")]
