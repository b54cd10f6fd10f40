"""Commands on the switch of mail: letters leave while it is on. What is done while it is off is in `srok.rounds`."""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, engine, settings

if TYPE_CHECKING:
    from sqlmodel import Session

As = Annotated[
    str | None, typer.Option("--as", metavar="EMAIL", help="The administrator who decides it. [your account here]")
]


def on(person: As = None) -> None:
    """Let letters leave."""
    _turn(person, on=True)


def off(person: As = None) -> None:
    """Let no letter leave: sweeps only show what they would write, nobody is reminded, what waits goes on waiting."""
    _turn(person, on=False)


def status() -> None:
    """Say whether letters leave, since when, and who decided it."""
    from models.database import reading

    with reading(engine()) as session:
        print(_said(session))


def _turn(person: str | None, *, on: bool) -> None:
    from getpass import getuser

    from models.database import writing
    from models.mail_switch import turn
    from srok import clock

    with writing(engine()) as session:
        by = _administrator(session, person) if person else None
        if not turn(session, on=on, at=clock.now(), person_id=by, account="" if by else getuser()):
            raise Unsuitable(f"mail is {'on' if on else 'off'} already: nothing to do")
        print(_said(session))


def _administrator(session: "Session", email: str) -> int:
    from models.actors import actor
    from srok.cli.work import person_by_address

    person_id = person_by_address(session, email)
    if not actor(session, person_id).administrator:
        raise Unsuitable(f"{email} is no administrator: `srok roster administrator` names one")
    return person_id


def _said(session: "Session") -> str:
    from models import outbox
    from models.mail_switch import last_turned
    from models.tables import OutboxState

    found, waiting = last_turned(session), outbox.counts(session)[OutboxState.QUEUED]
    if found is None:
        since = "mail is off; nobody has switched it on yet"
    elif found.at is None:
        since = "mail is on, as before there was a switch"
    else:
        moment = found.at.astimezone(settings().zone)
        since = f"mail is {'on' if found.on else 'off'} since {moment:%Y-%m-%d %H:%M} by {found.by}"
    held = "; to look at them before they leave: `srok letters hold --all`" if waiting else ""
    return f"{since}; letters that wait: {waiting}{held}"
