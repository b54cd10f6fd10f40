"""The ladder laid over the calendar: which rung a day has reached for an assignment, and when the next one comes.

A rung is reached by `>=`, so after days without a sweep the highest rung reached speaks and the lower ones are passed.
Knows nothing of what was already said, nor of letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from states.assignment import OPEN, State
from states.rungs import Addressee, Anchor, Ladder, Rung
from states.schedule import ScheduleKind
from states.workdays import MONDAY, WorkingDays, count_after, on_or_after, shift


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A person a letter can go to; an empty address means that it cannot."""

    person_id: int
    name: str
    email: str
    post: str = ""


class Pending(NamedTuple):
    """Something an executor said that waits for an answer. `version` is the assignment's after it was said, so that it
    is told from every other; `until` the later day asked for.
    """

    since: date
    version: int
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One assignment as the ladder sees it, with the words a letter needs. `due_on` is the effective day, `issued_on`
    the day the executor was given it; `reports` counts reports made, `due_version` is the version at which the due date
    was set, `version` counts every change of the assignment.
    """

    assignment_id: int
    plan_id: int
    item_id: int
    organization: str
    executor: Recipient | None
    state: State
    issued_on: date
    due_on: date | None
    nominal_due_on: date | None
    due_version: int
    reported_on: date | None
    returned_on: date | None
    resume_on: date | None
    reports: int
    version: int
    schedule_kind: ScheduleKind
    order_number: str
    order_issued_on: date
    item_kind: str
    item_number: str
    item_title: str
    extension: Pending | None = None
    declined: Pending | None = None


class Reached(NamedTuple):
    """The highest rung of one addressee's chain that a day has reached, and since when."""

    rung: Rung
    step: int
    epoch: int
    on: date


class Timetable:
    """A ladder laid over the calendar, as seen on `today`. Remembers the days it worked out: build it once a sweep."""

    def __init__(self, ladder: Ladder, *, today: date, calendar: WorkingDays) -> None:
        self.ladder, self.today, self.calendar = ladder, today, calendar
        self._around = cache(self._around_today)
        self.working_days_since = cache(self._working_days_since)

    def reached(self, standing: Standing, addressee: Addressee) -> Reached | None:
        """The highest rung for `addressee` that today has reached; of two on one day the later in the ladder."""
        found: Reached | None = None
        for rung, anchor_on, epoch in _applicable(self.ladder, standing):
            if rung.to is not addressee or self._too_short(rung, standing):
                continue
            last, _ = self._around(rung, anchor_on)
            if last is not None and (found is None or last[1] >= found.on):
                found = Reached(rung, last[0], epoch, last[1])
        return found

    def next_on(self, standing: Standing) -> date | None:
        """The first day after today on which the ladder has something more to say of this assignment."""
        days = (
            self._around(rung, anchor_on)[1]
            for rung, anchor_on, _ in _applicable(self.ladder, standing)
            if not self._too_short(rung, standing)
        )
        return min((day for day in days if day is not None), default=None)

    def _around_today(self, rung: Rung, anchor_on: date) -> tuple[tuple[int, date] | None, date | None]:
        last = None
        for step, on in _points(rung, anchor_on, self.calendar):
            if on > self.today:
                return last, on
            last = (step, on)
        return last, None

    def _too_short(self, rung: Rung, standing: Standing) -> bool:
        if not rung.min_term or standing.due_on is None:
            return False
        return shift(standing.issued_on, rung.min_term, self.calendar) >= standing.due_on

    def _working_days_since(self, day: date) -> int:
        return count_after(day, self.today, self.calendar)


def _points(rung: Rung, anchor_on: date, calendar: WorkingDays) -> Iterator[tuple[int, date]]:
    on = shift(anchor_on, rung.after, calendar) if rung.after else on_or_after(anchor_on, calendar)
    step = 0
    while True:
        if rung.mondays:
            on = on_or_after(_monday_from(on), calendar)
        yield step, on
        step += 1
        if step == rung.times:
            return
        on = on + timedelta(days=1) if rung.mondays else shift(on, rung.every, calendar)


def _monday_from(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _applicable(ladder: Ladder, standing: Standing) -> Iterator[tuple[Rung, date, int]]:
    anchors = _anchors(standing)
    for rung in ladder:
        if standing.declined and rung.to is Addressee.EXECUTOR:
            continue  # who said that it is not theirs is let alone until somebody decides; the others go on
        if rung.anchor in anchors:
            anchor_on, epoch = anchors[rung.anchor]
            yield rung, anchor_on, epoch


def _anchors(standing: Standing) -> dict[Anchor, tuple[date, int]]:
    if standing.state is State.POSTPONED:
        # The clock resumes what can go on; what is still postponed after its day needs the coordinator.
        until = standing.resume_on
        return {Anchor.RESUME: (until, standing.version)} if until else {Anchor.UNDATED: (standing.issued_on, 0)}
    if standing.state is State.REPORTED:
        anchors = {Anchor.REPORTED: (standing.reported_on, standing.reports)} if standing.reported_on else {}
    elif standing.state in OPEN:
        anchors = _while_open(standing)
    else:
        return {}
    waiting = ((Anchor.EXTENSION, standing.extension), (Anchor.DECLINED, standing.declined))
    return anchors | {anchor: (said.since, said.version) for anchor, said in waiting if said}


def _while_open(standing: Standing) -> dict[Anchor, tuple[date, int]]:
    anchors = {Anchor.ISSUED: (standing.issued_on, 0)}
    if standing.due_on is not None:
        anchors[Anchor.DUE] = (standing.due_on, standing.due_version)
    elif standing.schedule_kind is not ScheduleKind.ON_REQUEST:
        anchors[Anchor.UNDATED] = (standing.issued_on, 0)
    if standing.state is State.RETURNED and standing.returned_on:
        anchors[Anchor.RETURNED] = (standing.returned_on, standing.reports)
    return anchors
