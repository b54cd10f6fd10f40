"""The desk's main pages read by the plain ORM, as one would write them first: SQLModel rows with what they belong to,
then filtered, sorted and counted in Python. Only the reading: nobody is looked up and no page is drawn. Of the pages
that read everything three stand for all.

`python -m benchmarks.desk_orm URL` prints the processor milliseconds of each page and the peak memory as JSON.
"""

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.database import engine_for, reading
from models.tables import Assignment, History, Occurrence, Order, Organization, Outbox, Person, Plan, PlanItem
from srok import clock
from states.assignment import OPEN, State

Read = Callable[[Session, date], object]


def _work(session: Session, *where: Any) -> Iterator[tuple[Assignment, PlanItem, Order, Organization]]:
    rows = (
        select(Assignment, Occurrence, PlanItem, Plan, Order, Organization)
        .select_from(Assignment)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Organization, col(Organization.id) == Assignment.organization_id)
    )
    for one, _, item, _, order, organization in session.exec(rows.where(*where)):  # type: ignore[call-overload]
        yield one, item, order, organization


def _late(one: Assignment, today: date) -> bool:
    return one.state in OPEN and one.effective_due_on is not None and one.effective_due_on < today


def attention(session: Session, today: date) -> object:
    found: dict[tuple[str, int | None], list[Assignment]] = {}
    for one, item, _, _ in _work(session):
        kind = "late" if _late(one, today) else one.state.value
        found.setdefault((kind, item.id), []).append(one)
    return found


def table(session: Session, _: date) -> object:
    return sorted(_work(session), key=lambda row: (row[0].effective_due_on, row[0].id))[:50]


def overview(session: Session, today: date) -> object:
    plans: Counter[tuple[int, str]] = Counter()
    executors: Counter[tuple[str, str]] = Counter()
    for one, item, _, organization in _work(session):
        done = one.reported_on if one.state in {State.REPORTED, State.ACCEPTED} else None
        late = done and one.effective_due_on and done > one.effective_due_on
        name = "late" if late else "on time" if done else "overdue" if _late(one, today) else "open"
        plans[item.plan_id, name] += 1
        executors[organization.name, name] += 1
    return plans, executors


def one_plan(session: Session, today: date) -> object:
    rows = _work(session, col(PlanItem.plan_id) == 1)
    return Counter((item.id, one.state, _late(one, today)) for one, item, _, _ in rows)


def one_item(session: Session, _: date) -> object:
    return list(_work(session, col(PlanItem.id) == 1))


def one_assignment(session: Session, _: date) -> object:
    lines = session.exec(select(History).where(History.assignment_id == 1)).all()
    return list(_work(session, col(Assignment.id) == 1)), lines


def search(session: Session, _: date) -> object:
    return [item for item in session.exec(select(PlanItem)) if "обследование" in item.title.lower()][:20]


def letters(session: Session, _: date) -> object:
    rows = select(Outbox, Person).join(Person, col(Person.id) == Outbox.person_id).order_by(col(Outbox.id).desc())
    return session.exec(rows.limit(50)).all()


def own(session: Session, _: date) -> object:
    found = [row for row in _work(session, col(Assignment.organization_id) == 1) if row[0].state in OPEN]
    return sorted(found, key=lambda row: (row[0].effective_due_on, row[0].id))


PAGES: dict[str, Read] = {
    "what wants attention": attention,
    "table of assignments": table,
    "overview": overview,
    "one plan": one_plan,
    "one item": one_item,
    "one assignment": one_assignment,
    "search": search,
    "letters": letters,
    "a head's own": own,
}
QUICK, AGAIN = 200.0, 5
"""What takes fewer milliseconds than this is done some times more; the best counts."""


def main(url: str) -> None:
    engine, today = engine_for(url), clock.now().date()
    took = {name: _took(engine, read, today) for name, read in PAGES.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    sys.stdout.write(json.dumps({"took": took, "peak": peak}))


def _took(engine: Any, read: Read, today: date) -> float:
    best = _once(engine, read, today)
    return min([best, *(_once(engine, read, today) for _ in range(AGAIN * (best < QUICK)))])


def _once(engine: Any, read: Read, today: date) -> float:
    with reading(engine) as session:
        began = time.process_time()
        read(session, today)
        return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main(sys.argv[1])
