"""Two orders under control and everybody who may be something to an assignment of СОШ № 1 in the first of them."""

from datetime import timedelta

from sqlmodel import select

from models.administrators import name_administrator
from models.delegations import Wanted, end, give
from models.order_by_number import plan_by_number
from models.queries import person_by_email
from models.reorganization import retire
from models.roster_changes import bring_in
from models.tables import Organization, key
from states.draft import DraftPerson, PlanRoleName, RosterPerson
from states.life import Role
from tests.builders import ISSUED, ROSTER, under_control
from tests.models.working import DAY

E, D, C, K = Role.EXECUTOR, Role.DELEGATE, Role.COORDINATOR, Role.CONTROLLER
OC, H, A = Role.ORDER_CONTROLLER, Role.HEAD, Role.ADMINISTRATOR

# Everybody, by the address in front of @city.example, and in what roles they act on an assignment of СОШ № 1.
PERSONS = {
    "school-1": {E},
    "colleague": {E},
    "school-2": set(),
    "delegate-here": {D},
    "delegate-all": {D},
    "delegate-there": set(),
    "delegate-ended": set(),
    "delegate-past": set(),
    "delegate-future": set(),
    "delegate-of-school-2": set(),
    "centre": {C},
    "centre-2": set(),
    "plan": {K},
    "order": {K, OC},
    "order-2": set(),
    "signed": {H},
    "for-centre": {C},
    "for-head": {E},
    "for-order": {K, OC},
    "for-the-one-for-head": set(),
    "for-delegate": set(),
    "for-admin": set(),
    "for-who-left": set(),
    "admin": {A},
    "admin-delegate": {A, D},
    "stranger": set(),
}
LEFT = "who-left"

OTHERS = "Бухгалтерия"
_ELSEWHERE = [
    *(name for name in PERSONS if name.startswith(("delegate", "admin"))),
    "centre-2",
    "order-2",
    "signed",
    "stranger",
]
_SUBSTITUTES = {
    "for-centre": "centre",
    "for-head": "school-1",
    "for-order": "order",
    "for-the-one-for-head": "for-head",
    "for-delegate": "delegate-all",
    "for-admin": "admin",
    "for-who-left": LEFT,
}
_NAMES = {"centre-2": "Рогова Яна Ильинична", "order-2": "Седов Олег Ильич", "signed": "Ветров Иван Ильич"}


def mail(name):
    return f"{name}@city.example"


def _people():
    yield RosterPerson(organization="СОШ № 1", kind="school", number="1", email=mail("colleague"), head="Ким Р.А.")
    yield RosterPerson(organization="СОШ № 1", kind="school", number="1", email=mail(LEFT), head="Лис А.Р.")
    for name in _ELSEWHERE:
        yield _elsewhere(name, head=_NAMES.get(name, ""))
    for name, whose in _SUBSTITUTES.items():
        yield _elsewhere(name, substitutes=mail(whose))


def _elsewhere(name, **fields):
    return RosterPerson(organization=OTHERS, kind="organization", email=mail(name), **fields)


def _named(name, where=OTHERS):
    return DraftPerson(name=name, organization=where)


FIRST = {
    PlanRoleName.COORDINATOR: _named("Орлова А.И.", "МАУ Центр"),
    PlanRoleName.PLAN_CONTROLLER: _named("Зимин П.Л.", "Департамент"),
    PlanRoleName.ORDER_CONTROLLER: _named("Лугина В.О.", "Департамент"),
    PlanRoleName.SIGNED_BY: _named("Ветров И.И."),
}
SECOND = {
    PlanRoleName.COORDINATOR: _named("Рогова Я.И."),
    PlanRoleName.ORDER_CONTROLLER: _named("Седов О.И."),
}


def ident(session, name):
    return person_by_email(session, mail(name))


def organization_id(session, name):
    return key(session.exec(select(Organization.id).where(Organization.name == name)).one())


def delegated(session, name, *, to="СОШ № 1", order=None, by="school-1", today=ISSUED, **days):
    wanted = Wanted(
        organization_id=organization_id(session, to),
        person_id=ident(session, name),
        plan_id=plan_by_number(session, order) if order else None,
        from_on=days.get("from_on", today),
        until_on=days.get("until_on"),
    )
    return give(session, wanted, by=ident(session, by), today=today)


def peopled(session):
    """The two orders, № 7 and № 8, and everybody with what they hold on `DAY`; one of them has left."""
    bring_in(session, (*ROSTER, *_people()))
    under_control(session, roles=FIRST)
    under_control(session, number="8", roles=SECOND)
    for name in ("admin", "admin-delegate"):
        name_administrator(session, ident(session, name))
    delegated(session, "delegate-here", order="7", until_on=DAY)
    delegated(session, "delegate-all", by="colleague")
    delegated(session, "admin-delegate", order="7", by="centre", from_on=DAY)
    delegated(session, "delegate-there", order="8", by="centre-2")
    delegated(session, "delegate-past", until_on=DAY - timedelta(days=1))
    delegated(session, "delegate-future", from_on=DAY + timedelta(days=1))
    delegated(session, "delegate-of-school-2", to="СОШ № 2", by="school-2")
    over = delegated(session, "delegate-ended")
    end(session, over.id, by=ident(session, "school-1"), today=DAY)
    retire(session, mail(LEFT), on=DAY)
