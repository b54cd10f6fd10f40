"""Sending the outbox as a flow. What it does is `notifications.delivery.deliver_waiting`."""

from datetime import datetime

from prefect import flow
from prefect.logging import get_run_logger

from models.database import engine_for
from notifications.delivery import DeliveryCounts, deliver_waiting
from srok import clock
from srok.settings import Settings


@flow(name="deliver")
async def deliver(at: datetime | None = None) -> DeliveryCounts:
    """Send what is due. A relay at fault ends the run early; the letters stay queued for the next one.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    settings = Settings()
    engine = engine_for(settings.database_url)
    try:
        counts = await deliver_waiting(engine, settings.smtp_url, clock=(lambda: at) if at else clock.now)
    finally:
        engine.dispose()
    if counts.relay_fault:
        get_run_logger().error("no letters leave: %s", counts.relay_fault)
    return counts
