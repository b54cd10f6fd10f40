"""python-statemachine on the SQLAlchemy ORM: a machine around each row, as its documentation does it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from statemachine import State, StateMachine

from benchmarks.moves_life import AT, ON, TEXT
from benchmarks.moves_orm import Assignment, History, engine_for


class Life(StateMachine):
    """The life of an assignment as python-statemachine declares it."""

    assigned, in_progress, reported = State(initial=True), State(), State()
    returned, accepted, postponed, removed = State(), State(), State(), State()

    start = assigned.to(in_progress)
    report = reported.from_(assigned, in_progress, returned, cond="has_text")
    recall = reported.to(in_progress)
    send_back = reported.to(returned, cond="has_reason")
    accept = reported.to(accepted)
    accept_directly = accepted.from_(assigned, in_progress, returned, cond="has_reason")
    reopen = accepted.to(returned, cond="has_reason")
    postpone = postponed.from_(assigned, in_progress, returned, cond="has_reason")
    resume = postponed.to(in_progress)
    remove = removed.from_(assigned, in_progress, returned, reported, postponed, cond="has_reason")
    restore = removed.to(in_progress, cond="has_reason")

    def has_text(self, text: str = "") -> bool:
        """A report must say what was done."""
        return bool(text.strip())

    def has_reason(self, reason: str = "") -> bool:
        """The move must be explained."""
        return bool(reason.strip())


class Mover:
    """A move is get, machine, attributes, add; many are one query, a loop of these, one flush."""

    def __init__(self, url: str, *, full: bool) -> None:
        self.engine = engine_for(url, full=full)

    def move(self, one: int) -> None:
        with Session(self.engine) as session, session.begin():
            row = session.get_one(Assignment, one)
            source = row.state
            Life(row).report(text=TEXT)
            row.reported_on, row.reported_by = ON, 7
            row.reports += 1
            session.add(_made(row, "report", source, text=TEXT))

    def accept(self, ids: Sequence[int]) -> None:
        with Session(self.engine) as session, session.begin():
            for row in session.scalars(select(Assignment).where(Assignment.id.in_(ids))):
                source = row.state
                Life(row).accept()
                row.attention_on = None
                session.add(_made(row, "accept", source))

    def close(self) -> None:
        self.engine.dispose()


def _made(row: Assignment, trigger: str, source: str, **words: Any) -> History:
    values = {"trigger": trigger, "source": source, "dest": row.state, "at": AT, "on": ON, "person_id": 7}
    return History(assignment_id=row.id, version=row.version + 1, **values, **words)
