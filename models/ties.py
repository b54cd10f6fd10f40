"""Who hears of which plans on a day, told by organizations: what a sweep is parted by. Reads only."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.queries.assignment_facts import from_assignments
from models.standing_rows import LOOKED_AT
from models.tables import Assignment, Person, PlanItem, PlanRole
from states.control import Control
from states.draft import PlanRoleName
from states.shards import Tie


def told_of_due(session: Session, *, today: date, plan_ids: Collection[int]) -> frozenset[Tie]:
    """The organizations whose assignments in these plans want attention today, and those of the persons named for
    them: costs O(due), by the index on `attention_on`.
    """
    named = aliased(Person)
    columns: list[Any] = [PlanItem.plan_id, Assignment.organization_id, named.organization_id]
    due = (
        from_assignments(select(*columns))
        .join(named, col(named.id) == Assignment.person_id, isouter=True)
        .where(col(Assignment.required), col(Assignment.state).in_(LOOKED_AT), col(Assignment.attention_on) <= today)
        .where(col(PlanItem.control) != Control.REMOVED)
        .distinct()
    )
    return frozenset(
        (plan_id, organization)
        for plan_id, *organizations in session.execute(due)
        for organization in organizations
        if organization is not None and plan_id in plan_ids
    )


def told_as_supervisors(session: Session, plan_ids: Collection[int]) -> frozenset[Tie]:
    """The organizations of those who supervise these plans."""
    columns: list[Any] = [PlanRole.plan_id, Person.organization_id]
    held = select(*columns).join_from(PlanRole, Person, col(Person.id) == PlanRole.person_id)
    rows = session.execute(held.where(col(PlanRole.role) != PlanRoleName.SIGNED_BY).distinct())
    return frozenset((plan_id, organization) for plan_id, organization in rows if plan_id in plan_ids)


def copied(session: Session) -> Iterator[Tie]:
    """The organizations whose people substitute for one another's."""
    other = aliased(Person)
    columns: list[Any] = [Person.organization_id, other.organization_id]
    pairs = select(*columns).join_from(Person, other, col(other.id) == Person.substitute_for_id).distinct()
    return ((one, another) for one, another in session.execute(pairs) if one != another)
