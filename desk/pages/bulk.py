"""Doing one thing to many assignments: what is chosen is tried, shown and confirmed, then done as one step; and undone.

Nothing is done that was not promised: where less could be done than the page said, nothing is, and the page says anew.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Form
from pydantic import BeforeValidator
from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import LARGEST_ID, Asked, Asking
from desk.bulk_asking import ASKS
from desk.bulk_doing import LessThanPromised, Outcome, make_step, try_step, undo_step, visible, would_be
from desk.forms import Posted
from desk.moves import Key, Words
from desk.pages.attention import plans_of
from desk.routes import Room
from desk.work_filter import Ident, filter_of
from models.operations import NothingToUndo
from models.queries.work_table import MOST, WorkLine, work_ids, work_lines
from states.assignment import RemovalReason

room = Room()
NAMED = 12
"""How many of the assignments a page names before the others wait behind a click."""

_NUMBER = re.compile("[1-9][0-9]{0,9}")
Day = Annotated[date | None, BeforeValidator(lambda day: day or None)]


class Chosen(Posted):
    """What somebody chose of the table: assignments by their ids, or `every` one that fits the filter `query`."""

    trigger: str
    ids: tuple[Ident, ...] = ()
    every: bool = False
    query: str = ""


class Confirmed(Posted):
    """A step as it was confirmed: the ids by commas, how many were `promised`, what the step asks for."""

    trigger: str
    ids: str
    query: str = ""
    promised: int
    key: Key
    reason: Words = ""
    due_on: Day = None
    resume_on: Day = None


class Undone(Posted):
    """The step to be undone."""

    step: int
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What was filled in, the names of fields that still want it, and whether the promise could not be kept so."""

    reason: str = ""
    due_on: date | None = None
    resume_on: date | None = None
    missing: tuple[str, ...] = ()
    less: bool = False

    @property
    def status(self) -> int:
        """How the page is answered."""
        return 422 if self.missing else 409 if self.less else 200


@room.act("/assignments/bulk", may=SUPERVISOR)
def choose(asked: Asking, form: Annotated[Chosen, Form()]) -> Response:
    """Try a step on what was chosen, and ask whether that is wanted. Nothing is changed."""
    if form.trigger not in ASKS:
        return asked.page("failure.html.j2", status=422, code="not_understood")
    lines = _chosen(asked, form)
    if not lines:
        return asked.page("bulk_nothing.html.j2", status=422, query=_query(form.query))
    return _confirmation(asked, form, try_step(asked, form.trigger, lines), Filled())


@room.act("/assignments/bulk/do", may=SUPERVISOR)
def do(asked: Asking, form: Annotated[Confirmed, Form()]) -> Response:
    """Make the step, if all that was promised can be done."""
    if form.trigger not in ASKS:
        return asked.page("failure.html.j2", status=422, code="not_understood")
    lines = visible(asked, _ids(form.ids))
    filled = Filled(reason=form.reason, due_on=form.due_on, resume_on=form.resume_on, missing=_missing(form))
    if filled.missing:
        return _confirmation(asked, form, try_step(asked, form.trigger, lines), filled)
    try:
        outcome = make_step(asked, form.trigger, lines, promised=form.promised, key=form.key, **_said(form))
    except LessThanPromised as fault:
        return _confirmation(asked, form, would_be(lines, fault), replace(filled, less=True))
    return asked.page("bulk_done.html.j2", trigger=form.trigger, outcome=outcome, query=_query(form.query), named=NAMED)


@room.act("/assignments/bulk/undo", may=SUPERVISOR)
def undo(asked: Asking, form: Annotated[Undone, Form()]) -> Response:
    """Take the visitor's last step back, if it is still the one the page was about."""
    query = _query(form.query)
    try:
        outcome = undo_step(asked, form.step)
    except NothingToUndo:
        return asked.page("bulk_undone.html.j2", status=409, outcome=None, query=query, named=NAMED)
    return asked.page("bulk_undone.html.j2", outcome=outcome, query=query, named=NAMED)


def _query(query: str) -> str:
    return filter_of(query).query


def _chosen(asked: Asked, form: Chosen) -> tuple[WorkLine, ...]:
    if not form.every:
        return visible(asked, form.ids[:MOST])
    wanted = filter_of(form.query).wanted(plan_ids=plans_of(asked), today=asked.today)
    with asked.reading() as session:
        ids = work_ids(session, wanted, today=asked.today, limit=MOST)
        return work_lines(session, ids, plan_ids=plans_of(asked), today=asked.today)


def _ids(said: str) -> list[int]:
    """The ids of a form, as far as they can be some."""
    words = (word for word in said.split(",") if _NUMBER.fullmatch(word))
    return [number for number in map(int, words) if number <= LARGEST_ID][:MOST]


def _said(form: Confirmed) -> dict[str, Any]:
    unknown = form.trigger == "postpone" and form.resume_on is None
    return {"reason": form.reason, "due_on": form.due_on, "resume_on": form.resume_on, "date_unknown": unknown}


def _missing(form: Confirmed) -> tuple[str, ...]:
    asks = ASKS[form.trigger]
    reason = asks.reason == "required" and not form.reason.strip()
    wrong = asks.removal and form.reason not in set(RemovalReason)
    undated = asks.due_on == "required" and form.due_on is None
    return tuple(name for name, is_missing in (("reason", reason or wrong), ("due_on", undated)) if is_missing)


def _confirmation(asked: Asked, form: Chosen | Confirmed, outcome: Outcome, filled: Filled) -> Response:
    return asked.page(
        "bulk.html.j2",
        status=filled.status,
        trigger=form.trigger,
        outcome=outcome,
        asks=ASKS[form.trigger],
        query=_query(form.query),
        filled=filled,
        reasons=tuple(RemovalReason),
        named=NAMED,
        ids=",".join(str(line.id) for line in outcome.done),
    )
