"""Cities that have nobody in common: each two schools, a centre, a department, and an order of four items."""

from dataclasses import replace

from states.draft import DraftExecutor, DraftGroup, DraftPerson, ExecutorKind, PlanRoleName, RosterPerson
from tests.builders import ITEMS, under_control

CITIES = ("Верхов", "Нижнев", "Средов")
LETTERS = 4
"""Of each city when its first item is a week late: to two schools, the coordinator, the plan's controller."""

ALL = (DraftExecutor(kind=ExecutorKind.GROUP, name="all_schools"),)
ROLES = {
    PlanRoleName.COORDINATOR: ("Центр", "Орлова А.", "c"),
    PlanRoleName.PLAN_CONTROLLER: ("Департамент", "Зимин П.", "p"),
    PlanRoleName.ORDER_CONTROLLER: ("Департамент", "Лугина В.", "o"),
}


def city(session, name, number, *, order=None):
    """Put an order of a city under control. Addresses begin with the city's number."""
    schools = tuple(f"СОШ № {n} г. {name}" for n in (1, 2))
    heads = [
        (role, f"{office} г. {name}", f"{who}{name[0]}.", f"{number}-{box}@c.example")
        for role, (office, who, box) in ROLES.items()
    ]
    under_control(
        session,
        [replace(one, executors=ALL) for one in ITEMS],
        roster=[
            *(
                RosterPerson(organization=one, kind="school", email=f"{number}-{n}@c.example")
                for n, one in enumerate(schools)
            ),
            *(RosterPerson(organization=of, kind="office", email=email, head=who) for _, of, who, email in heads),
        ],
        number=order or str(number),
        groups=(DraftGroup(code="all_schools", title="Руководители ОО", members=schools),),
        roles={role: DraftPerson(name=who, organization=of) for role, of, who, _ in heads},
    )


def cities_under_control(session):
    """All of them; their plans have the numbers from one on."""
    for number, name in enumerate(CITIES, 1):
        city(session, name, number)
