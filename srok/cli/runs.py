"""Commands that run a flow once, now: escalate, deliver, assemble. The first two also do their work without Prefect."""

import asyncio
import logging
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.package_drafting import WithoutLost, progress_shown
from srok.cli.session import Unsuitable, day, engine, settings, show_table

if TYPE_CHECKING:
    from datetime import date

    from notifications.chasing import Swept
    from notifications.delivery import DeliveryCounts

MAIL_IS_OFF = "mail is switched off (`srok mail on` switches it on)"
Once = Annotated[bool, typer.Option("--once", help="Do it here, in a second, without Prefect: for cron.")]


def quietly() -> None:
    """Leave failures to the command line, which says them in one line; Prefect would log them with a traceback."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # outside Prefect's own level; drains at exit


def escalate(
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day to do this for. [today]")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show who would get what; write nothing.")] = False,
    once: Once = False,
    hourly: Annotated[
        bool, typer.Option("--hourly", help="With --once: each plan has its turn in its own morning.")
    ] = False,
) -> None:
    """Write today's letters to the outbox.

    One digest a person, of what the ladder has reached. `srok deliver` sends them. While mail is switched off nothing
    is written: it is shown who would get what.
    """
    today = day(as_of) if as_of else None
    if today and today > day(None) and not dry_run:
        raise Unsuitable(f"{today} has not come yet: what is said of it could never be said again; look with --dry-run")
    engine()
    if once or dry_run:
        from srok import rounds

        swept = rounds.escalate(settings(), today=today, dry_run=dry_run, hourly=hourly)
    else:
        swept = _flow_of_letters(today)
    _show_letters(swept)
    if not swept.working_day:
        print(f"{swept.on} is a day off: nothing is written, the next working day catches up.")
        return
    if not swept.awake:
        print("It is no hour for letters in any plan's zone: nothing is written, the next run by day catches up.")
        return
    verb = "written" if swept.mail and not dry_run else "would be written"
    said = f"{len(swept.letters)} letters {verb} with {swept.firings} new reminders"
    print(f"{swept.on}: {said}; {swept.issued} assignments given out.")
    if not swept.mail:
        typer.echo(f"srok: {MAIL_IS_OFF}: no letter was written", err=True)
    for warning in swept.warnings:
        typer.echo(f"srok: {warning}", err=True)


def _flow_of_letters(today: "date | None") -> "Swept":
    quietly()
    from flows.escalation import remind_and_escalate as flow

    return asyncio.run(flow(as_of=today))


def _show_letters(swept: "Swept") -> None:
    show_table(
        ("to", "address", "items", "assignments", "new", "overdue"),
        (
            (
                letter.recipient.name or (letter.lines[0].standing.organization if letter.lines else ""),
                letter.recipient.email,
                *letter.counts,
            )
            for letter in swept.letters
        ),
    )


def deliver(*, once: Once = False) -> None:
    """Send what waits in the outbox.

    To the relay of SROK_SMTP_URL; what it does not take now is tried again by a later run.
    """
    engine()
    counts = _deliver_here() if once else _flow_of_delivery()
    if not counts.mail:
        typer.echo(f"srok: {MAIL_IS_OFF}: nothing is sent, what waits goes on waiting", err=True)
        return
    print(f"{counts.sent} sent, {counts.requeued} to be tried again, {counts.dead} dead, {counts.unknown} unknown.")
    if counts.relay_fault:
        raise Unsuitable(f"SROK_SMTP_URL: {counts.relay_fault}; the letters stay queued")


def _deliver_here() -> "DeliveryCounts":
    from srok import rounds

    async def until_stopped() -> "DeliveryCounts":
        """SIGTERM ends it as Ctrl+C does: letters that have not begun to leave are given back."""
        running = asyncio.current_task()
        assert running is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
        return await rounds.deliver(settings())

    try:
        return asyncio.run(until_stopped())
    except asyncio.CancelledError:
        typer.echo("srok: told to stop: what has not left stays queued", err=True)
        raise typer.Exit(128 + signal.SIGTERM) from None


def _flow_of_delivery() -> "DeliveryCounts":
    quietly()
    from flows.mailing import deliver as flow

    return asyncio.run(flow())


def assemble(
    order: Annotated[str, typer.Option(metavar="NUMBER", help="The order.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="2024-06, 2024-Q2, 2024-H1, 2024 or «до 1 декабря».")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into.")],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The cut-off. [today]")] = None,
    *,
    without_lost: WithoutLost = False,
) -> None:
    """Write the reporting package of a plan into a folder.

    For a period, as things stood at the end of the cut-off day. It is for looking at: what is to be signed and sent
    `srok package assemble` assembles.
    """
    from models.database import reading
    from models.package_facts import reporting_spans_of
    from reporting.period import parse

    cut_off = day(as_of)
    with reading(engine()) as session:
        parse(period, reporting_spans_of(session, order))  # what is wrong is said at once, before Prefect starts
    quietly()
    from flows.assembly import assemble as flow

    with progress_shown():
        result = asyncio.run(flow(order=order, period=period, as_of=cut_off, out=out, without_lost=without_lost))
    print(result)
