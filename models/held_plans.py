"""A plan in the hands of whoever changes it: locked, judged by the policy, and written with a row of its own chained
history. What is changed, and when that is allowed, is said elsewhere.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col

from models.actors import Unknown, actor
from models.history_rows import plan_link
from models.moving import Stale, TooEarly
from models.tables import Order, Plan, PlanHistory, key
from states.policy import Action, refuse_others


@dataclass(frozen=True, kw_only=True)
class By:
    """Who changes a plan or a package, when, and why; None is the clock."""

    person_id: int | None
    at: datetime
    reason: str = ""


class HeldPlan:
    """A plan, locked until the transaction ends, and who acts on it, on the day it is `by.at` there."""

    def __init__(self, session: Session, plan_id: int, by: By) -> None:
        """Lock the plan's row.

        Raises:
            Unknown: no such plan.
            TooEarly: `at` is before the plan's last change.

        """
        locked = select(Plan).where(col(Plan.id) == plan_id).with_for_update()
        plan = session.execute(locked.execution_options(populate_existing=True)).scalar_one_or_none()
        if plan is None:
            raise Unknown(f"there is no plan {plan_id}: see `srok items`")
        self.session, self.plan, self.by = session, plan, by
        self.place = f"order № {session.get_one(Order, plan.order_id).number}"
        self.on: date = by.at.astimezone(ZoneInfo(plan.time_zone)).date()
        self._refuse_before()

    def _refuse_before(self) -> None:
        of = select(func.max(col(PlanHistory.at))).where(col(PlanHistory.plan_id) == self.plan.id)
        last = self.session.execute(of).scalar()
        if last is not None and self.by.at < last:
            day = f"{last:%d.%m.%Y %H:%M} UTC"
            raise TooEarly(f"{self.place} was last changed at {day}: a change cannot be dated before")

    def refuse_others(self, action: Action) -> None:
        """Raise `NotPermitted` for whom the policy does not let do this."""
        who = actor(self.session, self.by.person_id)
        roles = who.roles(plan_id=key(self.plan.id), organization_id=None, on=self.on)
        refuse_others(action, roles, place=self.place)

    def record(self, trigger: str, *, line: dict[str, Any], **values: Any) -> None:
        """Set these columns of the plan by compare-and-set, and add the row of its history, of which `line` is what is
        not alike in every one.

        Raises:
            Stale: the plan was changed since it was locked.

        """
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
            "detail": "",
            **line,
        }
        link = plan_link(plan.head, row)
        seen = (col(Plan.id) == plan.id, col(Plan.version) == plan.version)
        changed = {**values, "version": plan.version + 1, "head": link}
        written: Any = self.session.execute(update(Plan).where(*seen).values(changed))
        if written.rowcount != 1:
            raise Stale(f"{self.place} was changed meanwhile: look again and decide anew")
        self.session.execute(insert(PlanHistory), [{**row, "hash": link}])
