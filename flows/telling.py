"""Telling Prefect what was done to assignments, as a flow. What there is to tell is `models.events`."""

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.logging import get_run_logger

from flows.prefect_events import as_prefect_has_them, tell
from flows.run_names import by_minute
from flows.trouble import tell_administrator
from models.database import reading, writing
from models.events import forget, untold
from srok.rounds import database
from srok.settings import Settings

AT_MOST = 1000
"""Events of one run: as many as Prefect remembers in order not to take one twice. The next run tells the others."""


@flow(
    name="emit_events",
    flow_run_name=by_minute("emit events"),
    on_failure=[tell_administrator],
    on_crashed=[tell_administrator],
)
async def emit_events() -> int:
    """Tell Prefect what nobody has been told yet, and forget what it has stored; how many. The others stay."""
    with database(Settings()) as engine:
        with reading(engine) as session:
            waiting = untold(session, limit=AT_MOST)
        if not waiting:
            return 0
        events = as_prefect_has_them(waiting)
        async with get_client() as client:
            stored = await tell(client, events)
        with writing(engine) as session:
            forget(session, [one.row_id for one, event in zip(waiting, events, strict=True) if event.id in stored])
    if len(stored) < len(events):
        get_run_logger().warning("%s events are not stored yet: they will be told again", len(events) - len(stored))
    return len(stored)
