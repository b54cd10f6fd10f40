"""The tables of an order under control: its plan, who supervises it, its items and whom they are addressed to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.columns import Instant, enum_of
from models.tables.metadata import Row
from states.assignment import State
from states.control import Control
from states.draft import ItemKind, PlanRoleName
from states.schedule import ScheduleKind


class Order(Row, table=True):
    """An act («распоряжение») under control. `fingerprint` is the SHA-256 of the file it was read from."""

    __tablename__ = "orders"  # "order" is a word of SQL
    __table_args__ = (UniqueConstraint("number", "issued_on"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str
    issued_on: date
    title: str
    issuer: str = ""
    file: str
    fingerprint: str
    confirmed_at: datetime = Field(sa_type=Instant)


class Plan(Row, table=True):
    """The plan of an order: its measures and clauses together. Dates of the plan are days in `time_zone`; assignments
    of later occurrences are given out `opens_ahead` working days before they are due. Its letters are silent from
    `paused_on` until `paused_until`, see `states.waking`. Packages go to the operator. `version`
    counts the rows of the plan's own history.
    """

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", unique=True)
    title: str
    time_zone: str
    ladder: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    reporting_dates: list[str] = Field(sa_column=Column(JSON, nullable=False))
    opens_ahead: int = 20
    paused_on: date | None = None
    paused_until: date | None = None
    operator_name: str = ""
    operator_email: str = ""
    version: int = 0
    head: str = ""


class PlanRole(Row, table=True):
    """The one person who holds a supervisor's role in a plan."""

    __table_args__ = (UniqueConstraint("plan_id", "role"), Index(None, "person_id"))

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    role: PlanRoleName = Field(sa_type=enum_of(PlanRoleName))
    person_id: int = Field(foreign_key="person.id")


class Section(Row, table=True):
    """A section of a plan, in the order of the document."""

    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    position: int
    title: str


class Group(Row, table=True):
    """Organizations that a plan's order speaks of together («Руководители ОО»)."""

    __tablename__ = "organization_group"  # "group" is a word of SQL
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    code: str
    title: str


class GroupMember(Row, table=True):
    """An organization in a group."""

    __table_args__ = (UniqueConstraint("group_id", "organization_id"),)

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="organization_group.id")
    organization_id: int = Field(foreign_key="organization.id")


class PlanItem(Row, table=True):
    """A measure or a clause. `state` is the stored roll-up by the rule in `roll_up` (see `states.item.RollUp`),
    `control` the axis beside it; `version` counts the rows of its own history. Printed numbers may repeat, positions do
    not.
    """

    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    section_id: int | None = Field(default=None, foreign_key="section.id")
    kind: ItemKind = Field(sa_type=enum_of(ItemKind))
    position: int
    number: str
    title: str
    expected_result: str = ""
    deadline_text: str = ""
    executors_text: str = ""
    schedule_kind: ScheduleKind = Field(sa_type=enum_of(ScheduleKind))
    schedule: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    evidence_asked: bool = False
    state: State = Field(default=State.ASSIGNED, sa_type=enum_of(State))
    roll_up: str = "all"
    control: Control = Field(default=Control.ON_CONTROL, sa_type=enum_of(Control))
    version: int = 0
    head: str = ""


class ItemExecutor(Row, table=True):
    """An organization an item is addressed to. `required` is false for external parties; position 0 is the lead."""

    __table_args__ = (UniqueConstraint("item_id", "organization_id"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="planitem.id")
    organization_id: int = Field(foreign_key="organization.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    position: int
    required: bool = True
