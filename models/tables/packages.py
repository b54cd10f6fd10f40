"""The tables of reporting packages: how far each has come, the parts of its editions, what was done to it.

History rows are only ever added: the database itself refuses to change or delete one.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.columns import Instant, enum_of
from models.tables.metadata import Row
from states.package import PackageState


class PackageRow(Row, table=True):
    """A plan's package for a period, both days included; `number` is 0, or that of an addendum to `supplements_id`,
    which tells only what changed after `since`. Each assembling is an `edition`, in a `folder` of its own under the
    folder of packages; `manifest_sha256` is that of the manifest which lists its parts. `version` counts the rows of
    its history. `sent_to` is an address, or in words how else it went.
    """

    __tablename__ = "package"
    __table_args__ = (UniqueConstraint("plan_id", "begins_on", "ends_on", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    begins_on: date
    ends_on: date
    number: int = 0
    supplements_id: int | None = Field(default=None, foreign_key="package.id")
    since: date | None = None
    state: PackageState = Field(default=PackageState.COLLECTING, sa_type=enum_of(PackageState))
    edition: int = 0
    cut_off: date | None = None
    folder: str = ""
    manifest_sha256: str = ""
    signed_by: int | None = Field(default=None, foreign_key="person.id")
    signed_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_to: str = ""
    operator_number: str = ""
    operator_on: date | None = None
    version: int = 0
    head: str = ""


class PackagePart(Row, table=True):
    """A file of one edition of a package."""

    __tablename__ = "packagepart"
    __table_args__ = (UniqueConstraint("package_id", "edition", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    package_id: int = Field(foreign_key="package.id")
    edition: int
    name: str
    size: int
    sha256: str


class PackagedAcceptance(Row, table=True):
    """An assignment that the present edition of a package tells as accepted."""

    __tablename__ = "packagedacceptance"
    __table_args__ = (Index(None, "package_id"),)

    assignment_id: int = Field(foreign_key="assignment.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    package_id: int = Field(foreign_key="package.id", primary_key=True, sa_column_kwargs={"autoincrement": False})


class PackageHistory(Row, table=True):
    """One thing done to a package. `detail` says what: the edition and its cut-off, where it went, the operator's
    number; `manifest_sha256` is that of the edition it was done to.
    """

    __tablename__ = "packagehistory"
    __table_args__ = (UniqueConstraint("package_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    package_id: int = Field(foreign_key="package.id")
    version: int
    trigger: str
    source: PackageState = Field(sa_type=enum_of(PackageState, "source"))
    dest: PackageState = Field(sa_type=enum_of(PackageState, "dest"))
    at: datetime = Field(sa_type=Instant)
    on: date
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    detail: str = ""
    manifest_sha256: str = ""
    hash: str
