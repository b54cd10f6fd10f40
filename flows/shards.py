"""A sweep in shards, each a run of its own that any worker may take. What they do is `notifications.sharding`."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.deployments import arun_deployment
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from flows.letter_table import show_letters
from flows.run_names import by_day
from flows.trouble import patiently, tell_administrator
from notifications.begun import When
from notifications.chasing import Swept
from notifications.sharding import Split
from srok import clock, rounds
from srok.settings import Settings

SHARD = "sweep_shard/sweep_shard"
"""The deployment that sweeps a shard."""

PATIENCE = 900.0
"""Seconds given to workers to sweep the shards; what is left then is swept by whoever has parted them."""


@flow(
    name="sweep_shard",
    flow_run_name=by_day("sweep a shard"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def sweep_shard(plans: list[int], as_of: date | None = None, at: datetime | None = None) -> Swept:
    """Write the letters that have something new to say of these plans. Done twice, it says nothing twice."""
    swept = await sweep(plans, as_of, at)
    await show_letters(swept)
    return swept


async def sweep_in_shards(
    as_of: date | None, at: datetime | None, *, hourly: bool, shards: int, patience: float
) -> Swept:
    """Begin the day, have its shards swept by workers, and sweep here what they have not. What was given out and
    resumed is told; the letters are told by each shard's own run.
    """
    parted = await part(as_of, at, hourly=hourly, shards=shards)
    if not parted.swept.mail:
        await show_letters(parted.swept, "would be written")
    done = await asyncio.gather(*(_by_a_worker(plans, as_of, at, patience) for plans in parted.shards))
    left = [plans for plans, well in zip(parted.shards, done, strict=True) if not well]
    if left:
        get_run_logger().warning("%s of %s shards were not swept by workers: doing it here", len(left), len(done))
    results = await asyncio.gather(*(sweep(plans, as_of, at) for plans in left), return_exceptions=True)
    if parted.shards:
        table = [{"plans": len(plans), "by a worker": well} for plans, well in zip(parted.shards, done, strict=True)]
        await acreate_table_artifact(key=f"shards-{parted.swept.on}", table=table, description="Shards swept")
    for fault in results:  # only now: one bad shard does not stop the others
        if isinstance(fault, BaseException):
            raise fault
    return parted.swept


@patiently
async def part(as_of: date | None, at: datetime | None, *, hourly: bool, shards: int) -> Split:
    """Give out what is due and part the plans: done again after a failure, it parts what is left."""
    return rounds.split(Settings(), _when(as_of, at, hourly=hourly), shards=shards)


@patiently
async def sweep(plans: Sequence[int], as_of: date | None, at: datetime | None) -> Swept:
    """One shard, in one transaction."""
    return rounds.escalate_shard(Settings(), plans, _when(as_of, at))


def _when(as_of: date | None, at: datetime | None, *, hourly: bool = False) -> When:
    return When(at=(at or clock.now()).astimezone(Settings().zone), today=as_of, hourly=hourly)


async def _by_a_worker(plans: Sequence[int], as_of: date | None, at: datetime | None, patience: float) -> bool:
    """Whether a worker has swept the shard. Asked for again by the same run, it is the same run of the shard."""
    which = hashlib.sha256(repr(plans).encode()).hexdigest()
    try:
        run = await arun_deployment(
            SHARD,
            parameters={"plans": list(plans), "as_of": as_of, "at": at},
            idempotency_key=f"{flow_run.id}/{which}",
            timeout=patience,
            poll_interval=2,
            tags=["srok"],
        )
    except Exception as fault:  # noqa: BLE001 - whatever Prefect cannot do, the shard is swept all the same
        get_run_logger().warning("a shard was not handed over: %s", fault)
        return False
    return run.state is not None and run.state.is_completed()
