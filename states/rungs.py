"""What a ladder is made of: who is told what, how many working days before or after which day. Data only: no calendar,
no assignment is here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FOR_EVER = 0


class Addressee(StrEnum):
    """Whom a rung speaks to, from the bottom of the ladder to its top."""

    EXECUTOR = "executor"
    COORDINATOR = "coordinator"
    PLAN_CONTROLLER = "plan_controller"
    ORDER_CONTROLLER = "order_controller"


class Anchor(StrEnum):
    """The day a rung counts from. RESUME is the day until which something was postponed, UNDATED the day of issue of
    what has no due date or was postponed without a day; EXTENSION and DECLINED are the days since which a request for
    a later date, or a "not addressed to us", waits for an answer; PACKAGE is a day on which the plan is reported on.
    """

    ISSUED = "issued"
    DUE = "due"
    RETURNED = "returned"
    REPORTED = "reported"
    RESUME = "resume"
    UNDATED = "undated"
    EXTENSION = "extension"
    DECLINED = "declined"
    PACKAGE = "package"


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One thing the ladder says: `after` working days from the anchor (negative: before it), then every `every` working
    days or on Mondays, `times` in all (FOR_EVER: without end). Only for terms of more than `min_term` working days, and
    only while more than `share` percent of those who had to report on the item are late.
    """

    code: str
    to: Addressee
    anchor: Anchor
    after: int
    every: int = 0
    mondays: bool = False
    times: int = 1
    min_term: int = 0
    share: int = 0

    def __hash__(self) -> int:
        """By the code alone: rungs are looked up far more often than two have the same."""
        return hash(self.code)


Ladder = tuple[Rung, ...]

_A = Addressee
DEFAULT_LADDER: Ladder = (
    Rung(code="executor.issued", to=_A.EXECUTOR, anchor=Anchor.ISSUED, after=0),
    Rung(code="executor.in_10_days", to=_A.EXECUTOR, anchor=Anchor.DUE, after=-10, min_term=20),
    Rung(code="executor.in_5_days", to=_A.EXECUTOR, anchor=Anchor.DUE, after=-5),
    Rung(code="executor.tomorrow", to=_A.EXECUTOR, anchor=Anchor.DUE, after=-1),
    Rung(code="executor.today", to=_A.EXECUTOR, anchor=Anchor.DUE, after=0),
    Rung(code="executor.overdue", to=_A.EXECUTOR, anchor=Anchor.DUE, after=1),
    Rung(code="executor.every_2_days", to=_A.EXECUTOR, anchor=Anchor.DUE, after=3, every=2, times=5),
    Rung(code="executor.weekly", to=_A.EXECUTOR, anchor=Anchor.DUE, after=16, every=5, times=FOR_EVER),
    Rung(code="executor.returned", to=_A.EXECUTOR, anchor=Anchor.RETURNED, after=0),
    Rung(code="coordinator.overdue", to=_A.COORDINATOR, anchor=Anchor.DUE, after=3),
    Rung(code="coordinator.not_reviewed", to=_A.COORDINATOR, anchor=Anchor.REPORTED, after=3),
    Rung(code="coordinator.not_resumed", to=_A.COORDINATOR, anchor=Anchor.RESUME, after=0, every=5, times=FOR_EVER),
    Rung(code="coordinator.undated", to=_A.COORDINATOR, anchor=Anchor.UNDATED, after=10, every=10, times=FOR_EVER),
    Rung(code="plan_controller.overdue", to=_A.PLAN_CONTROLLER, anchor=Anchor.DUE, after=5),
    Rung(code="plan_controller.not_reviewed", to=_A.PLAN_CONTROLLER, anchor=Anchor.REPORTED, after=5),
    Rung(code="order_controller.overdue", to=_A.ORDER_CONTROLLER, anchor=Anchor.DUE, after=10),
    Rung(
        code="order_controller.mondays",
        to=_A.ORDER_CONTROLLER,
        anchor=Anchor.DUE,
        after=11,
        mondays=True,
        times=FOR_EVER,
    ),
    Rung(code="coordinator.extension_undecided", to=_A.COORDINATOR, anchor=Anchor.EXTENSION, after=1),
    Rung(code="plan_controller.extension_undecided", to=_A.PLAN_CONTROLLER, anchor=Anchor.EXTENSION, after=3),
    Rung(code="coordinator.declined", to=_A.COORDINATOR, anchor=Anchor.DECLINED, after=0),
    Rung(code="plan_controller.declined", to=_A.PLAN_CONTROLLER, anchor=Anchor.DECLINED, after=3),
    Rung(code="coordinator.many_late", to=_A.COORDINATOR, anchor=Anchor.DUE, after=1, share=20),
    Rung(code="coordinator.package_in_20_days", to=_A.COORDINATOR, anchor=Anchor.PACKAGE, after=-20),
    Rung(code="coordinator.package_in_10_days", to=_A.COORDINATOR, anchor=Anchor.PACKAGE, after=-10),
    Rung(code="coordinator.package_in_5_days", to=_A.COORDINATOR, anchor=Anchor.PACKAGE, after=-5),
    Rung(code="coordinator.package_in_2_days", to=_A.COORDINATOR, anchor=Anchor.PACKAGE, after=-2),
    Rung(code="coordinator.package_not_sent", to=_A.COORDINATOR, anchor=Anchor.PACKAGE, after=1, every=5, times=4),
    Rung(code="plan_controller.package_not_sent", to=_A.PLAN_CONTROLLER, anchor=Anchor.PACKAGE, after=5),
)


DECIDED = Rung(code="executor.decided", to=_A.EXECUTOR, anchor=Anchor.ISSUED, after=0)
"""Stands in no ladder: who asked is owed the answer, by the next letter, whatever the ladder says."""


def ladder_from(rungs: Iterable[Mapping[str, Any]]) -> Ladder:
    """A ladder from the plain values it is stored as, see `dataclasses.asdict`."""
    return tuple(Rung(**{**rung, "to": Addressee(rung["to"]), "anchor": Anchor(rung["anchor"])}) for rung in rungs)
