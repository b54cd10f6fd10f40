"""The sweep of the ladder as a flow. What it does is `srok.rounds.escalate`."""

from datetime import date, datetime

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.logging import get_run_logger

from notifications.chasing import Swept
from srok import rounds
from srok.settings import Settings


@flow(name="escalate", flow_run_name="escalate {as_of}")
async def escalate(as_of: date | None = None, dry_run: bool = False, at: datetime | None = None) -> Swept:  # noqa: FBT001, FBT002 - Prefect passes parameters by name
    """Write the letters of the day it is, however late the run; or of `as_of`. A dry run writes nothing.

    `at` is the instant it is done at, now unless a rehearsal says otherwise.
    """
    swept = rounds.escalate(Settings(), today=as_of, at=at, dry_run=dry_run)
    for warning in swept.warnings:
        get_run_logger().warning(warning)
    if swept.letters and not dry_run:
        await acreate_table_artifact(key="letters", table=_whom(swept), description=f"Letters of {swept.on}")
    return swept


def _whom(swept: Swept) -> list[dict[str, object]]:
    return [{"to": letter.recipient.email, "assignments": len(letter.lines)} for letter in swept.letters]
