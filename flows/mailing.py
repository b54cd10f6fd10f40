"""Sending the outbox as a flow. What it does is `srok.rounds.deliver`."""

from datetime import datetime

from prefect import flow
from prefect.logging import get_run_logger

from notifications.delivery import DeliveryCounts
from srok import rounds
from srok.settings import Settings


@flow(name="deliver")
async def deliver(at: datetime | None = None) -> DeliveryCounts:
    """Send what is due. A relay at fault ends the run early; the letters stay queued for the next one.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    counts = await rounds.deliver(Settings(), at=at)
    if counts.relay_fault:
        get_run_logger().error("no letters leave: %s", counts.relay_fault)
    return counts
