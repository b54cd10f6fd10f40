"""The sweep of the ladder as a flow. What it does is `notifications.chasing.sweep`."""

from datetime import date, datetime, timedelta

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from models.database import engine_for, writing
from models.events import forget_before
from notifications.chasing import Swept, sweep
from srok import clock
from srok.production_calendar import ProductionCalendar
from srok.settings import Settings

EVENTS_ARE_KEPT = timedelta(days=30)
"""How long an event waits to be told where nobody runs `emit_events`."""


@flow(name="escalate", flow_run_name="escalate {as_of}")
async def escalate(as_of: date | None = None, dry_run: bool = False, at: datetime | None = None) -> Swept:  # noqa: FBT001, FBT002 - Prefect passes parameters by name
    """Write the letters of a day: `as_of`, or the day this run was scheduled for. A dry run writes nothing.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    settings = Settings()
    today = as_of or (flow_run.scheduled_start_time or clock.now()).astimezone(settings.zone).date()
    with writing(engine_for(settings.database_url)) as session:
        at = (at or clock.now()).astimezone(settings.zone)
        swept = sweep(session, today=today, at=at, calendar=ProductionCalendar(), sender=settings.mail_from)
        forget_before(session, at - EVENTS_ARE_KEPT)
        if dry_run:
            session.rollback()
    for warning in swept.warnings:
        get_run_logger().warning(warning)
    if swept.letters and not dry_run:
        await acreate_table_artifact(key="letters", table=_whom(swept), description=f"Letters of {today}")
    return swept


def _whom(swept: Swept) -> list[dict[str, object]]:
    return [{"to": letter.recipient.email, "assignments": len(letter.lines)} for letter in swept.letters]
