"""Doing one thing to many assignments: what is chosen is tried, shown and confirmed, then done as one step; and undone.

Nothing is done that was not promised: where less could be done than the page said, nothing is, and the page says anew.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Form
from pydantic import BeforeValidator, StringConstraints
from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import LARGEST_ID, Asked, Asking, Ident, inside
from desk.bulk_asking import ASKS
from desk.bulk_doing import (
    NAMED,
    LessThanPromised,
    Outcome,
    Promise,
    changed_since,
    make_step,
    try_step,
    undo_step,
    visible,
    would_be,
)
from desk.forms import Address, Key, Posted, Words
from desk.pages.attention import plans_of
from desk.routes import Room
from desk.work_filter import filter_of
from models.operations import NothingToUndo
from models.queries.history_facts import Since
from models.queries.work_table import MOST, WorkLine, work_ids, work_lines
from states.assignment import RemovalReason

room = Room()
TABLE = "/assignments"
_SHOWN = re.compile("([1-9][0-9]{0,9})(?::([0-9]{1,9}))?")
"""An assignment as a form names it: its id, and the version that the page showed."""

Day = Annotated[date | None, BeforeValidator(lambda day: day or None)]


class Leading(Posted):
    """A form that knows where its visitor came from, and leads back there."""

    back: Address = TABLE

    @property
    def leads_back(self) -> str:
        """The path of the page they come from."""
        return inside(self.back)


class Chosen(Leading):
    """What somebody chose: assignments by their ids, or `every` one that fits the filter `query` of the table."""

    trigger: str
    ids: tuple[Ident, ...] = ()
    every: bool = False
    query: Address = ""
    back: Address = ""

    @property
    def leads_back(self) -> str:
        """The path of the page they come from."""
        query = filter_of(self.query).query
        return inside(self.back or TABLE + (f"?{query}" if query else ""))


class Confirmed(Leading):
    """A step as it was confirmed: the ids by commas with the versions that were shown, how many were `promised`, what
    the step asks for.
    """

    trigger: str
    ids: Annotated[str, StringConstraints(max_length=30_000)]
    promised: int
    key: Key
    reason: Words = ""
    due_on: Day = None
    resume_on: Day = None

    @property
    def promise(self) -> Promise:
        """What the page had said."""
        return Promise(count=self.promised, seen={ident: seen for ident, seen in _shown(self.ids) if seen is not None})


class Undone(Leading):
    """The step to be undone."""

    step: int


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What was filled in, the names of fields that still want it, and whether the promise could not be kept so."""

    reason: str = ""
    due_on: date | None = None
    resume_on: date | None = None
    missing: tuple[str, ...] = ()
    less: bool = False
    since: tuple[Since, ...] = ()

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
        return asked.page("bulk_nothing.html.j2", status=422, back=form.leads_back)
    return _confirmation(asked, form, try_step(asked, form.trigger, lines), Filled())


@room.act("/assignments/bulk/do", may=SUPERVISOR)
def do(asked: Asking, form: Annotated[Confirmed, Form()]) -> Response:
    """Make the step, if all that was promised can be done."""
    if form.trigger not in ASKS:
        return asked.page("failure.html.j2", status=422, code="not_understood")
    lines = visible(asked, [ident for ident, _ in _shown(form.ids)])
    filled = Filled(reason=form.reason, due_on=form.due_on, resume_on=form.resume_on, missing=_missing(form))
    if filled.missing:
        return _confirmation(asked, form, try_step(asked, form.trigger, lines), filled)
    try:
        outcome = make_step(asked, form.trigger, lines, promise=form.promise, key=form.key, **_said(form))
    except LessThanPromised as fault:
        lines = visible(asked, [line.id for line in lines])
        filled = replace(filled, less=True, since=changed_since(asked, lines, form.promise))
        return _confirmation(asked, form, would_be(lines, fault), filled)
    return asked.page("bulk_done.html.j2", trigger=form.trigger, outcome=outcome, back=form.leads_back, named=NAMED)


@room.act("/assignments/bulk/undo", may=SUPERVISOR)
def undo(asked: Asking, form: Annotated[Undone, Form()]) -> Response:
    """Take the visitor's last step back, if it is still the one the page was about."""
    back = form.leads_back
    try:
        outcome = undo_step(asked, form.step)
    except NothingToUndo:
        return asked.page("bulk_undone.html.j2", status=409, outcome=None, back=back, named=NAMED)
    return asked.page("bulk_undone.html.j2", outcome=outcome, back=back, named=NAMED)


def _chosen(asked: Asked, form: Chosen) -> tuple[WorkLine, ...]:
    if not form.every:
        return visible(asked, form.ids[:MOST])
    wanted = filter_of(form.query).wanted(plan_ids=plans_of(asked), today=asked.today)
    with asked.reading() as session:
        ids = work_ids(session, wanted, today=asked.today, limit=MOST)
        return work_lines(session, ids, plan_ids=plans_of(asked), today=asked.today)


def _shown(said: str) -> list[tuple[int, int | None]]:
    """The ids of a form, as far as they can be some, each with the version that was shown."""
    words = (_SHOWN.fullmatch(word) for word in said.split(","))
    found = [(int(word[1]), int(word[2]) if word[2] else None) for word in words if word]
    return [(ident, seen) for ident, seen in found if ident <= LARGEST_ID][:MOST]


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
        back=form.leads_back,
        filled=filled,
        reasons=tuple(RemovalReason),
        named=NAMED,
        ids=",".join(f"{line.id}:{line.version}" for line in outcome.done),
    )
