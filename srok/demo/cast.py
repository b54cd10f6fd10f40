"""What the people of the play want: some schools are in good time, some late, some silent; some ask for a later day,
say that it is not theirs, or report twice; coordinator and controllers answer. Seeded chance decides, nothing is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from random import Random

from models.queries import AssignmentFact
from srok.production_calendar import ProductionCalendar
from states.assignment import RemovalReason, State
from states.workdays import count_after, shift

CALENDAR = ProductionCalendar()
SILENT, LATE = 0.2, 0.55
"""The shares of schools that hardly answer, and of these and those that are often late."""

SENT_BACK, GRANTED, UPHELD = 0.08, 0.75, 0.7
LOOKS_AGAIN_AFTER, DONE_ELSEWHERE_AFTER, RESUMED_AFTER = 12, 25, 2
"""Working days: from the report to a second look, from the due date to what was done on paper, from a resume date."""

MOVED_ENOUGH = 6
"""Nobody turns an assignment over more often than that."""

REPORTS = (
    "Мероприятие проведено, участвовали все классы.",
    "Приказ издан, ответственный назначен.",
    "Справка подготовлена и рассмотрена на педагогическом совете.",
    "Выполнено в полном объёме, материалы размещены на сайте.",
    "Проведено для 48 педагогов; предложения собраны.",
)
RETURNS = ("Приложите приказ.", "Укажите число участников.", "Нет даты проведения.")


class By(StrEnum):
    """Who acts."""

    EXECUTOR = "executor"
    COORDINATOR = "coordinator"
    CONTROLLER = "controller"


class Fate(StrEnum):
    """What is out of the ordinary about an assignment, the same whenever it is asked."""

    NOTHING = "nothing"
    DECLINED = "declined"
    ASKED_FOR_LATER = "asked for later"
    TALKED_ABOUT = "talked about"
    PUT_OFF = "put off"
    DROPPED = "dropped"
    LOOKED_AT_AGAIN = "looked at again"
    TAKEN_BACK = "taken back"
    DONE_ELSEWHERE = "done elsewhere"


_WEIGHTS = (80.0, 1.5, 9.0, 2.0, 1.0, 1.0, 1.5, 1.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to do about an assignment."""

    trigger: str
    by: By
    text: str = ""
    reason: str = ""
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False


def wish(one: AssignmentFact, day: date, chance: Random) -> Wish | None:
    """What is done about an assignment on this day, if anything."""
    if one.declined_on:
        return _answer_to_declining(one, day)
    if one.extension_on and one.extension_asked_on:
        return _answer_to_asking(one, day)
    return _BY_STATE[one.state](one, day, chance)


def _answer_to_declining(one: AssignmentFact, day: date) -> Wish | None:
    if one.declined_on is None or count_after(one.declined_on, day, CALENDAR) < 1 + one.id % 4:
        return None
    if _mood(one, "declined").random() < UPHELD:
        return Wish(trigger="uphold", by=By.COORDINATOR, reason="Поручение касается всех школ.")
    return Wish(trigger="remove", by=By.CONTROLLER, reason=RemovalReason.NOT_APPLICABLE)


def _answer_to_asking(one: AssignmentFact, day: date) -> Wish | None:
    if one.state is State.REPORTED:
        return Wish(trigger="withdraw_extension", by=By.EXECUTOR)
    if one.extension_asked_on is None or count_after(one.extension_asked_on, day, CALENDAR) < 1 + one.id % 3:
        return None
    if _mood(one, "asked").random() < GRANTED:
        return Wish(trigger="grant_extension", by=By.COORDINATOR)
    return Wish(trigger="refuse_extension", by=By.COORDINATOR, reason="Срок установлен распоряжением.")


def _about_open(one: AssignmentFact, day: date, chance: Random) -> Wish | None:
    strange = _about_fate(one, day)
    if strange:
        return strange
    planned = _plans_to_report_on(one)
    if planned and planned <= day:
        return _report(chance)
    begins = one.state is State.ASSIGNED and planned and shift(planned, -6, CALENDAR) <= day
    return Wish(trigger="start", by=By.EXECUTOR) if begins else None


def _about_fate(one: AssignmentFact, day: date) -> Wish | None:
    fate = _fate(one)
    if one.version == 0 and count_after(one.issued_on, day, CALENDAR) >= 1 + one.id % 5:
        return _first(one, fate, day)
    if fate is Fate.ASKED_FOR_LATER and one.due_on and not one.due_moves and day == shift(one.due_on, -4, CALENDAR):
        later = shift(one.due_on, _mood(one, "later").randint(8, 20), CALENDAR)
        return Wish(trigger="ask_extension", by=By.EXECUTOR, reason="Карантин в школе.", due_on=later)
    if fate is Fate.DONE_ELSEWHERE and one.overdue and one.due_on:
        waited = count_after(one.due_on, day, CALENDAR) > DONE_ELSEWHERE_AFTER
        return Wish(trigger="accept_directly", by=By.COORDINATOR, reason="Сдано на бумаге.") if waited else None
    return None


def _first(one: AssignmentFact, fate: Fate, day: date) -> Wish | None:
    """What comes before anything else was done."""
    mood = _mood(one, "first")
    match fate:
        case Fate.DECLINED:
            return Wish(trigger="decline", by=By.EXECUTOR, reason="В нашей школе нет таких классов.")
        case Fate.TALKED_ABOUT:
            return Wish(trigger="comment", by=By.EXECUTOR, text="Можно ли отчитаться одним приказом на два пункта?")
        case Fate.DROPPED:
            return Wish(trigger="remove", by=By.CONTROLLER, reason=mood.choice(list(RemovalReason)))
        case Fate.PUT_OFF:
            until = shift(day, mood.randint(10, 40), CALENDAR) if mood.random() < 2 / 3 else None
            put_off = Wish(trigger="postpone", by=By.COORDINATOR, reason="Капитальный ремонт здания.")
            return replace(put_off, resume_on=until, date_unknown=until is None)
        case _:
            return None


def _about_returned(_: AssignmentFact, __: date, chance: Random) -> Wish | None:
    return _report(chance) if chance.random() < 1 / 3 else None


def _about_reported(one: AssignmentFact, day: date, chance: Random) -> Wish | None:
    waited = count_after(one.reported_on or day, day, CALENDAR)
    if _fate(one) is Fate.TAKEN_BACK and waited == 1 and one.version < MOVED_ENOUGH:
        return Wish(trigger="recall", by=By.EXECUTOR)
    if waited < 1 + one.id % 4:
        return None
    if chance.random() < SENT_BACK:
        new = shift(day, 10, CALENDAR) if chance.random() < 1 / 4 else None
        return Wish(trigger="send_back", by=By.COORDINATOR, reason=chance.choice(RETURNS), due_on=new)
    return Wish(trigger="accept", by=By.COORDINATOR)


def _about_postponed(one: AssignmentFact, day: date, chance: Random) -> Wish | None:
    """What the clock could not resume, for its date has passed, and what nobody knew the day of."""
    if one.resume_on is None:
        forgotten = chance.random() < 1 / 20
    else:
        forgotten = count_after(one.resume_on, day, CALENDAR) >= RESUMED_AFTER
    return Wish(trigger="resume", by=By.COORDINATOR, due_on=shift(day, 20, CALENDAR)) if forgotten else None


def _about_accepted(one: AssignmentFact, day: date, _: Random) -> Wish | None:
    seen = one.reported_on and count_after(one.reported_on, day, CALENDAR) == LOOKS_AGAIN_AFTER
    if _fate(one) is Fate.LOOKED_AT_AGAIN and seen and one.version < MOVED_ENOUGH:
        return Wish(trigger="reopen", by=By.CONTROLLER, reason="На сайте этого нет.")
    return None


def _about_removed(_: AssignmentFact, __: date, chance: Random) -> Wish | None:
    if chance.random() < 1 / 400:
        return Wish(trigger="restore", by=By.CONTROLLER, reason="Снято по ошибке.")
    return None


_BY_STATE: dict[State, Callable[[AssignmentFact, date, Random], Wish | None]] = {
    State.ASSIGNED: _about_open,
    State.IN_PROGRESS: _about_open,
    State.RETURNED: _about_returned,
    State.REPORTED: _about_reported,
    State.ACCEPTED: _about_accepted,
    State.POSTPONED: _about_postponed,
    State.REMOVED: _about_removed,
}


def _report(chance: Random) -> Wish:
    return Wish(trigger="report", by=By.EXECUTOR, text=chance.choice(REPORTS))


def _plans_to_report_on(one: AssignmentFact) -> date | None:
    """The day an executor means to report, the same whenever it is asked. None: not in this half-year."""
    habit, mood = Random(one.executor).random(), Random(f"{one.executor}/{one.id}")
    if one.due_on is None:
        return shift(one.issued_on, mood.randint(40, 120), CALENDAR) if mood.random() < habit else None
    if habit < SILENT:
        return shift(one.due_on, mood.randint(8, 25), CALENDAR) if mood.random() < 1 / 3 else None
    latest = 12 if habit < LATE else -1
    return shift(one.due_on, mood.randint(-8, latest), CALENDAR)


def _fate(one: AssignmentFact) -> Fate:
    return Random(f"{one.executor}/{one.id}/fate").choices(list(Fate), _WEIGHTS)[0]


def _mood(one: AssignmentFact, about: str) -> Random:
    return Random(f"{one.executor}/{one.id}/{about}")
