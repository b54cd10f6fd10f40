"""The reporting package as flows: read the facts, decide, draw all parts at once, put them into a folder. One writes
wherever it is told, one makes an edition of a package, one does so for the packages that reporting days call for.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import (
    acreate_link_artifact,
    acreate_markdown_artifact,
    acreate_progress_artifact,
    aupdate_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from flows.run_names import by_day, day_of_run
from flows.trouble import tell_administrator
from models.database import reading
from models.held_plans import By
from models.packages import Changed
from reporting.assembled import Assembled
from reporting.folder import beside
from reporting.package import Package
from srok import clock
from srok.package_days import begin_coming, begun, packages_due, telling_the_coordinator
from srok.package_drafts import Drafting, apart, decided, drafting, record, sources_of
from srok.package_parts import PARTS, Sources, decide, draw, finish
from srok.package_parts import without_lost as left_out
from srok.progress import tell
from srok.rounds import database
from srok.settings import Settings
from states.fault import Fault
from states.reporting_days import DuePackage


@flow(name="assemble", flow_run_name="assemble {order} {period} {as_of}", validate_parameters=False)
async def assemble(order: str, period: str, as_of: date, out: Path, *, without_lost: bool = False) -> Assembled:
    """Write the package of an order for a period into `out`, as things stood at the end of `as_of`; without confirming
    documents that are lost where that is asked for.
    """
    settings = Settings()
    with database(settings) as engine, reading(engine) as session:
        package = decide(session, order=order, period=period, cut_off=as_of)
    if without_lost:
        package = left_out(package, settings.evidence_dir)
    sources = sources_of(settings)
    with beside(Path(out)) as waiting:
        assembled = finish(package, await draw_all(_Drawing(package, sources, waiting)), Path(out), sources)
    await _show(assembled, f"{order}, {period}")
    return assembled


@flow(name="draft_package", flow_run_name="draft package {package_id} {cut_off}", validate_parameters=False)
async def draft_package(
    package_id: int,
    cut_off: date,
    person_id: int | None = None,
    at: datetime | None = None,
    *,
    without_lost: bool = False,
) -> tuple[Assembled, Changed]:
    """Assemble the next edition of a package, as things stood at the end of `cut_off`, on behalf of a person; without
    confirming documents that are lost where that is asked for.
    """
    by = By(person_id=person_id, at=at or clock.now())
    return await _drafted(drafting(Settings(), package_id, cut_off=cut_off, by=by, without_lost=without_lost))


@flow(
    name="assemble_due",
    flow_run_name=by_day("assemble due"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def assemble_due(as_of: date | None = None) -> int:
    """Begin the packages whose reporting day is near `as_of`, by default today, and assemble those whose day it is, or
    was within a month; how many. What has been assembled is left alone; one that cannot be made does not stop the
    others.
    """
    settings, today, by = Settings(), as_of or day_of_run(), By(person_id=None, at=clock.now())
    begin_coming(settings, today=today, by=by)
    return sum([await _assembled(settings, one, by) for one in packages_due(settings, today=today)])


async def _assembled(settings: Settings, due: DuePackage, by: By) -> bool:
    """Whether the package that a reporting day calls for could be made."""
    try:
        package_id = begun(settings, due, by=by)
        await _drafted(drafting(settings, package_id, cut_off=due.cut_off, by=by), by_itself=True)
    except Fault as fault:
        get_run_logger().warning("order %s, %s: %s", due.order_number, due.ends_on, fault)
        return False
    return True


async def _drafted(draft: Drafting, *, by_itself: bool = False) -> tuple[Assembled, Changed]:
    settings = Settings()
    package, sources = decided(settings, draft), sources_of(settings)
    also = telling_the_coordinator(settings, draft, package) if by_itself else None
    with apart(settings, draft) as waiting:
        files = await draw_all(_Drawing(package, sources, waiting))
        assembled, changed = record(settings, draft, package, files, sources, also)
    await _show(assembled, f"{draft.order}, edition {changed.edition}")
    return assembled, changed


class _Drawing:
    """What parts are drawn from. No dataclass: Prefect looks through those that it is handed, line by line."""

    def __init__(self, package: Package, sources: Sources, into: Path) -> None:
        self.package, self.sources, self.into = package, sources, into


async def draw_all(drawing: _Drawing) -> list[Path]:
    """All parts of a package, at once; the files they consist of. Raises what the first that failed has raised, when
    all have ended.
    """
    progress = await acreate_progress_artifact(progress=0, key="package-parts", description="Parts of a package drawn")
    done: list[str] = []

    async def one(name: str) -> Sequence[Path]:
        files = await draw_part(name, drawing)
        done.append(name)
        tell(name, done=len(done), of=len(PARTS))
        await aupdate_progress_artifact(progress, progress=100 * len(done) / len(PARTS))
        return files

    found = await asyncio.gather(*map(one, PARTS), return_exceptions=True)
    for failed in (files for files in found if isinstance(files, BaseException)):
        raise failed
    return [file for files in found if not isinstance(files, BaseException) for file in files]


async def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether it is worth drawing again: not what was refused for a reason, nor what failed because of it."""
    return not isinstance(await state.aresult(raise_on_failure=False), Fault)


@task(
    cache_policy=NO_CACHE,
    task_run_name="draw {name}",
    retries=2,
    retry_delay_seconds=[1, 5],
    retry_condition_fn=_may_pass,
)
async def draw_part(name: str, drawing: _Drawing) -> tuple[Path, ...]:
    """One part of the package, written where nobody sees it yet."""
    return await asyncio.to_thread(draw, name, drawing.package, drawing.sources, drawing.into)


async def _show(assembled: Assembled, what: str) -> None:
    """In Prefect's pages: the totals, and a link to where it lies."""
    totals = "\n".join(f"- {line}" for line in assembled.total_lines)
    files = "\n".join(f"- `{path.name}`" for path in assembled.files)
    await acreate_markdown_artifact(key="package", markdown=f"{totals}\n\n{files}", description=what)
    folder = assembled.files[0].parent.resolve()
    await acreate_link_artifact(key="package-folder", link=folder.as_uri(), link_text=str(folder), description=what)
