from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from models.database import reading, writing
from models.order_by_number import OrderAmbiguous, OrderUnknown
from models.package_facts import CutOffTooEarly, NothingDue, package_facts
from models.tables import ItemHistory, PlanItem
from states.as_of import Due, Explained
from states.assignment import State
from states.belonging import Belonging, Span
from states.control import Control
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind
from tests.models.package_plan import PlanRows

FIRST_HALF = Span(date(2024, 1, 1), date(2024, 6, 30))
SECOND_HALF = Span(date(2024, 7, 1), date(2024, 12, 31))
CUT_OFF = date(2024, 6, 28)


@pytest.fixture
def session(engine):
    with writing(engine) as session:
        yield session


def facts(session: Session, *, order="19/р", period=FIRST_HALF, cut_off=CUT_OFF):
    return package_facts(session, order=order, period=period, cut_off=cut_off)


def only(found):
    """The one assignment of the facts."""
    [item] = found.items
    [one] = item.assignments
    return one


def test_an_assignment_without_moves_is_assigned_whatever_its_row_says_today(session):
    PlanRows(session).one(date(2024, 5, 31), state=State.ACCEPTED)
    assert only(facts(session)).stood.state is State.ASSIGNED


def test_moves_after_the_cut_off_do_not_count_and_are_counted(session):
    rows = PlanRows(session)
    made = [("start", date(2024, 6, 3)), ("report", CUT_OFF, {"text": "сделано"}), ("accept", date(2024, 6, 29))]
    rows.one(date(2024, 6, 28), *made, state=State.ACCEPTED)
    found = facts(session)
    assert only(found).stood.state is State.REPORTED
    assert only(found).stood.done_on == CUT_OFF
    assert found.moves_after == 1
    later = facts(session, cut_off=date(2024, 6, 29))
    assert (only(later).stood.state, later.moves_after) == (State.ACCEPTED, 0)


def test_the_due_day_is_the_last_one_set_by_the_cut_off_and_the_original_is_kept(session):
    rows = PlanRows(session)
    moved = {"reason": "нет приказа", "due_on": date(2024, 6, 10), "effective_due_on": date(2024, 6, 7)}
    again = {"reason": "нет ссылки", "due_on": date(2024, 6, 20), "effective_due_on": date(2024, 6, 20)}
    rows.one(
        date(2024, 5, 31),
        ("report", date(2024, 5, 30), {"text": "сделано"}),
        ("send_back", date(2024, 6, 3), moved),
        ("report", date(2024, 6, 5), {"text": "дополнено"}),
        ("send_back", date(2024, 6, 6), again),
    )
    stood = only(facts(session, cut_off=date(2024, 6, 5))).stood
    assert stood.original == Due(date(2024, 5, 31), date(2024, 5, 31))
    assert stood.current == Due(date(2024, 6, 10), date(2024, 6, 7))
    assert (stood.due_changes, stood.returns, stood.result) == (1, 1, "дополнено")
    assert stood.explained == (Explained("send_back", "нет приказа"),)
    assert only(facts(session)).stood.due_changes == 2


def test_a_day_first_set_after_the_issue_is_the_original_and_before_that_there_was_none(session):
    rows = PlanRows(session)
    rows.one(
        None,
        ("start", date(2024, 2, 1)),
        ("postpone", date(2024, 3, 1), {"reason": "нет графика", "due_on": date(2024, 6, 14)}),
        original_due_on=date(2024, 6, 14),
    )
    rows.one(date(2024, 2, 20), school="СОШ № 2")
    early = {
        one.belonging: one.stood for item in facts(session, cut_off=date(2024, 2, 2)).items for one in item.assignments
    }
    assert early[Belonging.UNDATED].original == Due()
    late = facts(session).items[0].assignments[0].stood
    assert (late.original.on, late.due_changes) == (date(2024, 6, 14), 0)


def test_what_had_no_date_at_the_cut_off_has_none_though_it_was_dated_since(session):
    rows = PlanRows(session)
    dated = {"due_on": date(2024, 6, 14), "effective_due_on": date(2024, 6, 14)}
    returned = ("send_back", date(2024, 2, 20), {"reason": "нет приказа"})
    made = [("report", date(2024, 2, 16), {"text": "сделано"}), returned, ("set_due_date", date(2024, 3, 1), dated)]
    rows.one(date(2024, 6, 14), *made)
    rows.one(date(2024, 2, 20), school="СОШ № 2")
    before = facts(session, cut_off=date(2024, 2, 29)).items[0].assignments[0]
    assert (before.belonging, before.stood.current) == (Belonging.UNDATED, Due())
    after = facts(session).items[0].assignments[0]
    assert (after.belonging, after.stood.original.on) == (Belonging.DUE, date(2024, 6, 14))
    assert (after.stood.due_changes, after.stood.returns, after.stood.state) == (0, 1, State.RETURNED)


def test_a_recalled_report_does_not_stand(session):
    PlanRows(session).one(
        date(2024, 5, 31), ("report", date(2024, 5, 20), {"text": "сделано"}), ("recall", date(2024, 5, 21))
    )
    assert only(facts(session)).stood.done_on is None


def test_what_was_accepted_without_a_report_counts_from_that_day(session):
    PlanRows(session).one(date(2024, 5, 31), ("accept_directly", date(2024, 5, 20), {"reason": "на бумаге"}))
    stood = only(facts(session)).stood
    assert (stood.done_on, stood.result) == (date(2024, 5, 20), "на бумаге")


def test_what_is_due_in_another_period_is_left_out_and_early_reports_of_it_are_counted(session):
    rows = PlanRows(session)
    rows.one(date(2024, 5, 31))
    rows.one(date(2024, 12, 20), ("report", date(2024, 6, 1), {"text": "досрочно"}), school="СОШ № 2")
    found = facts(session)
    assert [item.number for item in found.items] == ["1.1."]
    assert (found.plan_items, found.done_ahead) == (2, 1)


def test_what_was_open_when_the_period_began_is_carried_over_and_judged_there(session):
    rows = PlanRows(session)
    rows.one(date(2024, 5, 31), ("report", date(2024, 7, 3), {"text": "поздно"}), ("accept", date(2024, 7, 4)))
    found = only(facts(session, period=SECOND_HALF, cut_off=date(2024, 7, 10)))
    assert (found.belonging, found.judged) == (Belonging.CARRIED, True)


def test_what_was_reported_before_the_period_and_accepted_since_is_not_told_again(session):
    rows = PlanRows(session)
    rows.one(date(2024, 5, 31), ("report", date(2024, 5, 3), {"text": "готово"}), ("accept", date(2024, 7, 4)))
    rows.one(date(2024, 12, 20), school="СОШ № 2")
    found = facts(session, period=SECOND_HALF, cut_off=date(2024, 7, 10))
    assert [item.number for item in found.items] == ["1.2."]


def test_what_was_reported_before_the_period_and_still_waits_is_shown_but_not_judged_again(session):
    PlanRows(session).one(date(2024, 5, 31), ("report", date(2024, 5, 3), {"text": "готово"}))
    found = only(facts(session, period=SECOND_HALF, cut_off=date(2024, 7, 10)))
    assert (found.belonging, found.judged) == (Belonging.CARRIED, False)


def test_what_is_moved_to_the_next_period_is_told_in_both_and_judged_in_the_later(session):
    later = {"reason": "нет приказа", "due_on": date(2024, 9, 2), "effective_due_on": date(2024, 9, 2)}
    rows = PlanRows(session)
    rows.one(
        date(2024, 5, 31), ("report", date(2024, 5, 3), {"text": "готово"}), ("send_back", date(2024, 5, 6), later)
    )
    assert only(facts(session)).judged is False
    assert only(facts(session, period=SECOND_HALF, cut_off=date(2024, 9, 3))).judged is True


def test_what_was_given_out_after_the_cut_off_was_not_given_out(session):
    rows = PlanRows(session)
    item = rows.item(schedule_kind=ScheduleKind.RECURRING)
    first = rows.occurrence(item, date(2024, 3, 29))
    second = rows.occurrence(item, date(2024, 6, 28), position=1, issued_on=date(2024, 5, 31))
    third = rows.occurrence(item, date(2024, 9, 30), position=2, issued_on=None)
    school = rows.organization("СОШ № 1")
    rows.assignment(first, school)
    rows.assignment(second, school, issued_on=date(2024, 5, 31))
    [found] = facts(session, cut_off=date(2024, 4, 1)).items
    assert third
    assert [one.occurrence for one in found.assignments] == [0]
    assert (found.not_issued, found.later_due_on) == ((date(2024, 6, 28),), date(2024, 9, 30))


def test_the_order_its_people_and_its_clauses_come_along(session):
    rows = PlanRows(session)
    rows.supervisor()
    clause = rows.item("3.2", kind=ItemKind.CLAUSE)
    rows.assignment(
        rows.occurrence(clause, date(2024, 5, 31)), rows.organization("ТОИПКРО", "operator"), required=False
    )
    found = facts(session, order="19")
    assert found.order.supervisors[0].role is PlanRoleName.PLAN_CONTROLLER
    assert (found.items[0].kind, found.items[0].section, only(found).required) == (ItemKind.CLAUSE, None, False)


@pytest.mark.parametrize("written", ["19/р", "№ 19/р", "19/Р", " 19 ", "19/р@2024-01-19", "19 от 2024-01-19"])
def test_an_order_is_found_however_its_number_is_written(session, written):
    PlanRows(session).one(date(2024, 5, 31))
    assert facts(session, order=written).order.number == "19/р"


@pytest.mark.parametrize("written", ["", "1", "9", "19/к", "20", "19/р@2023-01-19"])
def test_an_unknown_order_names_those_that_are_known(session, written):
    PlanRows(session).one(date(2024, 5, 31))
    with pytest.raises(OrderUnknown, match=r"№ 19/р of 19\.01\.2024"):
        facts(session, order=written)


def test_no_order_at_all_is_said(session):
    with pytest.raises(OrderUnknown, match="none yet"):
        facts(session)


def test_a_number_that_fits_two_orders_asks_for_the_date(session):
    PlanRows(session).one(date(2024, 5, 31))
    PlanRows(session, issued_on=date(2023, 1, 19), number="19/о")
    with pytest.raises(OrderAmbiguous, match="19/р@2024-01-19"):
        facts(session, order="19")
    assert facts(session, order="19/р").order.issued_on == date(2024, 1, 19)


def test_a_cut_off_before_the_order_or_the_period_is_refused(session):
    PlanRows(session).one(date(2024, 5, 31))
    with pytest.raises(CutOffTooEarly, match="before order"):
        facts(session, cut_off=date(2024, 1, 18))
    with pytest.raises(CutOffTooEarly, match="before the period"):
        facts(session, period=SECOND_HALF)


def test_a_period_with_nothing_due_says_when_something_is(session):
    rows = PlanRows(session)
    rows.one(date(2024, 5, 31), ("report", date(2024, 5, 1), {"text": "да"}), ("accept", date(2024, 5, 2)))
    rows.one(None, school="СОШ № 2")
    with pytest.raises(NothingDue, match="from 2024-05-31 to 2024-05-31"):
        facts(session, period=SECOND_HALF, cut_off=date(2024, 9, 1))


def test_a_plan_without_any_date_has_no_period(session):
    PlanRows(session).one(None)
    with pytest.raises(NothingDue, match="none of its items has a date"):
        facts(session)


def test_the_statements_do_not_grow_with_the_plan(engine):
    with writing(engine) as session:
        rows = PlanRows(session)
        for number in range(12):
            rows.one(date(2024, 5, 31), ("start", date(2024, 5, 1)), school=f"СОШ № {number}")
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    with reading(engine) as session:
        facts(session)
    assert len([one for one in statements if one.startswith("SELECT")]) == 12


def test_rule_and_control_are_those_of_the_cut_off_whatever_was_changed_later(session):
    rows = PlanRows(session)
    rows.one(date(2024, 5, 31))
    item = session.exec(select(PlanItem)).one()
    item.roll_up, item.control = "quorum 50%", Control.REMOVED
    changes = (
        ("set_roll_up", date(2024, 6, 3), Control.ON_CONTROL, Control.ON_CONTROL, "all → lead"),
        ("put_under_special_control", date(2024, 6, 4), Control.ON_CONTROL, Control.SPECIAL, ""),
        ("remove_from_control", date(2024, 7, 1), Control.SPECIAL, Control.REMOVED, ""),
        ("set_roll_up", date(2024, 7, 2), Control.REMOVED, Control.REMOVED, "lead → quorum 50%"),
    )
    for version, (trigger, on, source, dest, detail) in enumerate(changes, 1):
        row = ItemHistory(item_id=item.id, version=version, trigger=trigger, source=source, dest=dest, on=on, hash="")
        row.at, row.detail = datetime(on.year, on.month, on.day, tzinfo=UTC), detail
        session.add(row)
    session.flush()

    def stood(cut_off):
        [found] = facts(session, cut_off=cut_off).items
        return str(found.rule), found.control

    assert stood(date(2024, 6, 2)) == ("all", Control.ON_CONTROL)
    assert stood(CUT_OFF) == ("lead", Control.SPECIAL)
    assert stood(date(2024, 7, 2)) == ("quorum 50%", Control.REMOVED)


def test_what_was_opened_after_the_cut_off_was_not_there(session):
    rows = PlanRows(session)
    rows.one(date(2024, 5, 31))
    item = session.exec(select(PlanItem)).one()
    rows.occurrence(item.id, date(2024, 11, 29), position=1, issued_on=None)
    rows.occurrence(item.id, date(2025, 5, 30), position=2, issued_on=None)
    line = ItemHistory(
        item_id=item.id,
        version=1,
        trigger="open_next_year",
        source=Control.ON_CONTROL,
        dest=Control.ON_CONTROL,
        at=datetime(2024, 12, 2, tzinfo=UTC),
        on=date(2024, 12, 2),
        detail="2025: 2025-05-30",
        hash="",
    )
    session.add(line)
    session.flush()
    year = Span(date(2024, 1, 1), date(2024, 12, 31))
    [before] = facts(session, period=year, cut_off=date(2024, 12, 1)).items
    [after] = facts(session, period=year, cut_off=date(2024, 12, 2)).items
    assert (before.not_issued, before.later_due_on) == ((date(2024, 11, 29),), None)
    assert (after.not_issued, after.later_due_on) == ((date(2024, 11, 29),), date(2025, 5, 30))
