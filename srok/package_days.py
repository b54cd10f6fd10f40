"""Packages that reporting days call for: begun ahead, assembled on the day, the coordinator told. Knows nothing of
Prefect.
"""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from models import packages
from models.chased_plans import chased_plans
from models.database import reading, writing
from models.held_plans import By
from models.outbox import enqueue_all
from models.package_progress import package_states
from models.packages import Changed
from models.standings import plan_supervisors
from notifications.message import AddressUnusable
from notifications.package_notice import Drafted, compose_notice
from reporting.manifest import totals
from reporting.package import Package
from srok.package_drafts import Drafting
from srok.production_calendar import ProductionCalendar
from srok.rounds import database
from srok.settings import Settings
from states.belonging import Span
from states.package import PackageState
from states.reporting_days import CATCHES_UP, DuePackage, coming_packages, due_packages
from states.rungs import Addressee


def begin_coming(settings: Settings, *, today: date, by: By) -> int:
    """Begin the packages whose reporting day is near and that nobody has begun; how many."""
    with database(settings) as engine, writing(engine) as session:
        plans = chased_plans(session)
        there = package_states(session, plans.values(), since=today)
        near = coming_packages(plans.values(), today=today, calendar=ProductionCalendar())
        new = [one for one in near if (one.plan_id, one.ends_on) not in there]
        for one in new:
            packages.collect(session, one.plan_id, Span(one.begins_on, one.ends_on), by=by)
    return len(new)


def packages_due(settings: Settings, *, today: date) -> tuple[DuePackage, ...]:
    """The packages whose reporting day has come, within the last month, and that nobody has assembled yet."""
    with database(settings) as engine, reading(engine) as session:
        plans = chased_plans(session)
        states = package_states(session, plans.values(), since=today - CATCHES_UP)
    found = due_packages(plans.values(), today=today, calendar=ProductionCalendar())
    return tuple(one for one in found if states.get((one.plan_id, one.ends_on)) in _NOT_ASSEMBLED)


_NOT_ASSEMBLED = {None, PackageState.COLLECTING}


def begun(settings: Settings, due: DuePackage, *, by: By) -> int:
    """The package that a reporting day calls for, begun if nobody has; its id."""
    with database(settings) as engine, writing(engine) as session:
        return packages.collect(session, due.plan_id, Span(due.begins_on, due.ends_on), by=by)


def telling_the_coordinator(
    settings: Settings, draft: Drafting, package: Package
) -> Callable[[Session, Changed], None]:
    """What is to be done in the transaction that records a draft made by itself: a letter to the plan's coordinator.
    One whom no letter reaches hears of it as of everything else, by `srok doctor` and the sweep's warnings.
    """

    def tell(session: Session, changed: Changed) -> None:
        to = plan_supervisors(session).get(draft.fact.plan_id, {}).get(Addressee.COORDINATOR)
        what = Drafted(
            package_id=changed.package_id,
            edition=changed.edition,
            order_number=draft.fact.order,
            order_issued_on=draft.fact.order_issued_on,
            period=package.period_words,
            cut_off=draft.cut_off,
            lacks=totals(package),
        )
        at = draft.by.at.astimezone(settings.zone)
        try:
            letters = [compose_notice(what, to=to, sender=settings.mail_from, at=at)] if to else []
        except AddressUnusable:
            letters = []
        enqueue_all(session, letters, at=at)

    return tell
