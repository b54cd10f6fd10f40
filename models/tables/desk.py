"""The tables of the desk: who may sign in, is signed in, tried to; what people keep, and have written but not sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.columns import Instant, enum_of
from models.tables.metadata import Row


class Account(Row, table=True):
    """A person who may sign in. `password` is an argon2id hash with its own salt and costs."""

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    password: str
    set_at: datetime = Field(sa_type=Instant)


class DeskSession(Row, table=True):
    """Somebody is signed in. The token is in their cookie alone, here is its SHA-256 in hexadecimal. `browser` is what
    it calls itself, `address` the machine's when it signed in.
    """

    __tablename__ = "desksession"
    __table_args__ = (Index(None, "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    opened_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    browser: str = Field(default="", sa_column_kwargs={"server_default": ""})
    address: str = Field(default="", sa_column_kwargs={"server_default": ""})


class SignInOutcome(StrEnum):
    """What came of an attempt to sign in, or what else was done to an account."""

    SIGNED_IN = "signed_in"
    WRONG = "wrong"
    THROTTLED = "throttled"
    SIGNED_OUT = "signed_out"
    PASSWORD_SET = "password_set"  # noqa: S105 - a code, not a password
    INVITED = "invited"
    LINK_MADE = "link_made"
    LINKS_REVOKED = "links_revoked"
    SESSIONS_CLOSED = "sessions_closed"
    TOKEN_MADE = "token_made"  # noqa: S105 - as above
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - as above
    TOKEN_USED = "token_used"  # noqa: S105 - as above
    ADMINISTRATOR_NAMED = "administrator_named"
    ADMINISTRATOR_UNNAMED = "administrator_unnamed"
    LEFT = "left"


class SignIn(Row, table=True):
    """An attempt to sign in, kept for an audit and for throttling; rows are only ever added.

    `account_sha256` is of the address that was typed: a password typed in the wrong field is not kept. `person_id` is
    whose address it is, None for nobody's; `address` is the machine's. What else was done to an account is told here
    too: `by_id` is who did it where that was somebody else, `note` what it was done to, as the name of a token.
    """

    __tablename__ = "signin"
    __table_args__ = (
        Index(None, "account_sha256", "at"),
        Index(None, "address", "at"),
        Index(None, "at"),
        Index(None, "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    outcome: SignInOutcome = Field(sa_type=enum_of(SignInOutcome))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    account_sha256: str
    address: str
    by_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ApiToken(Row, table=True):
    """A person's token for the desk's API, with a name they know it by. Here is its SHA-256 in hexadecimal. `used_at`
    is about when it was used last, to some minutes, and `used_from` the machine's address then.
    """

    __tablename__ = "apitoken"
    __table_args__ = (Index(None, "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    name: str
    issued_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_from: str = Field(default="", sa_column_kwargs={"server_default": ""})


class SavedView(Row, table=True):
    """A filter of the desk's table that a person keeps by a name; `query` is that of its address."""

    __tablename__ = "savedview"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    name: str
    query: str


class ReportDraft(Row, table=True):
    """A report somebody has begun to write and not sent yet."""

    __tablename__ = "reportdraft"
    __table_args__ = (UniqueConstraint("assignment_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    person_id: int = Field(foreign_key="person.id")
    text: str = ""
    saved_at: datetime = Field(sa_type=Instant)


class DraftFile(Row, table=True):
    """A document brought for a report that is not sent yet. The file lies in the evidence folder under `stored_as`."""

    __tablename__ = "draftfile"
    __table_args__ = (Index(None, "draft_id"),)

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="reportdraft.id")
    name: str
    sha256: str
    size: int
    stored_as: str = Field(unique=True)
