"""Commands by which what Srok holds goes elsewhere: a calendar of deadlines, sheets to be printed, an export of all."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, day, engine, settings, show_table
from srok.cli.work import person_by_address

if TYPE_CHECKING:
    from models.link_subjects import CalendarOf

OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The file to write.")]


def calendar_feed(
    person: Annotated[str, typer.Option("--person", metavar="EMAIL", help="Whose calendar, by address in the roster.")],
    order: Annotated[
        str | None, typer.Option("--order", metavar="NUMBER", help="All of this plan instead of their own deadlines.")
    ] = None,
    out: OutFile = None,
    *,
    url: Annotated[
        bool, typer.Option("--url", help="Print an address to subscribe to; `srok links revoke` closes it.")
    ] = False,
) -> None:
    """Write deadlines as a calendar file, or give out its address.

    Outlook, Thunderbird and telephones open it. A person's own calendar has what their organization still has to do,
    that of a plan everything due in it, for whoever may see the plan.
    """
    from models.database import reading
    from reporting.folder import put
    from srok.calendar_feeds import calendar_bytes

    if url is (out is not None):
        raise Unsuitable("say --out FILE to write the calendar, or --url for its address")
    if out is None:
        print(_issued(person, order))
        return
    with reading(engine()) as session:
        written = calendar_bytes(session, _of(session, person, order))
    put({out.name: written}, out.parent)
    print(f"{written.count(b'BEGIN:VEVENT')} deadlines in {out}")


def _of(session: object, person: str, order: str | None) -> "CalendarOf":
    from sqlmodel import Session

    from models.link_subjects import CalendarOf
    from models.order_by_number import plan_by_number

    assert isinstance(session, Session)
    return CalendarOf(person_by_address(session, person), plan_by_number(session, order) if order else None)


def _issued(person: str, order: str | None) -> str:
    from models.database import writing
    from srok import clock
    from srok.calendar_feeds import issue_feed

    found = settings()
    if not found.public_url:
        raise Unsuitable("SROK_PUBLIC_URL: it is not set, so there is no address to subscribe to: write a file, --out")
    with writing(engine()) as session:
        of = _of(session, person, order)
        return issue_feed(session, of, at=clock.now().astimezone(found.zone), public_url=found.public_url)


def sheets(
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The PDF to write.")],
    executor: Annotated[str | None, typer.Option("--executor", metavar="NAME", help="Only this organization.")] = None,
) -> None:
    """Print what each organization still has to do: what, by when, what proves it.

    A PDF; each organization begins a page of its own.
    """
    from models.database import reading
    from models.order_by_number import order_by_number
    from models.queries import organization_exists
    from models.queries.deadlines import sheet_deadlines
    from reporting.as_sheets import sheets_pdf
    from reporting.folder import put

    with reading(engine()) as session:
        if executor is not None and not organization_exists(session, executor):
            raise Unsuitable(f"no organization {executor!r}: write the name as `srok roster list` does")
        found = sheet_deadlines(session, order_by_number(session, order).id, executor=executor)
    if not found:
        raise Unsuitable(f"order {order}: nothing is still to be done{f' by {executor}' if executor else ''}")
    put({out.name: sheets_pdf(found, today=day(None))}, out.parent)
    print(f"{len({one.executor for one in found})} organizations, {len(found)} assignments in {out}")


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into.")],
    form: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
) -> None:
    """Write everything as files, one for each table.

    CSV with semicolons that Excel opens, or JSON. Cells that would pass for formulas begin with an apostrophe. Links,
    passwords and the texts of letters are left out.
    """
    from srok.exporting import FORMATS
    from srok.exporting import export as write

    if form not in FORMATS:
        raise Unsuitable(f"--format {form}: there are {', '.join(FORMATS)}")
    counts = write(engine(), folder, form=form)
    show_table(("file", "rows"), ((f"{name}.{form}", count) for name, count in counts.items()))
