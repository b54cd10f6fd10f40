"""Running counts of what was reported in time and late, so that discipline is read without counting assignments.
Written by `models.discipline` in the transaction of the move that changes them.
"""

from datetime import date

from sqlmodel import Field

from models.tables.metadata import Row

SLOTS = 16


class DisciplineDay(Row, table=True):
    """Of a plan, how many were reported on a day and stand: `on_time` or `late`; and how many of the late ones of any
    day fell due on this one. Parted into `SLOTS` by organization, so that those who report at once seldom wait for
    each other; the sum over the slots is meant.
    """

    __tablename__ = "disciplineday"

    plan_id: int = Field(primary_key=True, foreign_key="plan.id", sa_column_kwargs={"autoincrement": False})
    day: date = Field(primary_key=True)
    slot: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    on_time: int = 0
    late: int = 0
    fell_due: int = 0


class DisciplineExecutor(Row, table=True):
    """Of a plan, how many an organization has reported that stand, on time and late."""

    __tablename__ = "disciplineexecutor"

    plan_id: int = Field(primary_key=True, foreign_key="plan.id", sa_column_kwargs={"autoincrement": False})
    organization_id: int = Field(
        primary_key=True, foreign_key="organization.id", sa_column_kwargs={"autoincrement": False}
    )
    on_time: int = 0
    late: int = 0
