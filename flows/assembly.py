"""The reporting package as a flow: read the facts, decide, draw the parts, put them into a folder."""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE

from models.database import engine_for, reading
from models.package_facts import package_facts
from reporting.as_docx import docx_bytes
from reporting.as_xlsx import xlsx_bytes
from reporting.assembled import SUMMARY, TABLES, Assembled, put_together
from reporting.package import Package, build
from reporting.period import parse
from srok.settings import Settings


@flow(name="assemble", flow_run_name="assemble {order} {period} {as_of}", validate_parameters=False)
async def assemble(order: str, period: str, as_of: date, out: Path) -> Assembled:
    """Write the package of an order for a period into `out`, as things stood at the end of `as_of`."""
    package = decided(order, period, as_of)
    drawn = [await draw_summary(package), await draw_tables(package)]
    assembled = await put_into_folder(package, dict(zip((SUMMARY, TABLES), drawn, strict=True)), Path(out))
    await acreate_markdown_artifact(key="package", markdown=_in_markdown(assembled), description=f"{order}, {period}")
    return assembled


def decided(order: str, period: str, as_of: date) -> Package:
    """The package, decided from the database of the settings."""
    with reading(engine_for(Settings().database_url)) as session:
        return build(package_facts(session, order=order, period=parse(period), cut_off=as_of))


@task(cache_policy=NO_CACHE)
async def draw_summary(package: Package) -> bytes:
    """The summary report, DOCX."""
    return docx_bytes(package)


@task(cache_policy=NO_CACHE)
async def draw_tables(package: Package) -> bytes:
    """The tables, XLSX."""
    return xlsx_bytes(package)


@task(cache_policy=NO_CACHE)
async def put_into_folder(package: Package, parts: dict[str, bytes], out: Path) -> Assembled:
    """The parts and their manifest, written."""
    return put_together(package, parts, out)


def _in_markdown(assembled: Assembled) -> str:
    lines = [f"- {line}" for line in assembled.total_lines]
    return "\n".join([*lines, "", *(f"[{path.name}]({path.resolve().as_uri()})" for path in assembled.files)])
