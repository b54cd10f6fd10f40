"""Whether what Srok stands on is well: calendar, time zone, folders, disk, templates, fonts. Looks at no database."""

import os
import shutil
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from pathlib import Path

import typst
from sqlalchemy.engine import make_url

from notifications.template_checks import problems
from srok.backups import backups
from srok.checks import Check, fail, ok, warn
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings

FREE_BYTES = 1024**3, 200 * 1024**2
BACKED_UP_WITHIN = timedelta(days=2)
DECREED_BY = 10
"""The month from which the calendar of the next year is missed; the decree is usually out by then."""

FONTS = ("Times New Roman", "Liberation Serif", "Tinos", "PT Astra Serif", "PT Serif")
"""Those in which documents look as they should: the one they name, and those that take its place."""


def surroundings(settings: Settings, *, at: datetime) -> tuple[Check, ...]:
    """Look at all of them at an instant."""
    return (
        *_calendar(at.astimezone(settings.zone).date()),
        _zone(settings, at),
        _folder("evidence folder", settings.evidence_dir, "SROK_EVIDENCE_DIR"),
        _folder("packages folder", settings.packages_dir, "SROK_PACKAGES_DIR"),
        _backups(settings, at),
        _disk(settings),
        _templates(settings.templates),
        _fonts(typst.Fonts().families()),
    )


def _calendar(today: date) -> tuple[Check, ...]:
    late = fail if today.month == DECREED_BY + 2 else warn if today.month >= DECREED_BY else ok
    return _of_year("calendar of this year", today.year, fail), _of_year("calendar of next year", today.year + 1, late)


def _of_year(name: str, year: int, otherwise: Callable[..., Check]) -> Check:
    if ProductionCalendar().is_published(year):
        return ok(name, "calendar", year=year)
    return otherwise(name, "calendar_provisional", year=year)


def _zone(settings: Settings, at: datetime) -> Check:
    return ok("time zone", "zone", zone=settings.timezone, now=f"{at.astimezone(settings.zone):%Y-%m-%d %H:%M}")


def _folder(name: str, folder: Path, setting: str) -> Check:
    if os.access(_existing(folder), os.W_OK | os.X_OK) and (folder.is_dir() or not folder.exists()):
        return ok(name, "folder" if folder.exists() else "folder_to_come", folder=str(folder))
    return fail(name, "folder_unwritable", folder=str(folder), setting=setting)


def _backups(settings: Settings, at: datetime) -> Check:
    """Where somebody backs up by other means, Srok knows of none and says so only."""
    there = backups(settings)
    if there.failed:
        return warn("backups", "backups_failed", fault=there.failed)
    if not there.found:
        return ok("backups", "backups_none")
    last = there.found[0].at
    if at - last > BACKED_UP_WITHIN:
        return warn("backups", "backups_old", days=(at - last).days)
    return ok("backups", "backups", day=last.astimezone(settings.zone).date())


def _disk(settings: Settings) -> Check:
    url = make_url(settings.database_url)
    places = [settings.evidence_dir, settings.packages_dir]
    if url.drivername.startswith("sqlite") and url.database:
        places.append(Path(url.database))
    free = min(shutil.disk_usage(_existing(place)).free for place in places)
    said = f"{free / 1024**3:.1f}"
    if free >= FREE_BYTES[0]:
        return ok("disk", "disk", free=said)
    return (warn if free >= FREE_BYTES[1] else fail)("disk", "disk_low", free=said)


def _existing(place: Path) -> Path:
    return next(one for one in (place.absolute(), *place.absolute().parents) if one.exists())


def _templates(folder: Path | None) -> Check:
    if folder is None:
        return ok("letter templates", "templates_own")
    found = problems(folder)
    if not found:
        return ok("letter templates", "templates", folder=str(folder))
    return warn("letter templates", "templates_wrong", problem=str(found[0]), count=len(found))


def _fonts(families: Collection[str]) -> Check:
    found = next((one for one in FONTS if one in families), None)
    if found:
        return ok("fonts", "fonts", family=found)
    return warn("fonts", "fonts_none", families=", ".join(FONTS))
