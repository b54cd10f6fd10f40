"""Standings as they are read: one query for every question, its words and its row the same. Asks nothing by itself."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.arrays import pages
from models.ids import DIALECTS
from models.pending import Last, answered, asked_extension, declined, last_said
from models.prepared import Prepared
from models.queries.assignment_facts import from_assignments
from models.roster import contact_id
from models.tables import Assignment, Order, Organization, Person, PlanItem
from states.assignment import OPEN, State
from states.control import Control
from states.ladder import Recipient, Standing

LOOKED_AT = OPEN | {State.REPORTED, State.POSTPONED}
_RECIPIENT = ("person_id", "name", "email", "post", "dative")


def in_one_of(states: Collection[State]) -> ColumnElement[bool]:
    """The condition that an assignment is in one of these states, said without binds: PostgreSQL, which plans a
    statement once for all values, then still knows how few they are.
    """
    return col(Assignment.state).in_([literal_column(f"'{state.value}'") for state in sorted(states)])


class Standings:
    """A question about standings, compiled once for each database; its conditions may hold bound values."""

    def __init__(self, conditions: Mapping[str, tuple[Any, ...]]) -> None:
        self._query = Prepared({dialect: _query(conditions[dialect]) for dialect in DIALECTS})

    def read(self, session: Session, ids: Collection[int], **values: Any) -> tuple[Standing, ...]:
        """What fits of these ids, whatever they are the question's ids of, page by page; in the order of the
        assignments' ids within a page.
        """
        readers: dict[int, Recipient] = {}
        return tuple(
            one for some in pages(sorted(ids)) for one in self._read(session, {"ids": some, **values}, readers)
        )

    def _read(self, session: Session, values: Mapping[str, Any], readers: dict[int, Recipient]) -> Iterator[Standing]:
        rows = self._query.rows(session.connection(), values)
        # Who asked and was answered has moved twice at least; most have not.
        said = last_said(session, (row.id for row in rows if row.extension_on or row.declined_on or row.version > 1))
        return (_standing(row, said, readers) for row in rows)


def _query(conditions: tuple[ColumnElement[bool], ...]) -> Any:
    named, reader = aliased(Person), aliased(Person)
    reachable = and_(col(named.email).is_not(None), col(named.left_on).is_(None), col(named.bounced_at).is_(None))
    who = select(col(named.id)).where(col(named.id) == Assignment.person_id, reachable).scalar_subquery()
    contact = contact_id(col(Assignment.organization_id))
    columns = [getattr(Assignment, name) for name in _OWN]
    columns += [PlanItem.plan_id, col(PlanItem.id).label("item_id"), col(Organization.name).label("organization")]
    columns += [PlanItem.schedule_kind, col(Order.number).label("order_number"), PlanItem.kind, PlanItem.title]
    columns += [col(Order.issued_on).label("order_issued_on"), PlanItem.number]
    columns += [getattr(reader, "id" if name == "person_id" else name).label(f"reader_{name}") for name in _RECIPIENT]
    return (
        from_assignments(select(*columns))
        .join(reader, col(reader.id) == func.coalesce(who, contact), isouter=True)
        .where(col(Assignment.required), in_one_of(LOOKED_AT), *conditions)
        .where(col(PlanItem.control) != literal_column(f"'{Control.REMOVED.value}'"))
        .order_by(col(Assignment.id))
    )


_OWN = (
    "id",
    "occurrence_id",
    "state",
    "version",
    "issued_on",
    "due_on",
    "effective_due_on",
    "due_version",
    "extension_on",
    "extension_asked_on",
    "declined_on",
    "reports",
    "reported_on",
    "returned_on",
    "resume_on",
)


def _standing(row: Any, said: Last, readers: dict[int, Recipient]) -> Standing:
    return Standing(
        assignment_id=row.id,
        plan_id=row.plan_id,
        item_id=row.item_id,
        organization=row.organization,
        executor=_reader(row, readers),
        state=row.state,
        issued_on=row.issued_on,
        due_on=row.effective_due_on,
        nominal_due_on=row.due_on,
        due_version=row.due_version,
        reported_on=row.reported_on,
        returned_on=row.returned_on,
        resume_on=row.resume_on,
        reports=row.reports,
        version=row.version,
        schedule_kind=row.schedule_kind,
        order_number=row.order_number,
        order_issued_on=row.order_issued_on,
        item_kind=row.kind,
        item_number=row.number,
        item_title=row.title,
        occurrence_id=row.occurrence_id,
        extension=asked_extension(row, said),
        declined=declined(row, said),
        answered=answered(row, said) if row.version > 1 else None,
    )


def _reader(row: Any, readers: dict[int, Recipient]) -> Recipient | None:
    """Whoever reads of it: the same object for the same person."""
    found = readers.get(row.reader_person_id)
    if found is None and row.reader_person_id is not None:
        found = readers[row.reader_person_id] = Recipient(
            person_id=row.reader_person_id,
            name=row.reader_name or "",
            email=row.reader_email or "",
            post=row.reader_post or "",
            dative=row.reader_dative or "",
        )
    return found
