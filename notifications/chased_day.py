"""One day as the ladder sees it: what is looked at, what is decided, which letters come of it. Writes nothing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlmodel import Session

from models import standings
from models.coming import NOT_THERE_YET
from models.package_progress import PackageKey, package_states, packages
from notifications.message import AddressUnusable, address
from states.digests import Concerning, digests
from states.escalation import Decision, Letter, Said, Watch, decide, reach_supervisor, told_instead
from states.ladder import Late, Recipient, Standing, Timetable
from states.milestones import Milestone, PackageLine, milestones, working_days_left
from states.package import OUT
from states.reporting_days import CATCHES_UP
from states.waking import ChasedPlan
from states.workdays import WorkingDays


class ChasedDay:
    """A day's look at plans: what each one's ladder, laid over the calendar, has to say, and to whom.

    Nothing is said of the `silent` plans, in nobody's list either. Where `news` names some of the plans, nothing new is
    said of the others, but they stand in the lists.
    """

    def __init__(
        self,
        session: Session,
        plans: Mapping[int, ChasedPlan],
        *,
        today: date,
        calendar: WorkingDays,
        news: Collection[int] | None = None,
    ) -> None:
        self.session, self.plans, self.today, self.news = session, plans, today, news
        self.late: dict[int, Late] = {}
        ladders = {plan.ladder for plan in plans.values()}
        laid = {one: Timetable(one, today=today, calendar=calendar, late=self.late) for one in ladders}
        self.watch = Watch(
            timetables={plan_id: laid[plan.ladder] for plan_id, plan in plans.items()},
            supervisors=standings.plan_supervisors(session, on=today),
        )
        told = (plan for ident, plan in plans.items() if news is None or ident in news)
        self.package_states = package_states(session, plans.values(), since=today - CATCHES_UP)
        unsent = {which for which, state in self.package_states.items() if state not in OUT}
        reached = milestones(told, self.watch.timetables, unsent=unsent)
        self.milestones = tuple(one for one in reached if self.package_states.get(_package_of(one)) not in OUT)
        self.of_many = any(rung.share for ladder in ladders for rung in ladder)

    def to_look_at(self, silent: Collection[int]) -> tuple[Standing, ...]:
        """The standings that want attention today."""
        return standings.standings_to_look_at(self.session, today=self.today, silent=silent, only=self.news)

    def decide(self, found: Iterable[Standing]) -> Decision:
        """What the ladder has to say of these standings that it has not said yet."""
        found = tuple(found)
        self._count_late(found)
        there = (one.assignment_id for one in found if one.assignment_id < NOT_THERE_YET)
        said = Said(
            fired=standings.fired(self.session, there),
            packages=standings.fired_packages(self.session, (one.key for one in self.milestones)),
            written_to=self.written_to,
        )
        return decide(found, watch=self.watch, said=said, milestones=self.milestones)

    @property
    def written_to(self) -> frozenset[int]:
        """Who has the day's digest already."""
        return standings.written_to(self.session, on=self.today)

    def concerning(self, decision: Decision, silent: Collection[int]) -> tuple[Standing, ...]:
        """What the full lists of the decision's readers may hold."""
        persons = decision.recipients
        supervised = standings.supervised_by(self.watch.supervisors, persons)
        return standings.standings_concerning(
            self.session, today=self.today, persons=persons, supervised=supervised, silent=silent
        )

    def letters(self, decision: Decision, concerning: Iterable[Standing]) -> tuple[Letter, ...]:
        """The letters that say it, each with its reader's full list."""
        concerning = tuple(concerning)
        self._count_late(concerning)
        lists = Concerning(
            standings=concerning,
            packages=tuple(self._package_lines(decision)),
            substitutes=self._substitutes(decision.recipients),
        )
        return digests(decision, lists, watch=self.watch, on=self.today)

    def _count_late(self, found: Iterable[Standing]) -> None:
        if self.of_many:
            unknown = (one for one in found if one.occurrence_id not in self.late)
            self.late.update(standings.late_executors(self.session, unknown, today=self.today))

    def _substitutes(self, recipients: Mapping[int, Recipient]) -> dict[int, tuple[Recipient, ...]]:
        """Who gets copies: nobody who has a letter today already, and of no letter that cannot leave."""
        leaving = [person_id for person_id, one in recipients.items() if _usable(one)]
        had = self.written_to
        found = standings.substitutes(self.session, leaving, on=self.today)
        return {
            principal: tuple(one for one in some if one.person_id not in had and _usable(one))
            for principal, some in found.items()
        }

    def _package_lines(self, decision: Decision) -> Iterable[tuple[Recipient, PackageLine]]:
        new = {firing.milestone.key for firing in decision.packages}
        told = [(one, self._told(one)) for one in self.milestones]
        told = [(one, person) for one, person in told if person and person.person_id in decision.recipients]
        progress = packages(self.session, (one for one, _ in told), today=self.today, states=self.package_states)
        for one, person in told:
            assert person is not None
            timetable, supervisors = self.watch.of(one.plan.plan_id)
            yield (
                person,
                PackageLine(
                    progress[_package_of(one)],
                    one.to,
                    one.key in new,
                    working_days_left(one, timetable),
                    told_instead(person, one.to, supervisors),
                ),
            )

    def _told(self, milestone: Milestone) -> Recipient | None:
        return reach_supervisor(milestone.to, self.watch.supervisors.get(milestone.plan.plan_id, {}))


def _package_of(milestone: Milestone) -> PackageKey:
    return milestone.plan.plan_id, milestone.nominal_due_on


def _usable(recipient: Recipient) -> bool:
    try:
        address(recipient.email)
    except AddressUnusable:
        return False
    return True
