"""Random moves, bulk steps, undos, keys and sweeps: after each of them the database is what a pure model says."""

import shutil
import uuid
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event, text
from sqlmodel import select

from models import judging, operations
from models.database import engine_for, reading, writing
from models.firings import set_attention
from models.operations import (
    Bulk,
    KeyReused,
    Moved,
    NotAllowed,
    NothingToUndo,
    Request,
    Stale,
    StoredEvidence,
    TooEarly,
    move,
    move_many,
    undo_last,
)
from models.queries import person_by_email
from models.tables import Assignment, Occurrence, Person, PlanItem
from states.assignment import LIFE, RemovalReason
from states.life import Role
from tests.builders import CALENDAR, instant, under_control
from tests.faults import planted
from tests.faults.modelled import Model, One
from tests.faults.sizes import SEED, size
from tests.faults.town import unsound
from tests.models.working import CENTRE, PLAN

EXAMPLES, STEPS = size(4, 5000), size(25, 50)
COLUMNS = [field.name for field in fields(One)]
SOON = [timedelta(), timedelta(seconds=50), timedelta(minutes=6)]
PASSED = st.sampled_from([*SOON, *SOON, timedelta(days=1), timedelta(days=25)])
DAYS = st.sampled_from([None, -400, -3, 3, 10, 30, 60, 90, 120, 4000])
NO_DAY = st.sampled_from([None] * 9 + [30])
DATED = {"ask_extension", "grant_extension", "send_back", "reopen", "postpone", "resume", "restore", "extend"}


def databases(url, tmp_path):
    """An engine, and a function that gives its database back as it was: a small order under control."""
    engine = engine_for(url)
    with writing(engine) as session:
        under_control(session)
    engine.dispose()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous=OFF"))  # no power is cut
        whole = tmp_path / "whole.db"
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql(f"VACUUM INTO '{whole}'")
            connection.exec_driver_sql("BEGIN")
        return engine, lambda: _copied(engine, whole)
    return engine, lambda: _cloned(engine)


def _copied(engine, whole):
    engine.dispose()
    for suffix in ("-wal", "-shm"):
        whole.with_name(f"srok.db{suffix}").unlink(missing_ok=True)
    shutil.copyfile(whole, engine.url.database)


def _cloned(engine):
    engine.dispose()
    name = engine.url.database
    over = engine_for(engine.url.set(database="postgres").render_as_string())
    with over.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        there = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": f"{name}_whole"})
        if not there.scalar():
            connection.exec_driver_sql(f"CREATE DATABASE {name}_whole TEMPLATE {name}")
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {name}_whole")
    over.dispose()


class Engine(RuleBasedStateMachine):
    """What people and the clock do, done to a database and to the model."""

    def __init__(self, engine, restore):
        super().__init__()
        self.engine, self.restore = engine, restore

    @initialize()
    def put_under_control(self):
        self.restore()
        self.now, self.keyed = instant(date(2024, 2, 12)), []
        with reading(self.engine) as session:
            coordinator, controller = (person_by_email(session, one) for one in (CENTRE, PLAN))
            people = session.exec(select(Person.id, Person.organization_id)).all()
            ones = {row.id: _one(row) for row in session.exec(select(Assignment)).all()}
            roles = {
                (person, one.organization_id): frozenset(
                    ({Role.EXECUTOR} if own == one.organization_id else set())
                    | ({Role.COORDINATOR} if person == coordinator else set())
                    | ({Role.CONTROLLER} if person == controller else set())
                )
                for person, own in people
                for one in ones.values()
            }
            self.model = Model(
                ones=ones,
                occurrences=dict(session.exec(select(Occurrence.id, Occurrence.item_id)).all()),
                rules=dict(session.exec(select(PlanItem.id, PlanItem.roll_up)).all()),
                roles=roles,
            )
            heads = {own: person for person, own in people if person not in {coordinator, controller}}
            self.people, self.heads = (coordinator, controller), heads

    def asked(self, data, ident, passed):
        """What somebody asks of an assignment: more often than not it is somebody who may, from where it stands."""
        one = self.model.ones[ident]
        person = data.draw(st.sampled_from([*self.people, self.heads.get(one.organization_id, self.people[0])]))
        roles = self.model.roles[person, one.organization_id]
        likely = LIFE.triggers_from(one.state, roles) or LIFE.triggers
        trigger = data.draw(st.sampled_from([*likely, *likely, *likely, *LIFE.triggers]))
        self.now += passed
        today = self.now.date()
        in_days = {
            "due_on": data.draw(DAYS if trigger in DATED | {"set_due_date"} else NO_DAY),
            "resume_on": data.draw(DAYS if trigger == "postpone" else NO_DAY),
        }
        reasons = [*RemovalReason] if trigger == "remove" else ["так надо"] * 5 + [""]
        return {
            "trigger": trigger,
            "person_id": person,
            "at": self.now,
            "text": data.draw(st.sampled_from(["сделано"] * 5 + [""])),
            "reason": str(data.draw(st.sampled_from(reasons))),
            "date_unknown": data.draw(st.booleans()),
            **{name: None if days is None else today + timedelta(days=days) for name, days in in_days.items()},
        }

    @rule(
        data=st.data(),
        passed=PASSED,
        keyed=st.sampled_from([True, True, False]),
        seen=st.sampled_from([None, None, None, 0, -1]),
    )
    def one_move(self, data, passed, keyed, seen):
        ident = data.draw(st.sampled_from(sorted(self.model.ones)))
        asked = self.asked(data, ident, passed)
        document = StoredEvidence(name="акт.pdf", sha256="0" * 64, size=1, stored_as=uuid.uuid4().hex)
        brought = (document,) if data.draw(st.booleans()) else ()
        version = self.model.ones[ident].version
        request = Request(
            assignment_id=ident,
            evidence=brought,
            seen_version=None if seen is None else version + seen,
            key=f"key {len(self.keyed)}" if keyed else "",
            **asked,
        )
        if seen == -1:
            with pytest.raises(Stale), writing(self.engine) as session:
                move(session, request, calendar=CALENDAR)
            return
        before, expected = self.model.ones[ident], self.model.move(request)
        found = self.moved(request)
        if not isinstance(expected, One):
            assert found == expected
            return
        _, items = self.model.rolled_up()
        of_item = items[self.model.occurrences[before.occurrence_id]]
        assert found == Moved(
            assignment_id=ident, source=before.state, dest=expected.state, version=version + 1, item_state=of_item
        )
        if keyed:
            self.keyed.append((request, found))

    def moved(self, request):
        """What a move gave, or what refused it."""
        try:
            with writing(self.engine) as session:
                return move(session, request, calendar=CALENDAR)
        except NotAllowed as fault:
            return fault.refused_by
        except TooEarly:
            return ("too_early",)

    @rule(data=st.data())
    def too_early(self, data):
        ident = data.draw(st.sampled_from(sorted(self.model.ones)))
        asked = self.asked(data, ident, timedelta()) | {"at": self.now - timedelta(days=3), "trigger": "comment"}
        expected, found = self.model.move(request := Request(assignment_id=ident, **asked)), self.moved(request)
        assert isinstance(found, Moved) is isinstance(expected, One)

    @rule(data=st.data(), other=st.booleans())
    def a_key_again(self, data, other):
        if not self.keyed:
            return
        request, result = data.draw(st.sampled_from(self.keyed))
        again = replace(request, at=self.now + timedelta(minutes=1))
        if other:
            with pytest.raises(KeyReused), writing(self.engine) as session:
                move(session, replace(again, text="другое"), calendar=CALENDAR)
        else:
            assert self.moved(again) == result

    @rule(data=st.data(), passed=PASSED)
    def a_bulk_step(self, data, passed):
        ids = data.draw(st.lists(st.sampled_from(sorted(self.model.ones)), min_size=1, max_size=8))
        asked = self.asked(data, ids[0], passed) | {"person_id": data.draw(st.sampled_from(self.people))}
        bulk = Bulk(assignment_ids=tuple(ids), **asked)
        expected = self.model.bulk(bulk)
        with writing(self.engine) as session:
            done = move_many(session, bulk, calendar=CALENDAR)
        assert _outcomes(done) == _expected(expected)

    @rule(data=st.data(), passed=st.sampled_from([*SOON, *SOON, timedelta(minutes=11)]))
    def an_undo(self, data, passed):
        person = data.draw(st.sampled_from([*self.people, *self.model.steps, *self.model.steps]))
        self.now += passed
        expected = self.model.undo(person, self.now)
        try:
            with writing(self.engine) as session:
                done = undo_last(session, person_id=person, at=self.now)
        except NothingToUndo:
            assert expected is None
            return
        assert _outcomes(done) == _expected(expected)

    @rule(data=st.data(), stale=st.booleans())
    def a_sweep_notes_when_to_look(self, data, stale):
        one = self.model.ones[data.draw(st.sampled_from(sorted(self.model.ones)))]
        day = self.now.date() + timedelta(days=2)
        with writing(self.engine) as session:
            set_attention(session, {one.id: day}, seen={one.id: one.version + stale})
        if not stale:
            self.model.ones[one.id] = replace(one, attention_on=day)

    @invariant()
    def the_database_is_the_model(self):
        with reading(self.engine) as session:
            found = {row.id: _one(row) for row in session.exec(select(Assignment)).all()}
            states = dict(session.exec(select(Occurrence.id, Occurrence.state)).all())
            items = dict(session.exec(select(PlanItem.id, PlanItem.state)).all())
        assert found == self.model.ones
        assert (states, items) == self.model.rolled_up()
        assert unsound(self.engine) == []


def _one(row):
    return One(**{name: getattr(row, name) for name in COLUMNS})


def _outcomes(done):
    return {
        row.assignment_id: (row.dest, row.version) if isinstance(row, Moved) else row.refused_by for row in done.rows
    }


def _expected(outcomes):
    return {ident: (one.state, one.version) if isinstance(one, One) else one for ident, one in outcomes.items()}


def run(url, tmp_path, *, examples, by=SEED, phases=(Phase.generate, Phase.shrink)):
    engine, restore = databases(url, tmp_path)
    run_state_machine_as_test(
        seed(by)(lambda: Engine(engine, restore)),
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
    engine.dispose()


def test_the_database_is_what_the_model_says_after_every_step(database_url, tmp_path, figures):
    run(database_url, tmp_path, examples=EXAMPLES)
    figures(examples=EXAMPLES, steps=EXAMPLES * STEPS)


def forgets_to_count_moved_dates(patch):
    real = judging.effects
    patch(judging, "effects", lambda *asked, **more: {**real(*asked, **more), "due_moves": 0})


def undoes_nothing(patch):
    patch(operations, "remembered", lambda *_: {})


@pytest.mark.parametrize(
    "bug", [planted.forgets_the_roll_up, planted.forgets_the_key, forgets_to_count_moved_dates, undoes_nothing]
)
def test_a_planted_bug_is_noticed(sqlite_url, tmp_path, monkeypatch, bug):
    bug(monkeypatch.setattr)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever of the checks is the first to see it
        run(sqlite_url, tmp_path, examples=200, by=9, phases=(Phase.generate,))  # a seed that notices them soon
