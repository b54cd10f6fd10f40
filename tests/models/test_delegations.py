"""Who may let whom report for an organization, when it is refused, and what becomes of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.actors import Unknown, actor
from models.database import engine_for, writing
from models.delegations import NotDelegable, Wanted, delegations, end, give
from models.order_by_number import plan_by_number
from models.reorganization import merge, retire
from models.tables import Delegation, Person
from states.life import Role
from states.policy import NotPermitted
from tests.models.working import DAY
from tests.models.world import PERSONS, delegated, ident, mail, organization_id, peopled

NEXT, LATER = DAY + timedelta(days=1), DAY + timedelta(days=30)


@pytest.fixture
def session(engine):
    with writing(engine) as session:
        peopled(session)
        yield session


@pytest.fixture
def sqlite_session(sqlite_url):
    engine = engine_for(sqlite_url)
    with writing(engine) as session:
        peopled(session)
        yield session
    engine.dispose()


def granted(session, name="stranger", **changes):
    return delegated(session, name, **({"today": DAY} | changes))


def of(session, name="stranger", *, order="7", to="СОШ № 1", on=DAY):
    """In what roles somebody acts for an organization."""
    who = actor(session, ident(session, name))
    return who.roles(plan_id=plan_by_number(session, order), organization_id=organization_id(session, to), on=on)


MAY_FOR_ONE_PLAN = {"school-1", "colleague", "for-head", "centre", "for-centre", "admin"}
MAY_FOR_ONE_PLAN |= {"admin-delegate"}
MAY_FOR_ALL = MAY_FOR_ONE_PLAN - {"centre", "for-centre"}


@pytest.mark.parametrize(("order", "may"), [("7", MAY_FOR_ONE_PLAN), (None, MAY_FOR_ALL)])
def test_the_organization_and_administrators_give_any_and_a_coordinator_in_one_plan(session, order, may):
    for name in PERSONS:
        attempt = session.begin_nested()
        try:
            granted(session, by=name, order=order, to="СОШ № 1", name="signed")
            ended = end(session, delegations(session, today=DAY)[-1].id, by=ident(session, name), today=DAY)
            done = ended.ended_by != ""
        except NotPermitted:
            done = False
        attempt.rollback()
        assert done == (name in may), name


def test_whoever_may_not_give_may_not_end(session):
    one = granted(session, order="7")
    for name in set(PERSONS) - MAY_FOR_ONE_PLAN:
        with pytest.raises(NotPermitted, match=r"СОШ № 1, order № 7: only .* may end a delegation"):
            end(session, one.id, by=ident(session, name), today=DAY)
    for_all = granted(session, name="signed")
    with pytest.raises(NotPermitted, match=r"СОШ № 1, all plans .*--order.*: only"):
        end(session, for_all.id, by=ident(session, "centre"), today=DAY)


def test_what_was_given_is_listed_with_its_days_and_who_gave_it(session):
    one = granted(session, order="7", by="centre", from_on=NEXT, until_on=LATER)
    assert (one.organization, one.email, one.order) == ("СОШ № 1", "stranger@city.example", "7")
    assert (one.from_on, one.until_on, one.given_by) == (NEXT, LATER, "Орлова Анна Ивановна")
    assert (one.ended_on, one.ended_by) == (None, "")
    assert delegations(session, today=DAY)[-1] == one
    assert (of(session), of(session, on=NEXT)) == (set(), {Role.DELEGATE})


def test_the_list_shows_what_holds_or_will_and_on_demand_the_rest(session):
    first = organization_id(session, "СОШ № 1")
    shown = {one.email.split("@")[0] for one in delegations(session, today=DAY, organization_id=first)}
    assert shown == {"delegate-here", "delegate-all", "admin-delegate", "delegate-there", "delegate-future"}
    rest = {one.email.split("@")[0] for one in delegations(session, today=DAY, organization_id=first, ended=True)}
    assert rest - shown == {"delegate-past", "delegate-ended"}


REFUSED = [
    ({"from_on": DAY - timedelta(days=1)}, "is past: a delegation begins on 2024-02-12 or later"),
    ({"from_on": LATER, "until_on": NEXT}, "before it begins"),
    ({"until_on": date(2040, 1, 1)}, "more than ten years away"),
    ({"from_on": date(2040, 1, 1)}, "more than ten years away"),
    ({"name": "colleague"}, "is of СОШ № 1 and reports for it without a delegation"),
    ({"name": "admin", "by": "admin"}, "nobody gives a delegation to themselves"),
    ({"name": "centre", "by": "for-centre", "order": "7"}, "nobody gives a delegation to themselves"),
    ({"name": "delegate-all"}, r"reports for СОШ № 1 from 2024-01-26 already, by delegation \d+: `srok delegate end"),
    ({"name": "delegate-all", "order": "7"}, "already"),
    ({"name": "delegate-there"}, "already"),
    ({"name": "delegate-here", "until_on": LATER}, "from 2024-01-26 to 2024-02-12 already"),
    ({"name": "delegate-future", "from_on": LATER, "until_on": LATER}, "already"),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_its_reason(session, changes, reason):
    with pytest.raises(NotDelegable, match=reason):
        granted(session, **changes)


ALLOWED = [
    {"name": "delegate-here", "from_on": NEXT},
    {"name": "delegate-future", "until_on": DAY},
    {"name": "delegate-there", "order": "7"},
    {"name": "delegate-past"},
    {"name": "delegate-ended"},
    {"name": "delegate-of-school-2"},
]


@pytest.mark.parametrize("changes", ALLOWED)
def test_one_that_says_something_new_is_granted(session, changes):
    assert granted(session, **changes).id


def test_of_two_given_at_once_the_second_is_refused(engine):
    with writing(engine) as session:
        peopled(session)

    def attempt(_):
        try:
            with writing(engine) as session:
                granted(session)
        except NotDelegable:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "7", "8"]), st.integers(0, 6), st.one_of(st.none(), st.integers(0, 6))),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_two_delegations_ever_say_the_same_of_one_day(sqlite_session, wanted):
    """Whatever is asked for one after the other, no plan's day has two delegations of one person for one school."""
    session = sqlite_session
    attempt, said = session.begin_nested(), set()
    for order, begins, lasts in wanted:
        first = DAY + timedelta(days=begins)
        days = [first + timedelta(days=n) for n in range(20 if lasts is None else lasts + 1)]
        says = {(day, plan) for day in days for plan in ([order] if order else ["7", "8"])}
        until = None if lasts is None else days[-1]
        # One for all plans says something of each, so one plan of it that is said already is enough.
        if says & said:
            with pytest.raises(NotDelegable, match="already"):
                delegated(session, "stranger", order=order, from_on=first, until_on=until, today=DAY)
        else:
            delegated(session, "stranger", order=order, from_on=first, until_on=until, today=DAY)
            said |= says
    attempt.rollback()


def test_whoever_is_not_there_gets_none(session):
    gone = ident(session, "stranger")
    retire(session, mail("stranger"), on=DAY)
    wanted = {"organization_id": organization_id(session, "СОШ № 1"), "from_on": DAY}
    by = ident(session, "admin")
    for person_id in (gone, 10**6):
        with pytest.raises(Unknown, match="srok roster import"):
            give(session, Wanted(person_id=person_id, **wanted), by=by, today=DAY)
    with pytest.raises(Unknown, match="no plan 99"):
        give(session, Wanted(person_id=by, plan_id=99, **wanted), by=by, today=DAY)
    with pytest.raises(Unknown, match="no organization 99"):
        give(session, Wanted(person_id=by, from_on=DAY, organization_id=99), by=by, today=DAY)


def test_a_person_without_an_address_gets_none(session):
    unreached = Person(organization_id=organization_id(session, "Департамент"), name="Серов И.И.")
    session.add(unreached)
    session.flush()
    wanted = Wanted(organization_id=organization_id(session, "СОШ № 1"), person_id=unreached.id, from_on=DAY)
    with pytest.raises(NotDelegable, match=r"Серов И\.И\. has no address"):
        give(session, wanted, by=ident(session, "admin"), today=DAY)


def test_an_ended_one_stays_and_holds_for_no_day_any_more(session):
    one = granted(session)
    assert of(session) == {Role.DELEGATE}
    ended = end(session, one.id, by=ident(session, "school-1"), today=NEXT)
    assert (ended.ended_on, ended.ended_by) == (NEXT, "school-1@city.example")
    assert of(session) == set()
    assert session.get_one(Delegation, one.id).from_on == DAY
    with pytest.raises(NotDelegable, match="was ended on 2024-02-13: nothing to end"):
        end(session, one.id, by=ident(session, "school-1"), today=NEXT)


def test_what_has_run_out_or_never_was_is_not_ended(session):
    one = granted(session, until_on=NEXT)
    with pytest.raises(NotDelegable, match="ran out on 2024-02-13"):
        end(session, one.id, by=ident(session, "school-1"), today=LATER)
    with pytest.raises(Unknown, match="no delegation 999"):
        end(session, 999, by=ident(session, "school-1"), today=DAY)


def test_whoever_leaves_is_no_delegate_and_does_not_become_one_again_by_coming_back(session):
    one = granted(session)
    person = session.get_one(Person, ident(session, "stranger"))
    retire(session, mail("stranger"), on=DAY)
    session.refresh(session.get_one(Delegation, one.id))
    assert (session.get_one(Delegation, one.id).ended_on, session.get_one(Delegation, one.id).ended_by) == (DAY, None)
    person.left_on = None
    session.flush()
    assert of(session) == set()


def test_what_somebody_gave_stays_when_they_leave(session):
    granted(session, by="colleague")
    retire(session, mail("colleague"), on=DAY)
    assert of(session) == {Role.DELEGATE}


def test_delegations_go_with_the_organization_that_merges(session):
    granted(session)
    granted(session, name="delegate-of-school-2", order="7")
    merger = merge(session, "СОШ № 1", "СОШ № 2")
    there = delegations(session, today=DAY, organization_id=organization_id(session, "СОШ № 2"))
    assert {one.email for one in there} == {
        *map(mail, ("delegate-here", "delegate-all", "delegate-there", "delegate-future", "admin-delegate")),
        *map(mail, ("delegate-of-school-2", "stranger")),
    }
    # What was ended stays, and so does what says no more than the new one's own. One had run out: nobody minds.
    assert merger.delegations == 7
    assert of(session, to="СОШ № 2") == {Role.DELEGATE}
    assert of(session, to="СОШ № 1") == set()
    assert of(session, "delegate-ended", to="СОШ № 2") == set()
    wanted = Wanted(
        organization_id=organization_id(session, "СОШ № 1"), person_id=ident(session, "signed"), from_on=DAY
    )
    with pytest.raises(NotDelegable, match="СОШ № 1 has merged into СОШ № 2: give it for СОШ № 2"):
        give(session, wanted, by=ident(session, "admin"), today=DAY)


def test_a_delegate_who_belongs_to_the_new_organization_needs_no_delegation(session):
    granted(session, name="school-2")
    before = merge(session, "СОШ № 1", "СОШ № 2").delegations
    assert before == 6
    assert of(session, "school-2", to="СОШ № 2") == {Role.EXECUTOR}
