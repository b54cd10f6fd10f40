"""The links that letters carry, each as the hash of its token: the token itself is in the letter alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field

from models.columns import Instant
from models.tables.metadata import Row


class LinkPurpose(StrEnum):
    """What a link opens, and nothing else: an executor's own assignments, to report on them; once, the page on which a
    person who may sign in chooses a password; a package, for whoever it was sent to; a calendar of deadlines.
    """

    ASSIGNMENTS = "assignments"
    INVITATION = "invitation"
    PACKAGE = "package"
    CALENDAR = "calendar"


class Link(Row, table=True):
    """A link to one person's assignments, or to one of them. `token_sha256` is in hexadecimal. `used_at` is when it was
    used first; it may be used again until it expires or is revoked. `plan_id` or `package_id` is what it opens in place
    of assignments.
    """

    __table_args__ = (Index(None, "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    purpose: str
    person_id: int = Field(foreign_key="person.id")
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id")
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    package_id: int | None = Field(default=None, foreign_key="package.id")
    issued_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
