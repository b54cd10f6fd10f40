"""The flow that sends the outbox, run by Prefect."""

from models.database import engine_for
from notifications.delivery import DeliveryCounts
from tests.notifications.misbehaving import misbehaving
from tests.notifications.waiting import AT, put_in


async def test_the_flow_sends_what_waits(settings, sqlite_url):
    from flows.mailing import deliver  # noqa: PLC0415 - imports Prefect

    engine = engine_for(sqlite_url)
    put_in(engine, 3)
    engine.dispose()
    async with misbehaving() as server:
        settings.setenv("SROK_SMTP_URL", server.url)
        assert await deliver(at=AT) == DeliveryCounts(sent=3)


async def test_a_relay_at_fault_is_said_and_the_flow_still_ends(settings, sqlite_url):
    from flows.mailing import deliver  # noqa: PLC0415 - imports Prefect

    settings.setenv("SROK_SMTP_URL", "smtp://mail.example:25")
    assert "needs TLS" in (await deliver()).relay_fault
