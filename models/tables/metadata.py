"""What every table shares: the names of constraints, and the key of a row. No table is here."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Row = SQLModel
"""The base of every table; taken from here, so that the names above stand before the first table does."""


def key(value: int | None) -> int:
    """The primary key of a row that has been flushed, which the type cannot tell."""
    assert value is not None
    return value
