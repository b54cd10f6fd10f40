"""What commands share: the settings, a database that is ready, and how lists are shown. No command is here."""

import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from states.fault import Fault

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from srok.settings import Settings


EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


class Unsuitable(Fault):
    """A setting or an argument that cannot be used; the text names it."""


def settings() -> "Settings":
    """The settings of the environment.

    Raises:
        Unsuitable: one of them cannot be used.

    """
    from pydantic import ValidationError

    from srok.settings import Settings

    try:
        return Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise Unsuitable(f"SROK_{str(first['loc'][0]).upper()}: {reason}") from None


def engine(*, ready: bool = True) -> "Engine":
    """The database of the settings; made ready for use where it is empty, unless told not to touch it.

    Raises:
        Unsuitable: it cannot be opened.
        DatabaseUnusable: it is not this Srok's.

    """
    from sqlalchemy.exc import SQLAlchemyError

    from models.database import engine_for, exists, make_ready

    url = settings().database_url
    try:
        found = engine_for(url)
        new = ready and not exists(found)
        if ready:
            make_ready(found)
    except (SQLAlchemyError, ModuleNotFoundError, OSError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        raise Unsuitable(f"SROK_DATABASE_URL: the database cannot be opened: {reason}") from None
    if new:
        print(f"srok: a new database is made: {found.url.render_as_string()}", file=sys.stderr)
    return found


def day(text: str | None) -> date:
    """A day from an option, or today in the settings' zone.

    Raises:
        Unsuitable: it is no date.

    """
    from srok import clock

    if text is None:
        return clock.today(settings().zone)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Unsuitable(f"{text!r} is no date: write it as 2024-04-08") from None
    if not EARLIEST <= found <= LATEST:
        raise Unsuitable(f"{text}: dates lie between {EARLIEST} and {LATEST}")
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO form."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def show_json(rows: Any) -> None:
    """Print facts as JSON."""
    print(json.dumps(rows, ensure_ascii=False, indent=2, default=plain))


def show_table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Print a table as wide as the terminal, or as wide as it needs to be where nobody looks."""
    from rich.console import Console
    from rich.table import Table

    rows = list(rows)
    table = Table(title=title or None, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    shown: Any = table if rows else title
    if not shown:
        return
    if sys.stdout.isatty():
        Console().print(shown)
        return
    written = io.StringIO()
    Console(width=200, file=written).print(shown)
    print("\n".join(line.rstrip() for line in written.getvalue().splitlines()))


def shortened(text: str, limit: int = 60) -> str:
    """A long title on one line."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
