"""A town with as many assignments as a test needs, and what must hold of its database whatever was done to it."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import groupby

from sqlmodel import func, select

from models.database import engine_for, reading, snapshot, writing
from models.queries import person_by_email
from models.tables import (
    Assignment,
    BulkRow,
    DisciplineDay,
    DisciplineExecutor,
    EventRow,
    History,
    Occurrence,
    Organization,
    Person,
    PlanItem,
)
from models.verifying import verify
from states.as_of import ANSWERED
from states.assignment import RULES
from states.item import Part, item_state, roll_up, roll_up_rule
from states.life import Role
from tests.builders import ALL, SCHOOLS, item, once, under_control
from tests.models.working import CENTRE, PLAN

FAR = "2099-12-31"


@dataclass(frozen=True)
class Town:
    """Assignments, each with the person of its school; who coordinates and who controls the plan."""

    url: str
    heads: dict[int, int]
    coordinator: int
    controller: int

    @classmethod
    def read(cls, text):
        """A town from the JSON it was written as."""
        values = json.loads(text)
        return cls(**(values | {"heads": {int(one): head for one, head in values["heads"].items()}}))

    def written(self):
        """As JSON, for another process."""
        return json.dumps(asdict(self))

    def somebody(self, trigger, assignment_id):
        """A person who may try this move."""
        roles = next(rule.roles for rule in RULES if rule.trigger == trigger)
        if Role.EXECUTOR in roles:
            return self.heads[assignment_id]
        return self.coordinator if Role.COORDINATOR in roles else self.controller


def town(url, *, rows, due_on):
    """A town with `rows` assignments due on a day, on an empty database."""
    engine = engine_for(url)
    items = [item(f"1.{n + 1}", once(due_on), ALL) for n in range(-(-rows // len(SCHOOLS)))]
    with writing(engine) as session:
        under_control(session, items)
        heads = select(Assignment.id, Person.id).join(Organization, Organization.id == Assignment.organization_id)
        heads = heads.join(Person, Person.organization_id == Organization.id).order_by(Assignment.id).limit(rows)
        made = Town(
            url=url,
            heads=dict(session.exec(heads).all()),
            coordinator=person_by_email(session, CENTRE),
            controller=person_by_email(session, PLAN),
        )
    engine.dispose()
    return made


def unsound(engine):
    """What does not hold of a database, in words; nothing where all is well."""
    with snapshot(engine) as session:
        breaks = verify(session, cut=(2**31,) * 3).breaks
        return [*map(str, breaks), *wrong_roll_ups(session), *wrong_counts(session), *half_done(session)]


def wrong_roll_ups(session):
    """Occurrences and items whose stored state is not the roll-up of their parts."""
    columns = [PlanItem.id, PlanItem.state, PlanItem.roll_up, Occurrence.id, Occurrence.state]
    columns += [Assignment.state, Assignment.required, Assignment.lead]
    query = select(*columns).select_from(PlanItem).join(Occurrence, Occurrence.item_id == PlanItem.id)
    query = query.join(Assignment, Assignment.occurrence_id == Occurrence.id, isouter=True)
    rows = session.execute(query.order_by(PlanItem.id, Occurrence.position, Occurrence.id)).all()
    for (ident, stored, rule), of_item in groupby(rows, key=lambda row: row[:3]):
        states = []
        for (occurrence, state), parts in groupby(of_item, key=lambda row: row[3:5]):
            right = roll_up([Part(*part[5:]) for part in parts if part[5] is not None], roll_up_rule(rule))
            states.append(state)
            if state != right:
                yield f"occurrence {occurrence} is {state}, its parts make it {right}"
        if stored != item_state(states):
            yield f"item {ident} is {stored}, its occurrences make it {item_state(states)}"


def wrong_counts(session):
    """Running counts of discipline that are not what counting the assignments gives."""
    days, executors = Counter(), Counter()
    columns = [PlanItem.plan_id, Assignment.organization_id, Assignment.effective_due_on, Assignment.done_on]
    query = select(*columns, Assignment.state, Assignment.required).select_from(Assignment)
    query = query.join(Occurrence, Occurrence.id == Assignment.occurrence_id).join(PlanItem)
    for plan, organization, due, done, state, required in session.execute(query):
        if (done is not None) is not (state in ANSWERED):
            yield f"an assignment of {organization} is {state} and done on {done}"
        if required and due is not None and done is not None:
            name = "on_time" if done <= due else "late"
            executors[plan, organization, name] += 1
            days[plan, done, name] += 1
            days[plan, due, "fell_due"] += name == "late"
    for table, other, counted in (
        (DisciplineDay, "day", days),
        (DisciplineExecutor, "organization_id", executors),
    ):
        stored = Counter()
        for row in session.exec(select(table)):
            for name in {"on_time", "late", "fell_due"} & set(table.model_fields):
                stored[row.plan_id, getattr(row, other), name] += getattr(row, name)
        yield from (
            f"{key} is counted as {stored[key]}, and is {counted[key]}"
            for key in (stored | counted)
            if stored[key] != counted[key]
        )


def half_done(session):
    """Moves without their event, bulk steps of which only a part is there."""
    events, moves = (session.exec(select(func.count()).select_from(table)).one() for table in (EventRow, History))
    if events != moves:
        yield f"there are {moves} moves and {events} events"
    counted = [
        Counter(session.exec(select(table.bulk_id).where(*which)).all())
        for table, which in ((History, (History.bulk_id.is_not(None), History.trigger != "undo")), (BulkRow, ()))
    ]
    if counted[0] != counted[1]:
        yield f"bulk steps are not whole: {counted[0] - counted[1]}, {counted[1] - counted[0]}"


def lost_and_doubled(engine, acknowledged):
    """Of what was acknowledged, by its text and the number of rows: what is not there, and what is there more often."""
    with reading(engine) as session:
        there = dict(session.exec(select(History.text, func.count()).group_by(History.text)).all())
    lost = [text for text, rows in acknowledged.items() if there.get(text, 0) < rows]
    doubled = [text for text, rows in acknowledged.items() if there.get(text, 0) > rows]
    return lost, doubled
