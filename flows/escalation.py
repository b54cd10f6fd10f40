"""The sweep of the ladder as a flow. What it does is `srok.rounds.escalate`; in shards it is `flows.shards`."""

from datetime import date, datetime

from prefect import flow

from flows.letter_table import show_letters
from flows.run_names import by_day
from flows.shards import PATIENCE, sweep_in_shards
from flows.trouble import patiently, tell_administrator
from notifications.chasing import Swept
from srok import rounds
from srok.settings import Settings


@flow(
    name="remind_and_escalate",
    flow_run_name=by_day("remind and escalate"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def remind_and_escalate(
    as_of: date | None = None,
    dry_run: bool = False,  # noqa: FBT001, FBT002 - Prefect passes parameters by name
    at: datetime | None = None,
    hourly: bool = False,  # noqa: FBT001, FBT002 - see above
    shards: int = 1,
    patience: float = PATIENCE,
) -> Swept:
    """Write the letters of the day it is, however late the run; or of `as_of`. A dry run writes nothing.

    `at` is the instant it is done at, now unless a rehearsal says otherwise. `hourly` says that it is done every hour:
    then each plan has its turn in its own morning. More `shards` than one are swept by as many runs of `sweep_shard`,
    on whatever workers there are; what those have not done after `patience` seconds is done here.
    """
    if shards > 1 and not dry_run:
        return await sweep_in_shards(as_of, at, hourly=hourly, shards=shards, patience=patience)
    swept = await sweep(as_of, at, dry_run=dry_run, hourly=hourly)
    await show_letters(swept, "written" if swept.mail and not dry_run else "would be written")
    return swept


@patiently
async def sweep(as_of: date | None, at: datetime | None, *, dry_run: bool, hourly: bool) -> Swept:
    """One sweep, in one transaction: done again after a failure, it says nothing twice."""
    return rounds.escalate(Settings(), today=as_of, at=at, dry_run=dry_run, hourly=hourly)
