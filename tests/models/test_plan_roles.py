"""A plan's roles change hands, with who did it, when and why."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from models.actors import Unknown, actor
from models.database import reading, writing
from models.history_rows import plan_link
from models.moving import TooEarly
from models.order_by_number import plan_by_number
from models.plan_roles import Holder, NotNameable, RoleChange, holders, plan_history, set_role
from models.reorganization import retire
from models.standings import plan_supervisors
from models.tables import Person, Plan, PlanHistory
from states.chain import GENESIS
from states.draft import PlanRoleName
from states.ladder import Addressee
from states.life import Role
from states.policy import NotPermitted
from tests.builders import instant
from tests.models.working import DAY
from tests.models.world import PERSONS, ident, mail, peopled

COORDINATOR = PlanRoleName.COORDINATOR


@pytest.fixture
def peopled_engine(engine):
    with writing(engine) as session:
        peopled(session)
    return engine


@pytest.fixture
def session(peopled_engine):
    with writing(peopled_engine) as session:
        yield session


def changed(session, to, *, role=COORDINATOR, by="order", day=DAY, reason=""):
    person_id = ident(session, to) if to else None
    wanted = RoleChange(plan_id=plan_by_number(session, "7"), role=role, person_id=person_id, reason=reason)
    return set_role(session, wanted, by=ident(session, by), at=instant(day))


def roles(session, name):
    return actor(session, ident(session, name)).roles(
        plan_id=plan_by_number(session, "7"), organization_id=None, on=DAY
    )


def test_a_new_coordinator_acts_and_the_old_one_does_no_more(session):
    done = changed(session, "stranger", reason=" Приказ № 5 ")
    assert (done.role, done.before, done.after) == (COORDINATOR, "Орлова Анна Ивановна", "stranger@city.example")
    assert (done.by, done.at, done.reason) == ("Лугина Вера Олеговна", instant(DAY), "Приказ № 5")
    assert (roles(session, "stranger"), roles(session, "centre")) == ({Role.COORDINATOR}, set())


def test_only_the_order_s_controller_whoever_stands_in_and_administrators_change_roles(session):
    for name in PERSONS:
        attempt = session.begin_nested()
        try:
            changed(session, "signed", by=name)
            done = True
        except NotPermitted as refused:
            assert "order № 7: only the order's controller and an administrator" in str(refused)  # noqa: PT017
            done = False
        attempt.rollback()
        assert done == (name in {"order", "for-order", "admin", "admin-delegate"}), name


def test_a_role_that_is_taken_is_vacant_and_its_letters_go_to_the_next_level(session):
    done = changed(session, None)
    assert (done.before, done.after) == ("Орлова Анна Ивановна", "")
    assert holders(session, plan_by_number(session, "7"))[0] == Holder(
        role=COORDINATOR, person="", email="", left=False
    )
    assert Addressee.COORDINATOR not in plan_supervisors(session)[plan_by_number(session, "7")]
    assert changed(session, "stranger").before == ""
    assert roles(session, "stranger") == {Role.COORDINATOR}


def test_the_holders_are_shown_with_their_addresses_and_whether_they_have_left(session):
    retire(session, mail("centre"), on=DAY)
    found = holders(session, plan_by_number(session, "7"))
    assert [one.role for one in found] == list(PlanRoleName)
    assert (found[0].person, found[0].email, found[0].left) == ("Орлова Анна Ивановна", "centre@city.example", True)
    assert [one.left for one in found[1:]] == [False] * 3


REFUSED = [
    ("stranger", PlanRoleName.SIGNED_BY, "order № 7: who signed it stands in its text"),
    ("centre", COORDINATOR, "order № 7: Орлова Анна Ивановна is its coordinator already: nothing to do"),
]


@pytest.mark.parametrize(("to", "role", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_its_reason(session, to, role, reason):
    with pytest.raises(NotNameable, match=reason):
        changed(session, to, role=role)
    assert plan_history(session, plan_by_number(session, "7")) == ()


def test_a_vacant_role_is_not_taken_and_nobody_without_an_address_gets_one(session):
    changed(session, None)
    with pytest.raises(NotNameable, match="nobody is its coordinator: nothing to take"):
        changed(session, None)
    person = session.get_one(Person, ident(session, "signed"))
    person.email = None
    session.flush()
    wanted = RoleChange(plan_id=plan_by_number(session, "7"), role=COORDINATOR, person_id=person.id)
    with pytest.raises(NotNameable, match="Ветров Иван Ильич has no address"):
        set_role(session, wanted, by=ident(session, "order"), at=instant(DAY))


def test_whoever_is_not_there_is_named(session):
    plan_id, by = plan_by_number(session, "7"), ident(session, "order")
    with pytest.raises(Unknown, match="person 1000000"):
        set_role(session, RoleChange(plan_id=plan_id, role=COORDINATOR, person_id=10**6), by=by, at=instant(DAY))
    with pytest.raises(Unknown, match="no plan 99"):
        set_role(session, RoleChange(plan_id=99, role=COORDINATOR, person_id=by), by=by, at=instant(DAY))


def test_a_change_is_never_dated_before_the_last_one(session):
    changed(session, "stranger")
    with pytest.raises(TooEarly, match="order № 7 was last changed at"):
        changed(session, "centre", day=DAY - timedelta(days=1))


def test_the_changes_are_chained_and_the_plan_holds_the_last_link(peopled_engine):
    with writing(peopled_engine) as session:
        changed(session, "stranger", reason="отпуск")
        changed(session, "plan", role=PlanRoleName.ORDER_CONTROLLER, by="admin")
        changed(session, None, by="plan")
    with reading(peopled_engine) as session:
        rows = session.exec(select(PlanHistory).order_by(col(PlanHistory.version))).all()
        assert [row.version for row in rows] == [1, 2, 3]
        head = GENESIS
        for row in rows:
            head = plan_link(head, row.model_dump())
            assert row.hash == head
        plan = session.get_one(Plan, plan_by_number(session, "7"))
        assert (plan.version, plan.head) == (3, head)


@pytest.mark.parametrize("statement", ["UPDATE planhistory SET reason = 'x'", "DELETE FROM planhistory"])
def test_the_database_refuses_to_change_what_was_done(peopled_engine, statement):
    with writing(peopled_engine) as session:
        changed(session, "stranger")
    with pytest.raises(DBAPIError, match="append-only"), peopled_engine.begin() as connection:
        connection.execute(text(statement))
