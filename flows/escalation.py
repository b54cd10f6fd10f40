"""The sweep of the ladder as a flow. What it does is `srok.rounds.escalate`."""

from datetime import date, datetime

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from flows.run_names import by_day
from flows.trouble import JITTER, PAUSES, may_pass, tell_administrator
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
) -> Swept:
    """Write the letters of the day it is, however late the run; or of `as_of`. A dry run writes nothing.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    swept = await sweep(as_of, at, dry_run=dry_run)
    for warning in swept.warnings:
        get_run_logger().warning(warning)
    if swept.letters:
        written = "would be written" if dry_run else "written"
        about = f"Letters {written} for {swept.on}, {swept.firings} new reminders"
        await acreate_table_artifact(key=f"letters-{swept.on}", table=_whom(swept), description=about)
    return swept


@task(
    retries=len(PAUSES),
    retry_delay_seconds=PAUSES,
    retry_jitter_factor=JITTER,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
async def sweep(as_of: date | None, at: datetime | None, *, dry_run: bool) -> Swept:
    """One sweep, in one transaction: done again after a failure, it says nothing twice."""
    return rounds.escalate(Settings(), today=as_of, at=at, dry_run=dry_run)


def _whom(swept: Swept) -> list[dict[str, object]]:
    return [
        {
            "to": letter.recipient.name or letter.recipient.email,
            "address": letter.recipient.email,
            **dict(zip(("items", "assignments", "new", "overdue"), letter.counts, strict=True)),
        }
        for letter in swept.letters
    ]
