"""Who must be told what today, by the ladder. Decides only: nothing is written or sent here."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from states.assignment import is_overdue
from states.ladder import Late, Place, Reached, Recipient, Standing, Timetable
from states.milestones import Milestone, PackageLine
from states.rungs import DECIDED, Addressee, Rung


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
    plan_id: int


class PackageFiring(NamedTuple):
    """A rung speaking of a plan's package. It does so once for ever, by the milestone's key."""

    milestone: Milestone
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
    packages: tuple[PackageFiring, ...]
    attention: Mapping[int, date | None]
    unreachable: frozenset[Unreachable]
    passed_over: frozenset[PassedOver]

    @cached_property
    def recipients(self) -> dict[int, Recipient]:
        """Everybody something new is said to, by the person's id."""
        found = [*(one.recipient for one in self.firings), *(one.recipient for one in self.packages)]
        return {one.person_id: one for one in found}


@dataclass(frozen=True, kw_only=True)
class Watch:
    """How plans are watched on a day: each plan's ladder laid over the calendar, and who supervises it."""

    timetables: Mapping[int, Timetable]
    supervisors: Mapping[int, Supervisors]

    def of(self, plan_id: int) -> tuple[Timetable, Supervisors]:
        """One plan's."""
        return self.timetables[plan_id], self.supervisors.get(plan_id, {})


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is not said again: firings recorded, of assignments and (by the milestones' keys) of packages. `written_to`
    are the persons who have the day's digest already: what concerns them waits for the next working day.
    """

    fired: AbstractSet[FiringKey] = frozenset()
    packages: AbstractSet[str] = frozenset()
    written_to: AbstractSet[int] = frozenset()


def decide(
    standings: Iterable[Standing], *, watch: Watch, said: Said, milestones: Iterable[Milestone] = ()
) -> Decision:
    """What each plan's ladder, on one working day, has to say of these assignments, and of packages soon due.

    An assignment that waits, for a person or for an address, is looked at again by every sweep.
    """
    firings: list[Firing] = []
    packages: list[PackageFiring] = []
    attention: dict[int, date | None] = {}
    unreachable: set[Unreachable] = set()
    passed_over: set[PassedOver] = set()
    for standing in standings:
        timetable, told = watch.of(standing.plan_id)
        place = timetable.place(standing)
        attention[standing.assignment_id] = place.next_on
        for reached in _unsaid(standing, place, said.fired):
            recipient = reach(standing, reached.rung.to, told)
            if recipient is None:
                unreachable.add(Unreachable(standing.plan_id, reached.rung.to, _who(standing, reached.rung.to)))
            elif told_instead(recipient, reached.rung.to, told):
                passed_over.add(PassedOver(standing.plan_id, reached.rung.to, recipient))
            if recipient is None or recipient.person_id in said.written_to:
                attention[standing.assignment_id] = timetable.today
            else:
                firings.append(_firing(standing, reached, recipient))
    for milestone in milestones:
        if milestone.key in said.packages:
            continue
        plan_id = milestone.plan.plan_id
        recipient = reach_supervisor(milestone.to, watch.supervisors.get(plan_id, {}))
        if recipient is None:
            unreachable.add(Unreachable(plan_id, milestone.to, milestone.to))
        elif recipient.person_id not in said.written_to:
            packages.append(PackageFiring(milestone, recipient))
    return Decision(
        firings=tuple(firings),
        packages=tuple(packages),
        attention=attention,
        unreachable=frozenset(unreachable),
        passed_over=frozenset(passed_over),
    )


def _unsaid(standing: Standing, place: Place, fired: AbstractSet[FiringKey]) -> Iterator[Reached]:
    for reached in place.reached.values():
        if (standing.assignment_id, reached.rung.code, reached.step, reached.epoch) not in fired:
            yield reached
    answer = standing.answered
    if answer and (standing.assignment_id, DECIDED.code, 0, answer.version) not in fired:
        yield Reached(DECIDED, 0, answer.version, answer.on)


def _firing(standing: Standing, reached: Reached, recipient: Recipient) -> Firing:
    rung, step, epoch, _ = reached
    return Firing(standing.assignment_id, rung.code, step, epoch, rung.to, recipient, standing.plan_id)


def _who(standing: Standing, addressee: Addressee) -> str:
    return standing.organization if addressee is Addressee.EXECUTOR else addressee.value


def reach(standing: Standing, addressee: Addressee, supervisors: Supervisors) -> Recipient | None:
    """The person a rung's letter goes to."""
    if addressee is Addressee.EXECUTOR:
        return standing.executor if standing.executor and standing.executor.email else None
    return reach_supervisor(addressee, supervisors)


def reach_supervisor(addressee: Addressee, supervisors: Supervisors) -> Recipient | None:
    """A supervisor; one without an address is passed over to who substitutes for them, then to the next level up."""
    levels = list(Addressee)
    above = (supervisors.get(level) for level in levels[levels.index(addressee) :])
    persons = (one for person in above if person for one in (person, *person.substitutes))
    return next((one for one in persons if one.email), None)


def told_instead(recipient: Recipient, to: Addressee, supervisors: Supervisors) -> bool:
    """Whether somebody is told in the place of the supervisor at that level."""
    return to is not Addressee.EXECUTOR and supervisors.get(to) != recipient


class Line(NamedTuple):
    """One assignment in a digest. `to` is in what capacity the reader is told, `instead` whether that is the capacity
    of somebody who has no address; `fired` is whether it is new today. The days waiting are those since the executor
    asked for something and got no answer. `copy_of` is whom it is written to, where the reader substitutes for them;
    `late` says how many are late of those who had to report; `answered` whether the answer to what the executor had
    asked for is told today.
    """

    standing: Standing
    to: Addressee
    rung: Rung
    fired: bool
    days_late: int
    instead: bool = False
    working_days_waiting: int = 0
    copy_of: Recipient | None = None
    late: Late | None = None
    answered: bool = False


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A person's one digest of a day: everything the ladder has reached for that person, the most urgent first."""

    recipient: Recipient
    on: date
    lines: tuple[Line, ...]
    packages: tuple[PackageLine, ...] = ()

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many items and assignments it lists, how much of it all is new, how many assignments are overdue."""
        return (
            len({line.standing.item_id for line in self.lines}),
            len(self.lines),
            sum(line.fired for line in self.lines) + sum(one.fired for one in self.packages),
            sum(line.days_late > 0 for line in self.lines),
        )


def days_late(standing: Standing, timetable: Timetable) -> int:
    """Days since the due day of what is still open, days off counted: as the desk and the packages say it."""
    late = is_overdue(standing.state, standing.due_on, timetable.today)
    return (timetable.today - standing.due_on).days if late and standing.due_on else 0


def waited(standing: Standing, timetable: Timetable) -> int:
    """Working days for which an executor's request, or a "not addressed to us", has had no answer."""
    asked = standing.declined or standing.extension
    return timetable.working_days_since(asked.since) if asked else 0
