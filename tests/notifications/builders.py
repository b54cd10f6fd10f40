"""Letters for tests: a standing, a line and a letter with everything a test does not care about filled in."""

from datetime import date
from typing import Any

from states.assignment import State
from states.escalation import Letter, Line
from states.ladder import Recipient, Standing
from states.rungs import DEFAULT_LADDER, Addressee, Rung
from states.schedule import ScheduleKind

TODAY = date(2024, 4, 8)
HEAD = Recipient(
    person_id=7,
    name="Петрова Анна Сергеевна",
    email="school-4@tomsk.example",
    post="директор",
    dative="Петровой Анне Сергеевне",
)
COORDINATOR = Recipient(person_id=900, name="Назарова О.И.", email="nazarova@imc.example", post="методист")
CONTROLLER = Recipient(person_id=901, name="Вторина Е.В.", email="vtorina@do.example", post="начальник департамента")
SENDER = "Срок <srok@imc.example>"

RUNGS = {rung.code: rung for rung in DEFAULT_LADDER}


def rung(code: str) -> Rung:
    return RUNGS[code]


def standing(**facts: Any) -> Standing:
    known: dict[str, Any] = {
        "assignment_id": 1,
        "plan_id": 1,
        "item_id": 11,
        "organization": "СОШ № 4",
        "executor": HEAD,
        "state": State.ASSIGNED,
        "issued_on": date(2024, 2, 1),
        "due_on": TODAY,
        "due_version": 0,
        "reported_on": None,
        "returned_on": None,
        "resume_on": None,
        "reports": 0,
        "version": 0,
        "schedule_kind": ScheduleKind.ONCE,
        "order_number": "33",
        "order_issued_on": date(2024, 1, 26),
        "item_kind": "measure",
        "item_number": "1.1",
        "item_title": "Анализ результатов ГИА-9 и ГИА-11 в 2023 году",
    }
    known.update(facts)
    known.setdefault("nominal_due_on", known["due_on"])
    return Standing(**known)


def line(
    code: str = "executor.overdue", *, fired: bool = True, late: int | None = None, waiting: int = 0, **facts: Any
) -> Line:
    found = standing(**facts)
    overdue = found.due_on is not None and found.due_on < TODAY and found.state is not State.REPORTED
    days = (TODAY - found.due_on).days if overdue and found.due_on else 0
    return Line(found, rung(code).to, rung(code), fired, days if late is None else late, working_days_waiting=waiting)


def letter(*lines: Line, to: Recipient = HEAD, on: date = TODAY) -> Letter:
    order = list(Addressee)
    ordered = sorted(
        lines,
        key=lambda one: (
            order.index(one.to),
            one.standing.due_on or date.max,
            one.standing.order_number,
            one.standing.item_id,
            one.standing.assignment_id,
        ),
    )
    return Letter(recipient=to, on=on, lines=tuple(ordered))
