"""Assignments that are still to come, as the ladder will see them once they are given out. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.roster import contact_id, recipient_of
from models.tables import Assignment, ItemExecutor, Occurrence, Order, Organization, Person, Plan, PlanItem
from states.assignment import State
from states.control import Control
from states.ladder import Standing

NOT_THERE_YET = 2**62
"""Their ids begin here: after every one there is, in the order in which they will be given out."""


@dataclass(frozen=True, kw_only=True)
class Coming:
    """How many assignments will be given out, and those of them that the ladder will watch."""

    assignments: int
    standings: tuple[Standing, ...]


def coming(session: Session, *, until: date, given_out: Callable[[date], date]) -> Coming:
    """What is to be given out by `until`; `given_out` says on which day, for the day it is meant to be."""
    rows = session.execute(_statement(until)).all()
    watched = (row for row in enumerate(rows) if row[1].ItemExecutor.required)
    return Coming(
        assignments=len(rows), standings=tuple(_standing(NOT_THERE_YET + n, given_out, *row) for n, row in watched)
    )


def _statement(until: date) -> Any:
    named, contact, there = aliased(Person), aliased(Person), aliased(Assignment)
    reachable = and_(col(named.email).is_not(None), col(named.left_on).is_(None), col(named.bounced_at).is_(None))
    columns: list[Any] = [Occurrence, ItemExecutor, PlanItem, Organization.name, Order.number, Order.issued_on]
    same = (
        col(there.occurrence_id) == col(Occurrence.id),
        col(there.organization_id) == col(ItemExecutor.organization_id),
    )
    return (
        select(*columns, named, contact)
        .join_from(Occurrence, ItemExecutor, col(ItemExecutor.item_id) == col(Occurrence.item_id))
        .join(PlanItem, col(PlanItem.id) == col(Occurrence.item_id))
        .join(Plan, col(Plan.id) == col(PlanItem.plan_id))
        .join(Order, col(Order.id) == col(Plan.order_id))
        .join(Organization, col(Organization.id) == col(ItemExecutor.organization_id))
        .join(named, and_(col(named.id) == col(ItemExecutor.person_id), reachable), isouter=True)
        .join(contact, col(contact.id) == contact_id(col(ItemExecutor.organization_id)), isouter=True)
        .where(col(Occurrence.issued_on).is_(None), col(Occurrence.issues_on) <= until)
        .where(col(PlanItem.control) != Control.REMOVED, col(Organization.merged_into_id).is_(None))
        .where(~select(col(there.id)).where(*same).exists())
        .order_by(col(Occurrence.id), col(ItemExecutor.position))
    )


def _standing(ident: int, given_out: Callable[[date], date], *row: Any) -> Standing:
    occurrence, _, item, organization, order_number, order_issued_on, named, contact = row
    return Standing(
        assignment_id=ident,
        plan_id=item.plan_id,
        item_id=item.id,
        organization=organization,
        executor=recipient_of(named or contact),
        state=State.ASSIGNED,
        issued_on=given_out(occurrence.issues_on),
        due_on=occurrence.effective_due_on,
        nominal_due_on=occurrence.due_on,
        due_version=0,
        reported_on=None,
        returned_on=None,
        resume_on=None,
        reports=0,
        version=0,
        schedule_kind=item.schedule_kind,
        order_number=order_number,
        order_issued_on=order_issued_on,
        item_kind=item.kind,
        item_number=item.number,
        item_title=item.title,
        occurrence_id=occurrence.id,
    )
