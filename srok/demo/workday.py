"""A working day of the play: what its people want, done as everybody does it, by `models.operations`.

Accepting goes in bulk, one step for each plan and reviewer, and now and then one is undone; all else one by one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from models.database import reading, writing
from models.due_dates import set_due_date
from models.operations import Bulk, Request, move, move_many, undo_last
from models.queries import AssignmentFact, Filter, assignments
from models.roster import contact_id
from models.standings import plan_supervisors
from models.tables import Order, Organization, Plan
from srok.demo.cast import CALENDAR, By, Wish, wish
from srok.evidence import keeping
from states.assignment import OPEN
from states.rungs import Addressee
from states.workdays import shift

UNDONE = 0.04
"""How often somebody has accepted the wrong ones, and takes it back at once."""

_ROLES = {By.COORDINATOR: Addressee.COORDINATOR, By.CONTROLLER: Addressee.PLAN_CONTROLLER}


@dataclass(frozen=True, kw_only=True)
class People:
    """Who answers for whom: heads by organization, supervisors by order and role."""

    heads: dict[str, int]
    supervisors: dict[str, dict[Addressee, int]]

    def who(self, one: AssignmentFact, wanted: Wish) -> int | None:
        """Who does it: executors their own; the coordinator, whom the plan's controller reviews."""
        head, supervisors = self.heads.get(one.executor), self.supervisors[one.order]
        if wanted.by is By.EXECUTOR:
            return head
        person = supervisors[_ROLES[wanted.by]]
        own = wanted.trigger == "accept" and person == head
        return supervisors[Addressee.PLAN_CONTROLLER] if own else person


def a_day_at_work(engine: Engine, day: date, *, at: datetime, evidence: Path, chance: Random) -> Counter[str]:
    """Do what is wanted on a day; how many moves were made, by trigger."""
    return _Workday(engine, day, at=at, evidence=evidence, chance=chance).played()


class _Workday:
    """One day, as it was found in the morning."""

    def __init__(self, engine: Engine, day: date, *, at: datetime, evidence: Path, chance: Random) -> None:
        self.engine, self.day, self.at, self.evidence, self.chance = engine, day, at, evidence, chance
        with reading(engine) as session:
            self.people = _people(session)
            self.found = assignments(session, today=day)
        self.made: Counter[str] = Counter()

    def played(self) -> Counter[str]:
        """Everybody does what they want to."""
        to_accept: dict[int, list[int]] = defaultdict(list)
        for one in self.found:
            wanted = wish(one, self.day, self.chance)
            by = self.people.who(one, wanted) if wanted else None
            if wanted is None or by is None:
                continue
            if wanted.trigger == "accept":
                to_accept[by].append(one.id)
            else:
                self._move(one, wanted, by)
        for by, ids in to_accept.items():
            self._accept(ids, by)
        if self.day == shift(self.day.replace(day=1) - timedelta(days=1), 1, CALENDAR):
            self._remind()
        self._set_dates()
        return self.made

    def _move(self, one: AssignmentFact, wanted: Wish, by: int) -> None:
        always = wanted.trigger == "accept_directly" or (wanted.trigger == "report" and one.evidence_asked)
        brings = always or (wanted.trigger == "report" and self.chance.random() < 1 / 4)
        request = Request(
            assignment_id=one.id,
            trigger=wanted.trigger,
            person_id=by,
            at=self.at,
            text=wanted.text,
            reason=wanted.reason,
            due_on=wanted.due_on,
            resume_on=wanted.resume_on,
            date_unknown=wanted.date_unknown,
            seen_version=one.version,
        )
        with TemporaryDirectory() as folder:
            documents = [_document(Path(folder), request)] if brings else []
            with keeping(documents, self.evidence) as kept, writing(self.engine) as session:
                move(session, replace(request, evidence=kept), calendar=CALENDAR)
        self.made[wanted.trigger] += 1

    def _accept(self, ids: list[int], by: int) -> None:
        self._move_many(Bulk(assignment_ids=tuple(ids), trigger="accept", person_id=by, at=self.at))
        if self.chance.random() < UNDONE:
            with writing(self.engine) as session:
                undone = undo_last(session, person_id=by, at=self.at + timedelta(minutes=3))
            self.made["undo"] += len(undone.moved)

    def _remind(self) -> None:
        """On the first working day of a month the coordinators ask about everything that is overdue."""
        for order, supervisors in self.people.supervisors.items():
            with reading(self.engine) as session:
                late = assignments(session, Filter(order=order, overdue=True), today=self.day)
            ids, by = tuple(one.id for one in late), supervisors[Addressee.COORDINATOR]
            self._move_many(Bulk(assignment_ids=ids, trigger="remind", person_id=by, at=self.at))

    def _set_dates(self) -> None:
        """Give a date to most of the items that have none, each on a day of its own."""
        undated = {one.item_id: one for one in self.found if one.due_on is None and one.state in OPEN}
        for item_id, one in undated.items():
            mood = Random(f"item {item_id}")
            if mood.random() < 1 / 3 or self.day != shift(one.issued_on, mood.randint(10, 60), CALENDAR):
                continue
            by, due_on = self.people.supervisors[one.order][Addressee.COORDINATOR], shift(self.day, 25, CALENDAR)
            with writing(self.engine) as session:
                set_due_date(session, item_id=item_id, due_on=due_on, person_id=by, at=self.at, calendar=CALENDAR)
            self.made["set_due_date"] += sum(other.item_id == item_id and not other.due_on for other in self.found)

    def _move_many(self, bulk: Bulk) -> None:
        with writing(self.engine) as session:
            self.made[bulk.trigger] += len(move_many(session, bulk, calendar=CALENDAR).moved)


def _people(session: Session) -> People:
    heads = session.execute(select(col(Organization.name), contact_id(col(Organization.id)))).tuples()
    plans = session.execute(select(col(Order.number), col(Plan.id)).join_from(Order, Plan)).tuples()
    supervisors = plan_supervisors(session)
    return People(
        heads={name: head for name, head in heads if head},
        supervisors={
            number: {role: one.person_id for role, one in supervisors[ident].items()} for number, ident in plans
        },
    )


def _document(folder: Path, request: Request) -> Path:
    document = folder / "Приказ.txt"
    document.write_text(f"Приказ от {request.at:%d.%m.%Y}\n{request.text}\n", encoding="utf-8")
    return document
