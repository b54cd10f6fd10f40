"""The command that looks after the house: what is well, what is not, what to do. The checks are in `srok.health`."""

import asyncio
import sys
from typing import Annotated

import typer

from srok.cli.session import settings, show_json, show_table


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False) -> None:
    """Look whether everything is well. Exit code 1 where something has failed."""
    from srok import clock
    from srok.checks import Verdict, as_data, worst
    from srok.health import examine

    checks = asyncio.run(examine(settings(), at=clock.now()))
    if as_json:
        show_json([as_data(one) for one in checks])
    else:
        show_table(
            ("check", "verdict", "what is", "what to do"),
            ((one.name, one.verdict, one.said, one.to_do) for one in checks),
        )
    if worst(checks) is Verdict.FAIL:
        sys.exit(1)
