"""Facts for the tests of decisions, with everything that does not matter already said."""

from dataclasses import dataclass
from datetime import date

from states.assignment import State
from states.ladder import Recipient, Standing
from states.schedule import ScheduleKind

MONDAY = date(2024, 3, 4)


def person(number=1, email="school@city.example"):
    return Recipient(person_id=number, name=f"Person {number}", email=email)


def standing(**changes):
    values = {
        "assignment_id": 1,
        "plan_id": 1,
        "item_id": 1,
        "organization": "СОШ № 1",
        "executor": person(),
        "state": State.ASSIGNED,
        "issued_on": date(2024, 1, 9),
        "due_on": MONDAY,
        "nominal_due_on": MONDAY,
        "due_version": 0,
        "reported_on": None,
        "returned_on": None,
        "resume_on": None,
        "reports": 0,
        "version": 0,
        "schedule_kind": ScheduleKind.ONCE,
        "order_number": "7",
        "order_issued_on": date(2024, 1, 9),
        "item_kind": "measure",
        "item_number": "1.1",
        "item_title": "Назначить координатора",
    }
    return Standing(**(values | changes))


@dataclass(frozen=True)
class FiveDayWeek:
    """Monday to Friday, with the holidays a test names."""

    holidays: frozenset = frozenset()

    def is_working(self, day):
        return day.weekday() < 5 and day not in self.holidays
