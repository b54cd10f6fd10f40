"""A package in the hands of whoever changes it: locked, judged by its life, and written with a row of its own chained
history. What a trigger changes beside the state is said in `models.packages`.
"""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlmodel import Session, col

from models.actors import Unknown, actor
from models.held_plans import By
from models.history_rows import package_link
from models.moving import Stale, TooEarly
from models.tables import Order, PackageHistory, PackageRow, Plan, key
from states.package import PACKAGE, PackageMove, PackageState


class HeldPackage:
    """A package, locked until the transaction ends, and who acts on it, on the day it is `by.at` in its plan."""

    def __init__(self, session: Session, package_id: int, by: By) -> None:
        """Lock the package's row.

        Raises:
            Unknown: no such package or person.
            TooEarly: `by.at` is before the package's last change.

        """
        locked = select(PackageRow).where(col(PackageRow.id) == package_id).with_for_update()
        row = session.execute(locked.execution_options(populate_existing=True)).scalar_one_or_none()
        if row is None:
            raise no_package(package_id)
        self.session, self.row, self.by, self.id = session, row, by, package_id
        plan = session.get_one(Plan, row.plan_id)
        self.zone = ZoneInfo(plan.time_zone)
        self.on: date = by.at.astimezone(self.zone).date()
        self.place = f"package {package_id} of order № {session.get_one(Order, plan.order_id).number}"
        self.roles = actor(session, by.person_id).roles(plan_id=row.plan_id, organization_id=None, on=self.on)
        self._refuse_before()

    def _refuse_before(self) -> None:
        of = select(func.max(col(PackageHistory.at))).where(col(PackageHistory.package_id) == self.id)
        last = self.session.execute(of).scalar()
        if last is not None and self.by.at < last:
            said = f"{last.astimezone(self.zone):%Y-%m-%d %H:%M}"
            raise TooEarly(f"{self.place} was last changed at {said}: a change cannot be dated before")

    def refuse_stale(self, seen_version: int | None) -> None:
        """Raise `Stale` where something was done to the package since it was looked at."""
        if seen_version not in {None, self.row.version}:
            raise Stale(f"{self.place} was changed meanwhile: look again and decide anew")

    def judged(self, trigger: str, **facts: Any) -> PackageState:
        """The state it comes to.

        Raises:
            NotAllowed: the package's life refuses, with its codes.

        """
        return PACKAGE.advance(
            self.row.state, trigger, PackageMove(roles=self.roles, on=self.on, reason=self.by.reason, **facts)
        )

    def record(self, trigger: str, dest: PackageState, *, detail: str = "", **values: Any) -> None:
        """Set these columns of the package by compare-and-set, and add the row of its history.

        Raises:
            Stale: the package was changed since it was locked.

        """
        package = self.row
        line = {
            "package_id": self.id,
            "version": package.version + 1,
            "trigger": trigger,
            "source": package.state,
            "dest": dest,
            "at": self.by.at,
            "on": self.on,
            "person_id": self.by.person_id,
            "reason": self.by.reason.strip(),
            "detail": detail,
            "manifest_sha256": values.get("manifest_sha256", package.manifest_sha256),
        }
        link = package_link(package.head, line)
        seen = (col(PackageRow.id) == self.id, col(PackageRow.version) == package.version)
        changed = {**values, "state": dest, "version": package.version + 1, "head": link}
        written: Any = self.session.execute(update(PackageRow).where(*seen).values(changed))
        if written.rowcount != 1:
            raise Stale(f"{self.place} was changed meanwhile: look again and decide anew")
        self.session.execute(insert(PackageHistory), [{**line, "hash": link}])


def no_package(package_id: int) -> Unknown:
    """The fault of asking for a package that is not there."""
    return Unknown(f"there is no package {package_id}: see `srok package list`")


def new_package(session: Session, **values: Any) -> int:
    """A package that nothing has been done to yet; its id."""
    row = PackageRow(**values)
    session.add(row)
    session.flush()
    return key(row.id)
