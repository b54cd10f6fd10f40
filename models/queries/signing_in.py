"""Who can sign in to the desk and who is signed in; who holds the roles of each plan. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from models.tables import Account, DeskSession, Order, Organization, Person, Plan, PlanRole
from states.draft import PlanRoleName


@dataclass(frozen=True, kw_only=True)
class DeskPerson:
    """Somebody who may be let in by a password: whether they have chosen one, and how many sessions are open."""

    person_id: int
    name: str
    email: str
    organization: str
    administrator: bool
    password_set_at: datetime | None
    sessions: int


def desk_people(session: Session, *, at: datetime) -> tuple[DeskPerson, ...]:
    """Everybody present who has a password, is an administrator or holds a role in a plan, by name."""
    still = and_(
        col(DeskSession.person_id) == Person.id,
        col(DeskSession.revoked_at).is_(None),
        col(DeskSession.expires_at) > at,
    )
    opened = select(func.count()).select_from(DeskSession).where(still).correlate(Person).scalar_subquery()
    columns: list[Any] = [Person.id, Person.name, Person.email, Organization.name, Person.administrator, Account.set_at]
    holds = select(PlanRole.id).where(col(PlanRole.person_id) == Person.id).correlate(Person).exists()  # type: ignore[call-overload]
    found = (
        select(*columns, opened)
        .join_from(Person, Organization, col(Organization.id) == Person.organization_id)
        .join(Account, col(Account.person_id) == Person.id, isouter=True)
        .where(
            col(Person.left_on).is_(None),
            or_(col(Account.person_id).is_not(None), col(Person.administrator), holds),
        )
        .order_by(col(Person.administrator).desc(), col(Person.name), col(Person.id))
    )
    return tuple(
        DeskPerson(
            person_id=row[0], name=row[1], email=row[2] or "", organization=row[3], administrator=row[4],
            password_set_at=row[5], sessions=row[6],
        )
        for row in session.execute(found)
    )  # fmt: skip


def address_of(session: Session, person_id: int) -> str:
    """A person's address, empty where they have none."""
    return session.execute(select(col(Person.email)).where(col(Person.id) == person_id)).scalar_one() or ""


@dataclass(frozen=True, kw_only=True)
class PlanHolders:
    """A plan and who holds its roles: name and address by role, nothing for one that is vacant."""

    plan_id: int
    order: str
    title: str
    held: Mapping[PlanRoleName, tuple[str, str]]


def plan_holders(session: Session) -> tuple[PlanHolders, ...]:
    """Every plan with the holders of its roles, the newest first."""
    columns: list[Any] = [Plan.id, Order.number, Plan.title, PlanRole.role, Person.name, Person.post, Person.email]
    found = (
        select(*columns)
        .join_from(Plan, Order, col(Order.id) == Plan.order_id)
        .join(PlanRole, col(PlanRole.plan_id) == Plan.id, isouter=True)
        .join(Person, col(Person.id) == PlanRole.person_id, isouter=True)
        .order_by(col(Order.issued_on).desc(), col(Plan.id).desc())
    )
    plans: dict[tuple[int, str, str], dict[PlanRoleName, tuple[str, str]]] = {}
    for plan_id, order, title, role, name, post, email in session.execute(found):
        held = plans.setdefault((plan_id, order, title), {})
        if role is not None:
            held[role] = (name or post, email or "")
    return tuple(
        PlanHolders(plan_id=plan_id, order=order, title=title, held=held)
        for (plan_id, order, title), held in plans.items()
    )
