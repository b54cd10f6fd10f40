"""The filters of the desk's table that a person keeps by a name. Knows no filter."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from models.tables import SavedView
from states.fault import Fault

MOST, LONGEST = 30, 60
"""How many a person keeps, and of how many characters a name is."""


class NotKept(Fault):
    """A view that cannot be kept; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class View:
    """A filter under its name."""

    id: int
    name: str
    query: str


def views_of(session: Session, person_id: int) -> tuple[View, ...]:
    """A person's views by their names."""
    columns: list[Any] = [SavedView.id, SavedView.name, SavedView.query]
    found = select(*columns).where(col(SavedView.person_id) == person_id).order_by(col(SavedView.name))
    return tuple(View(id=row.id, name=row.name, query=row.query) for row in session.execute(found))


def keep(session: Session, person_id: int, *, name: str, query: str) -> None:
    """Keep a view; one of the same name becomes this one.

    Raises:
        NotKept: it has no name, or a long one, or there are too many.

    """
    name = _fitting(name)
    own = (col(SavedView.person_id) == person_id,)
    same: Any = session.execute(update(SavedView).where(*own, col(SavedView.name) == name).values(query=query))
    if same.rowcount:
        return
    if session.execute(select(func.count()).where(*own)).scalar_one() >= MOST:
        raise NotKept(f"there are {MOST} views already: remove one first")
    session.add(SavedView(person_id=person_id, name=name, query=query))


def rename(session: Session, person_id: int, view_id: int, name: str) -> str:
    """Call a view otherwise; its filter, empty where it is not this person's.

    Raises:
        NotKept: it would have no name, a long one, or that of another view.

    """
    name, own = _fitting(name), col(SavedView.person_id) == person_id
    other = select(col(SavedView.id)).where(own, col(SavedView.name) == name, col(SavedView.id) != view_id)
    if session.execute(other).first() is not None:
        raise NotKept("another view is called so already: choose another name")
    this = update(SavedView).where(own, col(SavedView.id) == view_id).values(name=name)
    return session.execute(this.returning(col(SavedView.query))).scalar() or ""


def _fitting(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise NotKept(f"a view is named by 1 to {LONGEST} characters: choose another name")
    return name


def remove(session: Session, person_id: int, view_id: int) -> None:
    """Keep a view no longer; nothing where it is not this person's."""
    session.execute(delete(SavedView).where(col(SavedView.person_id) == person_id, col(SavedView.id) == view_id))
