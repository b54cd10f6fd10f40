"""A small order under control: three schools, a centre that coordinates, two controllers, four items."""

from datetime import UTC, date, datetime

from models.control import Terms, put_under_control
from models.roster_changes import bring_in
from srok.production_calendar import ProductionCalendar
from states.draft import (
    DraftExecutor,
    DraftGroup,
    DraftItem,
    DraftPerson,
    ExecutorKind,
    ItemKind,
    PlanDraft,
    PlanRoleName,
    RosterPerson,
)
from states.schedule import Schedule, ScheduleKind, Term

CALENDAR = ProductionCalendar()
ISSUED = date(2024, 1, 26)
ZONE = "Asia/Tomsk"
TERMS = Terms(calendar=CALENDAR, time_zone=ZONE)
SCHOOLS = ("СОШ № 1", "СОШ № 2", "лицей № 3")
ALL = DraftExecutor(kind=ExecutorKind.GROUP, name="all_schools")
CENTRE = DraftExecutor(kind=ExecutorKind.ORGANIZATION, name="МАУ Центр")
COLLEGES = DraftExecutor(kind=ExecutorKind.EXTERNAL, name="колледжи (по согласованию)")

ROSTER = (
    *(
        RosterPerson(organization=name, kind="school", number=str(n), email=f"school-{n}@city.example")
        for n, name in enumerate(SCHOOLS, 1)
    ),
    RosterPerson(
        organization="МАУ Центр", kind="coordinator", email="centre@city.example", head="Орлова Анна Ивановна"
    ),
    RosterPerson(organization="Департамент", kind="department", email="plan@city.example", head="Зимин Пётр Львович"),
    RosterPerson(
        organization="Департамент", kind="department", email="order@city.example", head="Лугина Вера Олеговна"
    ),
)


def instant(day, hour=12):
    """An instant of a day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def once(due_on):
    return Schedule(kind=ScheduleKind.ONCE, terms=(Term(due_on=due_on),))


def item(number, schedule, *executors, **changes):
    values = {
        "kind": ItemKind.MEASURE,
        "number": number,
        "title": f"Мероприятие {number}",
        "schedule": schedule,
        "executors": executors,
        "section": 0,
        "place": f"line {number}",
    }
    return DraftItem(**(values | changes))


ITEMS = (
    item("1.1", once(date(2024, 2, 29)), ALL),
    item("1.2", once(date(2024, 3, 31)), CENTRE, ALL, COLLEGES),
    item(
        "1.3",
        Schedule(kind=ScheduleKind.DATES, terms=(Term(due_on=date(2024, 6, 30)), Term(due_on=date(2024, 12, 31)))),
        ALL,
    ),
    item("1.4", Schedule(kind=ScheduleKind.BY_SCHEDULE), ALL),
)


def draft(items=ITEMS, **changes):
    values = {
        "file": "order.txt",
        "number": "7",
        "issued_on": ISSUED,
        "title": "Об утверждении плана",
        "issuer": "Департамент",
        "plan_title": "План мероприятий",
        "sections": ("Раздел 1",),
        "items": tuple(items),
        "groups": (DraftGroup(code="all_schools", title="Руководители ОО", members=SCHOOLS),),
        "roles": {
            PlanRoleName.COORDINATOR: DraftPerson(name="Орлова А.И.", organization="МАУ Центр"),
            PlanRoleName.PLAN_CONTROLLER: DraftPerson(name="Зимин П.Л.", organization="Департамент"),
            PlanRoleName.ORDER_CONTROLLER: DraftPerson(name="Лугина В.О.", organization="Департамент"),
        },
        "working_group": (),
        "reporting_dates": (date(2024, 6, 30), date(2024, 12, 31)),
        "problems": (),
    }
    return PlanDraft(**(values | changes))


def under_control(session, items=ITEMS, *, roster=ROSTER, **changes):
    """Bring in the roster and put the order under control; what was made."""
    bring_in(session, roster)
    return put_under_control(session, draft(items, **changes), fingerprint="f", at=instant(ISSUED), terms=TERMS)
