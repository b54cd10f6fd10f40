"""Whether what Srok stands on is well: calendar, time zone, folders, disk, templates, fonts. Looks at no database."""

import os
import shutil
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

import typst
from sqlalchemy.engine import make_url

from notifications.template_checks import problems
from srok.checks import Check, fail, ok, warn
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings

FREE_BYTES = 1024**3, 200 * 1024**2
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
        _disk(settings),
        _templates(settings.templates),
        _fonts(typst.Fonts().families()),
    )


def _calendar(today: date) -> tuple[Check, ...]:
    calendar, to_do = ProductionCalendar(), "upgrade Srok: until then working days of that year are a guess"
    this = "calendar of this year", f"{today.year}"
    following = "calendar of next year", f"{today.year + 1}"
    late = fail if today.month == DECREED_BY + 2 else warn if today.month >= DECREED_BY else ok
    return (
        ok(*this) if calendar.is_published(today.year) else fail(this[0], f"{this[1]} is provisional", to_do),
        ok(*following)
        if calendar.is_published(today.year + 1)
        else late(following[0], f"{following[1]} is provisional", to_do),
    )


def _zone(settings: Settings, at: datetime) -> Check:
    return ok("time zone", f"{settings.timezone}, where it is {at.astimezone(settings.zone):%Y-%m-%d %H:%M}")


def _folder(name: str, folder: Path, setting: str) -> Check:
    if os.access(_existing(folder), os.W_OK | os.X_OK) and (folder.is_dir() or not folder.exists()):
        return ok(name, f"{folder} can be written" if folder.exists() else f"{folder} is made when needed")
    return fail(name, f"{folder} cannot be written", f"correct {setting} or the folder's rights")


def _disk(settings: Settings) -> Check:
    url = make_url(settings.database_url)
    places = [settings.evidence_dir, settings.packages_dir]
    if url.drivername.startswith("sqlite") and url.database:
        places.append(Path(url.database))
    free = min(shutil.disk_usage(_existing(place)).free for place in places)
    said = f"{free / 1024**3:.1f} GiB free"
    if free >= FREE_BYTES[0]:
        return ok("disk", said)
    return (warn if free >= FREE_BYTES[1] else fail)("disk", said, "make room: without it nothing is recorded")


def _existing(place: Path) -> Path:
    return next(one for one in (place.absolute(), *place.absolute().parents) if one.exists())


def _templates(folder: Path | None) -> Check:
    if folder is None:
        return ok("letter templates", "Srok's own")
    found = problems(folder)
    if not found:
        return ok("letter templates", f"those of {folder}")
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    to_do = "see `srok letters check-templates`; until then Srok's own are used in their place"
    return warn("letter templates", f"{found[0]}{more}", to_do)


def _fonts(families: Collection[str]) -> Check:
    found = next((one for one in FONTS if one in families), None)
    if found:
        return ok("fonts", found)
    return warn("fonts", f"there is none of {', '.join(FONTS)}", "on Debian: apt-get install fonts-liberation")
