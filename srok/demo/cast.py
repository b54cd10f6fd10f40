"""How the people of the play behave: some schools in good time, some late, some silent; a coordinator who reviews.

Everything they do goes through `models.operations.move`, like everybody's moves.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from sqlmodel import select

from models.database import reading, writing
from models.operations import Request, move
from models.standings import plan_supervisors, standings_concerning
from models.tables import Person, key
from srok.evidence import keeping
from srok.production_calendar import ProductionCalendar
from states.assignment import State
from states.escalation import Supervisors
from states.ladder import Standing
from states.rungs import Addressee
from states.workdays import count_after, shift

CALENDAR = ProductionCalendar()
SILENT, LATE = 0.2, 0.55
"""The shares of schools that hardly answer, and of these and those that are often late."""

SENT_BACK = 0.08
REPORTS = (
    "Мероприятие проведено, участвовали все классы.",
    "Приказ издан, ответственный назначен.",
    "Справка подготовлена и рассмотрена на педагогическом совете.",
    "Выполнено в полном объёме, материалы размещены на сайте.",
    "Проведено для 48 педагогов; предложения собраны.",
)
RETURNS = ("Приложите приказ.", "Укажите число участников.", "Нет даты проведения.")


def a_day_at_work(engine: Engine, day: date, *, at: datetime, evidence: Path, rng: random.Random) -> Iterator[str]:
    """Make the moves of one day; the triggers of those that were made."""
    with reading(engine) as session:
        supervisors = plan_supervisors(session)
        everybody = session.exec(select(Person.id)).all()
        standings = standings_concerning(session, today=day, persons=map(key, everybody), supervised=())
    for standing in standings:
        if standing.executor is None:
            continue
        trigger = _wish(standing, day, rng)
        if trigger:
            by = _who(standing.executor.person_id, supervisors[standing.plan_id], trigger)
            _make(engine, _request(standing, trigger, by=by, at=at, rng=rng), evidence, rng)
            yield trigger


def _wish(standing: Standing, day: date, rng: random.Random) -> str | None:
    """What is done about an assignment on this day, if anything."""
    match standing.state:
        case State.REPORTED:
            waited = count_after(standing.reported_on or day, day, CALENDAR)
            if waited < 1 + standing.assignment_id % 4:
                return None
            return "send_back" if standing.reports == 1 and rng.random() < SENT_BACK else "accept"
        case State.RETURNED:
            return "report" if rng.random() < 1 / 3 else None
        case _:
            planned = _plans_to_report_on(standing)
            if planned and planned <= day:
                return "report"
            begins = standing.state is State.ASSIGNED and planned and shift(planned, -6, CALENDAR) <= day
            return "start" if begins else None


def _plans_to_report_on(standing: Standing) -> date | None:
    """The day an executor means to report, the same whenever it is asked. None: not in this half-year."""
    habit = random.Random(standing.organization).random()
    mood = random.Random(f"{standing.organization}/{standing.assignment_id}")
    if standing.due_on is None:
        return shift(standing.issued_on, mood.randint(40, 120), CALENDAR) if mood.random() < habit else None
    if habit < SILENT:
        return shift(standing.due_on, mood.randint(8, 25), CALENDAR) if mood.random() < 1 / 3 else None
    latest = 12 if habit < LATE else -1
    return shift(standing.due_on, mood.randint(-8, latest), CALENDAR)


def _who(executor: int, supervisors: Supervisors, trigger: str) -> int:
    """Who does it: executors their own, the coordinator reviews, the plan's controller reviews the coordinator."""
    if trigger in {"start", "report"}:
        return executor
    coordinator = supervisors[Addressee.COORDINATOR].person_id
    return supervisors[Addressee.PLAN_CONTROLLER].person_id if executor == coordinator else coordinator


def _request(standing: Standing, trigger: str, *, by: int, at: datetime, rng: random.Random) -> Request:
    text = rng.choice(REPORTS) if trigger == "report" else ""
    reason = rng.choice(RETURNS) if trigger == "send_back" else ""
    return Request(assignment_id=standing.assignment_id, trigger=trigger, person_id=by, at=at, text=text, reason=reason)


def _make(engine: Engine, request: Request, evidence: Path, rng: random.Random) -> None:
    with (
        TemporaryDirectory() as desk,
        keeping(_documents(request, Path(desk), rng), evidence) as kept,
        writing(engine) as session,
    ):
        move(session, replace(request, evidence=kept), calendar=CALENDAR)


def _documents(request: Request, desk: Path, rng: random.Random) -> list[Path]:
    if request.trigger != "report" or rng.random() > 1 / 4:
        return []
    document = desk / "Приказ.txt"
    document.write_text(f"Приказ от {request.at:%d.%m.%Y}\n{request.text}\n", encoding="utf-8")
    return [document]
