"""The reporting package as a flow: read the facts, decide, draw the parts, put them into a folder. And as another, the
packages that reporting days call for.
"""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact, acreate_progress_artifact, aupdate_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from flows.run_names import by_day, day_of_run
from flows.trouble import tell_administrator
from models.database import engine_for, reading
from reporting.assembled import Assembled
from reporting.folder import beside
from reporting.package import Package
from srok.package_parts import PARTS, Sources, decide, draw, finish
from srok.packages import assemble_package, packages_due, sources_of
from srok.settings import Settings
from states.fault import Fault
from states.reporting_days import DuePackage


@flow(name="assemble", flow_run_name="assemble {order} {period} {as_of}", validate_parameters=False)
async def assemble(order: str, period: str, as_of: date, out: Path) -> Assembled:
    """Write the package of an order for a period into `out`, as things stood at the end of `as_of`."""
    package = decided(order, period, as_of)
    sources = sources_of(Settings())
    with beside(Path(out)) as waiting:
        files = [file for name in PARTS for file in await draw_part(name, package, sources, waiting)]
        assembled = finish(package, files, Path(out), sources)
    await acreate_markdown_artifact(key="package", markdown=_in_markdown(assembled), description=f"{order}, {period}")
    return assembled


def decided(order: str, period: str, as_of: date) -> Package:
    """The package, decided from the database of the settings."""
    with reading(engine_for(Settings().database_url)) as session:
        return decide(session, order=order, period=period, cut_off=as_of)


@task(cache_policy=NO_CACHE, task_run_name="draw {name}")
async def draw_part(name: str, package: Package, sources: Sources, into: Path) -> tuple[Path, ...]:
    """One part of the package, written where nobody sees it yet."""
    return draw(name, package, sources, into)


def _in_markdown(assembled: Assembled) -> str:
    lines = [f"- {line}" for line in assembled.total_lines]
    return "\n".join([*lines, "", *(f"[{path.name}]({path.resolve().as_uri()})" for path in assembled.files)])


@flow(
    name="assemble_due",
    flow_run_name=by_day("assemble due"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def assemble_due(as_of: date | None = None) -> int:
    """Assemble the packages whose reporting day is `as_of`, by default today, or was within a month; how many. What
    lies in its folder is not made again; one that cannot be made does not stop the others.
    """
    due = packages_due(Settings(), today=as_of or day_of_run())
    if not due:
        return 0
    progress = await acreate_progress_artifact(progress=0, key="packages", description="Packages assembled")
    made = []
    for number, one in enumerate(due, start=1):
        made += [done] if (done := await assemble_one(one)) else []
        await aupdate_progress_artifact(progress, progress=100 * number / len(due))
    for assembled in made:
        await acreate_markdown_artifact(key="package", markdown=_in_markdown(assembled))
    return len(made)


@task(cache_policy=NO_CACHE)
async def assemble_one(due: DuePackage) -> Assembled | None:
    """One package in its folder; None where there is nothing to put into it."""
    try:
        return assemble_package(Settings(), due)
    except Fault as fault:
        get_run_logger().warning("order %s, %s: %s", due.order_number, due.ends_on, fault)
        return None
