"""The rounds of the house as plain functions: cron calls them by the command line, the flows by Prefect's schedules.
Each opens the database of the settings and does its work once. Knows nothing of Prefect.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from models import mail_switch, outbox
from models.database import engine_for, reading, writing
from models.events import forget_before
from notifications import sharding
from notifications.alarm import Trouble, tell_administrator, tell_of_trouble
from notifications.begun import When
from notifications.chasing import Swept, sweep_when
from notifications.delivery import DeliveryCounts, Pace, deliver_waiting
from notifications.foreseeing import foresee, sweep_in_silence
from notifications.sharding import Split
from notifications.sweep_troubles import troubles
from srok import clock
from srok.letterhead import letterhead
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings

EVENTS_ARE_KEPT = timedelta(days=30)
"""How long an event waits to be told where nobody runs `emit_events`."""


def escalate(
    settings: Settings,
    *,
    today: date | None = None,
    at: datetime | None = None,
    dry_run: bool = False,
    hourly: bool = False,
) -> Swept:
    """Give out what is due and write the letters of the day it is, or of `today`; while mail is off, only say which
    they would be. A dry run only reads, and waits for nobody who writes.

    `at` is the instant it is done at, now unless a rehearsal says otherwise. `hourly`: it is done every hour.

    Raises:
        ClockDoubtful: see `sweep`.

    """
    when = When(at=(at or clock.now()).astimezone(settings.zone), today=today, hourly=hourly)
    calendar = ProductionCalendar()
    with database(settings) as engine:
        if dry_run:
            with reading(engine) as session:
                return foresee(session, today=today or when.at.date(), calendar=calendar)
        with writing(engine) as session:
            swept = _swept(session, settings, when, calendar)
            forget_before(session, when.at - EVENTS_ARE_KEPT)
            _tell_of_troubles(session, swept, settings, when.at)
    return swept


def _swept(session: Session, settings: Settings, when: When, calendar: ProductionCalendar) -> Swept:
    if not mail_switch.is_on(session):
        return sweep_in_silence(session, when, calendar=calendar)
    sender, paper = settings.mail_from, letterhead(settings)
    return sweep_when(session, when, calendar=calendar, sender=sender, letterhead=paper)


def _tell_of_troubles(session: Session, swept: Swept, settings: Settings, at: datetime) -> None:
    if settings.admin_email and swept.mail:
        for trouble in troubles(swept):
            tell_of_trouble(session, trouble, to=settings.admin_email, sender=settings.mail_from, at=at)


def split(settings: Settings, when: When, *, shards: int) -> Split:
    """Begin a sweep and part it into at most so many shards; none while mail is off, for then it is made here.

    Raises:
        ClockDoubtful: see `sweep`.

    """
    with database(settings) as engine, writing(engine) as session:
        forget_before(session, when.at - EVENTS_ARE_KEPT)
        if not mail_switch.is_on(session):
            return Split(swept=sweep_in_silence(session, when, calendar=ProductionCalendar()), shards=())
        return sharding.split(session, when, calendar=ProductionCalendar(), at_most=shards)


def escalate_shard(settings: Settings, plans: Collection[int], when: When) -> Swept:
    """Write the letters that have something new to say of these plans.

    Raises:
        ClockDoubtful: see `sweep`.

    """
    sender, paper, calendar = settings.mail_from, letterhead(settings), ProductionCalendar()
    with database(settings) as engine, writing(engine) as session:
        if not mail_switch.is_on(session):  # switched off since the day was parted
            return sweep_in_silence(session, when, calendar=calendar)
        swept = sharding.sweep_shard(session, plans, when, calendar=calendar, sender=sender, letterhead=paper)
        _tell_of_troubles(session, swept, settings, when.at)
    return swept


async def deliver(settings: Settings, *, at: datetime | None = None) -> DeliveryCounts:
    """Send what is due. A relay at fault ends the round early; the letters stay queued for the next one, as they all do
    while mail is off.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    pace = Pace(per_minute=0 if at else settings.letters_per_minute)  # a rehearsal's clock stands still
    with database(settings) as engine:
        if not _mail_is_on(engine):
            return DeliveryCounts(mail=False)
        counts = await deliver_waiting(engine, settings.smtp_url, clock=(lambda: at) if at else clock.now, pace=pace)
        if settings.admin_email:
            ended, to = (at or clock.now()).astimezone(settings.zone), settings.admin_email
            with writing(engine) as session:
                tell_administrator(session, to=to, sender=settings.mail_from, today=ended.date(), at=ended)
    return counts


def _mail_is_on(engine: Engine) -> bool:
    with reading(engine) as session:
        return mail_switch.is_on(session)


def letters_left(settings: Settings, *, at: datetime | None = None) -> int:
    """How many letters might leave now."""
    with database(settings) as engine, reading(engine) as session:
        return outbox.due(session, at=at or clock.now())


def tell(settings: Settings, trouble: Trouble, *, at: datetime) -> bool:
    """Write to the administrator of a trouble, if there is one to write to and mail is on; whether a letter now waits
    that did not.
    """
    if not settings.admin_email:
        return False
    at = at.astimezone(settings.zone)
    with database(settings) as engine, writing(engine) as session:
        if not mail_switch.is_on(session):
            return False
        return tell_of_trouble(session, trouble, to=settings.admin_email, sender=settings.mail_from, at=at)


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """The database of the settings, closed at the end."""
    engine = engine_for(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()
