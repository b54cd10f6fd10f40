"""The statements that read one order for a package: one per table, whatever the size of the plan. Rows only."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from models.tables import (
    Assignment,
    Edition,
    Evidence,
    History,
    ItemHistory,
    Occurrence,
    Order,
    Organization,
    Person,
    Plan,
    PlanItem,
    PlanRole,
    Section,
)
from states.as_of import SET_DUE_DATE, MadeMove


def order_row(session: Session, order_id: int) -> Any:
    """The act with its plan's title."""
    columns = (col(Order.number), col(Order.issued_on), col(Order.title), col(Order.issuer), col(Order.fingerprint))
    of_plan: tuple[Any, ...] = (col(Plan.title).label("plan_title"), col(Plan.reporting_dates), col(Plan.operator_name))
    query: Select[Any] = select(*columns, *of_plan).join(Plan, col(Plan.order_id) == Order.id)
    return session.execute(query.where(col(Order.id) == order_id)).one()


def editions(session: Session, order_id: int) -> list[Any]:
    """When each edition of an amended order was applied; none where it never was amended."""
    query = select(col(Edition.applied_at)).where(col(Edition.order_id) == order_id)
    return list(session.execute(query.order_by(col(Edition.id))).scalars())


def supervisor_rows(session: Session, order_id: int) -> list[Any]:
    """Role, name and post of each supervisor."""
    query = (
        select(col(PlanRole.role), col(Person.name), col(Person.post))
        .join(Person, col(Person.id) == PlanRole.person_id)
        .join(Plan, col(Plan.id) == PlanRole.plan_id)
    )
    return list(session.execute(query.where(col(Plan.order_id) == order_id).order_by(col(PlanRole.role))))


def item_rows(session: Session, order_id: int) -> list[Any]:
    """The items in the order of the document, each with its section's title."""
    columns = (
        col(PlanItem.id),
        col(PlanItem.kind),
        col(PlanItem.number),
        col(PlanItem.title),
        col(PlanItem.expected_result),
        col(PlanItem.deadline_text),
        col(PlanItem.schedule_kind),
        col(PlanItem.roll_up),
        col(PlanItem.control),
    )
    query: Select[Any] = (
        select(*columns, col(Section.title).label("section"))
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .outerjoin(Section, col(Section.id) == PlanItem.section_id)
    )
    return list(session.execute(query.where(col(Plan.order_id) == order_id).order_by(col(PlanItem.position))))


def changes_after(session: Session, order_id: int, day: date) -> dict[int, list[Any]]:
    """What was done to each item itself after a day, in the order it was done."""
    columns: list[Any] = [ItemHistory.item_id, ItemHistory.trigger, ItemHistory.source, ItemHistory.detail]
    query = (
        select(*columns)
        .join_from(ItemHistory, PlanItem, col(PlanItem.id) == ItemHistory.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Plan.order_id) == order_id, col(ItemHistory.on) > day)
    )
    return _by("item_id", session.execute(query.order_by(col(ItemHistory.item_id), col(ItemHistory.version))))


def occurrence_rows(session: Session, order_id: int) -> dict[int, list[Any]]:
    """The occurrences of each item in their order."""
    query = (
        select(
            col(Occurrence.item_id),
            col(Occurrence.id),
            col(Occurrence.position),
            col(Occurrence.due_on),
            col(Occurrence.effective_due_on),
        )
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Plan.order_id) == order_id)
    )
    return _by("item_id", session.execute(query.order_by(col(Occurrence.item_id), col(Occurrence.position))))


def assignment_rows(session: Session, order_id: int, *, issued_by: date) -> dict[int, list[Any]]:
    """The assignments of each occurrence given out by a day, with their organizations and original deadlines."""
    query = (
        select(
            col(Assignment.occurrence_id),
            col(Assignment.id),
            col(Assignment.required),
            col(Assignment.lead),
            col(Assignment.issued_on),
            col(Organization.name),
            col(Organization.kind),
            col(Occurrence.position),
            col(Occurrence.due_on),
            col(Occurrence.effective_due_on),
        )
        .join(Organization, col(Organization.id) == Assignment.organization_id)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Plan.order_id) == order_id, col(Assignment.issued_on) <= issued_by)
    )
    return _by("occurrence_id", session.execute(query.order_by(col(Assignment.occurrence_id), col(Assignment.id))))


def moves_made(session: Session, order_id: int, *, by: date) -> dict[int, list[MadeMove]]:
    """The moves of each assignment made by a day, in the order they were made."""
    query: Select[Any] = select(
        col(History.assignment_id),
        col(History.trigger),
        col(History.dest),
        col(History.on),
        col(History.text),
        col(History.reason),
        col(History.due_on),
        col(History.effective_due_on),
        col(History.resume_on),
        col(History.asked_due_on),
        col(History.version),
    )
    found = moves_of(query.select_from(History), order_id).where(col(History.on) <= by)
    rows = session.execute(found.order_by(col(History.assignment_id), col(History.version)))
    return _by("assignment_id", (MadeMove(*row) for row in rows))


def moves_of(query: Select[Any], order_id: int) -> Select[Any]:
    """A query of the history, of the assignments of one order."""
    return (
        query.join(Assignment, col(Assignment.id) == History.assignment_id)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Plan.order_id) == order_id)
    )


def evidence_rows(session: Session, order_id: int, *, by: date) -> dict[int, list[Any]]:
    """The documents brought with moves of each assignment made by a day, in the order they were brought."""
    query: Select[Any] = select(
        col(History.assignment_id),
        col(History.version),
        col(History.on),
        col(Evidence.name),
        col(Evidence.sha256),
        col(Evidence.size),
        col(Evidence.stored_as),
    ).join(History, col(History.id) == Evidence.history_id)
    found = moves_of(query, order_id).where(col(History.on) <= by)
    rows = session.execute(found.order_by(col(History.assignment_id), col(History.version), col(Evidence.id)))
    return _by("assignment_id", rows)


def dated_later(session: Session, order_id: int) -> frozenset[int]:
    """The occurrences that were given out without a date, and only later had one set, whenever that was."""
    query = (
        select(col(Assignment.occurrence_id))
        .join(History, col(History.assignment_id) == Assignment.id)
        .join(Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .where(col(Plan.order_id) == order_id, col(History.trigger) == SET_DUE_DATE)
    )
    return frozenset(session.execute(query.distinct()).scalars())


def moves_after(session: Session, order_id: int, day: date) -> int:
    """How many moves were made after a day."""
    query = moves_of(select(func.count(col(History.id))).select_from(History), order_id)
    return int(session.execute(query.where(col(History.on) > day)).scalar_one())


def _by(name: str, rows: Iterable[Any]) -> dict[int, list[Any]]:
    return {owner: list(group) for owner, group in groupby(rows, key=attrgetter(name))}
