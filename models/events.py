"""The outbox of events: what has been done to assignments and nobody outside has been told yet.

Whoever acts writes a row in the same transaction (`models.moving`); whoever tells reads them here, and has them
forgotten once they were taken. Knows nobody who is told.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, select
from sqlmodel import Session, col

from models.ids import among
from models.queries.assignment_facts import from_assignments
from models.tables import Assignment, EventRow, History, Order, Organization, PlanItem
from states.assignment import State

HAPPENED = {
    "start": "started",
    "report": "reported",
    "recall": "recalled",
    "send_back": "sent_back",
    "accept": "accepted",
    "accept_directly": "accepted_directly",
    "reopen": "reopened",
    "postpone": "postponed",
    "resume": "resumed",
    "remove": "removed",
    "restore": "restored",
    "ask_extension": "extension_asked",
    "withdraw_extension": "extension_withdrawn",
    "grant_extension": "extension_granted",
    "refuse_extension": "extension_refused",
    "extend": "extended",
    "set_due_date": "due_date_set",
    "decline": "declined",
    "uphold": "upheld",
    "remind": "reminded",
    "comment": "commented",
    "undo": "undone",
    "amend": "amended",
}
"""What has happened once a trigger was pulled: one name for each line a history can have. Names are for ever."""


@dataclass(frozen=True, kw_only=True)
class AssignmentEvent:
    """Something done to an assignment. Persons are ids, texts and reasons stay inside; the due dates are those at the
    time of telling. `hash` is that of the line of history, the same whenever the event is told.
    """

    row_id: int
    hash: str
    trigger: str
    assignment_id: int
    version: int
    source: State
    dest: State
    at: datetime
    person_id: int | None
    bulk_id: int | None
    due_on: date | None
    effective_due_on: date | None
    item_id: int
    item: str
    order_id: int
    order: str
    organization_id: int
    organization: str

    @property
    def name(self) -> str:
        """What it is called outside: `srok.assignment.reported`."""
        return f"srok.assignment.{HAPPENED[self.trigger]}"


_ELSEWHERE: dict[str, Any] = {
    "row_id": EventRow.id,
    "due_on": Assignment.due_on,
    "effective_due_on": Assignment.effective_due_on,
    "item_id": PlanItem.id,
    "item": PlanItem.number,
    "order_id": Order.id,
    "order": Order.number,
    "organization_id": Organization.id,
    "organization": Organization.name,
}
_FIELDS = tuple(field.name for field in fields(AssignmentEvent))
_ITS_LINE = and_(
    col(History.assignment_id) == col(EventRow.assignment_id), col(History.version) == col(EventRow.version)
)


def untold(session: Session, *, limit: int) -> tuple[AssignmentEvent, ...]:
    """The events nobody has been told of, the first ones first; at most `limit`."""
    query = from_assignments(select(*(_ELSEWHERE.get(name) or getattr(History, name) for name in _FIELDS)))
    query = query.join(EventRow, col(EventRow.assignment_id) == Assignment.id).join(History, _ITS_LINE)
    rows = session.execute(query.order_by(col(EventRow.id)).limit(limit))
    return tuple(AssignmentEvent(**dict(zip(_FIELDS, row, strict=True))) for row in rows)


def forget(session: Session, row_ids: Collection[int]) -> None:
    """Forget these events: they have been taken."""
    connection = session.connection()
    connection.execute(delete(EventRow).where(among(col(EventRow.id), connection.dialect.name)), {"ids": row_ids})


def forget_before(session: Session, before: datetime) -> int:
    """Forget the events of what happened before an instant, told or not; how many. History keeps what they said."""
    old = select(col(EventRow.id)).join_from(EventRow, History, _ITS_LINE).where(col(History.at) < before)
    return session.connection().execute(delete(EventRow).where(col(EventRow.id).in_(old))).rowcount
