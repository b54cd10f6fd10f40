"""Whether the house is well, as data: `srok doctor` shows it, /healthz answers with it, the flow `watch` writes of it.
What Srok stands on is looked at beside, in `srok.surroundings`. No check names a person; none changes anything.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models import relays
from models.database import HEAD, exists, reading, revision
from models.relays import Pause
from models.vitals import Vitals, try_to_write, vitals
from notifications.reachable import greet
from notifications.relay import RelayUnusable, relay_at
from srok.checks import Check, Verdict, check, fail, ok, warn
from srok.rounds import database
from srok.schedules_alive import api_url, other_zones, pulse
from srok.settings import Settings
from srok.surroundings import surroundings

SWEPT_WITHIN = timedelta(hours=26), timedelta(hours=48)
SENT_WITHIN = timedelta(minutes=15), timedelta(hours=1)
"""Until when all is well, and from when it has failed: two sweeps missed; letters that nobody takes."""


async def examine(settings: Settings, *, at: datetime) -> tuple[Check, ...]:
    """Look at everything at an instant."""
    with database(settings) as engine:
        stands = _database(engine)
        found, paused = _facts(engine, at) if stands.verdict is Verdict.OK else (None, ())
    return (
        stands,
        *(_rounds(found, at) if found else ()),
        _relay_in_use(await _relay(settings, paused), found),
        _administrator(settings, found),
        *surroundings(settings, at=at),
        *_schedules(settings, at),
    )


def _database(engine: Engine) -> Check:
    try:
        if not exists(engine):
            return fail("database", "database_none")
        if (found := revision(engine)) != HEAD:
            return fail("database", "database_older", found=found, head=HEAD)
        try_to_write(engine)
    except (SQLAlchemyError, OSError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        return fail("database", "database_unwritable", reason=reason)
    return ok("database", "database", dialect=engine.dialect.name, head=HEAD)


def _facts(engine: Engine, at: datetime) -> tuple[Vitals, tuple[Pause, ...]]:
    with reading(engine) as session:
        return vitals(session, at=at), relays.pauses(session)


def _rounds(found: Vitals, at: datetime) -> tuple[Check, ...]:
    return _mail(found), _sweep(found, at), _queue(found, at), _lost(found), _held(found)


def _mail(found: Vitals) -> Check:
    return ok("mail", "mail_on") if found.mail_on else warn("mail", "mail_off")


def _sweep(found: Vitals, at: datetime) -> Check:
    if found.last_sweep_at is None:
        return check("last sweep", Verdict.WARN if found.plans else Verdict.OK, "sweep_none")
    return _by_age("last sweep", "sweep", at - found.last_sweep_at, SWEPT_WITHIN)


def _queue(found: Vitals, at: datetime) -> Check:
    if found.oldest_due_at is None:
        return ok("oldest letter due", "letters_none")
    if not found.mail_on:
        return ok("oldest letter due", "letters_wait")
    return _by_age("oldest letter due", "letter", at - found.oldest_due_at, SENT_WITHIN)


def _by_age(name: str, what: str, age: timedelta, limits: tuple[timedelta, timedelta]) -> Check:
    verdict = Verdict.OK if age <= limits[0] else Verdict.WARN if age <= limits[1] else Verdict.FAIL
    if age < timedelta(0):
        return check(name, verdict, f"{what}_future")
    return check(name, verdict, f"{what}_ago", hours=f"{age.total_seconds() / 3600:.1f}")


def _lost(found: Vitals) -> Check:
    if not found.dead and not found.unknown:
        return ok("lost letters", "lost_none")
    return warn("lost letters", "lost", dead=found.dead, unknown=found.unknown)


def _held(found: Vitals) -> Check:
    return warn("held letters", "held", held=found.held) if found.held else ok("held letters", "held_none")


def _administrator(settings: Settings, found: Vitals | None) -> Check:
    if not settings.admin_email:
        return warn("administrator", "administrator_none")
    if found and found.unheard:
        return fail("administrator", "administrator_unheard", unheard=found.unheard)
    return ok("administrator", "administrator")


async def _relay(settings: Settings, paused: tuple[Pause, ...]) -> Check:
    try:
        relay = relay_at(settings.smtp_url)
    except RelayUnusable as fault:
        return fail("relay", "relay_unusable", fault=str(fault))
    if wrong := await greet(relay):
        return fail("relay", "relay_wrong", relay=str(relay), wrong=wrong)
    if pause := next((one for one in paused if one.name == str(relay)), None):
        return warn("relay", "relay_paused", relay=str(relay), since=f"{pause.paused_since:%Y-%m-%d %H:%M} UTC")
    return ok("relay", "relay", relay=str(relay))


def _relay_in_use(relay: Check, found: Vitals | None) -> Check:
    """While mail is off nothing fails for want of a relay."""
    if found and not found.mail_on and relay.verdict is Verdict.FAIL:
        return replace(relay, verdict=Verdict.WARN)
    return relay


def _schedules(settings: Settings, at: datetime) -> tuple[Check, ...]:
    url = api_url()
    if not url:
        return ()
    if wrong := pulse(url, at=at):
        return (Check(name="schedules", verdict=Verdict.FAIL, found=wrong),)
    if other := other_zones(url, settings.timezone):
        return (warn("schedules", "schedules_zones", zones=", ".join(other), zone=settings.timezone),)
    return (ok("schedules", "schedules"),)
