from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import col, func, select

from models.database import reading, writing
from models.due_dates import Dated, NotDatable, set_due_date
from models.firings import set_attention
from models.operations import (
    Request,
    Stale,
    StoredEvidence,
    TooEarly,
    Unknown,
    move,
    resume_postponed,
)
from models.queries import Filter, history, items, person_by_email
from models.tables import Assignment, Evidence, History, Occurrence, PlanItem
from states.assignment import State
from states.item import Part, item_state, roll_up
from states.life import NotAllowed
from states.policy import NotPermitted
from tests.builders import CALENDAR, ISSUED, SCHOOLS, instant
from tests.models.working import DAY, asked, moved, row_of


def test_a_report_is_kept_with_its_text_its_evidence_and_its_day(order):
    document = StoredEvidence(name="приказ.pdf", sha256="0" * 64, size=3, stored_as="abc")
    result = moved(order, "report", text="Назначен", evidence=(document,))
    assert (result.source, result.dest, result.version) == (State.ASSIGNED, State.REPORTED, 1)
    row = row_of(order)
    assert (row.reported_on, row.reports, row.started) == (DAY, 1, True)
    with reading(order) as session:
        (line,) = history(session, row.id)
        assert (line.trigger, line.text, line.person) == ("report", "Назначен", "school-1@city.example")
        assert session.exec(select(Evidence.name)).all() == ["приказ.pdf"]


def test_the_day_of_a_move_is_the_plan_s_day_not_greenwich_s(order):
    with writing(order) as session:
        late = asked(session, "report", text="Готово").assignment_id
        at = instant(DAY, 18)  # half past one at night in Tomsk
        person = person_by_email(session, "school-1@city.example")
        move(
            session, Request(assignment_id=late, trigger="report", person_id=person, at=at, text="a"), calendar=CALENDAR
        )
    assert row_of(order).reported_on == DAY + timedelta(days=1)


def test_a_foreign_school_is_refused_and_nothing_is_written(order):
    with pytest.raises(NotAllowed) as refused:
        moved(order, "start", by="school-2@city.example")
    assert refused.value.refused_by == ("not_your_role",)
    assert row_of(order).version == 0


@pytest.mark.parametrize(
    ("by", "allowed"), [("centre@city.example", False), ("plan@city.example", True), ("order@city.example", True)]
)
def test_only_controllers_remove_from_control(order, by, allowed):
    if allowed:
        assert moved(order, "remove", by=by, reason="duplicate").dest is State.REMOVED
        return
    with pytest.raises(NotAllowed):
        moved(order, "remove", by=by, reason="duplicate")


def test_nobody_accepts_their_own_report(order):
    own = {"of": "МАУ Центр", "item": "1.2", "by": "centre@city.example"}
    moved(order, "report", text="Проведено", **own)
    with pytest.raises(NotAllowed) as refused:
        moved(order, "accept", **own)
    assert refused.value.refused_by == ("reported_by_oneself",)
    assert moved(order, "accept", **(own | {"by": "plan@city.example"})).dest is State.ACCEPTED


def test_a_new_due_date_keeps_the_original_for_ever_and_counts_the_move(order):
    moved(order, "report", text="Готово")
    moved(order, "send_back", by="centre@city.example", reason="нет приказа", due_on=date(2024, 5, 1))
    row = row_of(order)
    assert (row.original_due_on, row.due_on) == (date(2024, 2, 29), date(2024, 5, 1))
    assert (row.effective_due_on, row.due_version, row.due_moves, row.returned_on) == (date(2024, 4, 27), 2, 1, DAY)


def test_an_undated_assignment_gets_its_first_date_as_the_original(order):
    own = {"item": "1.4", "by": "centre@city.example"}
    moved(order, "postpone", reason="график ещё не утверждён", date_unknown=True, **own)
    with pytest.raises(NotAllowed):
        moved(order, "resume", **own)
    moved(order, "resume", due_on=date(2024, 4, 15), **own)
    row = row_of(order, item="1.4")
    assert (row.state, row.original_due_on) == (State.ASSIGNED, date(2024, 4, 15))


def dated(engine, *, by="centre@city.example", due_on=date(2024, 5, 1), item="1.4"):
    with writing(engine) as session:
        item_id = next(one.id for one in items(session, Filter(), today=DAY) if one.item == item)
        person_id = person_by_email(session, by)
        return set_due_date(
            session, item_id=item_id, due_on=due_on, person_id=person_id, at=instant(DAY), calendar=CALENDAR
        )


def test_an_item_without_a_date_gets_one_for_all_its_executors(order):
    moved(order, "start", item="1.4")
    assert dated(order) == Dated(item="1.4", executors=3)
    row = row_of(order, item="1.4")
    assert (row.due_on, row.effective_due_on, row.original_due_on) == (
        date(2024, 5, 1),
        date(2024, 4, 27),
        date(2024, 5, 1),
    )
    assert (row.version, row.due_version, row.due_moves, row.state) == (2, 2, 0, State.IN_PROGRESS)
    with reading(order) as session:
        last = history(session, row.id)[-1]
        assert (last.trigger, last.source, last.dest) == ("set_due_date", State.IN_PROGRESS, State.IN_PROGRESS)
        assert last.due_on == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"due_on": date(2023, 12, 1)}, "before the order"),
        ({"item": "1.1"}, "has a date already"),
    ],
)
def test_a_date_is_set_only_where_it_may_be(order, changes, reason):
    with pytest.raises(NotDatable, match=reason):
        dated(order, **changes)


def test_only_the_plan_s_coordinator_and_controllers_set_a_date(order):
    with pytest.raises(NotPermitted, match=r"item 1\.4: only the plan's coordinator and its controllers may"):
        dated(order, by="school-1@city.example")


def test_the_clock_resumes_what_was_postponed_until_a_day_that_has_come(order):
    moved(order, "start", item="1.2")
    moved(order, "postpone", item="1.2", by="plan@city.example", reason="карантин", resume_on=date(2024, 3, 4))
    with writing(order) as session:
        assert resume_postponed(session, today=date(2024, 3, 1), at=instant(date(2024, 3, 1)), calendar=CALENDAR) == 0
        assert resume_postponed(session, today=date(2024, 3, 4), at=instant(date(2024, 3, 4)), calendar=CALENDAR) == 1
    row = row_of(order, item="1.2")
    assert row.state is State.IN_PROGRESS
    with reading(order) as session:
        assert history(session, row.id)[-1].person == ""


def test_the_clock_does_not_resume_what_would_be_overdue_at_once(order):
    moved(order, "postpone", by="plan@city.example", reason="карантин", resume_on=date(2024, 3, 4))
    with writing(order) as session:
        assert resume_postponed(session, today=date(2024, 3, 5), at=instant(date(2024, 3, 5)), calendar=CALENDAR) == 0
    assert row_of(order).state is State.POSTPONED


def test_one_that_cannot_be_resumed_does_not_stop_the_others(order):
    own = {"by": "plan@city.example", "reason": "карантин", "item": "1.2"}
    moved(order, "postpone", of="СОШ № 1", resume_on=date(2024, 3, 4), **own)
    moved(order, "postpone", of="СОШ № 2", resume_on=date(2024, 3, 15), on=date(2024, 3, 14), **own)
    with writing(order) as session:
        # The second was postponed later than the instant the clock is asked at.
        assert resume_postponed(session, today=date(2024, 3, 15), at=instant(date(2024, 3, 13)), calendar=CALENDAR) == 1
    assert row_of(order, item="1.2", executor="СОШ № 1").state is State.ASSIGNED
    assert row_of(order, item="1.2", executor="СОШ № 2").state is State.POSTPONED


@pytest.mark.parametrize("trigger", ["start", "report"])
def test_an_executor_cannot_set_their_own_due_date(order, trigger):
    with pytest.raises(NotAllowed) as refused:
        moved(order, trigger, text="Готово", due_on=date(2030, 1, 1))
    assert refused.value.refused_by == ("due_date_not_yours",)


def test_a_move_is_never_dated_before_the_assignment_was_given_out(order):
    with pytest.raises(TooEarly, match="given out"):
        moved(order, "report", text="Готово", on=ISSUED - timedelta(days=1))


def test_a_sweep_does_not_overwrite_what_a_move_has_set_meanwhile(order):
    row = row_of(order)
    moved(order, "start")
    with writing(order) as session:
        set_attention(session, {row.id: None}, seen={row.id: row.version})
    assert row_of(order).attention_on == row.issued_on
    with writing(order) as session:
        set_attention(session, {row.id: None}, seen={row.id: row.version + 1})
    assert row_of(order).attention_on is None


def test_what_somebody_else_moved_meanwhile_is_stale(order):
    moved(order, "start")
    with pytest.raises(Stale):
        moved(order, "report", text="Готово", seen_version=0)
    assert moved(order, "report", text="Готово", seen_version=1).version == 2


def test_a_move_is_never_dated_before_the_last_one(order):
    moved(order, "start")
    with pytest.raises(TooEarly):
        moved(order, "report", text="Готово", on=DAY - timedelta(days=1))


def test_an_unknown_assignment_or_person_is_named(order):
    with writing(order) as session:
        request = Request(assignment_id=10**6, trigger="start", person_id=1, at=instant(DAY))
        with pytest.raises(Unknown, match="1000000"):
            move(session, request, calendar=CALENDAR)
        nobody = asked(session, "start", by=None)
        with pytest.raises(Unknown, match="person 99"):
            move(session, Request(**(vars(nobody) | {"person_id": 99})), calendar=CALENDAR)


def test_the_item_rolls_up_with_every_move(order):
    for n, name in enumerate(SCHOOLS, 1):
        mail = f"school-{n}@city.example"
        last = moved(order, "report", of=name, by=mail, text="Готово")
    assert last.item_state is State.REPORTED
    for name in SCHOOLS:
        last = moved(order, "accept", of=name, by="centre@city.example")
    assert last.item_state is State.ACCEPTED
    with reading(order) as session:
        assert {one.item: (one.state, one.accepted) for one in items(session, Filter(), today=DAY)}["1.1"] == (
            State.ACCEPTED,
            3,
        )


def test_history_cannot_hold_one_version_twice(order):
    moved(order, "start")
    with reading(order) as session:
        assert session.exec(select(func.count()).select_from(History)).one() == 1
        assert session.exec(select(History.version, History.on)).one() == (1, DAY)


def test_of_many_at_once_exactly_one_starts_an_assignment(order):
    with reading(order) as session:
        request = asked(session, "start", seen_version=0)

    def attempt(_):
        try:
            with writing(order) as session:
                move(session, request, calendar=CALENDAR)
        except (Stale, NotAllowed):
            return 0
        return 1

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(attempt, range(48))) == 1
    assert row_of(order).version == 1


def test_moves_of_one_item_at_once_leave_the_roll_up_of_its_parts(order):
    def report(n):
        moved(order, "report", of=SCHOOLS[n], by=f"school-{n + 1}@city.example", text="Готово")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(report, range(3)))
    with reading(order) as session:
        stored = session.exec(select(PlanItem.state).where(PlanItem.number == "1.1")).one()
        occurrences = session.exec(
            select(Occurrence).join(PlanItem).where(PlanItem.number == "1.1").order_by(col(Occurrence.position))
        ).all()
        parts = [
            roll_up(
                Part(row.state, row.required)
                for row in session.exec(select(Assignment).where(Assignment.occurrence_id == one.id))
            )
            for one in occurrences
        ]
        assert stored is item_state(parts) is State.REPORTED
    assert ISSUED < DAY
