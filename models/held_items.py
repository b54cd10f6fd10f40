"""An item in the hands of whoever changes it: locked, judged by the policy, and written with a row of its own chained
history. What is changed, and when that is allowed, is said elsewhere.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col

from models.actors import Unknown, actor
from models.history_rows import item_link
from models.moving import Stale, TooEarly
from models.tables import Assignment, ItemHistory, Occurrence, Plan, PlanItem, key
from states.policy import Action, refuse_others


def no_item(item_id: int) -> Unknown:
    """The fault of asking for an item that is not there."""
    return Unknown(f"there is no item {item_id}: see `srok items`")


def lock_assignments(session: Session, item_ids: Collection[int]) -> None:
    """Lock the assignments of these items in the order of their ids. Whoever is to hold several items asks for this
    first: every writer locks assignments before items.
    """
    of_items = select(col(Occurrence.id)).where(col(Occurrence.item_id).in_(sorted(item_ids)))
    locked = select(col(Assignment.id)).where(col(Assignment.occurrence_id).in_(of_items))
    session.execute(locked.order_by(col(Assignment.id)).with_for_update())


def refuse_changed(session: Session, item_id: int, *, seen: int) -> None:
    """Hold an item for whoever saw it at this version, until the transaction ends.

    Raises:
        Stale: something has been done to the item since.

    """
    lock_assignments(session, [item_id])
    now = session.execute(select(col(PlanItem.version)).where(col(PlanItem.id) == item_id).with_for_update()).scalar()
    if now != seen:
        raise Stale(f"item {item_id} is at version {now}, you looked at {seen}: look again and decide anew")


class HeldItem:
    """An item with its assignments, locked until the transaction ends, and who acts on it and when."""

    def __init__(self, session: Session, item_id: int, *, person_id: int, at: datetime) -> None:
        """Lock, in the order that every writer locks in: assignments, then their item.

        Raises:
            Unknown: no such item or person.
            TooEarly: `at` is before the item's last change.

        """
        self.session, self.person_id, self.at = session, person_id, at
        lock_assignments(session, [item_id])
        locked = select(PlanItem).where(col(PlanItem.id) == item_id).with_for_update()
        item = session.execute(locked.execution_options(populate_existing=True)).scalar_one_or_none()
        if item is None:
            raise no_item(item_id)
        self.item = item
        self.plan = session.get_one(Plan, item.plan_id)
        self.on: date = at.astimezone(ZoneInfo(self.plan.time_zone)).date()
        self.roles = actor(session, person_id).roles(plan_id=item.plan_id, organization_id=None, on=self.on)
        self._refuse_before()

    def _refuse_before(self) -> None:
        of = select(func.max(ItemHistory.at)).where(col(ItemHistory.item_id) == self.item.id)
        last = self.session.execute(of).scalar()
        if last is not None and self.at < last:
            day = f"{last:%d.%m.%Y %H:%M} UTC"
            raise TooEarly(f"item {self.item.number} was last changed at {day}: a change cannot be dated before")

    def refuse_others(self, action: Action) -> None:
        """Raise `NotPermitted` for whom the policy does not let do this."""
        refuse_others(action, self.roles, place=f"item {self.item.number}")

    def record(self, trigger: str, *, reason: str = "", detail: str = "", **values: Any) -> None:
        """Set these columns of the item by compare-and-set, and add the row of its history.

        Raises:
            Stale: the item was changed since it was locked.

        """
        item = self.item
        row = {
            "item_id": key(item.id),
            "version": item.version + 1,
            "trigger": str(trigger),
            "source": item.control,
            "dest": values.get("control", item.control),
            "at": self.at,
            "on": self.on,
            "person_id": self.person_id,
            "reason": reason.strip(),
            "detail": detail,
        }
        link = item_link(item.head, row)
        seen = (col(PlanItem.id) == item.id, col(PlanItem.version) == item.version)
        changes = {**values, "version": item.version + 1, "head": link}
        written: Any = self.session.execute(update(PlanItem).where(*seen).values(changes))
        if written.rowcount != 1:
            raise Stale(f"item {item.number} was changed meanwhile: look again and decide anew")
        self.session.execute(insert(ItemHistory), [{**row, "hash": link}])
