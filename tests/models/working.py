"""A small order under control and requests on it, for tests of what is done to assignments."""

from datetime import date

from models.database import reading, writing
from models.operations import Bulk, Request, move, move_many
from models.queries import Filter, assignments, person_by_email
from models.tables import Assignment
from tests.builders import CALENDAR, SCHOOLS, instant

DAY = date(2024, 2, 12)
SCHOOL, CENTRE, PLAN = "school-1@city.example", "centre@city.example", "plan@city.example"


def asked(session, trigger, *, of="СОШ № 1", item="1.1", by=SCHOOL, on=DAY, **changes):
    """A request to move the assignment of an organization and an item."""
    (found,) = assignments(session, Filter(item=item, executor=of), today=on)
    person_id = by and person_by_email(session, by)
    return Request(assignment_id=found.id, trigger=trigger, person_id=person_id, at=instant(on), **changes)


def moved(engine, trigger, **changes):
    """One move made in a transaction of its own."""
    with writing(engine) as session:
        return move(session, asked(session, trigger, **changes), calendar=CALENDAR)


def reported(engine, schools=SCHOOLS, item="1.1"):
    """Every school reports on an item."""
    for name in schools:
        moved(engine, "report", of=name, by=f"school-{SCHOOLS.index(name) + 1}@city.example", item=item, text="Готово")


def ids(engine, item="1.1"):
    """The assignments of an item."""
    with reading(engine) as session:
        return tuple(one.id for one in assignments(session, Filter(item=item), today=DAY))


def bulk(engine, trigger, assignment_ids, *, by=CENTRE, at=None, **changes):
    """One move of many in a transaction of its own."""
    with writing(engine) as session:
        person_id = person_by_email(session, by)
        wanted = Bulk(
            assignment_ids=assignment_ids, trigger=trigger, person_id=person_id, at=at or instant(DAY), **changes
        )
        return move_many(session, wanted, calendar=CALENDAR)


def row_of(engine, *, item="1.1", executor="СОШ № 1"):
    """The row of an assignment."""
    with reading(engine) as session:
        (found,) = assignments(session, Filter(item=item, executor=executor), today=DAY)
        row = session.get_one(Assignment, found.id)
        session.expunge(row)
        return row
