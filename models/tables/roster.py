"""The tables of the roster: organizations, their other names, their people, who acts in whose place."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.columns import Instant
from models.tables.metadata import Row


class Organization(Row, table=True):
    """An organization of the roster, or an external party an order names («по согласованию»).

    One that merged into another stays for the sake of what it did; its name is an alias of the other from then on.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str
    number: str = ""
    merged_into_id: int | None = Field(default=None, foreign_key="organization.id")


class Alias(Row, table=True):
    """Another name of an organization: as people write it, or as it was called before a rename or a merger."""

    __table_args__ = (Index(None, "organization_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str = Field(unique=True)


class Person(Row, table=True):
    """A head, an official or a mailbox of an organization. Without an address no letter can reach it.

    Letters to the organization go to its first by (`rank`, id) who has an address that does not bounce, has not left,
    and substitutes for nobody if there is such a one. `substitute_for_id` is on the row of the substitute: who has it
    gets copies of what that person gets and may do what that person may, from `substitute_from_on` to
    `substitute_until_on`, both included; where there is none of them, at any time. `dative` is the name as a letter is
    addressed («Берестовой Тамаре Павловне»). An `administrator` keeps the system running and moves no assignment.
    `bounced_at` is when letters to the address began to come back: none goes there until the roster brings another.
    """

    __table_args__ = (UniqueConstraint("email"), Index(None, "organization_id"), Index(None, "substitute_for_id"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    name: str = ""
    post: str = ""
    email: str | None = None
    dative: str = ""
    rank: int = 0
    substitute_for_id: int | None = Field(default=None, foreign_key="person.id")
    substitute_from_on: date | None = None
    substitute_until_on: date | None = None
    left_on: date | None = None
    administrator: bool = False
    bounced_at: datetime | None = Field(default=None, sa_type=Instant)


class Delegation(Row, table=True):
    """Who may report for an organization beside its own people: in one plan, or in all where none is named.

    It holds from `from_on` until `until_on`, both included. Once ended it holds no more, for no day; the row stays.
    `ended_by` is None where it ended with the person's leaving.
    """

    __table_args__ = (Index(None, "person_id"), Index(None, "organization_id"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    person_id: int = Field(foreign_key="person.id")
    given_by: int = Field(foreign_key="person.id")
    from_on: date
    until_on: date | None = None
    ended_on: date | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
