"""Threads of letters: mail programs show together what has one subject and refers to one letter. Knows no words but
the subjects.

A year's letters of a kind to one person are a thread. What asks a supervisor to step in stands apart from the daily
list.
"""

from datetime import date
from enum import StrEnum

from states.escalation import Letter
from states.rungs import Addressee


class Thread(StrEnum):
    """What a thread is about."""

    ASSIGNMENTS = "assignments"
    PLANS = "plans"
    ESCALATIONS = "escalations"
    REMINDERS = "reminders"


SUBJECTS = {
    Thread.ASSIGNMENTS: "Срок: ваши поручения",
    Thread.PLANS: "Срок: планы, которые вы ведёте",
    Thread.ESCALATIONS: "Срок: не исполнено, нужно ваше решение",
    Thread.REMINDERS: "Срок: напоминание о поручениях",
}
_OF = {
    Addressee.EXECUTOR: Thread.ASSIGNMENTS,
    Addressee.COORDINATOR: Thread.PLANS,
    Addressee.PLAN_CONTROLLER: Thread.ESCALATIONS,
    Addressee.ORDER_CONTROLLER: Thread.ESCALATIONS,
}


def thread_of(letter: Letter) -> Thread:
    """The thread of a digest: that of the highest capacity in which the reader is told something."""
    told = {*(line.to for line in letter.lines), *(one.to for one in letter.packages)}
    return _OF[max(told, key=list(Addressee).index)]


def subject(thread: Thread, on: date) -> str:
    """The same for every letter of a thread."""
    return f"{SUBJECTS[thread]}, {on.year} год"


def thread_key(thread: Thread, person_id: int, on: date) -> str:
    """What tells a thread from every other; all its letters refer to the Message-ID that comes of it."""
    return f"thread/{thread}/{person_id}/{on.year}"
