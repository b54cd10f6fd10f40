"""Commands for whoever runs the house: the database, the schedules, the demo."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, engine, settings, show_table

if TYPE_CHECKING:
    from models.history_chain import Break


def upgrade() -> None:
    """Bring the database to this version. Back it up first."""
    from models import database

    found = engine(ready=False)
    database.upgrade(found)
    print(f"the database stands at {database.revision(found)}")


def up(
    port: Annotated[int, typer.Option(help="Where Prefect's pages are served, on this machine only.")] = 4200,
    desk_port: Annotated[int | None, typer.Option(help="Where the desk and /healthz are. [SROK_DESK_PORT]")] = None,
) -> None:
    """Run the desk, the schedules and Prefect's server until Ctrl+C.

    The first start prints a link by which the first administrator chooses a password.
    """
    from flows.processes import run_house
    from srok.cli.desk import welcome_line

    found, desk_port = engine(), desk_port or settings().desk_port
    run_house(port=port, desk_port=desk_port, welcome=welcome_line(found, port=desk_port))


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put database, letters and package.")] = Path(
        "demo"
    ),
) -> None:
    """Play half a year of an invented city.

    An order on a simulated clock, with real letters that stay on this machine. What DIR held of an earlier demo is
    cleared away.
    """
    from srok.demo import play

    asyncio.run(play(folder))


def verify_history(
    order: Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only this order.")] = None,
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="FINGERPRINT", help="What an earlier run printed.")
    ] = None,
) -> None:
    """Find what was changed behind Srok's back.

    What was edited, deleted, put in or reordered in the histories, with its place.
    """
    from models.database import reading, snapshot, writing
    from models.order_by_number import order_by_number
    from models.verifying import fingerprint_from, how_many, last_rows, verify

    if order and expect:
        raise Unsuitable("a fingerprint is of all orders: leave out --order or --expect")
    expected, found = fingerprint_from(expect) if expect else None, engine()
    with reading(found) as session:
        order_id = order_by_number(session, order).id if order else None
        total = how_many(session, order_id=order_id)
    with writing(found) as session:
        cut = last_rows(session)
    with snapshot(found) as session, _progress(total) as each:
        verified = verify(session, cut=cut, order_id=order_id, expected=expected, each=each)
    _show_breaks(verified.breaks)
    print(f"{verified.rows} rows in {verified.histories} histories; breaks: {len(verified.breaks) or 'none'}")
    if verified.fingerprint and not verified.breaks:
        print(f"fingerprint: {verified.fingerprint}")
    if verified.breaks:
        sys.exit(1)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], object]]:
    """What to call after each of `total` steps: on a terminal it moves a bar."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("histories", total=total)
        yield lambda: bar.advance(task)


def _show_breaks(breaks: "tuple[Break, ...]") -> None:
    from srok.cli.words import BREAKS

    rows = [
        (f"{one.of} {one.id or ''}", one.version or "", BREAKS[one.code].format(found=one.found, expected=one.expected))
        for one in breaks
    ]
    if rows:
        show_table(("history of", "version", "what is wrong"), rows)
