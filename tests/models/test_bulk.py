from datetime import date, timedelta

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.item_changes import change_control
from models.operations import NothingToUndo, Unknown, undo_last
from models.plan_roles import RoleChange, set_role
from models.queries import Filter, history, items, person_by_email
from models.reorganization import retire
from models.tables import Assignment, EventRow, Plan, PlanItem
from states.assignment import State
from states.draft import PlanRoleName
from tests.builders import instant
from tests.models.working import CENTRE, DAY, PLAN, bulk, ids, moved, reported, row_of


def undo(engine, *, by=CENTRE, at=None):
    with writing(engine) as session:
        return undo_last(session, person_id=person_by_email(session, by), at=at or instant(DAY))


def whole(engine):
    with reading(engine) as session:
        return [row.model_dump() for row in session.exec(select(Assignment).order_by(Assignment.id))]


def test_what_may_be_accepted_is_and_the_rest_says_why_it_is_not(order):
    reported(order, ["СОШ № 1", "СОШ № 2"])
    done = bulk(order, "accept", (*ids(order), 10**6))
    assert [(row.source, row.dest, row.item_state) for row in done.moved] == [
        (State.REPORTED, State.ACCEPTED, State.IN_PROGRESS)
    ] * 2
    assert [(row.state, row.refused_by) for row in done.refused] == [
        (State.ASSIGNED, ("no_such_move",)),
        (None, ("unknown",)),
    ]
    assert row_of(order).state is State.ACCEPTED


def test_a_bulk_step_leaves_what_the_same_moves_one_by_one_would(order):
    reported(order)
    done = bulk(order, "send_back", ids(order), reason="нет приказа", due_on=date(2024, 3, 15))
    assert len(done.moved) == 3
    row = row_of(order)
    assert (row.state, row.due_on, row.due_moves, row.version) == (State.RETURNED, date(2024, 3, 15), 1, 2)
    with reading(order) as session:
        last = history(session, row.id)[-1]
        assert (last.trigger, last.reason, last.due_on) == ("send_back", "нет приказа", date(2024, 3, 15))
        assert {one.item: one.state for one in items(session, Filter(), today=DAY)}["1.1"] is State.IN_PROGRESS
        assert len(session.exec(select(EventRow)).all()) == 6


def test_a_step_that_moves_nothing_is_no_step(order):
    done = bulk(order, "accept", ids(order))
    assert (done.step_id, done.moved) == (None, ())
    with pytest.raises(NothingToUndo, match="no bulk step"):
        undo(order)


def test_an_undone_step_leaves_everything_but_the_history_as_it_was(order):
    reported(order)
    before = whole(order)
    bulk(order, "accept", ids(order))
    done = undo(order, at=instant(DAY) + timedelta(minutes=10))
    assert len(done.moved) == 3
    changed = {"version", "moved_at", "head"}
    assert [{k: v for k, v in row.items() if k not in changed} for row in whole(order)] == [
        {k: v for k, v in row.items() if k not in changed} for row in before
    ]
    with reading(order) as session:
        last = history(session, row_of(order).id)[-1]
        assert (last.trigger, last.source, last.dest) == ("undo", State.ACCEPTED, State.REPORTED)
        assert {one.item: one.state for one in items(session, Filter(), today=DAY)}["1.1"] is State.REPORTED


def test_an_undone_extension_gives_back_the_date_and_a_later_one_is_a_version_of_its_own(order):
    bulk(order, "extend", ids(order), reason="карантин", due_on=date(2024, 4, 1))
    undo(order)
    row = row_of(order)
    assert (row.due_on, row.due_version, row.due_moves) == (date(2024, 2, 29), 0, 0)
    bulk(order, "extend", ids(order), reason="карантин", due_on=date(2024, 4, 5))
    assert row_of(order).due_version == 3


def test_only_what_nothing_has_followed_is_undone(order):
    reported(order)
    bulk(order, "send_back", ids(order), reason="нет приказа")
    moved(order, "report", text="С приказом")
    done = undo(order)
    assert [row.refused_by for row in done.refused] == [("moved_since",)]
    assert [row.dest for row in done.moved] == [State.REPORTED] * 2
    assert row_of(order).reports == 2


@pytest.mark.parametrize(
    ("later", "by", "why"),
    [
        (timedelta(minutes=11), CENTRE, "10 minutes"),
        (-timedelta(minutes=1), CENTRE, "10 minutes"),
        (timedelta(), PLAN, "no bulk step"),
    ],
)
def test_a_step_is_undone_in_time_and_by_who_made_it(order, later, by, why):
    reported(order)
    bulk(order, "accept", ids(order))
    with pytest.raises(NothingToUndo, match=why):
        undo(order, at=instant(DAY) + later, by=by)
    assert row_of(order).state is State.ACCEPTED


def test_a_step_is_undone_once(order):
    reported(order)
    bulk(order, "accept", ids(order))
    undo(order)
    with pytest.raises(NothingToUndo, match="undone already"):
        undo(order)


def test_whoever_has_lost_the_role_meanwhile_undoes_nothing(order):
    reported(order)
    bulk(order, "accept", ids(order))
    with writing(order) as session:
        plan_id, order_controller = session.exec(select(Plan.id)).one(), person_by_email(session, "order@city.example")
        change = RoleChange(plan_id=plan_id, role=PlanRoleName.COORDINATOR, person_id=order_controller)
        set_role(session, change, by=order_controller, at=instant(DAY))
    done = undo(order)
    assert (done.moved, {row.refused_by for row in done.refused}) == ((), {("not_your_role",)})
    assert row_of(order).state is State.ACCEPTED


def controlled(engine, trigger, at):
    with writing(engine) as session:
        person_id = person_by_email(session, PLAN)
        item_id = session.exec(select(PlanItem.id).where(PlanItem.number == "1.1")).one()
        change_control(session, item_id=item_id, trigger=trigger, person_id=person_id, at=at, reason="по решению")


def test_an_undo_stops_before_what_a_controller_has_removed_from_control_since(order):
    reported(order)
    bulk(order, "accept", ids(order))
    controlled(order, "remove_from_control", instant(DAY))
    done = undo(order)
    assert (done.moved, {row.refused_by for row in done.refused}) == ((), {("moved_since",)})
    assert row_of(order).state is State.ACCEPTED


def test_an_undo_passes_what_has_been_returned_to_control(order):
    reported(order)
    bulk(order, "accept", ids(order))
    controlled(order, "remove_from_control", instant(DAY))
    controlled(order, "return_to_control", instant(DAY))
    assert len(undo(order).moved) == 3


def test_what_was_out_of_control_at_a_step_is_looked_at_again_after_its_undo(order):
    controlled(order, "remove_from_control", instant(DAY))
    bulk(order, "extend", ids(order), reason="карантин", due_on=date(2024, 4, 1))
    controlled(order, "return_to_control", instant(DAY))
    undo(order)
    row = row_of(order)
    assert (row.state, row.due_on, row.attention_on) == (State.ASSIGNED, date(2024, 2, 29), row.issued_on)


def test_whoever_has_left_undoes_nothing(order):
    reported(order)
    bulk(order, "accept", ids(order))
    with writing(order) as session:
        gone = person_by_email(session, CENTRE)
        retire(session, CENTRE, on=DAY)
        with pytest.raises(Unknown, match="they have left"):
            undo_last(session, person_id=gone, at=instant(DAY))
