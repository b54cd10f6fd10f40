from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.drafts import (
    DraftUnusable,
    add_settlement,
    draft_to_settle,
    keep,
    kept_draft,
    kept_drafts,
    mark_controlled,
    mark_dropped,
    undo_last,
)
from models.roster_changes import bring_in
from models.tables import Draft, Person
from states.draft import DraftExecutor, DraftPerson, ExecutorKind, PlanRoleName, Problem, Severity
from states.schedule import Period, Schedule, ScheduleKind, Term
from states.settlement import (
    AcceptProblem,
    Deadline,
    DropItem,
    Executors,
    MergeItem,
    SetItem,
    SetName,
    SetOrder,
    SetRole,
    SplitItem,
    in_force,
)
from tests.builders import ISSUED, ROSTER, draft, instant, item, once, under_control

AT = instant(ISSUED)
READING = draft(
    [
        item(
            "1.1", once(date(2024, 2, 29)), DraftExecutor(kind=ExecutorKind.GROUP, name="all_schools"), place="line 4"
        ),
        item(
            "1.2",
            Schedule(
                kind=ScheduleKind.RECURRING, every=Period.MONTH, day=5, terms=(Term(opens_on=ISSUED, due_on=ISSUED),)
            ),
            DraftExecutor(kind=ExecutorKind.EXTERNAL, name="колледжи", person="Орлова А.И.", post="директор"),
        ),
    ],
    problems=(Problem(code="number_gap", severity=Severity.WARNING, place="line 4", text="check"),),
    working_group=(DraftPerson(name="Орлова А.И."),),
)
EVERY_CHANGE = (
    SetItem(
        item=1,
        number="1.1а",
        title="«Иначе»",
        expected_result="",
        deadline=Deadline(text="Май", schedule=once(date(2024, 5, 31))),
        executors=Executors(text="все", executors=READING.items[0].executors, problems=READING.problems),
        evidence_asked=False,
    ),
    SetItem(item=2, evidence_asked=True),
    DropItem(item=1),
    MergeItem(item=1, into=2),
    SplitItem(item=2),
    AcceptProblem(problem="ab12"),
    SetOrder(number="8", title="О плане", plan_title="План"),
    SetName(name="СОШ № 47", means="СОШ № 46"),
    SetRole(role=PlanRoleName.COORDINATOR, person=DraftPerson(name="Орлова А.И.", organization="МАУ Центр")),
)


def kept(session, fingerprint="f"):
    return keep(session, READING, fingerprint=fingerprint, at=AT)


def test_a_draft_is_kept_as_it_was_read(engine):
    with writing(engine) as session:
        made = kept(session)
    with reading(engine) as session:
        assert kept_draft(session, made.id) == made
        assert made.reading == READING
        assert (made.state, made.settlements, made.kept_at) == ("open", (), AT)


def test_the_same_file_again_is_the_same_draft_unless_it_was_dropped(engine):
    with writing(engine) as session:
        first = kept(session)
        assert kept(session) == first
        other = kept(session, "another")
        mark_dropped(session, first.id, at=AT)
        again = kept(session)
        assert [one.id for one in kept_drafts(session)] == [again.id, other.id, first.id]
        assert kept_draft(session, first.id).state == "dropped"


def test_every_change_comes_back_as_it_was_decided(engine):
    with writing(engine) as session:
        bring_in(session, ROSTER)
        made = kept(session)
        person = session.exec(select(Person).where(Person.email == "centre@city.example")).one()
        for change in EVERY_CHANGE:
            add_settlement(session, made.id, [change], at=AT, person_id=person.id)
        add_settlement(session, made.id, EVERY_CHANGE, at=AT)
    with reading(engine) as session:
        found = kept_draft(session, made.id).settlements
    assert [one.changes for one in found] == [*((change,) for change in EVERY_CHANGE), EVERY_CHANGE]
    assert [one.position for one in found] == list(range(1, len(EVERY_CHANGE) + 2))
    assert (found[0].by, found[-1].by) == ("Орлова Анна Ивановна", "")


def test_undoing_takes_back_the_last_and_removes_nothing(engine):
    with writing(engine) as session:
        made = kept(session)
        for change in EVERY_CHANGE[:3]:
            add_settlement(session, made.id, [change], at=AT)
        assert undo_last(session, made.id, at=AT).changes == (EVERY_CHANGE[2],)
        assert undo_last(session, made.id, at=AT).changes == (EVERY_CHANGE[1],)
        add_settlement(session, made.id, [EVERY_CHANGE[4]], at=AT)
        found = kept_draft(session, made.id).settlements
        assert [one.undoes for one in found] == [None, None, None, 3, 2, None]
        assert [one.changes[0] for one in in_force(found)] == [EVERY_CHANGE[0], EVERY_CHANGE[4]]
        undo_last(session, made.id, at=AT)
        undo_last(session, made.id, at=AT)
        with pytest.raises(DraftUnusable, match="nothing to undo"):
            undo_last(session, made.id, at=AT)


def test_a_draft_that_is_dropped_or_under_control_is_settled_no_more(engine):
    with writing(engine) as session:
        dropped, controlled = kept(session), kept(session, "another")
        mark_dropped(session, dropped.id, at=AT)
        mark_controlled(session, controlled.id, under_control(session).order_id)
        with pytest.raises(DraftUnusable, match="dropped"):
            draft_to_settle(session, dropped.id)
        with pytest.raises(DraftUnusable, match="№ 7"):
            draft_to_settle(session, controlled.id)
        with pytest.raises(DraftUnusable, match="no draft 99"):
            draft_to_settle(session, 99)
        assert kept_draft(session, controlled.id).state == "under control"


def test_a_draft_that_another_version_wrote_otherwise_is_named(engine):
    with writing(engine) as session:
        made = kept(session)
        session.get_one(Draft, made.id).reading = {"file": "order.txt"}
    with reading(engine) as session, pytest.raises(DraftUnusable, match="another Srok"):
        kept_draft(session, made.id)


def test_a_reading_of_an_earlier_version_gets_what_items_have_since(engine):
    with writing(engine) as session:
        made = kept(session)
        row = session.get_one(Draft, made.id)
        items = [
            {name: value for name, value in one.items() if name != "evidence_asked"} for one in row.reading["items"]
        ]
        row.reading = row.reading | {"items": items}
    with reading(engine) as session:
        assert kept_draft(session, made.id).reading == replace(READING)
