"""Commands that begin and assemble packages. How a part is drawn is elsewhere."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer

from srok.cli.package_session import As, Ident, acting
from srok.cli.session import Unsuitable, day, engine, settings
from srok.cli.work import LARGEST_ID, EnteredLater, instant

Order = Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="The order.")]
Period = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help="2024-06, 2024-Q2, 2024-H1, 2024 or «до 1 декабря».")
]


def collect(
    order: Annotated[str, typer.Option("--order", metavar="NUMBER", help="The order.")],
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="2024-06, 2024-Q2, 2024-H1, 2024 or «до 1 декабря».")
    ],
    person: As,
    as_of: EnteredLater = None,
) -> None:
    """Begin the package of a plan for a period.

    Those that reporting days call for begin by themselves, twenty working days ahead.
    """
    print(f"package {_begun(order, period, person, as_of)} is collecting")


def _begun(order: str, period: str, person: str, as_of: str | None) -> int:
    from models import packages
    from models.database import writing
    from models.order_by_number import plan_by_number
    from models.package_facts import reporting_spans_of
    from reporting.period import parse

    with writing(engine()) as session:
        span = parse(period, reporting_spans_of(session, order))
        by = acting(session, person, as_of)
        return packages.collect(session, plan_by_number(session, order), span, by=by)


def assemble(
    person: As,
    package: Annotated[
        int | None, typer.Argument(metavar="[ID]", min=1, max=LARGEST_ID, help="The package, or --order and --period.")
    ] = None,
    order: Order = None,
    period: Period = None,
    cut_off: Annotated[
        str | None, typer.Option("--cut-off", metavar="DATE", help="As of the end of this day. [the day it is done]")
    ] = None,
    as_of: EnteredLater = None,
) -> None:
    """Assemble a package as a draft, or as its draft's next edition.

    What was signed is not assembled anew: its signature is withdrawn first, or an addendum is made.
    """
    at = instant(as_of)
    until = day(cut_off) if cut_off else at.astimezone(settings().zone).date()
    if until > day(as_of):
        raise Unsuitable(f"--cut-off {until}: that day has not come yet")
    ident = package or _begun(*_named(order, period), person, as_of)
    _draft(ident, person, until, as_of)


def _named(order: str | None, period: str | None) -> tuple[str, str]:
    if order is None or period is None:
        raise Unsuitable("say which package: its ID, or --order and --period")
    return order, period


def _draft(package: int, person: str, until: date, as_of: str | None) -> None:
    from models.database import writing
    from srok.cli.runs import quietly
    from srok.package_drafts import drafting

    with writing(engine()) as session:
        by = acting(session, person, as_of)
    drafting(settings(), package, cut_off=until, by=by)  # what may not be done is said before Prefect starts
    quietly()
    from flows.assembly import draft_package as flow

    with progress_shown():
        assembled, changed = asyncio.run(flow(package, until, by.person_id, by.at))
    print(assembled)
    print(f"package {package}: {changed.before} → {changed.after}, edition {changed.edition}")


@contextmanager
def progress_shown() -> Iterator[None]:
    """A bar on stderr that grows with the parts drawn; nothing where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from srok.progress import WATCHING

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("assembling", total=None)
        token = WATCHING.set(lambda what, done, of: bar.update(shown, description=what, completed=done, total=of))
        try:
            yield
        finally:
            WATCHING.reset(token)


def addendum(package: Ident, person: As, as_of: EnteredLater = None) -> None:
    """Begin an addendum: what has changed since a package that was sent.

    `srok package assemble` with its id assembles it; it is signed and sent as the package was.
    """
    from models import packages
    from models.database import writing

    with writing(engine()) as session:
        ident = packages.addendum(session, package, by=acting(session, person, as_of))
    print(f"package {ident} is collecting: an addendum to package {package}")
