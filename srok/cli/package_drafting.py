"""Commands that begin and assemble packages. How a part is drawn is elsewhere."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.package_session import As, Ident, acting, say_done
from srok.cli.session import Unsuitable, day, engine, settings
from srok.cli.work import LARGEST_ID, EnteredLater, instant

if TYPE_CHECKING:
    from models.packages import Changed
    from reporting.assembled import Assembled
    from srok.package_drafts import Drafting

WithoutLost = Annotated[
    bool, typer.Option("--without-lost", help="Without confirming documents that are gone from the disk; it is said.")
]
Once = Annotated[bool, typer.Option("--once", help="Do it here, without Prefect.")]
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


def _begun(order: str, period: str, person: str, as_of: str | None, cut_off: date | None = None) -> int:
    """The package, begun if nobody has; a period in which nothing is due has none."""
    from models import packages
    from models.database import writing
    from models.order_by_number import order_by_number, plan_by_number
    from models.package_facts import package_facts, reporting_spans_of
    from reporting.period import parse

    with writing(engine()) as session:
        span = parse(period, reporting_spans_of(session, order))
        earliest = max(span.begins_on, order_by_number(session, order).issued_on)
        package_facts(session, order=order, period=span, cut_off=cut_off or earliest)
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
    *,
    once: Once = False,
    without_lost: WithoutLost = False,
) -> None:
    """Assemble a package as a draft, or as its draft's next edition.

    What was signed is not assembled anew: its signature is withdrawn first, or an addendum is made.
    """
    from models.database import writing
    from srok.package_drafts import draft_here, drafting

    at = instant(as_of)
    until = day(cut_off) if cut_off else at.astimezone(settings().zone).date()
    if until > day(as_of):
        raise Unsuitable(f"--cut-off {until}: that day has not come yet")
    ident = package or _begun(*_named(order, period), person, as_of, until)
    with writing(engine()) as session:
        by = acting(session, person, as_of)
    # what may not be done is said before Prefect starts
    draft = drafting(settings(), ident, cut_off=until, by=by, without_lost=without_lost)
    with progress_shown():
        assembled, changed = draft_here(settings(), draft) if once else _flow_of_draft(draft)
    print(assembled)
    say_done(changed)


def _named(order: str | None, period: str | None) -> tuple[str, str]:
    if order is None or period is None:
        raise Unsuitable("say which package: its ID, or --order and --period")
    return order, period


def _flow_of_draft(draft: "Drafting") -> "tuple[Assembled, Changed]":
    from srok.cli.runs import quietly

    quietly()
    from flows.assembly import draft_package as flow

    asked = draft.fact.id, draft.cut_off, draft.by.person_id, draft.by.at
    return asyncio.run(flow(*asked, without_lost=draft.without_lost))


@contextmanager
def progress_shown() -> Iterator[None]:
    """A bar on stderr that grows with the parts drawn; nothing where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from srok.progress import WATCHING

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown = bar.add_task("starting", total=None)
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
