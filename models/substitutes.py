"""Who substitutes for whom: named and taken back, from day to day or at any time. What a substitute may do is
`models.actors`, what they get letters of `models.standings`.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.actors import Unknown, actor
from models.database import take_turns
from models.roster import called
from models.tables import Person
from states.assignment import LONGEST_TERM
from states.fault import Fault
from states.policy import Action, refuse_others


class NotSubstitutable(Fault):
    """A substitute that cannot be named or taken back so. `code` says why, the text what to do. Nothing was changed."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Substitution:
    """Who is to substitute for whom; the days are both included, None is no first or no last one."""

    substitute_id: int
    for_id: int
    from_on: date | None = None
    until_on: date | None = None


def name_substitute(session: Session, wanted: Substitution, *, by: int, today: date) -> None:
    """Let somebody substitute for another, or on other days than before.

    Raises:
        Unknown: one of them is nobody; or the substitute, or `by`, has left.
        NotPermitted: `by` is no administrator.
        NotSubstitutable: they are one, the substitute has no address or stands in for a third one, the other has left
            or substitutes for the substitute, or the days cannot be.

    """
    take_turns(session, "roster")
    substitute, other = _present(session, wanted.substitute_id), _present(session, wanted.for_id)
    _refuse_others(session, other, by, today)
    _refuse(substitute, other)
    _refuse_days(wanted, today)
    substitute.substitute_for_id = other.id
    substitute.substitute_from_on, substitute.substitute_until_on = wanted.from_on, wanted.until_on
    session.flush()


def take_back(session: Session, substitute_id: int, *, by: int, today: date) -> None:
    """Let somebody substitute no more.

    Raises:
        Unknown: there is no such person, or they have left.
        NotPermitted: `by` is no administrator.
        NotSubstitutable: they substitute for nobody.

    """
    take_turns(session, "roster")
    person = _present(session, substitute_id)
    _refuse_others(session, person, by, today)
    if person.substitute_for_id is None:
        raise NotSubstitutable("nobody", f"{called(person)} substitutes for nobody: nothing to take back")
    person.substitute_for_id = person.substitute_from_on = person.substitute_until_on = None
    session.flush()


def _present(session: Session, person_id: int) -> Person:
    found = session.get(Person, person_id, populate_existing=True)
    if found is None or found.left_on is not None:
        raise Unknown(f"there is no person {person_id}, or they have left: see `srok roster list`")
    return found


def _refuse_others(session: Session, about: Person, by: int, today: date) -> None:
    roles = actor(session, by).roles(plan_id=None, organization_id=None, on=today)
    refuse_others(Action.NAME_SUBSTITUTE, roles, place=called(about))


def _refuse(substitute: Person, other: Person) -> None:
    name, whom = called(substitute), called(other)
    if substitute.id == other.id:
        raise NotSubstitutable("oneself", f"{name}: nobody substitutes for themselves: name somebody else")
    if substitute.email is None:
        raise NotSubstitutable("no_address", f"{name} has no address and could not act: bring one in first")
    if substitute.substitute_for_id not in {None, other.id}:
        said = f"{name} substitutes for somebody else already, and for one only: take that back first"
        raise NotSubstitutable("somebody_else", said)
    if other.substitute_for_id == substitute.id:
        raise NotSubstitutable("each_other", f"{whom} substitutes for {name}: two do not for one another")


def _refuse_days(wanted: Substitution, today: date) -> None:
    begins, ends = wanted.from_on, wanted.until_on
    if ends is not None and ends < max(begins or today, today):
        raise NotSubstitutable("over", f"it would end on {ends}, before it begins or in the past: name a later day")
    if max(begins or today, ends or today) > today + LONGEST_TERM:
        raise NotSubstitutable("far", "a day more than ten years away: leave the last day out")
