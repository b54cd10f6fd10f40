"""The ladder laid over the calendar: which rung a day has reached for an assignment, and when the next one comes.

A rung is reached by `>=`, so after days without a sweep the highest rung reached speaks and the lower ones are passed.
Knows nothing of what was already said, nor of letters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from typing import NamedTuple

from states.assignment import OPEN, State
from states.rungs import Addressee, Anchor, Ladder, Rung
from states.schedule import ScheduleKind
from states.workdays import MONDAY, WorkingDays, count_after, on_or_after, shift


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A person a letter can go to; an empty address means that it cannot. Then it goes to who substitutes for them.
    `dative` is the name as one writes it to them.
    """

    person_id: int
    name: str
    email: str
    post: str = ""
    substitutes: "tuple[Recipient, ...]" = ()
    dative: str = ""


class Pending(NamedTuple):
    """Something an executor said that waits for an answer. `version` is the assignment's after it was said, so that it
    is told from every other; `until` the later day asked for.
    """

    since: date
    version: int
    reason: str = ""
    until: date | None = None


class Answer(StrEnum):
    """What was decided on what an executor had asked for; the values are the triggers that do it. EXTENDED: while a
    request waited another later date was set.
    """

    GRANTED = "grant_extension"
    REFUSED = "refuse_extension"
    EXTENDED = "extend"
    UPHELD = "uphold"


class Answered(NamedTuple):
    """An answer to what an executor had asked for, with the reason of who gave it. `version` is the assignment's after
    it, so that it is told from every other.
    """

    on: date
    version: int
    answer: Answer
    reason: str = ""


class Seen(NamedTuple):
    """What of a standing its place on the ladder depends on; many assignments have the same."""

    anchors: tuple[tuple[Anchor, date, int], ...]
    issued_on: date
    due_on: date | None
    declined: bool = False


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
    occurrence_id: int = 0
    answered: Answered | None = None

    @cached_property
    def seen(self) -> Seen:
        """What its place on the ladder depends on."""
        anchors = tuple((anchor, on, epoch) for anchor, (on, epoch) in _anchors(self).items())
        return Seen(anchors, self.issued_on, self.due_on, self.declined is not None)


class Late(NamedTuple):
    """How many of those who had to report on an occurrence are late; whose part was removed is not among them."""

    late: int
    of: int

    def over(self, percent: int) -> bool:
        """Whether it is more than so many percent."""
        return self.late * 100 > self.of * percent


class Reached(NamedTuple):
    """The highest rung of one addressee's chain that a day has reached, and since when."""

    rung: Rung
    step: int
    epoch: int
    on: date


class Place(NamedTuple):
    """Where something is on the ladder on a day: the highest rung reached of each addressee's chain, from the bottom
    up, and the next day on which there may be more to say.
    """

    reached: Mapping[Addressee, Reached]
    next_on: date | None


class Timetable:
    """A ladder laid over the calendar, as seen on `today`. Remembers what it worked out: build it once a sweep.

    `late` says of occurrences with late executors how many those are, for the rungs that speak only of many.
    """

    def __init__(
        self, ladder: Ladder, *, today: date, calendar: WorkingDays, late: Mapping[int, Late] | None = None
    ) -> None:
        self.ladder, self.today, self.calendar = ladder, today, calendar
        self.late = {} if late is None else late
        self._around = cache(self._around_today)
        self._place = cache(self._place_of)
        self.working_days_since = cache(self._working_days_since)

    def place(self, standing: Standing) -> Place:
        """Where a standing is on the ladder today."""
        return self._place(standing.seen, self.late.get(standing.occurrence_id))

    def reached(self, standing: Standing, addressee: Addressee) -> Reached | None:
        """The highest rung for `addressee` that today has reached; of two on one day the later in the ladder."""
        return self.place(standing).reached.get(addressee)

    def next_on(self, standing: Standing) -> date | None:
        """The first day after today on which the ladder may have something more to say of this assignment."""
        return self.place(standing).next_on

    def milestone(self, due_on: date, addressee: Addressee) -> Reached | None:
        """The highest rung reached around a day on which the plan is reported. Once that day has passed, what a rung
        would have said before it is not said any more.
        """
        package = Seen(((Anchor.PACKAGE, due_on, 0),), due_on, None)
        reached = self._place(package, None).reached.get(addressee)
        return reached if reached and (self.today <= due_on or due_on < reached.on) else None

    def _place_of(self, seen: Seen, late: Late | None) -> Place:
        found: dict[Addressee, Reached] = {}
        ahead: list[date] = []
        for rung, anchor_on, epoch in self._applicable(seen):
            last, following = self._around(rung, anchor_on)
            if following is not None:
                ahead.append(following)
            if last is None or (rung.share and not (late and late.over(rung.share))):
                continue
            before = found.get(rung.to)
            if before is None or last[1] >= before.on:
                found[rung.to] = Reached(rung, last[0], epoch, last[1])
        return Place({to: found[to] for to in Addressee if to in found}, min(ahead, default=None))

    def _applicable(self, seen: Seen) -> Iterator[tuple[Rung, date, int]]:
        anchors = {anchor: (on, epoch) for anchor, on, epoch in seen.anchors}
        for rung in self.ladder:
            if seen.declined and rung.to is Addressee.EXECUTOR:
                continue  # who said that it is not theirs is let alone until somebody decides; the others go on
            if rung.anchor in anchors and not self._too_short(rung, seen):
                yield rung, *anchors[rung.anchor]

    def _around_today(self, rung: Rung, anchor_on: date) -> tuple[tuple[int, date] | None, date | None]:
        last = None
        for step, on in _points(rung, anchor_on, self.calendar):
            if on > self.today:
                return last, on
            last = (step, on)
        return last, None

    def _too_short(self, rung: Rung, seen: Seen) -> bool:
        if not rung.min_term or seen.due_on is None:
            return False
        return shift(seen.issued_on, rung.min_term, self.calendar) >= seen.due_on

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
