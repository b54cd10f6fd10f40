"""The ladder played ahead, day after day, as if nobody did anything meanwhile. Pure: what is there is an argument."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from states.assignment import OPEN, State
from states.digests import Concerning, digests
from states.escalation import Decision, Letter, Said, Supervisors, Watch, decide, reach_supervisor
from states.ladder import Late, Recipient, Standing, Timetable
from states.milestones import Milestone, Package, PackageLine, milestones, working_days_left
from states.waking import ChasedPlan
from states.workdays import WorkingDays


def as_resumed(standing: Standing, today: date) -> Standing:
    """A standing as it is once the clock has resumed what it may on `today`; the same one where it does not."""
    due = standing.resume_on is not None and standing.resume_on <= today
    in_time = standing.due_on is not None and standing.due_on >= today
    if standing.state is not State.POSTPONED or not due or not in_time:
        return standing
    return replace(standing, state=State.IN_PROGRESS, version=standing.version + 1)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a rehearsal begins with: the plans, all that is open of them or will be given out, who supervises, who
    substitutes for whom, how many had to report on each occurrence, and what has been said; `said.written_to` have the
    first day's digest already.
    """

    plans: Mapping[int, ChasedPlan]
    standings: tuple[Standing, ...]
    supervisors: Mapping[int, Supervisors]
    substitutes: Mapping[int, tuple[Recipient, ...]]
    executors: Mapping[int, int]
    said: Said


def rehearse(scene: Scene, days: Iterable[date], *, calendar: WorkingDays) -> Iterator[tuple[date, tuple[Letter, ...]]]:
    """The letters of those of `days`, given in their order, that are working days. Packages are named only."""
    rehearsal = _Rehearsal(scene, calendar)
    yield from ((day, rehearsal.letters_of(day)) for day in days if calendar.is_working(day))


class _Rehearsal:
    """What has been said so far, and when to look again at what."""

    def __init__(self, scene: Scene, calendar: WorkingDays) -> None:
        self.scene, self.calendar = scene, calendar
        self.standings, self.written_to = list(scene.standings), scene.said.written_to
        self.fired, self.packages = set(scene.said.fired), set(scene.said.packages)
        self.attention: dict[int, date | None] = {one.assignment_id: one.issued_on for one in scene.standings}

    def letters_of(self, day: date) -> tuple[Letter, ...]:
        plans = {ident: plan for ident, plan in self.scene.plans.items() if not plan.paused(day)}
        self.standings = [as_resumed(one, day) if one.issued_on <= day else one for one in self.standings]
        there = [one for one in self.standings if one.issued_on <= day and one.plan_id in plans]
        watch = self._watch(plans, there, day)
        ahead = tuple(milestones(plans.values(), watch.timetables))
        said = Said(fired=self.fired, packages=self.packages, written_to=self.written_to)
        self.written_to = frozenset()
        decision = decide(
            (one for one in there if self._wants_attention(one, day)), watch=watch, said=said, milestones=ahead
        )
        self._remember(decision)
        lists = Concerning(
            standings=there, packages=_package_lines(ahead, decision, watch), substitutes=self.scene.substitutes
        )
        return digests(decision, lists, watch=watch, on=day) if decision.recipients else ()

    def _wants_attention(self, standing: Standing, day: date) -> bool:
        on = self.attention[standing.assignment_id]
        return on is not None and on <= day

    def _watch(self, plans: Mapping[int, ChasedPlan], there: Iterable[Standing], day: date) -> Watch:
        late = Counter(one.occurrence_id for one in there if one.due_on and one.due_on < day and one.state in OPEN)
        shares = {one: Late(count, self.scene.executors.get(one, count)) for one, count in late.items()}
        ladders = {plan.ladder for plan in plans.values()}
        laid = {one: Timetable(one, today=day, calendar=self.calendar, late=shares) for one in ladders}
        timetables = {ident: laid[plan.ladder] for ident, plan in plans.items()}
        return Watch(timetables=timetables, supervisors=self.scene.supervisors)

    def _remember(self, decision: Decision) -> None:
        self.fired.update(firing[:4] for firing in decision.firings)
        self.packages.update(firing.milestone.key for firing in decision.packages)
        self.attention.update(decision.attention)


def _package_lines(
    ahead: Iterable[Milestone], decision: Decision, watch: Watch
) -> Iterator[tuple[Recipient, PackageLine]]:
    new = {firing.milestone.key for firing in decision.packages}
    for one in ahead:
        timetable, supervisors = watch.of(one.plan.plan_id)
        person = reach_supervisor(one.to, supervisors)
        if person:
            package = Package(
                plan_id=one.plan.plan_id,
                nominal_due_on=one.nominal_due_on,
                due_on=one.due_on,
                order_number=one.plan.order_number,
                order_issued_on=one.plan.order_issued_on,
            )
            yield person, PackageLine(package, one.to, one.key in new, working_days_left(one, timetable))
