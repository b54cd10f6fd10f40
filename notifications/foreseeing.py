"""What would be written, on one day or day by day if nobody did anything meanwhile: looked at, writing and locking
nothing, or in place of a sweep while mail is off.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from models import standings
from models.chased_plans import chased_plans
from models.coming import coming
from models.sweeps import SweepFact, record_sweep, sweep_alone
from notifications.begun import When, begin, give_out
from notifications.chased_day import ChasedDay
from notifications.chasing import PublishedDays, Swept, provisional
from notifications.coordinators import who_answers
from notifications.message import AddressUnusable, address
from states.escalation import Letter, Said
from states.rehearsal import Scene, as_resumed, rehearse
from states.rungs import Ladder
from states.workdays import WorkingDays, on_or_after


def foresee(session: Session, *, today: date, calendar: PublishedDays) -> Swept:
    """What a sweep of `today` would write, as things stand now."""
    if not calendar.is_working(today):
        return Swept(on=today, working_day=False)
    plans = chased_plans(session)
    heard = {ident: plan for ident, plan in plans.items() if not plan.paused(today)}
    silent = plans.keys() - heard.keys()
    day = ChasedDay(session, heard, today=today, calendar=calendar)
    new = coming(session, until=today, given_out=lambda _: today)
    given_out = tuple(one for one in new.standings if one.plan_id in heard)
    looked_at = day.to_look_at(silent)
    found = [*(as_resumed(one, today) for one in looked_at), *given_out]
    decision = day.decide(found)
    concerning = [*(as_resumed(one, today) for one in day.concerning(decision, silent)), *given_out]
    letters, refused = _that_can_leave(day, day.letters(decision, concerning))
    readers = {letter.recipient.person_id for letter in letters}
    told = [one.recipient for one in decision.firings] + [one.recipient for one in decision.packages]
    return Swept(
        on=today,
        issued=new.assignments,
        resumed=sum(as_resumed(one, today) is not one for one in looked_at),
        letters=letters,
        firings=sum(one.person_id in readers for one in told),
        unreachable=tuple(sorted(decision.unreachable)),
        passed_over=tuple(sorted(decision.passed_over, key=str)),
        refused=refused,
        provisional=provisional(today, calendar),
    )


def sweep_in_silence(session: Session, when: When, *, calendar: PublishedDays) -> Swept:
    """A sweep while mail is off: work is given out and resumed, nothing is said and nothing recorded as said. When mail
    is on again the next sweep says the highest rung only, as after any downtime.

    Raises:
        ClockDoubtful: see `notifications.chasing.sweep`.

    """
    sweep_alone(session)
    begun = begin(session, when, calendar=calendar)
    issued, resumed = give_out(session, begun, at=when.at, calendar=calendar)
    record_sweep(session, SweepFact(when.at, begun.on, 0, 0))
    unsaid = Swept(on=begun.on, awake=begun.awake, working_day=begun.working_day)
    found = foresee(session, today=begun.on, calendar=calendar) if begun.speaks else unsaid
    return replace(found, issued=issued, resumed=resumed, mail=False)


def foresee_days(
    session: Session,
    *,
    first: date,
    last: date,
    calendar: WorkingDays,
    order: str | None = None,
    ladder: Ladder | None = None,
) -> Iterator[tuple[date, tuple[Letter, ...]]]:
    """The letters of each working day from `first` to `last`, both included, as things stand now; or as they would be
    if the plans had another `ladder`.
    """
    scene = _scene(session, first=first, last=last, calendar=calendar, order=order)
    if ladder is not None:
        plans = {ident: replace(plan, ladder=ladder) for ident, plan in scene.plans.items()}
        scene = replace(scene, plans=plans)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return rehearse(scene, days, calendar=calendar)


def _scene(session: Session, *, first: date, last: date, calendar: WorkingDays, order: str | None) -> Scene:
    plans = chased_plans(session, order=order)
    there = standings.standings_of_plans(session, plans)
    new = coming(session, until=last, given_out=lambda day: on_or_after(max(day, first), calendar)).standings
    found = (*there, *(one for one in new if one.plan_id in plans))
    supervisors = standings.plan_supervisors(session, on=first)
    readers = {one.executor.person_id for one in found if one.executor}
    readers |= {one.person_id for held in supervisors.values() for one in held.values()}
    had_to_report = Counter(one.occurrence_id for one in new)
    return Scene(
        plans=plans,
        standings=found,
        supervisors=supervisors,
        substitutes=standings.substitutes(session, readers, on=first),
        executors={**had_to_report, **standings.executors_of_plans(session, plans)},
        said=Said(
            fired=standings.fired(session, (one.assignment_id for one in there)),
            packages=standings.all_fired_packages(session, plans),
            written_to=standings.written_to(session, on=first),
        ),
    )


def _that_can_leave(day: ChasedDay, letters: Iterable[Letter]) -> tuple[tuple[Letter, ...], tuple[str, ...]]:
    """The letters to addresses that can be used, and what is wrong with the others."""
    leaving, refused = [], []
    for letter in letters:
        refused += who_answers(letter, day.watch.supervisors)[1]
        try:
            address(letter.recipient.email)
            leaving.append(letter)
        except AddressUnusable as fault:
            refused.append(str(fault))
    return tuple(leaving), tuple(dict.fromkeys(refused))
