"""Putting an order under control: a confirmed draft becomes items, occurrences and assignments, in one transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from models.executors import Executors, NotConfirmable
from models.occurrences import issue
from models.order_by_number import same_order
from models.order_times import OPENS_AHEAD, OrderTimes
from models.roster import contact_id
from models.schedules import schedule_values
from models.tables import ItemExecutor, Order, Plan, PlanItem, Section, key
from states.draft import DraftItem, PlanDraft, Severity
from states.fault import Fault
from states.item import RollUp
from states.rungs import DEFAULT_LADDER, Ladder
from states.workdays import WorkingDays


class AlreadyControlled(Fault):
    """The order is under control already. `same_text` says whether it was read from the very same file."""

    def __init__(self, order: Order, *, same_text: bool) -> None:
        super().__init__(f"order № {order.number} of {order.issued_on:%d.%m.%Y} is under control already")
        self.same_text = same_text


@dataclass(frozen=True, kw_only=True)
class Controlled:
    """What putting an order under control has made, and how many of its required executors no letter can reach."""

    order_id: int
    items: int
    occurrences: int
    assignments: int
    without_address: int


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On what terms an order is controlled: the calendar, the zone of its days, the ladder of its letters, and how many
    working days before they are due later occurrences are given out.
    """

    calendar: WorkingDays
    time_zone: str
    ladder: Ladder = DEFAULT_LADDER
    opens_ahead: int = OPENS_AHEAD


def put_under_control(
    session: Session, draft: PlanDraft, *, fingerprint: str, at: datetime, terms: Terms
) -> Controlled:
    """Make the order, its plan, items and occurrences; give out the assignments of each item's first occurrence.

    Raises:
        AlreadyControlled: an order of this number and date is there; nothing is changed.
        NotConfirmable: the draft has errors, or an item nobody is to carry out.

    """
    refuse_errors(draft)
    _refuse_second_time(session, draft, fingerprint)
    order = Order(
        number=draft.number,
        issued_on=draft.issued_on,
        title=draft.title,
        issuer=draft.issuer,
        file=draft.file,
        fingerprint=fingerprint,
        confirmed_at=at,
    )
    plan_id = _added(session, Plan(order_id=_added(session, order), **_plan_values(draft, terms)))
    sections = [_added(session, Section(plan_id=plan_id, position=n, title=t)) for n, t in enumerate(draft.sections)]
    executors = Executors(session, draft)
    executors.keep(plan_id)
    order_times = OrderTimes(
        issued_on=draft.issued_on,
        reporting_dates=draft.reporting_dates,
        calendar=terms.calendar,
        today=draft.issued_on,
        opens_ahead=terms.opens_ahead,
    )
    first, due = [], 0
    for position, item in enumerate(draft.items):
        rule = executors.rule(item)
        item_id = _added(session, plan_item(item, rule, plan_id=plan_id, position=position, sections=sections))
        session.add_all(executors.of(item, item_id))
        times = [order_times.occurrence(item_id, *one) for one in enumerate(order_times.terms(item.schedule))]
        session.add_all(times)
        session.flush()
        due += len(times)
        first.append(key(times[0].id))
    return Controlled(
        order_id=key(order.id),
        items=len(draft.items),
        occurrences=due,
        assignments=issue(session, first, on=draft.issued_on),
        without_address=_without_address(session, plan_id),
    )


def _without_address(session: Session, plan_id: int) -> int:
    organization = col(ItemExecutor.organization_id)
    silent = select(func.count(organization.distinct())).join(PlanItem, col(PlanItem.id) == ItemExecutor.item_id)
    silent = silent.where(PlanItem.plan_id == plan_id, col(ItemExecutor.required), contact_id(organization).is_(None))
    return session.exec(silent).one()


def refuse_errors(draft: PlanDraft) -> None:
    """Raise `NotConfirmable` for a draft with errors."""
    errors = [problem for problem in draft.problems if problem.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        raise NotConfirmable(f"{len(errors)} errors are open, the first at {first.place}: {first.text}")


def _refuse_second_time(session: Session, draft: PlanDraft, fingerprint: str) -> None:
    same = same_order(session, draft.number, draft.issued_on)
    found = session.get(Order, same) if same else None
    if found:
        raise AlreadyControlled(found, same_text=found.fingerprint == fingerprint)


def _plan_values(draft: PlanDraft, terms: Terms) -> dict[str, Any]:
    return {
        "title": draft.plan_title,
        "time_zone": terms.time_zone,
        "ladder": [asdict(rung) for rung in terms.ladder],
        "reporting_dates": [day.isoformat() for day in draft.reporting_dates],
        "opens_ahead": terms.opens_ahead,
    }


def plan_item(item: DraftItem, rule: RollUp, *, plan_id: int, position: int, sections: Sequence[int]) -> PlanItem:
    """The row of an item; `sections` are the ids of the draft's sections."""
    return PlanItem(
        plan_id=plan_id,
        section_id=None if item.section is None else sections[item.section],
        kind=item.kind,
        position=position,
        number=item.number,
        title=item.title,
        expected_result=item.expected_result,
        deadline_text=item.deadline_text,
        executors_text=item.executors_text or item.addressee,
        schedule_kind=item.schedule.kind,
        schedule=schedule_values(item.schedule),
        evidence_asked=item.evidence_asked,
        roll_up=str(rule),
    )


def _added(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    return key(row.id)
