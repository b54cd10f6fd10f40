"""Looking after the house as a flow. What is looked at is `srok.health`, what is written of `srok.watching`."""

from dataclasses import asdict

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.run_names import by_minute
from flows.trouble import tell_administrator
from srok import clock
from srok.checks import Check
from srok.settings import Settings
from srok.watching import watch as look


@flow(
    name="watch",
    flow_run_name=by_minute("watch"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def watch() -> tuple[Check, ...]:
    """Look whether everything is well, and write to the administrator of what has failed; what is not well."""
    unwell = await look(Settings(), at=clock.now())
    if unwell:
        table = [{name: str(value) for name, value in asdict(check).items()} for check in unwell]
        await acreate_table_artifact(key="health", table=table, description="What is not well")
    return unwell
