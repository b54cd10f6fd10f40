"""Substitutes: who names them, for which days, and that they act and get copies on these days only."""

from datetime import timedelta

import pytest

from models import desk_sessions, tokens
from models.actors import Unknown, actor
from models.database import writing
from models.queries.holdings import holdings
from models.queries.people import organizations_meant, persons_meant
from models.queries.standing_in import in_place
from models.roster_changes import bring_in
from models.sign_ins import Sought, latest
from models.standings import substitutes
from models.substitutes import NotSubstitutable, Substitution, name_substitute, take_back
from models.tables import Person, SignInOutcome
from states.draft import PlanRoleName, RosterPerson
from states.life import Role
from states.policy import NotPermitted
from tests.builders import instant
from tests.models.working import DAY
from tests.models.world import OTHERS, ident, mail, organization_id, peopled

NEXT = timedelta(days=1)


@pytest.fixture
def session(engine):
    with writing(engine) as session:
        peopled(session)
        yield session


def named(session, who, whom, *, by="admin", **days):
    wanted = Substitution(substitute_id=ident(session, who), for_id=ident(session, whom), **days)
    name_substitute(session, wanted, by=ident(session, by), today=DAY)


def roles(session, name, *, on, of="СОШ № 1"):
    who = actor(session, ident(session, name))
    return who.roles(plan_id=1, organization_id=organization_id(session, of), on=on)


def copies(session, whom, *, on):
    found = substitutes(session, [ident(session, whom)], on=on)
    return {one.email for some in found.values() for one in some}


def test_a_substitute_acts_and_gets_copies_on_the_days_named_and_on_no_other(session):
    named(session, "stranger", "school-2", from_on=DAY, until_on=DAY + NEXT)
    for on, then in (
        (DAY - NEXT, set()),
        (DAY, {Role.EXECUTOR}),
        (DAY + NEXT, {Role.EXECUTOR}),
        (DAY + 2 * NEXT, set()),
    ):
        assert roles(session, "stranger", on=on, of="СОШ № 2") == then
        assert copies(session, "school-2", on=on) == ({mail("stranger")} if then else set())
    assert roles(session, "stranger", on=DAY + 9 * NEXT, of=OTHERS) == {Role.EXECUTOR}


def test_roles_in_plans_are_a_substitute_s_on_these_days_only(session):
    named(session, "stranger", "plan", until_on=DAY)
    assert roles(session, "stranger", on=DAY) == {Role.CONTROLLER}
    assert roles(session, "stranger", on=DAY + NEXT) == set()
    assert actor(session, ident(session, "stranger")).on(DAY + NEXT).persons == {ident(session, "stranger")}


def test_who_is_named_again_substitutes_on_the_new_days_and_a_roster_that_names_another_takes_the_days(session):
    named(session, "for-centre", "centre", from_on=DAY + NEXT)
    assert roles(session, "for-centre", on=DAY) == set()
    line = {"organization": OTHERS, "kind": "organization", "email": mail("for-centre")}
    bring_in(session, [RosterPerson(**line, substitutes=mail("plan")), RosterPerson(**line | {"email": mail("plan")})])
    assert session.get_one(Person, ident(session, "for-centre")).substitute_from_on is None


def test_what_is_taken_back_is_no_more(session):
    who = ident(session, "for-centre")
    take_back(session, who, by=ident(session, "admin"), today=DAY)
    assert roles(session, "for-centre", on=DAY) == set()
    with pytest.raises(NotSubstitutable, match="for nobody"):
        take_back(session, who, by=ident(session, "admin"), today=DAY)


@pytest.mark.parametrize(
    ("who", "whom", "days", "code"),
    [
        ("stranger", "stranger", {}, "oneself"),
        ("for-centre", "plan", {}, "somebody_else"),
        ("centre", "for-centre", {}, "each_other"),
        ("stranger", "plan", {"until_on": DAY - NEXT}, "over"),
        ("stranger", "plan", {"from_on": DAY + NEXT, "until_on": DAY}, "over"),
        ("stranger", "plan", {"until_on": DAY.replace(year=DAY.year + 11)}, "far"),
    ],
)
def test_a_substitute_that_cannot_be_is_refused(session, who, whom, days, code):
    with pytest.raises(NotSubstitutable) as refused:
        named(session, who, whom, **days)
    assert refused.value.code == code


def test_only_administrators_name_a_substitute_and_only_somebody_who_is_there_and_has_an_address(session):
    with pytest.raises(NotPermitted):
        named(session, "stranger", "plan", by="centre")
    silent = session.get_one(Person, ident(session, "stranger"))
    silent.email, wanted = None, Substitution(substitute_id=silent.id, for_id=ident(session, "plan"))
    with pytest.raises(NotSubstitutable, match="no address"):
        name_substitute(session, wanted, by=ident(session, "admin"), today=DAY)
    with pytest.raises(Unknown):
        name_substitute(session, Substitution(substitute_id=10**6, for_id=1), by=ident(session, "admin"), today=DAY)


def test_what_somebody_holds_and_who_acts_for_whom_is_found_on_both_databases(session):
    person_id = ident(session, "centre")
    named(session, "for-centre", "centre", until_on=DAY + NEXT)
    token = tokens.issue(session, person_id, name="a", at=instant(DAY))
    bearer = tokens.look_up(session, token, at=instant(DAY))
    for _ in range(2):
        tokens.note_use(session, bearer, at=instant(DAY), address="10.0.0.7")
    desk_sessions.open_session(session, person_id, at=instant(DAY), come=desk_sessions.From("Firefox", "10.0.0.8"))
    held = holdings(session, person_id, today=DAY)
    assert [(one.order, one.role) for one in held.roles] == [("7", PlanRoleName.COORDINATOR)]
    assert [(one.name, one.until_on) for one in held.deputies] == [(mail("for-centre"), DAY + NEXT)]
    assert [(one.what, one.place, one.used_at) for one in held.tokens] == [("a", "10.0.0.7", instant(DAY))]
    assert [(one.what, one.place, one.opens(instant(DAY))) for one in held.sessions] == [("Firefox", "10.0.0.8", True)]
    assert [one.outcome for one in latest(session, Sought(words="ОРЛОВА"))] == [SignInOutcome.TOKEN_USED]
    assert {one.person for one in in_place(session, today=DAY, limit=50)} >= {mail("for-centre"), mail("delegate-all")}
    assert holdings(session, ident(session, "delegate-here"), today=DAY).delegations[0].order == "7"
    assert [one.name for one in persons_meant(session, "орлова")] == ["Орлова Анна Ивановна"]
    assert [one.name for one in organizations_meant(session, "сош № 1")] == ["СОШ № 1"]
