"""Sending the outbox as a flow. What it does is `srok.rounds.deliver`."""

from dataclasses import asdict
from datetime import datetime

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.logging import get_run_logger

from flows.progress import shown
from flows.run_names import by_minute
from flows.trouble import patiently, tell_administrator
from notifications.delivery import DeliveryCounts
from srok import rounds
from srok.settings import Settings


@flow(
    name="deliver",
    flow_run_name=by_minute("deliver"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def deliver(at: datetime | None = None) -> DeliveryCounts:
    """Send what is due. A relay at fault ends the run early; the letters stay queued for the next one.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    settings = Settings()
    async with shown("sending", lambda: rounds.letters_left(settings, at=at), description="Letters that have left"):
        counts = await send(at)
    if counts not in (DeliveryCounts(), DeliveryCounts(mail=False)):
        await acreate_table_artifact(key="delivered", table=[asdict(counts)], description="What became of letters")
    if not counts.mail:
        get_run_logger().warning("mail is switched off: nothing is sent; `srok mail on` switches it on")
    if counts.relay_fault:
        get_run_logger().error("no letters leave: %s", counts.relay_fault)
    return counts


@patiently
async def send(at: datetime | None) -> DeliveryCounts:
    """One round of the outbox: done again after a failure, it sends what has not left."""
    return await rounds.deliver(Settings(), at=at)
