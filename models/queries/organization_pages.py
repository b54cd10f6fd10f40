"""An organization of the roster as the desk shows it: its names, and what of it is still to be done. Reads only."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.roster import EXTERNAL
from models.tables import Alias, Assignment, Organization
from models.tables.work import LIVE


@dataclass(frozen=True, kw_only=True)
class OrganizationPlace:
    """An organization; one that has merged has `merged_into`, the id and the name of the other."""

    id: int
    name: str
    kind: str
    number: str
    aliases: tuple[str, ...]
    merged_into: tuple[int, str] | None


def organization_place(session: Session, organization_id: int) -> OrganizationPlace | None:
    """An organization of the roster; None where there is none, or it is an outside party of an order."""
    other: Any = aliased(Organization)
    columns: list[Any] = [Organization, other.id, other.name, Alias.name]
    query = (
        select(*columns)
        .join(other, other.id == col(Organization.merged_into_id), isouter=True)
        .join(Alias, col(Alias.organization_id) == Organization.id, isouter=True)
        .where(col(Organization.id) == organization_id, col(Organization.kind) != EXTERNAL)
        .order_by(col(Alias.id))
    )
    rows = session.execute(query).all()
    if not rows:
        return None
    found, into_id, into, _ = rows[0]
    return OrganizationPlace(
        id=organization_id,
        name=found.name,
        kind=found.kind,
        number=found.number,
        aliases=tuple(row[3] for row in rows if row[3] is not None),
        merged_into=None if into_id is None else (into_id, into),
    )


def open_assignments(session: Session, organization_id: int) -> int:
    """How many assignments of an organization are still to be done."""
    theirs = select(func.count()).where(col(Assignment.organization_id) == organization_id, LIVE)
    return int(session.execute(theirs).scalar_one())
