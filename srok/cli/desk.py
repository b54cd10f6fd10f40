"""Commands on the desk: serving it, and inviting people to it."""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, day, engine, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Whom, by e-mail address in the roster.")]


def serve(
    port: Annotated[int | None, typer.Option(help="On this machine only. [SROK_DESK_PORT]")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; several need PostgreSQL.")] = 1,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Show it as on this day: for a demo's database.")
    ] = None,
) -> None:
    """Serve the desk alone, without schedules.

    Behind nginx or another proxy that speaks TLS; `srok up` serves it with everything else.
    """
    import uvicorn

    from desk.app import create_app

    if workers > 1 and as_of:
        raise Unsuitable("--as-of is for looking at a demo, which one process does: leave --workers out")
    found, port = engine(), port or settings().desk_port
    welcome = welcome_line(found, port=port)
    print("\n".join(line for line in (f"desk: {address(port)}  Ctrl+C stops", welcome) if line), flush=True)
    # No access log: the paths of links would be in it.
    how = {"host": "127.0.0.1", "port": port, "log_level": "warning", "access_log": False, "server_header": False}
    if workers > 1:
        found.dispose()
        uvicorn.run("desk.app:served", factory=True, workers=workers, **how)  # type: ignore[arg-type]
    else:
        uvicorn.run(create_app(settings(), engine=found, now=_clock(as_of)), **how)  # type: ignore[arg-type]


def _clock(as_of: str | None) -> "Callable[[], datetime]":
    """The clock, or one that stands on an earlier day and goes on from its beginning."""
    from datetime import datetime

    from srok import clock

    if as_of is None:
        return clock.now
    zone, shown = settings().zone, day(as_of)
    back = datetime.combine(clock.today(zone), datetime.min.time(), zone) - datetime.combine(
        shown, datetime.min.time(), zone
    )
    return lambda: clock.now() - back


def address(port: int) -> str:
    """Where people reach the desk."""
    return settings().public_url or f"http://127.0.0.1:{port}"


def invite(person: Person) -> None:
    """Print a link by which somebody chooses a password, once, within three days. Earlier ones end."""
    from models import queries
    from models.accounts import invite as make
    from models.database import writing
    from srok import clock

    with writing(engine()) as session:
        found = queries.person_by_email(session, person)
        if found is None:
            raise Unsuitable(f"nobody has the address {person}: see `srok roster list`")
        token = make(session, found, at=clock.now())
    print(f"{address(settings().desk_port)}/welcome/{token}")


def welcome_line(found: "Engine", *, port: int) -> str:
    """The line that invites the first administrator, empty where one can sign in already."""
    from models.accounts import first_administrator
    from models.accounts import invite as make
    from models.database import writing
    from srok import clock

    with writing(found) as session:
        person_id = first_administrator(session)
        token = make(session, person_id, at=clock.now()) if person_id else ""
    return f"The first administrator chooses a password here, once: {address(port)}/welcome/{token}" if token else ""
