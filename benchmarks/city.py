"""An invented city under control, written straight into a database: schools, items, half a year of seeded moves.

For measuring and for looking at what comes out; every name and text is made up.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models.tables import (
    Assignment,
    History,
    Occurrence,
    Order,
    Organization,
    Person,
    Plan,
    PlanItem,
    PlanRole,
    Section,
)
from states.assignment import State
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind

ISSUED_ON = date(2024, 1, 19)
SECTIONS = (
    "Раздел 1. Организационно-управленческое сопровождение",
    "Раздел 2. Методическое сопровождение педагогических работников",
    "Раздел 3. Работа с обучающимися и родителями (законными представителями)",
    "Раздел 4. Информационное сопровождение и контроль",
)
TITLES = (
    "Назначить ответственного за организацию и осуществление плана мероприятий (не ниже заместителя директора)",
    "Провести анализ причин низких показателей и корректности заполнения форм самообследования",
    "Разработать план образовательной организации на 2024 год, обеспечивающий положительную динамику показателей",
    "Принять участие в семинарах-практикумах для управленческих команд",
    "Разместить утверждённую программу развития на официальном сайте и обеспечить доступ к ней родителей обучающихся",
    "Организовать повышение квалификации педагогических работников",
    "Провести родительские собрания по вопросам профессиональной ориентации",
)
RESULTS = (
    "Назначен координатор, приказ",
    "Проведён анализ, выявлены причины, составлена справка на 4 листах",
    "Разработан и утверждён план, размещён на сайте организации",
    "Приняли участие 12 педагогических работников, получены сертификаты",
    "Проведены собрания в 1–11 классах, охват 94 %",
)
RETURNED = ("не приложен приказ", "не указан охват обучающихся", "нет ссылки на страницу сайта")
POSTPONED = ("перенос срока проведения регионального семинара", "капитальный ремонт здания")
REMOVED = ("not_applicable", "merged", "no_longer_relevant")
DUES = (
    (ScheduleKind.ONCE, ((2, 29),)),
    (ScheduleKind.ONCE, ((5, 31),)),
    (ScheduleKind.DATES, ((3, 29), (6, 14))),
    (ScheduleKind.CONTINUOUS, ((6, 28), (12, 20))),
    (ScheduleKind.ONCE, ((6, 28),)),
    (ScheduleKind.RECURRING, ((1, 31), (2, 29), (3, 29), (4, 27), (5, 31), (6, 28), (7, 31), (8, 30))),
    (ScheduleKind.BY_SCHEDULE, ()),
    (ScheduleKind.ONCE, ((12, 28),)),
)


def fill(session: Session, *, schools: int, measures: int, clauses: int, seed: int = 1) -> None:
    """Put one order (№ 19) under control and let the schools work until 12 July 2024."""
    _City(session, Random(seed)).fill(schools, measures, clauses)


class _City:
    def __init__(self, session: Session, random: Random) -> None:
        self.session, self.random = session, random
        self.occurrences, self.assignments = count(1), count(1)

    def put(self, table: Any, *rows: dict[str, Any]) -> None:
        if rows:
            self.session.execute(insert(table), rows)

    def fill(self, schools: int, measures: int, clauses: int) -> None:
        self.put(Organization, *_organizations(schools))
        self.put(Person, *_people(schools))
        self.put(Order, _order())
        plan = {"id": 1, "order_id": 1, "title": "План", "time_zone": "Asia/Tomsk", "ladder": [], "reporting_dates": []}
        self.put(Plan, plan)
        roles = (PlanRoleName.COORDINATOR, PlanRoleName.PLAN_CONTROLLER, PlanRoleName.ORDER_CONTROLLER)
        self.put(PlanRole, *({"plan_id": 1, "role": role, "person_id": schools + n} for n, role in enumerate(roles, 1)))
        titles = enumerate(SECTIONS, 1)
        self.put(Section, *({"id": n, "plan_id": 1, "position": n - 1, "title": title} for n, title in titles))
        for position in range(measures + clauses):
            self.put_item(position, measures, schools)

    def put_item(self, position: int, measures: int, schools: int) -> None:
        kind, days = DUES[position % len(DUES)]
        item, clause = position + 1, position >= measures
        section = None if clause else position * len(SECTIONS) // measures + 1
        number = f"{position - measures + 3}.{position % 4 + 1}" if clause else f"{section}.{position % 10 + 1}."
        values = {
            "id": item,
            "plan_id": 1,
            "section_id": section,
            "kind": ItemKind.CLAUSE if clause else ItemKind.MEASURE,
            "position": position,
            "number": number,
            "title": TITLES[position % len(TITLES)],
            "expected_result": RESULTS[position % len(RESULTS)],
            "deadline_text": "",
            "schedule_kind": kind,
            "schedule": {},
        }
        self.put(PlanItem, values)
        alone = position % 9 == 5
        executors = [schools + 1] if alone else list(range(1, schools + 1))
        for place, day in enumerate([date(2024, *day) for day in days] or [None]):
            self.put_occurrence(item, place, day, executors)

    def put_occurrence(self, item: int, place: int, due_on: date | None, executors: list[int]) -> None:
        occurrence = next(self.occurrences)
        issued_on = max(ISSUED_ON, due_on - timedelta(days=28)) if due_on and place else ISSUED_ON
        due = {"due_on": due_on, "effective_due_on": due_on}
        given = issued_on < date(2024, 7, 12)
        row = {"id": occurrence, "item_id": item, "position": place, "issues_on": issued_on, **due}
        self.put(Occurrence, row | {"issued_on": issued_on if given else None})
        lives = [(next(self.assignments), executor, self.life(issued_on, due_on)) for executor in executors * given]
        self.put(
            Assignment,
            *(
                {
                    "id": one,
                    "occurrence_id": occurrence,
                    "organization_id": executor,
                    "issued_on": issued_on,
                    "original_due_on": due_on,
                    "state": life[-1]["dest"] if life else State.ASSIGNED,
                    "version": len(life),
                    **due,
                }
                for one, executor, life in lives
            ),
        )
        self.put(History, *({"assignment_id": one, "hash": "", **move} for one, _, life in lives for move in life))

    def life(self, issued_on: date, due_on: date | None) -> list[dict[str, Any]]:
        random = self.random
        fate = random.random()
        if fate < 0.07 or due_on is None:
            return []
        day = min(due_on, date(2024, 7, 1)) - timedelta(days=random.randint(1, 20))
        if fate < 0.09:
            return _moves([("remove", State.REMOVED, day, "", random.choice(REMOVED))])
        if fate < 0.12:
            return _moves([("postpone", State.POSTPONED, day, "", random.choice(POSTPONED))])
        made = [("start", State.IN_PROGRESS, max(issued_on, day - timedelta(days=5)), "", "")]
        if fate < 0.17:
            return _moves(made)
        day = max(issued_on, day) if fate < 0.9 else due_on + timedelta(days=random.randint(1, 9))
        made.append(("report", State.REPORTED, day, f"{random.choice(RESULTS)} № {random.randint(2, 90)}-о", ""))
        if fate < 0.3:
            made.append(("send_back", State.RETURNED, day, "", random.choice(RETURNED)))
            if fate < 0.2:
                return _moves(made)
            made.append(("report", State.REPORTED, day + timedelta(days=2), "Дополнено: приказ приложен", ""))
        if fate < 0.93:
            made.append(("accept", State.ACCEPTED, day + timedelta(days=3), "", ""))
        return _moves(made)


def _moves(made: list[tuple[str, State, date, str, str]]) -> list[dict[str, Any]]:
    source, rows = State.ASSIGNED, []
    for version, (trigger, dest, on, text, reason) in enumerate(made, 1):
        at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
        words = {"text": text, "reason": reason}
        rows.append(
            {"version": version, "trigger": trigger, "source": source, "dest": dest, "on": on, "at": at, **words}
        )
        source = dest
    return rows


def _order() -> dict[str, Any]:
    return {
        "id": 1,
        "number": "19/р",
        "issued_on": ISSUED_ON,
        "title": "Об утверждении муниципального плана мероприятий по развитию школьных мастерских в "
        "общеобразовательных организациях города Приречного на 2024 год",
        "issuer": "Администрация города Приречного. Департамент образования",
        "file": "order.txt",
        "fingerprint": "0" * 64,
        "confirmed_at": datetime(2024, 1, 19, 5, tzinfo=UTC),
    }


def _organizations(schools: int) -> list[dict[str, Any]]:
    kinds = ("СОШ № {}", "СОШ № {}", "СОШ № {}", "гимназия № {}", "лицей № {}", "ООШ № {}")
    rows = [
        {"id": n, "name": kinds[n % len(kinds)].format(n), "kind": "school", "number": str(n)}
        for n in range(1, schools + 1)
    ]
    office = {"id": schools + 1, "name": "Методический центр", "kind": "coordinator", "number": ""}
    return [*rows, office, {"id": schools + 2, "name": "Департамент образования", "kind": "department", "number": ""}]


def _people(schools: int) -> list[dict[str, Any]]:
    people = (
        (schools + 1, "Ветлугина Анна Петровна", "директор Методического центра"),
        (schools + 2, "Озеров Павел Ильич", "председатель комитета по общему образованию"),
        (schools + 2, "Заречная Мария Львовна", "заместитель начальника департамента"),
    )
    return [
        {"id": schools + n, "organization_id": organization, "name": name, "post": post}
        for n, (organization, name, post) in enumerate(people, 1)
    ]
