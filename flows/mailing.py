"""Sending the outbox as a flow. What it does is `notifications.delivery.deliver_waiting`."""

from datetime import datetime

from prefect import flow
from prefect.logging import get_run_logger
from sqlalchemy import Engine

from models.database import engine_for, writing
from notifications.alarm import tell_administrator
from notifications.delivery import DeliveryCounts, Pace, deliver_waiting
from srok import clock
from srok.settings import Settings


@flow(name="deliver")
async def deliver(at: datetime | None = None) -> DeliveryCounts:
    """Send what is due. A relay at fault ends the run early; the letters stay queued for the next one.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    settings = Settings()
    engine = engine_for(settings.database_url)
    pace = Pace(per_minute=0 if at else settings.letters_per_minute)  # a rehearsal's clock stands still
    try:
        counts = await deliver_waiting(engine, settings.smtp_url, clock=(lambda: at) if at else clock.now, pace=pace)
        if settings.admin_email:
            _tell_administrator(engine, settings, (at or clock.now()).astimezone(settings.zone))
    finally:
        engine.dispose()
    if counts.relay_fault:
        get_run_logger().error("no letters leave: %s", counts.relay_fault)
    return counts


def _tell_administrator(engine: Engine, settings: Settings, at: datetime) -> None:
    """Write what an administrator must know; it leaves with the next run."""
    with writing(engine) as session:
        tell_administrator(session, to=settings.admin_email, sender=settings.mail_from, today=at.date(), at=at)
