"""Renames, mergers and departures: what moves, what stays, and that history is left alone."""

from datetime import date

import pytest
from sqlmodel import col, select

from models.database import reading, writing
from models.occurrences import issue_due
from models.operations import Request, move
from models.queries import Filter, assignments, history
from models.reorganization import CannotReorganize, merge, rename, retire
from models.roster import contact_of, find_organization, known_organizations, roster_lines
from models.roster_changes import bring_in
from models.standings import plan_supervisors, standings_to_look_at
from models.tables import Alias, Assignment, History, ItemExecutor, Organization, Person
from states.assignment import State
from states.draft import DraftExecutor, ExecutorKind, RosterPerson
from states.rungs import Addressee
from tests.builders import CALENDAR, ITEMS, ROSTER, instant, item, once, under_control

DAY = date(2024, 3, 1)
ALONE = item("1.5", once(date(2024, 4, 26)), DraftExecutor(kind=ExecutorKind.ORGANIZATION, name="СОШ № 1"))


@pytest.fixture
def controlled(engine):
    """The small order with one more item that only СОШ № 1 has, some of its work accepted."""
    with writing(engine) as session:
        under_control(session, (*ITEMS, ALONE))
    with writing(engine) as session:
        for trigger, person in (("report", "school-1@city.example"), ("accept", "centre@city.example")):
            made = Request(
                assignment_id=of(session, "СОШ № 1", "1.2").id,
                trigger=trigger,
                person_id=who(session, person).id,
                at=instant(DAY),
                text="Сделано",
            )
            move(session, made, calendar=CALENDAR)
    return engine


def of(session, executor, number):
    """The assignment of an executor in an item."""
    (found,) = assignments(session, Filter(executor=executor, item=number), today=DAY)
    return found


def who(session, email):
    return session.exec(select(Person).where(Person.email == email)).one()


def items_of(session, executor):
    return [(one.item, one.state) for one in assignments(session, Filter(executor=executor), today=DAY)]


def test_a_renamed_organization_keeps_its_rows_and_is_found_by_both_names(controlled):
    with writing(controlled) as session:
        before = items_of(session, "СОШ № 1")
        rename(session, "СОШ № 1", "Школа «Горизонт»")
    with reading(controlled) as session:
        assert items_of(session, "Школа «Горизонт»") == before
        assert find_organization(session, "СОШ № 1").name == "Школа «Горизонт»"
        assert known_organizations(session)[0].aliases == ("СОШ № 1",)


def test_the_old_roster_does_not_undo_a_rename_and_a_rename_back_does(controlled):
    with writing(controlled) as session:
        rename(session, "СОШ № 1", "Школа «Горизонт»")
        assert bring_in(session, ROSTER).unchanged == len(ROSTER)
        rename(session, "Школа «Горизонт»", "СОШ № 1")
        (alias,) = session.exec(select(Alias.name)).all()
        assert alias == "Школа «Горизонт»"


REFUSED_NAMES = {
    ("СОШ № 9", "Новая"): "no organization «СОШ № 9»",
    ("СОШ № 1", "СОШ № 2"): "«СОШ № 2» is СОШ № 2 in the roster",
    ("СОШ № 1", "СОШ № 1"): "nothing to do",
    ("колледжи (по согласованию)", "Колледжи"): "outside party",
}


@pytest.mark.parametrize(("names", "reason"), REFUSED_NAMES.items())
def test_a_rename_that_cannot_be_is_refused(controlled, names, reason):
    with pytest.raises(CannotReorganize, match=reason), writing(controlled) as session:
        rename(session, *names)


def test_open_assignments_move_where_the_other_has_none_and_the_rest_is_listed(controlled):
    with writing(controlled) as session:
        merger = merge(session, "СОШ № 1", "СОШ № 2")
    assert (merger.moved, merger.items) == (1, 1)
    assert [(one.item, one.state) for one in merger.staying] == [
        ("1.1", State.ASSIGNED),
        ("1.3", State.ASSIGNED),
        ("1.4", State.ASSIGNED),
    ]
    with reading(controlled) as session:
        assert ("1.5", "assigned") in items_of(session, "СОШ № 2")
        assert items_of(session, "СОШ № 1") == [
            ("1.1", "assigned"),
            ("1.2", "accepted"),
            ("1.3", "assigned"),
            ("1.4", "assigned"),
        ]


def test_a_merger_touches_no_history_and_no_state(controlled):
    with reading(controlled) as session:
        rows = session.exec(select(History).order_by(col(History.id))).all()
        before = [one.model_dump() for one in rows]
        versions = session.execute(select(col(Assignment.id), Assignment.state, Assignment.version)).all()
    with writing(controlled) as session:
        merge(session, "СОШ № 1", "СОШ № 2")
    with reading(controlled) as session:
        assert [one.model_dump() for one in session.exec(select(History).order_by(col(History.id)))] == before
        after = session.execute(select(col(Assignment.id), Assignment.state, Assignment.version)).all()
        assert sorted(after) == sorted(versions)


def test_what_moved_is_moved_on_by_the_head_of_the_new_one(controlled):
    with writing(controlled) as session:
        merge(session, "СОШ № 1", "СОШ № 2")
        one, person = of(session, "СОШ № 2", "1.5"), who(session, "school-2@city.example")
        request = Request(assignment_id=one.id, trigger="start", person_id=person.id, at=instant(DAY))
        assert move(session, request, calendar=CALENDAR).dest is State.IN_PROGRESS
        assert [line.person for line in history(session, one.id)] == ["school-2@city.example"]


def test_what_stays_can_be_removed_as_merged(controlled):
    with writing(controlled) as session:
        merger = merge(session, "СОШ № 1", "СОШ № 2")
        controller = who(session, "plan@city.example").id
        for one in merger.staying:
            request = Request(
                assignment_id=one.assignment_id,
                trigger="remove",
                person_id=controller,
                at=instant(DAY),
                reason="merged",
            )
            move(session, request, calendar=CALENDAR)
        assert {state for _, state in items_of(session, "СОШ № 1")} == {"removed", "accepted"}


def test_a_merged_organization_is_given_nothing_more_and_is_known_by_the_other_s_name(controlled):
    with writing(controlled) as session:
        merge(session, "СОШ № 1", "СОШ № 2")
        assert issue_due(session, today=date(2024, 12, 16)) == 2
        assert [one.name for one in known_organizations(session)][:2] == ["СОШ № 2", "лицей № 3"]
        assert find_organization(session, "СОШ № 1").name == "СОШ № 2"
        assert session.exec(select(ItemExecutor).join(Organization).where(Organization.name == "СОШ № 1")).first()


def test_the_head_of_the_new_one_goes_on_getting_the_letters(controlled):
    with writing(controlled) as session:
        assert merge(session, "СОШ № 1", "СОШ № 2").persons == ("school-1@city.example",)
        assert contact_of(session, find_organization(session, "СОШ № 2")).email == "school-2@city.example"
        addresses = [one.email for one in roster_lines(session) if one.organization == "СОШ № 2"]
        assert addresses == ["school-2@city.example", "school-1@city.example"]
        waiting = standings_to_look_at(session, today=DAY)
        reached = {one.organization: one.executor and one.executor.email for one in waiting}
        assert (reached["СОШ № 2"], reached["СОШ № 1"]) == ("school-2@city.example", None)


def test_mergers_follow_each_other(controlled):
    with writing(controlled) as session:
        merge(session, "СОШ № 1", "СОШ № 2")
        merge(session, "СОШ № 2", "лицей № 3")
        assert find_organization(session, "СОШ № 1").name == "лицей № 3"
        assert set(known_organizations(session)[0].aliases) == {"СОШ № 1", "СОШ № 2"}
        assert bring_in(session, ROSTER).unchanged == len(ROSTER)


REFUSED_MERGERS = {
    ("СОШ № 9", "СОШ № 2"): "no organization «СОШ № 9»",
    ("СОШ № 1", "СОШ № 1"): "one organization",
    ("СОШ № 1", "Департамент"): "of kind school, Департамент of kind department",
    ("СОШ № 1", "колледжи (по согласованию)"): "outside party",
}


@pytest.mark.parametrize(("names", "reason"), REFUSED_MERGERS.items())
def test_a_merger_that_cannot_be_is_refused(controlled, names, reason):
    with pytest.raises(CannotReorganize, match=reason), writing(controlled) as session:
        merge(session, *names)


def test_what_has_merged_merges_no_second_time(controlled):
    with writing(controlled) as session:
        merge(session, "СОШ № 1", "СОШ № 2")
    with pytest.raises(CannotReorganize, match="merged into СОШ № 2 already"), writing(controlled) as session:
        merge(session, "СОШ № 1", "лицей № 3")


def test_whoever_left_gets_no_letters_and_the_roles_still_held_are_named(controlled):
    with writing(controlled) as session:
        assert retire(session, "plan@city.example", on=DAY) == ("plan controller of order № 7",)
        (supervisors,) = plan_supervisors(session).values()
        assert supervisors[Addressee.PLAN_CONTROLLER].email == ""
        assert retire(session, "school-1@city.example", on=DAY) == ()
        assert contact_of(session, find_organization(session, "СОШ № 1")) is None
    with pytest.raises(CannotReorganize, match="nobody has the address"), writing(controlled) as session:
        retire(session, "plan@city.example", on=DAY)


def test_a_line_under_the_name_that_merged_means_the_new_one(controlled):
    line = RosterPerson(organization="СОШ № 1", kind="school", number="1", email="new@city.example", head="Орлов А.А.")
    with writing(controlled) as session:
        merge(session, "СОШ № 1", "СОШ № 2")
        assert bring_in(session, [line]).lines[0].organization == "СОШ № 2"
