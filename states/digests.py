"""The letters of a day: what was decided, put together by reader with everything else that concerns the reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial

from states.escalation import (
    Decision,
    Letter,
    Line,
    Supervisors,
    Watch,
    days_late,
    reach,
    reach_supervisor,
    told_instead,
    waited,
)
from states.ladder import Recipient, Standing
from states.milestones import SUPERVISORS, PackageLine
from states.rungs import DECIDED, Addressee


@dataclass(frozen=True, kw_only=True)
class Concerning:
    """What the full lists of a day's readers may hold, and who substitutes for whom of them (by the person's id)."""

    standings: Iterable[Standing]
    packages: Iterable[tuple[Recipient, PackageLine]] = ()
    substitutes: Mapping[int, tuple[Recipient, ...]] = field(default_factory=dict)


def digests(decision: Decision, concerning: Concerning, *, watch: Watch, on: date) -> tuple[Letter, ...]:
    """One letter for each person something new is said to, with the full list of what concerns that person; and one for
    whoever substitutes for them, with a copy of it beside what is theirs.
    """
    bundle = _Bundle(decision.recipients, concerning.substitutes)
    new = {(firing.recipient.person_id, firing.assignment_id, firing.to) for firing in decision.firings}
    answers = {(one.recipient.person_id, one.assignment_id) for one in decision.firings if one.rung == DECIDED.code}
    above = cache(partial(_told_above, bundle.principals, watch.supervisors))
    for standing in concerning.standings:
        readers = above(standing.plan_id)
        executor = reach(standing, Addressee.EXECUTOR, {})
        if executor and executor.person_id in bundle.principals:
            readers = ((Addressee.EXECUTOR, executor, False), *readers)
        for to, person, instead in readers:
            timetable = watch.timetables[standing.plan_id]
            reached = timetable.reached(standing, to)
            answered = to is Addressee.EXECUTOR and (person.person_id, standing.assignment_id) in answers
            if reached or answered:
                rung = reached.rung if reached else DECIDED
                fired = (person.person_id, standing.assignment_id, to) in new
                late, waiting = days_late(standing, timetable), waited(standing, timetable)
                many = timetable.late.get(standing.occurrence_id)
                line = Line(standing, to, rung, fired, late, instead, waiting, late=many, answered=answered)
                bundle.add(person, line)
    for person, about in concerning.packages:
        if person.person_id in bundle.principals:
            bundle.add_package(person, about)
    return bundle.letters(on)


def _told_above(
    principals: Mapping[int, Recipient], supervisors: Mapping[int, Supervisors], plan_id: int
) -> tuple[tuple[Addressee, Recipient, bool], ...]:
    """Who is told of a plan at which level, and whether in somebody's place; only those who get a letter."""
    held = supervisors.get(plan_id, {})
    told = ((to, reach_supervisor(to, held)) for to in SUPERVISORS)
    return tuple(
        (to, person, told_instead(person, to, held)) for to, person in told if person and person.person_id in principals
    )


class _Bundle:
    """The lines of a day's letters by reader, each also for those who substitute for the reader."""

    def __init__(self, principals: Mapping[int, Recipient], substitutes: Mapping[int, tuple[Recipient, ...]]) -> None:
        self.principals = principals
        self.substitutes = {person_id: substitutes.get(person_id, ()) for person_id in principals}
        copied = (one for some in self.substitutes.values() for one in some)
        self.readers = {one.person_id: one for one in (*copied, *principals.values())}
        self.lines: dict[int, list[Line]] = {person_id: [] for person_id in self.readers}
        self.packages: dict[int, list[PackageLine]] = {person_id: [] for person_id in self.readers}

    def add(self, person: Recipient, line: Line) -> None:
        self.lines[person.person_id].append(line)
        for one in self.substitutes[person.person_id]:
            self.lines[one.person_id].append(line._replace(copy_of=person))

    def add_package(self, person: Recipient, line: PackageLine) -> None:
        self.packages[person.person_id].append(line)
        for one in self.substitutes[person.person_id]:
            self.packages[one.person_id].append(line._replace(copy_of=person))

    def letters(self, on: date) -> tuple[Letter, ...]:
        return tuple(
            Letter(
                recipient=self.readers[person_id],
                on=on,
                lines=tuple(sorted(lines, key=_urgency)),
                packages=tuple(self.packages[person_id]),
            )
            for person_id, lines in sorted(self.lines.items())
            if lines or self.packages[person_id]
        )


_LEVELS = {to: n for n, to in enumerate(Addressee)}


def _urgency(line: Line) -> tuple[object, ...]:
    standing = line.standing
    due_on = standing.due_on or date.max
    return (_LEVELS[line.to], due_on, standing.order_number, standing.item_id, standing.assignment_id)
