"""What is set of a plan: its ladder, its pauses, the operator its packages go to. Each change is a row of the plan's
own chained history, in the caller's transaction.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.held_plans import By, HeldPlan
from models.ladders import fingerprint, snapshots, stored
from models.order_by_number import plan_by_number
from models.tables import Plan
from states.fault import Fault
from states.policy import Action
from states.rungs import Ladder, ladder_from

SET_LADDER, PAUSE, RESUME, SET_OPERATOR = "set_ladder", "pause", "resume", "set_operator"
"""The lines of a plan's history. Of a ladder `detail` is how its fingerprint changed, of a pause until when it is, of
the operator which address was replaced by which.
"""

_SHOWN = 12


class NotSettable(Fault):
    """A setting of a plan that cannot be so; the text says why and what to do. Nothing was changed."""


def set_ladder(session: Session, order: str, ladder: Ladder, *, by: By) -> None:
    """Give the plan of an order another ladder. What has been said stays said: a rung is known by its code.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's controllers may.
        NotSettable: it is the plan's ladder already.
        TooEarly, Stale: see `HeldPlan`.

    """
    held = _held(session, order, by)
    held.refuse_others(Action.EDIT_LADDER)
    before = ladder_from(held.plan.ladder)
    if ladder == before:
        raise NotSettable(f"{held.place} has this ladder already: nothing to do")
    snapshots(session, [before, ladder])
    prints = (fingerprint(one)[:_SHOWN] for one in (before, ladder))
    held.record(SET_LADDER, line={"detail": " → ".join(prints)}, ladder=stored(ladder))


def pause(session: Session, order: str, *, until: date | None, by: By) -> date:
    """Let nothing be said of an order's plan from today until a day, included, or until it is resumed; the first day.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's controllers and administrators may.
        NotSettable: there is no reason, the day is past, or the plan is paused already.
        TooEarly, Stale: see `HeldPlan`.

    """
    held = _held(session, order, by)
    held.refuse_others(Action.PAUSE_PLAN)
    if not by.reason.strip():
        raise NotSettable(f"{held.place}: say why its letters are to be silent: --reason")
    if until is not None and until < held.on:
        raise NotSettable(f"{held.place}: {until} is past: choose a day from {held.on} on")
    if _is_paused(held) and held.plan.paused_until == until:
        raise NotSettable(f"{held.place} is paused already: `srok plan resume` ends it")
    since = held.plan.paused_on if _is_paused(held) and held.plan.paused_on else held.on
    held.record(PAUSE, line={"detail": f"until {until or 'resumed'}"}, paused_on=since, paused_until=until)
    return since


def resume(session: Session, order: str, *, by: By) -> None:
    """Let the letters of an order's plan go on: the next sweep catches up.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's controllers and administrators may.
        NotSettable: it is not paused.
        TooEarly, Stale: see `HeldPlan`.

    """
    held = _held(session, order, by)
    held.refuse_others(Action.PAUSE_PLAN)
    if not _is_paused(held):
        raise NotSettable(f"{held.place} is not paused: its letters go on")
    held.record(RESUME, line={}, paused_on=None, paused_until=None)


class Operator(NamedTuple):
    """Who receives a plan's packages: a name as it is written on a letter, and an address."""

    name: str
    email: str

    def __str__(self) -> str:
        """«Name <address>», or the address alone."""
        return f"{self.name} <{self.email}>" if self.name else self.email


def set_operator(session: Session, order: str, operator: Operator, *, by: By) -> None:
    """Say to whom the packages of an order's plan are sent; the address must be one that letters can go to.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's coordinator, its controllers and administrators may.
        NotSettable: it is so already.
        TooEarly, Stale: see `HeldPlan`.

    """
    held = _held(session, order, by)
    held.refuse_others(Action.SET_OPERATOR)
    before = Operator(held.plan.operator_name, held.plan.operator_email)
    if operator == before:
        raise NotSettable(f"{held.place}: its packages go to {operator.email} already: nothing to do")
    detail = f"{before.email or '–'} → {operator.email}"
    held.record(SET_OPERATOR, line={"detail": detail}, operator_name=operator.name, operator_email=operator.email)


def operator_of(session: Session, plan_id: int) -> Operator:
    """Who receives a plan's packages; both are empty where nobody has said."""
    columns = (col(Plan.operator_name), col(Plan.operator_email))
    return Operator(*session.execute(select(*columns).where(col(Plan.id) == plan_id)).one())


def _held(session: Session, order: str, by: By) -> HeldPlan:
    return HeldPlan(session, plan_by_number(session, order), by)


def _is_paused(held: HeldPlan) -> bool:
    """Whether its letters are silent today."""
    until = held.plan.paused_until
    return held.plan.paused_on is not None and (until is None or held.on <= until)
