"""Whether the house is well, as data: `srok doctor` shows it, /healthz answers with it, the flow `watch` writes of it.
Each check says what is and what to do. No check names a person; none changes anything.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from models import relays
from models.database import HEAD, exists, reading, revision
from models.relays import Pause
from models.vitals import Vitals, try_to_write, vitals
from notifications.reachable import greet
from notifications.relay import RelayUnusable, relay_at
from srok.production_calendar import ProductionCalendar
from srok.rounds import database
from srok.schedules_alive import api_url, pulse
from srok.settings import Settings

SWEPT_WITHIN = timedelta(hours=26), timedelta(hours=48)
SENT_WITHIN = timedelta(minutes=15), timedelta(hours=1)
"""Until when all is well, and from when it has failed: two sweeps missed; letters that nobody takes."""

FREE_BYTES = 1024**3, 200 * 1024**2
DECREED_BY = 10
"""The month from which the calendar of the next year is missed; the decree is usually out by then."""


class Verdict(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at: what is, and what to do unless it is well."""

    name: str
    verdict: Verdict
    said: str
    to_do: str = ""


async def examine(settings: Settings, *, at: datetime) -> tuple[Check, ...]:
    """Look at everything at an instant."""
    today = at.astimezone(settings.zone).date()
    with database(settings) as engine:
        stands = _database(engine)
        found, paused = _facts(engine, at) if stands.verdict is Verdict.OK else (None, ())
    return (
        stands,
        *(_rounds(found, at) if found else ()),
        await _relay(settings, paused),
        *_calendar(today),
        _zone(settings, at),
        _evidence(settings),
        _disk(settings),
        *_schedules(at),
    )


def worst(checks: tuple[Check, ...]) -> Verdict:
    """The verdict on the house: that of the worst of them."""
    found = {check.verdict for check in checks}
    return next((one for one in (Verdict.FAIL, Verdict.WARN) if one in found), Verdict.OK)


def _database(engine: Engine) -> Check:
    try:
        if not exists(engine):
            return _fail("database", "there is none yet", "make it by `srok db upgrade`, or set SROK_DATABASE_URL")
        if (found := revision(engine)) != HEAD:
            return _fail("database", f"it stands at {found}, {HEAD} is needed", "back it up, then `srok db upgrade`")
        try_to_write(engine)
    except (SQLAlchemyError, OSError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        return _fail(
            "database", f"it cannot be written: {reason}", "look at SROK_DATABASE_URL, its server and its disk"
        )
    return _ok("database", f"{engine.dialect.name} at {HEAD}, writable")


def _facts(engine: Engine, at: datetime) -> tuple[Vitals, tuple[Pause, ...]]:
    with reading(engine) as session:
        return vitals(session, at=at), relays.pauses(session)


def _rounds(found: Vitals, at: datetime) -> tuple[Check, ...]:
    return _sweep(found, at), _queue(found, at), _lost(found)


def _sweep(found: Vitals, at: datetime) -> Check:
    to_do = "run `srok escalate --once`, and find out why the schedule or cron did not"
    if found.last_sweep_at is None:
        there_is_work = Verdict.WARN if found.plans else Verdict.OK
        return Check(name="last sweep", verdict=there_is_work, said="there was none yet", to_do=to_do)
    return _by_age("last sweep", at - found.last_sweep_at, SWEPT_WITHIN, to_do)


def _queue(found: Vitals, at: datetime) -> Check:
    if found.oldest_due_at is None:
        return _ok("oldest letter due", "none waits")
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
        return _ok("lost letters", "none")
    said = f"{found.dead} dead, {found.unknown} unknown"
    return _warn("lost letters", said, "decide: `srok letters --state dead`, then `srok letters retry` or `cancel`")


async def _relay(settings: Settings, paused: tuple[Pause, ...]) -> Check:
    try:
        relay = relay_at(settings.smtp_url)
    except RelayUnusable as fault:
        return _fail("relay", str(fault), "correct SROK_SMTP_URL")
    if wrong := await greet(relay):
        return _fail("relay", f"{relay}: {wrong}", "look at SROK_SMTP_URL and at the mail server")
    if pause := next((one for one in paused if one.name == str(relay)), None):
        said = f"{relay} answers, but is paused since {pause.paused_since:%Y-%m-%d %H:%M} UTC"
        return _warn("relay", said, "see `srok letters relay`; --resume tries it at once")
    return _ok("relay", f"{relay} answers")


def _calendar(today: date) -> tuple[Check, ...]:
    calendar, to_do = ProductionCalendar(), "upgrade Srok: until then working days of that year are a guess"
    this = "calendar of this year", f"{today.year}"
    following = "calendar of next year", f"{today.year + 1}"
    late = _fail if today.month == DECREED_BY + 2 else _warn if today.month >= DECREED_BY else _ok
    return (
        _ok(*this) if calendar.is_published(today.year) else _fail(this[0], f"{this[1]} is provisional", to_do),
        _ok(*following)
        if calendar.is_published(today.year + 1)
        else late(following[0], f"{following[1]} is provisional", to_do),
    )


def _zone(settings: Settings, at: datetime) -> Check:
    return _ok("time zone", f"{settings.timezone}, where it is {at.astimezone(settings.zone):%Y-%m-%d %H:%M}")


def _evidence(settings: Settings) -> Check:
    folder = settings.evidence_dir
    if os.access(_existing(folder), os.W_OK | os.X_OK) and (folder.is_dir() or not folder.exists()):
        return _ok(
            "evidence folder", f"{folder} can be written" if folder.exists() else f"{folder} is made when needed"
        )
    return _fail("evidence folder", f"{folder} cannot be written", "correct SROK_EVIDENCE_DIR or the folder's rights")


def _disk(settings: Settings) -> Check:
    url = make_url(settings.database_url)
    places = [settings.evidence_dir, settings.packages_dir]
    if url.drivername.startswith("sqlite") and url.database:
        places.append(Path(url.database))
    free = min(shutil.disk_usage(_existing(place)).free for place in places)
    said = f"{free / 1024**3:.1f} GiB free"
    if free >= FREE_BYTES[0]:
        return _ok("disk", said)
    return (_warn if free >= FREE_BYTES[1] else _fail)("disk", said, "make room: without it nothing is recorded")


def _existing(place: Path) -> Path:
    return next(one for one in (place.absolute(), *place.absolute().parents) if one.exists())


def _schedules(at: datetime) -> tuple[Check, ...]:
    url = api_url()
    if not url:
        return ()
    wrong, to_do = pulse(url, at=at)
    return (_fail("schedules", wrong, to_do) if wrong else _ok("schedules", "runs are scheduled and taken"),)


def _ok(name: str, said: str, _: str = "") -> Check:
    return Check(name=name, verdict=Verdict.OK, said=said)


def _warn(name: str, said: str, to_do: str) -> Check:
    return Check(name=name, verdict=Verdict.WARN, said=said, to_do=to_do)


def _fail(name: str, said: str, to_do: str) -> Check:
    return Check(name=name, verdict=Verdict.FAIL, said=said, to_do=to_do)
