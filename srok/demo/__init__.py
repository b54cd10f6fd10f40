"""Half a year of an invented city's order, played on a simulated clock with everything else real: the database,
Prefect's flows, letters through an SMTP server on loopback. Writes into one folder, removes nothing it did not make.
"""

import os
import random
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import Engine

from models.control import Terms, put_under_control
from models.database import engine_for, make_ready, reading, writing
from models.mail_switch import turn
from models.queries import Filter, items
from models.roster import known_organizations
from models.roster_changes import bring_in
from plans.reading import read_order
from plans.roster import read_roster
from srok.demo.folder import DemoFolder
from srok.demo.postman import Postman
from srok.demo.workday import a_day_at_work
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings

FIRST, LAST, CUT_OFF = date(2025, 1, 20), date(2025, 6, 30), date(2025, 6, 27)
ORDER, PERIOD = "21-о", "2025-H1"
ZONE = ZoneInfo("Europe/Moscow")
SEED = 2025


@dataclass
class Story:
    """What has happened so far: letters by the highest capacity they speak to, moves by trigger."""

    letters: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    package: Any = None


async def play(folder: Path) -> None:
    """Play the half-year into `folder`.

    Raises:
        DemoFolderTaken: the folder holds things an earlier demo did not make.

    """
    console = Console()
    place = DemoFolder(folder)
    if place.clear():
        console.print(f"The earlier demo in {folder} is cleared away.")
    with Postman(place.letters) as postman:
        _set_up(place, postman.url)
        engine = _prepare(console)
        story = await _half_year(engine, console, place)
    _show(engine, console, place, story)
    engine.dispose()


def _set_up(place: DemoFolder, smtp_url: str) -> None:
    # Prefect reads its own settings when it is first imported, so this comes before any flow is. A server the reader
    # works with is left alone.
    os.environ.pop("PREFECT_API_URL", None)
    os.environ.update(
        SROK_DATABASE_URL=f"sqlite:///{place.database}",
        SROK_SMTP_URL=smtp_url,
        SROK_MAIL_FROM="Срок <srok@lugozersk.example>",
        SROK_TIMEZONE=ZONE.key,
        SROK_EVIDENCE_DIR=str(place.evidence),
        PREFECT_HOME=str(place.prefect),
        PREFECT_PROFILES_PATH=str(place.prefect / "profiles.toml"),
    )


def _prepare(console: Console) -> Engine:
    """Bring in the sample's roster and put its order under control, as `srok import --confirm` does."""
    engine = engine_for(Settings().database_url)
    make_ready(engine)
    with ExitStack() as stack:
        order, roster = (
            stack.enter_context(as_file(files("srok") / "samples" / name)) for name in ("order.txt", "roster.csv")
        )
        session = stack.enter_context(writing(engine))
        turn(session, on=True, at=_at(FIRST), account="demo")
        people = bring_in(session, read_roster(roster))
        draft = read_order(order, known_organizations(session))
        terms = Terms(calendar=ProductionCalendar(), time_zone=ZONE.key)
        made = put_under_control(session, draft, fingerprint="sample", at=_at(FIRST), terms=terms)
    console.print(f"Roster: {people.added} addresses.")
    console.print(f"Order № {draft.number}: {made.items} items, {made.assignments} assignments.")
    look = ".venv/bin/srok import srok/samples/order.txt"
    console.print(f"{len(draft.problems)} places in its text want a look: {look}", soft_wrap=True)
    return engine


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


async def _half_year(engine: Engine, console: Console, place: DemoFolder) -> Story:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    story, calendar = Story(), ProductionCalendar()
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    days = [day for day in days if calendar.is_working(day)]
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("starting Prefect", total=len(days))
        for day in days:
            await _one_day(engine, day, story, place)
            said = f"{day:%d.%m.%Y}: {story.letters.total()} letters, {story.moves.total()} moves"
            progress.update(bar, advance=1, description=said)
    return story


async def _one_day(engine: Engine, day: date, story: Story, place: DemoFolder) -> None:
    from flows.escalation import remind_and_escalate
    from flows.mailing import deliver

    swept = await remind_and_escalate(as_of=day, at=_at(day))
    story.letters.update(letter.lines[-1].to.value for letter in swept.letters)
    if swept.letters:
        counts = await deliver(at=_at(day, 10))
        story.sent += counts.sent
    chance = random.Random(f"{SEED}/{day}")
    story.moves += a_day_at_work(engine, day, at=_at(day, 15), evidence=place.evidence, chance=chance)
    if day == CUT_OFF:
        from flows.assembly import assemble

        story.package = await assemble(order=ORDER, period=PERIOD, as_of=day, out=place.package)


def _show(engine: Engine, console: Console, place: DemoFolder, story: Story) -> None:
    with reading(engine) as session:
        found = items(session, Filter(), today=LAST)
    table = Table(box=None, pad_edge=False, show_header=False)
    accepted, asked = sum(one.accepted for one in found), sum(one.assignments for one in found)
    for row in (
        ("letters written and sent", f"{story.letters.total()}, {story.sent}"),
        ("  by their highest reader", _counted(story.letters)),
        ("moves", _counted(story.moves)),
        ("accepted", f"{accepted} of {asked} assignments"),
        ("overdue", f"{sum(one.overdue for one in found)} on {LAST:%d.%m.%Y}"),
        (f"discipline, as of {CUT_OFF:%d.%m.%Y}", story.package.package.worked_out),
        ("letters, as they arrived", f"{place.letters}/*.eml"),
        ("package for the half-year", f"{place.package}/"),
        ("database", f"{place.database}"),
    ):
        table.add_row(*row)
    console.print("\nHalf a year in Lugozersk:", table)
    look = f"SROK_DATABASE_URL=sqlite:///{place.database} .venv/bin/srok assignments --overdue --as-of {LAST}"
    console.print(f"\nLook around: {look}", soft_wrap=True)
    srok = Path(sys.executable).with_name("srok")
    console.print(
        f"\nThe desk of that day in a browser:\n  cd {place.folder}\n  {srok} desk serve --as-of {LAST}\n"
        "and in a second terminal, in the same folder, the coordinator's way in and a school's link:\n"
        f"  {srok} desk invite cro@lugozersk.example\n  {srok} links issue school-15@lugozersk.example",
        soft_wrap=True,
        highlight=False,
    )


def _counted(things: Counter[str]) -> str:
    return ", ".join(f"{count} {thing.replace('_', ' ')}" for thing, count in things.most_common())
