from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from models.amending import amend
from models.amendment import NewText
from models.database import reading, writing
from models.history_rows import item_link
from models.item_changes import change_control, proposed_for_removal, set_roll_up
from models.moving import TooEarly
from models.occurrences import issue_due
from models.operations import Request, Unknown, move
from models.queries import person_by_email
from models.standings import standings_concerning, standings_to_look_at
from models.tables import Assignment, ItemHistory, Occurrence, Person, PlanItem
from states.assignment import State
from states.chain import GENESIS
from states.control import Control
from states.item import Part, RollUpUnknown, item_state, roll_up, roll_up_rule
from states.life import NotAllowed
from states.policy import NotPermitted
from tests.builders import ALL, CALENDAR, CENTRE, ISSUED, ITEMS, TERMS, draft, instant, under_control

COORDINATOR, PLAN, ORDER = "centre@city.example", "plan@city.example", "order@city.example"
DAY = date(2024, 2, 5)
DEPARTMENT = replace(CENTRE, name="Департамент")


@pytest.fixture
def order(engine):
    """The id of the order under control."""
    with writing(engine) as session:
        return under_control(session).order_id


def id_of(session, number):
    return session.exec(select(PlanItem.id).where(PlanItem.number == number)).one()


def controlled(session, number, trigger, *, by=PLAN, reason="по решению", day=DAY):
    return change_control(
        session,
        item_id=id_of(session, number),
        trigger=trigger,
        person_id=person_by_email(session, by),
        at=instant(day),
        reason=reason,
    )


def ruled(session, number, rule, *, by=COORDINATOR, day=DAY):
    person_id = person_by_email(session, by)
    return set_roll_up(
        session, item_id=id_of(session, number), rule=rule, person_id=person_id, at=instant(day), reason="по решению"
    )


def assignments_of(session, number):
    rows = select(Assignment).join(Occurrence).join(PlanItem).where(PlanItem.number == number)
    return list(session.exec(rows.order_by(col(Assignment.id))))


def act(session, ident, trigger, by, *, day=DAY, **asked):
    request = Request(
        assignment_id=ident, trigger=trigger, person_id=person_by_email(session, by), at=instant(day), **asked
    )
    return move(session, request, calendar=CALENDAR)


def accept(session, number, school):
    (ident,) = [one.id for one in assignments_of(session, number)][school - 1 : school]
    act(session, ident, "report", f"school-{school}@city.example", text="Готово")
    return act(session, ident, "accept", COORDINATOR)


def test_a_controller_turns_an_items_control_and_its_history_is_chained(engine, order):
    with writing(engine) as session:
        turned = [
            controlled(session, "1.1", trigger, by=by)
            for trigger, by in (
                ("put_under_special_control", PLAN),
                ("end_special_control", ORDER),
                ("remove_from_control", PLAN),
                ("return_to_control", ORDER),
            )
        ]
        assert [(one.before, one.after) for one in turned] == [
            ("on_control", "special"),
            ("special", "on_control"),
            ("on_control", "removed"),
            ("removed", "on_control"),
        ]
        lines = session.exec(select(ItemHistory).order_by(col(ItemHistory.version))).all()
        assert [one.version for one in lines] == [1, 2, 3, 4]
        head = GENESIS
        for one in lines:
            head = item_link(head, one.model_dump())
            assert one.hash == head
        item = session.get_one(PlanItem, id_of(session, "1.1"), populate_existing=True)
        assert (item.version, item.head, item.control) == (4, head, Control.ON_CONTROL)


@pytest.mark.parametrize(
    ("trigger", "by", "reason", "codes"),
    [
        ("remove_from_control", COORDINATOR, "по решению", ("not_your_role",)),
        ("remove_from_control", PLAN, " ", ("undone_without_reason",)),
        ("put_under_special_control", PLAN, "", ("reason_missing",)),
        ("return_to_control", PLAN, "по решению", ("no_such_move",)),
        ("close", PLAN, "по решению", ("unknown_trigger",)),
    ],
)
def test_what_the_table_refuses_changes_nothing(engine, order, trigger, by, reason, codes):
    with writing(engine) as session, pytest.raises(NotAllowed) as refused:
        controlled(session, "1.1", trigger, by=by, reason=reason)
    assert refused.value.refused_by == codes
    with reading(engine) as session:
        assert session.exec(select(ItemHistory)).all() == []


def test_what_is_all_done_is_proposed_and_removed_without_a_reason(engine, order):
    with writing(engine) as session:
        assert proposed_for_removal(session) == ()
        for school in (1, 2, 3):
            accept(session, "1.1", school)
        (proposed,) = proposed_for_removal(session, order="7")
        assert (proposed.item, proposed.open, proposed.goes_on) == ("1.1", 0, False)
        assert controlled(session, "1.1", "remove_from_control", reason="").state is State.ACCEPTED
        assert proposed_for_removal(session) == ()


def test_a_quorum_is_proposed_with_what_is_still_open_and_needs_a_reason(engine, order):
    with writing(engine) as session:
        ruled(session, "1.1", "quorum 1")
        accept(session, "1.1", 1)
        (proposed,) = proposed_for_removal(session)
        assert (proposed.item, proposed.open) == ("1.1", 2)
        with pytest.raises(NotAllowed, match="undone_without_reason"):
            controlled(session, "1.1", "remove_from_control", reason="")
        controlled(session, "1.1", "remove_from_control")


def test_what_is_still_to_be_given_out_is_not_all_done(engine, order):
    with writing(engine) as session:
        for school in (1, 2, 3):
            accept(session, "1.3", school)
        assert proposed_for_removal(session) == ()
        with pytest.raises(NotAllowed, match="undone_without_reason"):
            controlled(session, "1.3", "remove_from_control", reason="")


def test_no_letter_looks_at_what_is_out_of_control_until_it_returns(engine, order):
    late = date(2024, 3, 7)

    def seen(session):
        everything = standings_concerning(session, today=late, persons=[1, 2, 3, 4, 5, 6], supervised=[1])
        looked = standings_to_look_at(session, today=late)
        return {one.item_number for one in everything}, {one.item_number for one in looked}

    with writing(engine) as session:
        controlled(session, "1.1", "remove_from_control")
        assert all("1.1" not in found for found in seen(session))
        assert {one.attention_on for one in assignments_of(session, "1.1")} == {None}
        ident = assignments_of(session, "1.1")[0].id
        act(session, ident, "report", "school-1@city.example", text="Готово")
        assert all("1.1" not in found for found in seen(session))
        controlled(session, "1.1", "return_to_control")
        assert all("1.1" in found for found in seen(session))
        session.expire_all()
        assert {one.attention_on for one in assignments_of(session, "1.1")} == {DAY}


def test_a_late_report_on_what_is_out_of_control_is_taken_and_no_sweep_looks_at_it(engine, order):
    with writing(engine) as session:
        controlled(session, "1.1", "remove_from_control")
        first = assignments_of(session, "1.1")[0]
        act(session, first.id, "report", "school-1@city.example", text="Готово")
    with reading(engine) as session:
        first = assignments_of(session, "1.1")[0]
        assert (first.state, first.attention_on) == (State.REPORTED, None)


def test_another_rule_rolls_up_at_once_and_back(engine, order):
    with writing(engine) as session:
        accept(session, "1.1", 1)
        changed = ruled(session, "1.1", "Quorum  30%")
        assert (changed.before, changed.after, changed.state) == ("all", "quorum 30%", State.ACCEPTED)
        item = session.get_one(PlanItem, id_of(session, "1.1"))
        assert (item.roll_up, item.state, item.version) == ("quorum 30%", State.ACCEPTED, 1)
        assert ruled(session, "1.1", "quorum 30%").state is State.ACCEPTED
        assert ruled(session, "1.1", "all", by=PLAN).state is State.IN_PROGRESS
        details = select(ItemHistory.detail).order_by(col(ItemHistory.version))
        assert list(session.exec(details)) == ["all → quorum 30%", "quorum 30% → all"]


def test_by_lead_the_first_named_closes_the_item(engine, order):
    with writing(engine) as session:
        ruled(session, "1.2", "lead")
        centre = next(one for one in assignments_of(session, "1.2") if one.lead)
        act(session, centre.id, "report", COORDINATOR, text="Готово")
        assert act(session, centre.id, "accept", PLAN).item_state is State.ACCEPTED
        accepted = act(session, centre.id, "reopen", PLAN, reason="не то")
        assert accepted.item_state is State.IN_PROGRESS


def test_a_rule_that_cannot_be_understood_or_is_not_yours_to_set_is_refused(engine, order):
    with writing(engine) as session:
        with pytest.raises(RollUpUnknown):
            ruled(session, "1.1", "most")
        with pytest.raises(NotPermitted, match="coordinator and its controllers"):
            ruled(session, "1.1", "lead", by="school-1@city.example")
        with pytest.raises(Unknown, match="no item 99"):
            set_roll_up(session, item_id=99, rule="all", person_id=1, at=instant(DAY))
        ruled(session, "1.1", "lead")
        with pytest.raises(TooEarly, match="item 1"):
            ruled(session, "1.1", "all", day=ISSUED)


EXECUTORS = {"СОШ": (ALL,), "центр": (CENTRE,), "оба": (CENTRE, ALL), "двое": (CENTRE, DEPARTMENT)}
MOVES = ["start", "report", "accept", "send_back", "reopen", "remove", "restore", "postpone", "resume"]
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(MOVES),
            st.integers(0, 30),
        ),
        st.tuples(st.just("rule"), st.sampled_from(["all", "lead", "quorum 1", "quorum 2", "quorum 50%"])),
        st.tuples(st.just("amend"), st.sampled_from(sorted(EXECUTORS))),
        st.tuples(st.just("give out"), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from(["1.1", "1.2", "1.3"]))
def test_whatever_is_done_the_stored_roll_up_is_the_function_of_its_parts(engine, order, steps, number):
    with reading(engine) as session:  # rolled back: every example finds the order as it was
        for count, (what, which) in enumerate(steps):
            with suppress(NotAllowed):
                step(session, order, number, (what, which), count)
            session.expire_all()
            assert stored(session) == reckoned(session)


def step(session, order, number, asked, count):
    what, which = asked
    if what == "rule":
        ruled(session, number, which)
    elif what == "give out":
        issue_due(session, today=date(2024, 12, 20))
    elif what == "amend":
        items = [replace(one, executors=EXECUTORS[which]) if one.number == number else one for one in ITEMS]
        amend(session, order, NewText(draft=draft(items), fingerprint=str(count), at=instant(DAY)), terms=TERMS)
    else:
        rows = assignments_of(session, number)
        one = rows[which % len(rows)]
        said = {"reason": "cancelled", "text": "Готово", "date_unknown": what == "postpone"}
        by = person_of(session, one) if what in {"start", "report"} else ORDER
        if by:
            act(session, one.id, what, by, day=date(2024, 12, 20), **said)


def person_of(session, assignment):
    query = select(Person.email).where(Person.organization_id == assignment.organization_id)
    return session.exec(query).first()


def stored(session):
    times = session.exec(select(Occurrence).order_by(col(Occurrence.id)))
    items = session.exec(select(PlanItem).order_by(col(PlanItem.id)))
    return {one.id: one.state for one in times}, {one.id: one.state for one in items}


def reckoned(session):
    times, items = {}, {}
    for item in session.exec(select(PlanItem).order_by(col(PlanItem.id))):
        rows = select(Occurrence).where(Occurrence.item_id == item.id).order_by(col(Occurrence.position))
        for one in session.exec(rows):
            parts = session.exec(select(Assignment).where(Assignment.occurrence_id == one.id))
            counted = [Part(part.state, part.required, part.lead) for part in parts]
            times[one.id] = roll_up(counted, roll_up_rule(item.roll_up))
            items.setdefault(item.id, []).append(times[one.id])
    return times, {ident: item_state(states) for ident, states in items.items()}
