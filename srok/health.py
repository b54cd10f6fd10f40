"""Whether the house is well, as data: `srok doctor` shows it, /healthz answers with it, the flow `watch` writes of it.
What Srok stands on is looked at beside, in `srok.surroundings`. No check names a person; none changes anything.
"""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from models import relays
from models.database import HEAD, exists, reading, revision
from models.relays import Pause
from models.vitals import Vitals, try_to_write, vitals
from notifications.reachable import greet
from notifications.relay import RelayUnusable, relay_at
from srok.checks import Check, Verdict, fail, ok, warn
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
            return fail("database", "there is none yet", "make it by `srok db upgrade`, or set SROK_DATABASE_URL")
        if (found := revision(engine)) != HEAD:
            return fail("database", f"it stands at {found}, {HEAD} is needed", "back it up, then `srok db upgrade`")
        try_to_write(engine)
    except (SQLAlchemyError, OSError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        return fail("database", f"it cannot be written: {reason}", "look at SROK_DATABASE_URL, its server and its disk")
    return ok("database", f"{engine.dialect.name} at {HEAD}, writable")


def _facts(engine: Engine, at: datetime) -> tuple[Vitals, tuple[Pause, ...]]:
    with reading(engine) as session:
        return vitals(session, at=at), relays.pauses(session)


def _rounds(found: Vitals, at: datetime) -> tuple[Check, ...]:
    return _mail(found), _sweep(found, at), _queue(found, at), _lost(found), _held(found)


def _mail(found: Vitals) -> Check:
    if found.mail_on:
        return ok("mail", "is on")
    said = "is off: nobody gets letters, what sweeps would write is only shown"
    return warn("mail", said, "`srok mail on` switches it on, once the relay and the letters are looked at")


def _sweep(found: Vitals, at: datetime) -> Check:
    to_do = "run `srok escalate --once`, and find out why the schedule or cron did not"
    if found.last_sweep_at is None:
        there_is_work = Verdict.WARN if found.plans else Verdict.OK
        return Check(name="last sweep", verdict=there_is_work, said="there was none yet", to_do=to_do)
    return _by_age("last sweep", at - found.last_sweep_at, SWEPT_WITHIN, to_do)


def _queue(found: Vitals, at: datetime) -> Check:
    if found.oldest_due_at is None:
        return ok("oldest letter due", "none waits")
    if not found.mail_on:
        return ok("oldest letter due", "letters wait until mail is on")
    to_do = "run `srok deliver --once`; see `srok letters relay`"
    return _by_age("oldest letter due", at - found.oldest_due_at, SENT_WITHIN, to_do)


def _by_age(name: str, age: timedelta, limits: tuple[timedelta, timedelta], to_do: str) -> Check:
    verdict = Verdict.OK if age <= limits[0] else Verdict.WARN if age <= limits[1] else Verdict.FAIL
    said = (
        f"{age.total_seconds() / 3600:.1f} hours ago"
        if age >= timedelta(0)
        else "in the future: was the clock put back?"
    )
    return Check(name=name, verdict=verdict, said=said, to_do="" if verdict is Verdict.OK else to_do)


def _lost(found: Vitals) -> Check:
    if not found.dead and not found.unknown:
        return ok("lost letters", "none")
    said = f"{found.dead} dead, {found.unknown} unknown"
    return warn("lost letters", said, "decide: `srok letters --state dead`, then `srok letters retry` or `cancel`")


def _held(found: Vitals) -> Check:
    if not found.held:
        return ok("held letters", "none")
    to_do = "look which have left already: `srok letters --state held`, then `srok letters release` or `cancel`"
    return warn("held letters", f"{found.held} wait for a person", to_do)


def _administrator(settings: Settings, found: Vitals | None) -> Check:
    if not settings.admin_email:
        return warn("administrator", "nobody is told when something fails", "set SROK_ADMIN_EMAIL")
    if found and found.unheard:
        said = f"{found.unheard} letters to the administrator did not arrive"
        return fail("administrator", said, "correct SROK_ADMIN_EMAIL, then `srok letters retry` or `cancel` them")
    return ok("administrator", "is told when something fails")


async def _relay(settings: Settings, paused: tuple[Pause, ...]) -> Check:
    try:
        relay = relay_at(settings.smtp_url)
    except RelayUnusable as fault:
        return fail("relay", str(fault), "correct SROK_SMTP_URL")
    if wrong := await greet(relay):
        return fail("relay", f"{relay}: {wrong}", "look at SROK_SMTP_URL and at the mail server")
    if pause := next((one for one in paused if one.name == str(relay)), None):
        said = f"{relay} answers, but is paused since {pause.paused_since:%Y-%m-%d %H:%M} UTC"
        return warn("relay", said, "see `srok letters relay`; --resume tries it at once")
    return ok("relay", f"{relay} answers")


def _relay_in_use(check: Check, found: Vitals | None) -> Check:
    """While mail is off nothing fails for want of a relay."""
    if found and not found.mail_on and check.verdict is Verdict.FAIL:
        return warn(check.name, check.said, check.to_do)
    return check


def _schedules(settings: Settings, at: datetime) -> tuple[Check, ...]:
    url = api_url()
    if not url:
        return ()
    wrong, to_do = pulse(url, at=at)
    if wrong:
        return (fail("schedules", wrong, to_do),)
    if other := other_zones(url, settings.timezone):
        said = f"they run by the clock of {', '.join(other)}, SROK_TIMEZONE is {settings.timezone}"
        return (warn("schedules", said, "make them the same in prefect.yaml and deploy again"),)
    return (ok("schedules", "runs are scheduled and taken"),)
