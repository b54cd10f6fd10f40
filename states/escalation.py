"""Who must be told what today, by the ladder. Decides only: nothing is written or sent here."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from states.assignment import OPEN
from states.ladder import Reached, Recipient, Standing, Timetable
from states.rungs import Addressee, Rung


class Firing(NamedTuple):
    """A rung speaking of an assignment. It does so once for ever: the first four fields are unique.

    `epoch` is the due-date version for rungs around the due date, the count of reports for rungs about reports.
    """

    assignment_id: int
    rung: str
    step: int
    epoch: int
    to: Addressee
    recipient: Recipient


Supervisors = Mapping[Addressee, Recipient]
FiringKey = tuple[int, str, int, int]


class Unreachable(NamedTuple):
    """Somebody the ladder had to tell and could not: nobody with an address stands at that level or above."""

    plan_id: int
    to: Addressee
    who: str


class PassedOver(NamedTuple):
    """A supervisor without an address, and who is told in that supervisor's place."""

    plan_id: int
    to: Addressee
    told: Recipient


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a sweep does: the firings it records, the day to look again at each assignment, whom it cannot reach and
    whom it passes over.
    """

    firings: tuple[Firing, ...]
    attention: Mapping[int, date | None]
    unreachable: frozenset[Unreachable]
    passed_over: frozenset[PassedOver]


def decide(
    standings: Iterable[Standing],
    *,
    timetables: Mapping[int, Timetable],
    supervisors: Mapping[int, Supervisors],
    fired: frozenset[FiringKey],
    written_to: frozenset[int],
) -> Decision:
    """What each plan's ladder, on one working day, has to say of these assignments.

    `fired` are the firings already recorded, `written_to` the persons who have the day's digest already: what concerns
    them waits for the next working day. An assignment that waits, for a person or for an address, is looked at again
    by every sweep.
    """
    firings: list[Firing] = []
    attention: dict[int, date | None] = {}
    unreachable: set[Unreachable] = set()
    passed_over: set[PassedOver] = set()
    for standing in standings:
        timetable = timetables[standing.plan_id]
        attention[standing.assignment_id] = timetable.next_on(standing)
        for reached in _unsaid(standing, timetable, fired):
            told = supervisors.get(standing.plan_id, {})
            recipient = reach(standing, reached.rung.to, told)
            if recipient is None:
                unreachable.add(Unreachable(standing.plan_id, reached.rung.to, _who(standing, reached.rung.to)))
            elif _instead(recipient, reached.rung.to, told):
                passed_over.add(PassedOver(standing.plan_id, reached.rung.to, recipient))
            if recipient is None or recipient.person_id in written_to:
                attention[standing.assignment_id] = timetable.today
            else:
                firings.append(_firing(standing, reached, recipient))
    return Decision(
        firings=tuple(firings),
        attention=attention,
        unreachable=frozenset(unreachable),
        passed_over=frozenset(passed_over),
    )


def _unsaid(standing: Standing, timetable: Timetable, fired: frozenset[FiringKey]) -> Iterator[Reached]:
    for addressee in Addressee:
        reached = timetable.reached(standing, addressee)
        if reached and (standing.assignment_id, reached.rung.code, reached.step, reached.epoch) not in fired:
            yield reached


def _firing(standing: Standing, reached: Reached, recipient: Recipient) -> Firing:
    rung, step, epoch, _ = reached
    return Firing(standing.assignment_id, rung.code, step, epoch, rung.to, recipient)


def _who(standing: Standing, addressee: Addressee) -> str:
    return standing.organization if addressee is Addressee.EXECUTOR else addressee.value


def reach(standing: Standing, addressee: Addressee, supervisors: Supervisors) -> Recipient | None:
    """The person a rung's letter goes to. A supervisor without an address is passed over to the next level up."""
    if addressee is Addressee.EXECUTOR:
        return standing.executor if standing.executor and standing.executor.email else None
    levels = list(Addressee)
    above = (supervisors.get(level) for level in levels[levels.index(addressee) :])
    return next((person for person in above if person and person.email), None)


def _instead(recipient: Recipient, to: Addressee, supervisors: Supervisors) -> bool:
    return to is not Addressee.EXECUTOR and supervisors.get(to) != recipient


class Line(NamedTuple):
    """One assignment in a digest. `to` is in what capacity the reader is told, `instead` whether that is the capacity
    of somebody who has no address; `fired` is whether it is new today. The days waiting are those since the executor
    asked for something and got no answer.
    """

    standing: Standing
    to: Addressee
    rung: Rung
    fired: bool
    working_days_late: int
    instead: bool = False
    working_days_waiting: int = 0


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A person's one digest of a day: everything the ladder has reached for that person, the most urgent first."""

    recipient: Recipient
    on: date
    lines: tuple[Line, ...]


def digests(
    firings: Collection[Firing],
    concerning: Iterable[Standing],
    *,
    timetables: Mapping[int, Timetable],
    supervisors: Mapping[int, Supervisors],
    on: date,
) -> tuple[Letter, ...]:
    """One letter for each person a firing speaks to, with the full list of what `concerning` holds for that person."""
    recipients = {firing.recipient.person_id: firing.recipient for firing in firings}
    new = {(firing.recipient.person_id, firing.assignment_id, firing.to) for firing in firings}
    lines: dict[int, list[Line]] = {person_id: [] for person_id in recipients}
    for standing in concerning:
        timetable, told = timetables[standing.plan_id], supervisors.get(standing.plan_id, {})
        for to in Addressee:
            person = reach(standing, to, told)
            reached = timetable.reached(standing, to) if person and person.person_id in lines else None
            if person and reached:
                fired, late = (person.person_id, standing.assignment_id, to) in new, days_late(standing, timetable)
                waiting = waited(standing, timetable)
                line = Line(standing, to, reached.rung, fired, late, _instead(person, to, told), waiting)
                lines[person.person_id].append(line)
    return tuple(
        Letter(recipient=recipients[person_id], on=on, lines=tuple(sorted(found, key=_urgency)))
        for person_id, found in sorted(lines.items())
    )


def days_late(standing: Standing, timetable: Timetable) -> int:
    """Working days since the due day of what is still open."""
    return timetable.working_days_since(standing.due_on) if standing.due_on and standing.state in OPEN else 0


def waited(standing: Standing, timetable: Timetable) -> int:
    """Working days for which an executor's request, or a "not addressed to us", has had no answer."""
    asked = standing.declined or standing.extension
    return timetable.working_days_since(asked.since) if asked else 0


def _urgency(line: Line) -> tuple[object, ...]:
    standing = line.standing
    due_on = standing.due_on or date.max
    return (list(Addressee).index(line.to), due_on, standing.order_number, standing.item_id, standing.assignment_id)
