"""Srok itself, with everything a move does: roles, judgement, compare-and-set, chained history, roll-up, event, key."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event, insert, text

from benchmarks.moves_life import AT, DUE_ON, ISSUED_ON, SCHOOLS, TEXT, Spread, pragmas
from models.database import engine_for, make_ready, writing
from models.operations import Bulk, BulkDone, Moved, Request, move, move_many
from models.tables import Assignment, Occurrence, Order, Organization, Person, Plan, PlanItem, PlanRole
from srok.production_calendar import ProductionCalendar
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind

CALENDAR = ProductionCalendar()
CENTRE = SCHOOLS + 1
"""The organization, and the person, who coordinates; a school's head has the school's id."""


class Mover:
    """A move is `operations.move` with a key; many are one `operations.move_many`."""

    def __init__(self, url: str, *, full: bool) -> None:
        self.engine = opened(url, full=full)

    def move(self, one: int) -> None:
        with writing(self.engine) as session:
            move(session, report(one, key=f"report {one}"), calendar=CALENDAR)

    def accept(self, ids: Sequence[int]) -> None:
        asked = Bulk(assignment_ids=tuple(ids), trigger="accept", person_id=CENTRE, at=AT + timedelta(minutes=1))
        with writing(self.engine) as session:
            _expect_all_moved(move_many(session, asked, calendar=CALENDAR))

    def close(self) -> None:
        self.engine.dispose()


def report(one: int, key: str = "") -> Request:
    return Request(assignment_id=one, trigger="report", person_id=school(one), at=AT, text=TEXT, key=key)


def school(one: int) -> int:
    """Whose an assignment is: the organization's id and its head's."""
    return one % SCHOOLS + 1


def opened(url: str, *, full: bool) -> Engine:
    """Srok's own engine; where `full` is asked off, SQLite syncs as seldom as performance.md measured it."""
    engine = engine_for(url)
    if engine.dialect.name == "sqlite" and not full:

        @event.listens_for(engine, "connect")
        def relax(connection: Any, _record: Any) -> None:
            for setting in pragmas(full=False):
                connection.execute(setting)

    return engine


def prepare(url: str, spread: Spread) -> None:
    """An order of one plan, an item for every 66 assignments; those to be accepted are reported by Srok's own moves."""
    engine = opened(url, full=False)
    make_ready(engine)
    with writing(engine) as session:
        for table, rows in _rows(spread):
            session.execute(insert(table), list(rows))
        for organization in range(1, SCHOOLS + 1):
            ids = tuple(one for one in spread.all[spread.assigned :] if school(one) == organization)
            asked = Bulk(assignment_ids=ids, trigger="report", person_id=organization, at=AT, text=TEXT)
            _expect_all_moved(move_many(session, asked, calendar=CALENDAR))
    _settle(engine)


def _settle(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _expect_all_moved(done: BulkDone) -> None:
    if not all(isinstance(row, Moved) for row in done.rows):
        raise RuntimeError("a bulk move was refused")


def _rows(spread: Spread) -> Iterator[tuple[Any, Iterator[dict[str, Any]]]]:
    items = range(1, len(spread.all) // SCHOOLS + 2)
    due = {"due_on": DUE_ON, "effective_due_on": DUE_ON}
    yield Organization, ({"id": n, "name": f"СОШ № {n}", "kind": "school"} for n in range(1, CENTRE + 1))
    yield Person, ({"id": n, "organization_id": n, "email": f"{n}@city.example"} for n in range(1, CENTRE + 1))
    yield Order, iter([_order()])
    yield Plan, iter([{"id": 1, "order_id": 1, "title": "План", "time_zone": "Asia/Tomsk"} | _LISTS])
    yield PlanRole, iter([{"plan_id": 1, "role": PlanRoleName.COORDINATOR, "person_id": CENTRE}])
    yield PlanItem, ({"id": n, "position": n, "number": str(n), "title": f"Мероприятие {n}"} | _ITEM for n in items)
    yield Occurrence, ({"id": n, "item_id": n, "position": 0, "issues_on": ISSUED_ON} | due for n in items)
    yield Assignment, ({"id": one, **_place(one), "original_due_on": DUE_ON, **due} for one in spread.all)


_LISTS: dict[str, Any] = {"ladder": [], "reporting_dates": []}
_ITEM = {"plan_id": 1, "kind": ItemKind.MEASURE, "schedule_kind": ScheduleKind.ONCE, "schedule": {}}


def _place(one: int) -> dict[str, Any]:
    occurrence = {"occurrence_id": one // SCHOOLS + 1, "organization_id": school(one)}
    return occurrence | {"issued_on": ISSUED_ON, "attention_on": ISSUED_ON}


def _order() -> dict[str, Any]:
    words = {"number": "1", "title": "Об утверждении плана", "file": "order.txt", "fingerprint": "0" * 64}
    return {"id": 1, "issued_on": ISSUED_ON, "confirmed_at": AT} | words
