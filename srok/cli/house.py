"""Commands for whoever runs the house: the database, the schedules, the demo."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from srok.cli.session import engine


def upgrade() -> None:
    """Bring the database to this version. Back it up first."""
    from models import database

    found = engine(ready=False)
    database.upgrade(found)
    print(f"the database stands at {database.revision(found)}")


def up(
    port: Annotated[int, typer.Option(help="Where Prefect's pages are served, on this machine only.")] = 4200,
) -> None:
    """Run Prefect's server and the schedules until Ctrl+C."""
    from flows.serving import serve_schedules

    engine()
    serve_schedules(port=port)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put database, letters and package.")] = Path(
        "demo"
    ),
) -> None:
    """Play half a year of an invented city's order on a simulated clock, with real letters on loopback."""
    from srok.demo import play

    asyncio.run(play(folder))
