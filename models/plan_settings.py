"""What is set of a plan's chasing: its ladder, its pauses. Each change is a row of the plan's own chained history, in
the caller's transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col

from models.actors import actor
from models.history_rows import plan_link
from models.ladders import fingerprint, snapshots, stored
from models.moving import Stale, TooEarly
from models.order_by_number import order_by_number
from models.tables import Plan, PlanHistory, key
from states.fault import Fault
from states.policy import Action, refuse_others
from states.rungs import Ladder, ladder_from

SET_LADDER, PAUSE, RESUME = "set_ladder", "pause", "resume"
"""The lines of a plan's history. Of a ladder `detail` is how its fingerprint changed, of a pause until when it is."""

_SHOWN = 12


class NotSettable(Fault):
    """A setting of a plan that cannot be so; the text says why and what to do. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class By:
    """Who changes a setting, when, and why."""

    person_id: int
    at: datetime
    reason: str = ""


def set_ladder(session: Session, order: str, ladder: Ladder, *, by: By) -> None:
    """Give the plan of an order another ladder. What has been said stays said: a rung is known by its code.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's controllers may.
        NotSettable: it is the plan's ladder already.
        TooEarly, Stale: see `_Held`.

    """
    held = _Held(session, order, by)
    held.refuse_others(Action.EDIT_LADDER)
    before = ladder_from(held.plan.ladder)
    if ladder == before:
        raise NotSettable(f"{held.place} has this ladder already: nothing to do")
    snapshots(session, [before, ladder])
    prints = (fingerprint(one)[:_SHOWN] for one in (before, ladder))
    held.record(SET_LADDER, detail=" → ".join(prints), ladder=stored(ladder))


def pause(session: Session, order: str, *, until: date | None, by: By) -> date:
    """Let nothing be said of an order's plan from today until a day, included, or until it is resumed; the first day.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's controllers and administrators may.
        NotSettable: there is no reason, the day is past, or the plan is paused already.
        TooEarly, Stale: see `_Held`.

    """
    held = _Held(session, order, by)
    held.refuse_others(Action.PAUSE_PLAN)
    if not by.reason.strip():
        raise NotSettable(f"{held.place}: say why its letters are to be silent: --reason")
    if until is not None and until < held.on:
        raise NotSettable(f"{held.place}: {until} is past: choose a day from {held.on} on")
    if held.paused and held.plan.paused_until == until:
        raise NotSettable(f"{held.place} is paused already: `srok plan resume` ends it")
    since = held.plan.paused_on if held.paused and held.plan.paused_on else held.on
    held.record(PAUSE, detail=f"until {until or 'resumed'}", paused_on=since, paused_until=until)
    return since


def resume(session: Session, order: str, *, by: By) -> None:
    """Let the letters of an order's plan go on: the next sweep catches up.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        NotPermitted: only the plan's controllers and administrators may.
        NotSettable: it is not paused.
        TooEarly, Stale: see `_Held`.

    """
    held = _Held(session, order, by)
    held.refuse_others(Action.PAUSE_PLAN)
    if not held.paused:
        raise NotSettable(f"{held.place} is not paused: its letters go on")
    held.record(RESUME, paused_on=None, paused_until=None)


class _Held:
    """A plan, locked until the transaction ends, on the day it is `by.at` there.

    Raises:
        TooEarly: `at` is before the plan's last change.
        Stale: the plan was changed meanwhile.

    """

    def __init__(self, session: Session, order: str, by: By) -> None:
        found = order_by_number(session, order)
        locked = select(Plan).where(col(Plan.order_id) == found.id).with_for_update()
        self.session, self.by = session, by
        self.plan = session.execute(locked.execution_options(populate_existing=True)).scalar_one()
        self.place = f"order № {found.number}"
        self.on = by.at.astimezone(ZoneInfo(self.plan.time_zone)).date()
        last = session.execute(
            select(func.max(col(PlanHistory.at))).where(col(PlanHistory.plan_id) == self.plan.id)
        ).scalar()
        if last is not None and by.at < last:
            raise TooEarly(
                f"{self.place} was last changed at {last:%d.%m.%Y %H:%M} UTC: a change cannot be dated before"
            )

    @property
    def paused(self) -> bool:
        """Whether its letters are silent today."""
        until = self.plan.paused_until
        return self.plan.paused_on is not None and (until is None or self.on <= until)

    def refuse_others(self, action: Action) -> None:
        """Let whoever may pass."""
        who = actor(self.session, self.by.person_id)
        roles = who.roles(plan_id=key(self.plan.id), organization_id=None, on=self.on)
        refuse_others(action, roles, place=self.place)

    def record(self, trigger: str, *, detail: str = "", **values: Any) -> None:
        """Set these columns of the plan by compare-and-set, and add the row of its history."""
        plan = self.plan
        row = {
            "plan_id": key(plan.id),
            "version": plan.version + 1,
            "trigger": trigger,
            "role": None,
            "before_id": None,
            "after_id": None,
            "at": self.by.at,
            "on": self.on,
            "person_id": self.by.person_id,
            "reason": self.by.reason.strip(),
            "detail": detail,
        }
        link = plan_link(plan.head, row)
        seen = (col(Plan.id) == plan.id, col(Plan.version) == plan.version)
        changed = {**values, "version": plan.version + 1, "head": link}
        written: Any = self.session.execute(update(Plan).where(*seen).values(changed))
        if written.rowcount != 1:
            raise Stale(f"{self.place} was changed meanwhile: look again and decide anew")
        self.session.execute(insert(PlanHistory), [{**row, "hash": link}])
