"""The schedules of one machine, served beside Prefect's server until stopped. Truth is in Srok's database: a missed run
is caught up. What an administrator paused stays paused.
"""

import asyncio
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

from srok.settings import Settings


class Scheduled(NamedTuple):
    """A flow and when it runs; `room` is its file here. Of those `alone` a run is left out while another is at it."""

    flow: str
    room: str
    cron: str
    slug: str
    alone: bool = True
    parameters: Mapping[str, Any] = MappingProxyType({})


SCHEDULED = (
    Scheduled("open_occurrences", "opening", "30 8 * * *", "before-the-letters"),
    Scheduled("remind_and_escalate", "escalation", "0 * * * *", "mornings", parameters={"hourly": True, "shards": 1}),
    Scheduled("deliver", "mailing", "*/5 * * * *", "every-5-minutes"),
    Scheduled("emit_events", "telling", "*/5 * * * *", "every-5-minutes"),
    Scheduled("assemble_due", "assembly", "30 18 * * *", "every-evening"),
    Scheduled("watch", "watching", "*/15 * * * *", "every-15-minutes"),
)
"""The same as in prefect.yaml; a test compares them. The sweep runs every hour for the sake of plans in other zones:
each has its turn in its own morning, and a sweep for nobody takes milliseconds.
"""


async def serve_schedules() -> None:
    """Serve them to the Prefect server of the environment, until stopped."""
    from prefect import aserve  # noqa: PLC0415 - takes seconds, and tests read the table above without it

    zone = Settings().timezone
    deployments = [await _deployment(one, zone) for one in SCHEDULED]
    await aserve(*deployments, pause_on_shutdown=False, print_starting_message=False)


async def _deployment(one: Scheduled, zone: str) -> Any:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy  # noqa: PLC0415 - as above
    from prefect.schedules import Cron  # noqa: PLC0415

    paused, active = await _as_left(one)
    limit = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    return await getattr(import_module(f"flows.{one.room}"), one.flow).ato_deployment(
        one.flow,
        schedules=[Cron(one.cron, timezone=zone, slug=one.slug, active=active)],
        paused=paused,
        concurrency_limit=limit if one.alone else None,
        parameters=dict(one.parameters),
        tags=["srok"],
    )


async def _as_left(one: Scheduled) -> tuple[bool, bool]:
    """Whether the deployment is paused and its schedule active, as an administrator left them."""
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - as above
    from prefect.exceptions import ObjectNotFound  # noqa: PLC0415

    async with get_client() as client:
        try:
            found = await client.read_deployment_by_name(f"{one.flow}/{one.flow}")
        except ObjectNotFound:
            return False, True
    return found.paused, all(schedule.active for schedule in found.schedules if schedule.slug == one.slug)


if __name__ == "__main__":
    asyncio.run(serve_schedules())
