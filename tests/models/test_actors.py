"""In what roles somebody acts, and for whom else; the matrix of all of them is in test_permissions."""

import pytest

from models.actors import CLOCK, Unknown, actor
from models.database import writing
from models.operations import Request, move
from models.order_by_number import plan_by_number
from models.queries import Filter, assignments
from models.reorganization import retire
from models.roster import roster_lines
from models.roster_changes import bring_in
from models.tables import Person
from states.assignment import State
from states.life import NotAllowed, Role
from tests.builders import CALENDAR, instant
from tests.models.working import DAY
from tests.models.world import ident, mail, organization_id, peopled

E, C, K, OC = Role.EXECUTOR, Role.COORDINATOR, Role.CONTROLLER, Role.ORDER_CONTROLLER


@pytest.fixture
def session(engine):
    with writing(engine) as session:
        peopled(session)
        yield session


def roles(session, name, *, order="7", of="СОШ № 1", on=DAY):
    plan_id = plan_by_number(session, order) if order else None
    where = organization_id(session, of) if of else None
    return actor(session, ident(session, name)).roles(plan_id=plan_id, organization_id=where, on=on)


def test_a_role_in_one_plan_is_nothing_in_another(session):
    assert (roles(session, "centre"), roles(session, "centre", order="8")) == ({C}, set())
    assert (roles(session, "order"), roles(session, "order", order="8")) == ({K, OC}, set())
    assert roles(session, "centre-2", order="8") == {C}


def test_of_every_plan_holds_only_what_is_bound_to_none(session):
    assert roles(session, "centre", order=None) == set()
    assert roles(session, "school-1", order=None) == {E}
    assert roles(session, "delegate-all", order=None) == {Role.DELEGATE}
    assert roles(session, "delegate-here", order=None) == set()
    assert roles(session, "admin", order=None, of=None) == {Role.ADMINISTRATOR}


def test_a_delegation_holds_on_its_first_and_its_last_day(session):
    assert roles(session, "delegate-here", on=DAY) == {Role.DELEGATE}
    assert roles(session, "delegate-here", on=DAY.replace(day=DAY.day + 1)) == set()
    assert roles(session, "delegate-future", on=DAY.replace(day=DAY.day + 1)) == {Role.DELEGATE}


def test_the_clock_is_nobody_else(session):
    assert actor(session, None) is CLOCK
    assert CLOCK.roles(plan_id=1, organization_id=1, on=DAY) == {Role.CLOCK}


def test_whoever_left_and_whoever_never_was_cannot_act(session):
    gone = ident(session, "school-2")
    retire(session, mail("school-2"), on=DAY)
    for person_id in (gone, 10**6):
        with pytest.raises(Unknown, match="they have left"):
            actor(session, person_id)


def test_when_the_other_has_left_the_substitute_goes_on_in_the_plan_but_not_for_the_organization(session):
    assert roles(session, "for-centre", of="МАУ Центр") == {C, E}
    retire(session, mail("centre"), on=DAY)
    assert roles(session, "for-centre", of="МАУ Центр") == {C}


def test_an_exported_roster_brought_back_leaves_whoever_stands_in_for_who_has_left(session):
    retire(session, mail("centre"), on=DAY)
    assert bring_in(session, roster_lines(session)).changed == 0
    assert roles(session, "for-centre") == {C}


def test_a_chain_of_substitutes_is_not_followed_also_when_its_middle_has_left(session):
    assert roles(session, "for-head") == {E}
    assert roles(session, "for-the-one-for-head") == set()
    retire(session, mail("for-head"), on=DAY)
    assert roles(session, "for-the-one-for-head") == set()


def test_whoever_ends_the_substitution_ends_the_roles(session):
    session.get_one(Person, ident(session, "for-centre")).substitute_for_id = None
    session.flush()
    assert roles(session, "for-centre") == set()


def test_an_administrator_who_leaves_and_is_taken_back_is_none(session):
    admin = session.get_one(Person, ident(session, "admin"))
    retire(session, mail("admin"), on=DAY)
    admin.left_on = None
    session.flush()
    assert roles(session, "admin") == set()


def moved(session, trigger, by):
    (found,) = (one for one in assignments(session, Filter(executor="МАУ Центр"), today=DAY) if one.order == "7")
    request = Request(
        assignment_id=found.id, trigger=trigger, person_id=ident(session, by), at=instant(DAY), text="Готово"
    )
    return move(session, request, calendar=CALENDAR).dest


@pytest.mark.parametrize("left", [False, True])
def test_a_substitute_does_not_accept_what_the_other_has_reported(session, left):
    moved(session, "report", "centre")
    if left:
        retire(session, mail("centre"), on=DAY)
    with pytest.raises(NotAllowed) as refused:
        moved(session, "accept", "for-centre")
    assert refused.value.refused_by == ("reported_by_oneself",)


def test_the_other_may_accept_what_the_substitute_has_reported(session):
    assert moved(session, "report", "for-centre") is State.REPORTED
    assert moved(session, "accept", "centre") is State.ACCEPTED
