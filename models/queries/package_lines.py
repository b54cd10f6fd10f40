"""Packages as the desk lists them: by plan, with the orders they are of. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Order, PackageRow, Plan
from states.package import PackageState


@dataclass(frozen=True, kw_only=True)
class PackageLine:
    """A package in a list. `number` is 0, or that of an addendum."""

    id: int
    begins_on: date
    ends_on: date
    number: int
    state: PackageState
    edition: int
    cut_off: date | None
    sent_to: str
    operator_number: str
    operator_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlanPackages:
    """A plan with the packages there are of it, the latest first, and the days on which it is reported on."""

    plan_id: int
    order: str
    title: str
    operator: str
    reporting_dates: tuple[date, ...]
    packages: tuple[PackageLine, ...]


_FIELDS = tuple(PackageLine.__dataclass_fields__)


def plan_packages(session: Session, *, plan_ids: Collection[int] | None) -> tuple[PlanPackages, ...]:
    """These plans, or all, with their packages."""
    columns: list[Any] = [
        Plan.id,
        Order.number,
        Plan.title,
        Plan.operator_name,
        Plan.operator_email,
        Plan.reporting_dates,
    ]
    plans = select(*columns).join(Order, col(Order.id) == Plan.order_id).order_by(col(Plan.id).desc())
    of: list[Any] = [PackageRow.plan_id, *(getattr(PackageRow, name) for name in _FIELDS)]
    packages = select(*of).order_by(col(PackageRow.ends_on).desc(), col(PackageRow.number).desc())
    if plan_ids is not None:
        plans, packages = plans.where(col(Plan.id).in_(plan_ids)), packages.where(col(PackageRow.plan_id).in_(plan_ids))
    of_plan: dict[int, list[PackageLine]] = {}
    for plan_id, *values in session.execute(packages):
        of_plan.setdefault(plan_id, []).append(PackageLine(**dict(zip(_FIELDS, values, strict=True))))
    return tuple(
        PlanPackages(
            plan_id=row[0],
            order=row[1],
            title=row[2],
            operator=row[3] or row[4],
            reporting_dates=tuple(date.fromisoformat(day) for day in row[5]),
            packages=tuple(of_plan.get(row[0], ())),
        )
        for row in session.execute(plans)
    )
