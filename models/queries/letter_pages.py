"""Letters as the desk shows them: what went to whom, newest first, and one with what is known of its way. Reads only.

Whoever looks after plans sees the letters to people with a part or a role in these, and those that took their packages.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, literal, or_, select
from sqlmodel import Session, col

from models.letter_keys import package_letter_key
from models.outbox import GIVEN_UP
from models.tables import (
    Assignment,
    Occurrence,
    Outbox,
    OutboxState,
    PackageHistory,
    PackageRow,
    Person,
    PlanItem,
    PlanRole,
)


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """A letter in a list. `person` is whom the roster knows by its address; `last_*` what the relay said last."""

    id: int
    key: str
    person_id: int | None
    person: str
    recipient: str
    subject: str
    state: OutboxState
    attempts: int
    possible_duplicates: int
    written_on: date
    not_before: datetime
    settled_at: datetime | None
    last_stage: str
    last_code: int | None
    last_text: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which letters a list is of: in these states, to somebody whose name or address has these words."""

    states: tuple[OutboxState, ...] = ()
    to: str = ""
    before: int | None = None
    limit: int = 50


WAITING_FOR_A_PERSON = (*GIVEN_UP, OutboxState.HELD)


def letter_lines(session: Session, wanted: Wanted, *, plan_ids: Collection[int] | None) -> tuple[LetterLine, ...]:
    """A part of the letters to whoever is concerned with these plans, or of all, the newest first."""
    query = _letters(plan_ids)
    if wanted.states:
        query = query.where(col(Outbox.state).in_(wanted.states))
    if wanted.to.strip():
        words = f"%{_escaped(wanted.to.strip())}%"
        query = query.where(
            or_(col(Person.name).ilike(words, escape="\\"), col(Outbox.recipient).ilike(words, escape="\\"))
        )
    if wanted.before is not None:
        query = query.where(col(Outbox.id) < wanted.before)
    rows = session.execute(query.order_by(col(Outbox.id).desc()).limit(wanted.limit)).mappings()
    return tuple(LetterLine(**row) for row in rows)


def letters_by_id(
    session: Session, ids: Collection[int], *, plan_ids: Collection[int] | None
) -> tuple[LetterLine, ...]:
    """These letters, as far as they are to whoever is concerned with these plans."""
    rows = session.execute(_letters(plan_ids).where(col(Outbox.id).in_(ids)).order_by(col(Outbox.id))).mappings()
    return tuple(LetterLine(**row) for row in rows)


def letters_to(
    session: Session, person_id: int, *, plan_ids: Collection[int] | None, limit: int
) -> tuple[LetterLine, ...]:
    """The latest letters to a person, if the person is concerned with these plans."""
    theirs = _letters(plan_ids).where(col(Outbox.person_id) == person_id)
    rows = session.execute(theirs.order_by(col(Outbox.id).desc()).limit(limit)).mappings()
    return tuple(LetterLine(**row) for row in rows)


def waiting_letters(session: Session, *, plan_ids: Collection[int] | None) -> dict[OutboxState, int]:
    """How many letters wait for a person's decision, by state; found by the index of states."""
    found = _letters(plan_ids).where(col(Outbox.state).in_(WAITING_FOR_A_PERSON)).subquery()
    rows = session.execute(select(found.c.state, func.count()).group_by(found.c.state))
    return dict.fromkeys(WAITING_FOR_A_PERSON, 0) | dict(rows.tuples().all())


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_OWN = tuple(name for name in LetterLine.__dataclass_fields__ if name != "person")


def _letters(plan_ids: Collection[int] | None) -> Any:
    columns: list[Any] = [getattr(Outbox, name) for name in _OWN]
    query = select(*columns, func.coalesce(col(Person.name), "").label("person"))
    query = query.join_from(Outbox, Person, col(Person.id) == Outbox.person_id, isouter=True)
    return query if plan_ids is None else query.where(or_(*_concerned(plan_ids)))


def _concerned(plan_ids: Collection[int]) -> tuple[Any, ...]:
    part = (
        select(literal(1))
        .join_from(Assignment, Occurrence, col(Occurrence.id) == Assignment.occurrence_id)
        .join(PlanItem, col(PlanItem.id) == Occurrence.item_id)
        .where(col(Assignment.organization_id) == Person.organization_id, col(PlanItem.plan_id).in_(plan_ids))
    )
    role = select(literal(1)).where(col(PlanRole.person_id) == Person.id, col(PlanRole.plan_id).in_(plan_ids))
    return part.correlate(Person).exists(), role.correlate(Person).exists(), col(Outbox.key).in_(_of_packages(plan_ids))


def _of_packages(plan_ids: Collection[int]) -> Any:
    """The keys of the letters by which packages of these plans were sent."""
    of: Any = col(PackageHistory.package_id)
    key = literal(package_letter_key(0, 0).split("0")[0]) + cast(of, String) + "/"
    sent = select(key + cast(col(PackageHistory.version), String)).join(PackageRow, col(PackageRow.id) == of)
    return sent.where(col(PackageHistory.trigger) == "send", col(PackageRow.plan_id).in_(plan_ids))
