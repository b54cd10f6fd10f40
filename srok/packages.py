"""Packages that reporting days call for, put into the folder of the settings. Knows nothing of Prefect, and no number
of a package.
"""

import re
from datetime import date
from pathlib import Path

from models.chased_plans import chased_plans
from models.database import reading
from reporting.assembled import Assembled
from reporting.folder import beside
from reporting.manifest import MANIFEST
from srok.package_parts import PARTS, Sources, decide, draw, finish
from srok.production_calendar import ProductionCalendar
from srok.rounds import database
from srok.settings import Settings
from states.belonging import Span
from states.reporting_days import DuePackage, due_packages


def packages_due(settings: Settings, *, today: date) -> tuple[DuePackage, ...]:
    """The packages whose reporting day has come and that do not lie in their folder yet."""
    with database(settings) as engine, reading(engine) as session:
        plans = chased_plans(session).values()
    found = due_packages(plans, today=today, calendar=ProductionCalendar())
    return tuple(one for one in found if not (folder_of(settings, one) / MANIFEST).exists())


def assemble_package(settings: Settings, due: DuePackage) -> Assembled:
    """Assemble one into its folder, as things stood at the end of its day, however late this is done.

    Raises:
        NothingDue: the time holds nothing of this order.
        FolderUnusable: the folder cannot be written.

    """
    order, period = f"{due.order_number}@{due.order_issued_on}", Span(due.begins_on, due.ends_on)
    with database(settings) as engine, reading(engine) as session:
        package = decide(session, order=order, period=period, cut_off=due.cut_off)
    sources, folder = sources_of(settings), folder_of(settings, due)
    with beside(folder) as waiting:
        files = [file for name in PARTS for file in draw(name, package, sources, waiting)]
        return finish(package, files, folder, sources)


def sources_of(settings: Settings) -> Sources:
    """Where the parts of packages come from."""
    return Sources(database_url=settings.database_url, evidence_dir=settings.evidence_dir, templates=settings.templates)


def folder_of(settings: Settings, due: DuePackage) -> Path:
    """Where the package lies: a folder of its own, named by order and reporting day."""
    number = re.sub(r"[^\w-]+", "-", due.order_number)
    return settings.packages_dir / f"{number}-{due.order_issued_on}" / str(due.ends_on)
