"""A small plan written row by row, for tests of what a package reads."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from models.tables import (
    Assignment,
    History,
    Occurrence,
    Order,
    Organization,
    Person,
    Plan,
    PlanItem,
    PlanRole,
    Section,
    key,
)
from states.assignment import State
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind

ISSUED_ON = date(2024, 1, 19)

DESTINATIONS = {
    "start": State.IN_PROGRESS,
    "report": State.REPORTED,
    "recall": State.IN_PROGRESS,
    "send_back": State.RETURNED,
    "accept": State.ACCEPTED,
    "accept_directly": State.ACCEPTED,
    "postpone": State.POSTPONED,
    "remove": State.REMOVED,
}


class PlanRows:
    """An order with one section, to which items, assignments and moves are added."""

    def __init__(self, session: Session, *, number="19/р", issued_on=ISSUED_ON):
        self.session = session
        order = self._add(
            Order(
                number=number,
                issued_on=issued_on,
                title="Об утверждении плана",
                issuer="Департамент",
                file="order.txt",
                fingerprint="0" * 64,
                confirmed_at=datetime(2024, 1, 19, tzinfo=UTC),
            )
        )
        self.plan_id = self._add(Plan(order_id=order, title="План", time_zone="UTC", ladder=[], reporting_dates=[]))
        self.section_id = self._add(Section(plan_id=self.plan_id, position=0, title="Раздел 1"))
        self.items = 0

    def _add(self, row):
        self.session.add(row)
        self.session.flush()
        return key(row.id)

    def organization(self, name, kind="school"):
        return self._add(Organization(name=name, kind=kind))

    def supervisor(self, role=PlanRoleName.PLAN_CONTROLLER, name="Озеров Павел Ильич", post="председатель комитета"):
        person = self._add(
            Person(organization_id=self.organization(f"организация {name}", "department"), name=name, post=post)
        )
        self._add(PlanRole(plan_id=self.plan_id, role=role, person_id=person))

    def item(self, number="1.1.", *, schedule_kind=ScheduleKind.ONCE, kind=ItemKind.MEASURE):
        self.items += 1
        return self._add(
            PlanItem(
                plan_id=self.plan_id,
                section_id=self.section_id if kind is ItemKind.MEASURE else None,
                kind=kind,
                position=self.items,
                number=number,
                title="Назначить координатора",
                expected_result="Назначен координатор",
                schedule_kind=schedule_kind,
                schedule={},
            )
        )

    def occurrence(self, item_id, due_on, *, position=0, effective_due_on=None, issued_on=ISSUED_ON):
        return self._add(
            Occurrence(
                item_id=item_id,
                position=position,
                due_on=due_on,
                effective_due_on=effective_due_on or due_on,
                issues_on=issued_on or ISSUED_ON,
                issued_on=issued_on,
            )
        )

    def assignment(self, occurrence_id, organization_id, *, issued_on=ISSUED_ON, required=True, **columns):
        """The row itself shows the present; only the history says how it stood."""
        return self._add(
            Assignment(
                occurrence_id=occurrence_id,
                organization_id=organization_id,
                issued_on=issued_on,
                required=required,
                **columns,
            )
        )

    def moves(self, assignment_id, *made):
        """Moves as (trigger, day) or (trigger, day, more columns), in the order they were made."""
        source = State.ASSIGNED
        for version, (trigger, on, *columns) in enumerate(made, 1):
            more = columns[0] if columns else {}
            at = datetime(on.year, on.month, on.day, 9, version, tzinfo=UTC)
            row = History(
                assignment_id=assignment_id,
                version=version,
                trigger=trigger,
                source=source,
                dest=DESTINATIONS.get(trigger, source),
                on=on,
                at=at,
                **more,
                hash="",
            )
            self._add(row)
            source = row.dest

    def one(self, due_on, *made, school="СОШ № 1", **columns):
        """One item with one assignment due on a day, and its moves."""
        occurrence = self.occurrence(self.item(f"1.{self.items + 1}."), due_on)
        assignment = self.assignment(occurrence, self.organization(school), **columns)
        self.moves(assignment, *made)
        return assignment
