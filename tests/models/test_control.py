from datetime import date

import pytest
from sqlmodel import col, select

from models.control import AlreadyControlled, put_under_control
from models.database import reading, writing
from models.executors import NotConfirmable
from models.occurrences import issue_due
from models.order_by_number import OrderUnknown, order_by_number
from models.queries import Filter, assignments, items
from models.roster import people
from models.roster_changes import bring_in
from models.tables import Assignment, Occurrence, Order, Person, PlanItem, PlanRole
from states.assignment import State
from states.draft import DraftExecutor, ExecutorKind, Problem, RosterPerson, Severity
from tests.builders import (
    ALL,
    CENTRE,
    ISSUED,
    ITEMS,
    ROSTER,
    SCHOOLS,
    TERMS,
    draft,
    instant,
    item,
    once,
    under_control,
)


def test_an_order_becomes_items_occurrences_and_an_assignment_for_each_executor(engine):
    with writing(engine) as session:
        made = under_control(session)
    assert (made.items, made.occurrences, made.assignments) == (4, 5, 3 + 5 + 3 + 3)
    with reading(engine) as session:
        found = assignments(session, Filter(item="1.2"), today=ISSUED)
        assert [one.executor for one in found] == ["МАУ Центр", *SCHOOLS, "колледжи (по согласованию)"]
        assert [one.required for one in found] == [True, True, True, True, False]
        assert {(one.due_on, one.effective_due_on) for one in found} == {(date(2024, 3, 31), date(2024, 3, 29))}


def test_supervisors_are_found_in_the_roster_by_surname_and_initials(engine):
    with writing(engine) as session:
        under_control(session)
        held = session.exec(select(PlanRole.role, Person.email).join(Person).order_by(col(PlanRole.id))).all()
    assert [email for _, email in held] == ["centre@city.example", "plan@city.example", "order@city.example"]


def test_a_supervisor_nobody_knows_is_kept_without_an_address_until_a_roster_brings_one(engine):
    with writing(engine) as session:
        under_control(session, roster=ROSTER[:-1])
        unknown = session.exec(select(Person).where(Person.name == "Лугина В.О.")).one()
        assert unknown.email is None
        bring_in(session, ROSTER)
        assert session.exec(select(Person).where(Person.id == unknown.id)).one().email == "order@city.example"


def test_a_later_occurrence_is_given_out_twenty_working_days_before(engine):
    with writing(engine) as session:
        under_control(session)
        assert issue_due(session, today=date(2024, 11, 29)) == 0
        assert issue_due(session, today=date(2024, 12, 2)) == 3
        assert issue_due(session, today=date(2024, 12, 3)) == 0
        second = session.exec(select(Occurrence).where(Occurrence.position == 1)).one()
        given = session.exec(select(Assignment).where(Assignment.occurrence_id == second.id)).all()
        assert {one.issued_on for one in given} == {date(2024, 12, 2)}


def test_the_same_order_is_not_put_under_control_twice(engine):
    with writing(engine) as session:
        under_control(session)
    with pytest.raises(AlreadyControlled) as fault, writing(engine) as session:
        put_under_control(session, draft(), fingerprint="f", at=instant(ISSUED), terms=TERMS)
    assert fault.value.same_text
    with pytest.raises(AlreadyControlled) as fault, writing(engine) as session:
        put_under_control(session, draft(), fingerprint="other", at=instant(ISSUED), terms=TERMS)
    assert not fault.value.same_text


@pytest.mark.parametrize("again", ["27-p", "27/р", "№ 27 р"])  # the first with a Latin letter
def test_the_same_order_is_known_by_a_number_typed_otherwise(engine, again):
    with writing(engine) as session:
        under_control(session, number="27-р")
        assert order_by_number(session, "27-p").number == "27-р"
    with pytest.raises(AlreadyControlled), writing(engine) as session:
        under_control(session, number=again)


def test_a_draft_with_an_error_is_refused_whole(engine):
    problem = Problem(code="deadline_unrecognised", severity=Severity.ERROR, place="line 9", text="set a date")
    with pytest.raises(NotConfirmable, match="line 9"), writing(engine) as session:
        under_control(session, problems=(problem,))
    assert_empty(engine)


def test_an_item_nobody_carries_out_leaves_nothing_behind(engine):
    with pytest.raises(NotConfirmable, match=r"1\.9"), writing(engine) as session:
        under_control(session, [*ITEMS, item("1.9", once(date(2024, 5, 31)))])
    assert_empty(engine)


def assert_empty(engine):
    with reading(engine) as session:
        assert session.exec(select(Order)).all() == []
        assert people(session) == ()


def test_a_roster_is_brought_in_once_and_corrected_by_the_next(engine):
    with writing(engine) as session:
        assert vars_of(bring_in(session, ROSTER)) == (6, 0, 0)
        assert vars_of(bring_in(session, ROSTER)) == (0, 0, 6)
        renamed = RosterPerson(
            organization="СОШ № 1", kind="school", number="1", email="school-1@city.example", head="Юрьева Н.Н."
        )
        assert vars_of(bring_in(session, [renamed])) == (0, 1, 0)


def vars_of(changes):
    return changes.added, changes.changed, changes.unchanged


def test_items_are_listed_with_their_counts(engine):
    with writing(engine) as session:
        under_control(session)
    with reading(engine) as session:
        found = items(session, Filter(), today=date(2024, 3, 1))
        assert [(one.item, one.assignments, one.overdue) for one in found] == [
            ("1.1", 3, 3),
            ("1.2", 4, 0),
            ("1.3", 3, 0),
            ("1.4", 3, 0),
        ]
        with pytest.raises(OrderUnknown):
            items(session, Filter(order="8"), today=date(2024, 3, 1))


def test_items_are_found_by_number_executor_state_and_lateness(engine):
    with writing(engine) as session:
        under_control(session)

    def numbers(**wanted):
        with reading(engine) as session:
            return [one.item for one in items(session, Filter(**wanted), today=date(2024, 3, 1))]

    assert numbers(item="1.2") == ["1.2"]
    assert numbers(executor="МАУ Центр") == ["1.2"]
    assert numbers(state=State.ACCEPTED) == []
    assert numbers(overdue=True) == ["1.1"]
    with reading(engine) as session:
        (one,) = items(session, Filter(executor="МАУ Центр"), today=date(2024, 3, 1))
    assert (one.assignments, one.due_on, one.effective_due_on) == (4, date(2024, 3, 31), date(2024, 3, 29))


@pytest.mark.parametrize(
    ("executors", "rule"),
    [
        ((CENTRE, DraftExecutor(kind=ExecutorKind.ORGANIZATION, name="СОШ № 1")), "lead"),
        (tuple(DraftExecutor(kind=ExecutorKind.ORGANIZATION, name=name) for name in SCHOOLS), "all"),
        ((CENTRE, ALL), "all"),
    ],
)
def test_of_several_the_first_answers_for_the_item_unless_all_are_schools(engine, executors, rule):
    with writing(engine) as session:
        under_control(session, [item("1.1", once(date(2024, 2, 29)), *executors)])
    with reading(engine) as session:
        assert session.exec(select(PlanItem.roll_up)).one() == rule
