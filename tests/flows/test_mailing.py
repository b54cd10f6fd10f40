"""The flow that sends the outbox, run by Prefect."""

from models.database import engine_for
from notifications.delivery import DeliveryCounts
from tests.notifications.misbehaving import misbehaving
from tests.notifications.waiting import AT, put_in


async def test_the_flow_sends_what_waits(settings, database_url):
    from flows.mailing import deliver  # noqa: PLC0415 - imports Prefect

    engine = engine_for(database_url)
    put_in(engine, 3)
    engine.dispose()
    async with misbehaving() as server:
        settings.setenv("SROK_SMTP_URL", server.url)
        assert await deliver(at=AT) == DeliveryCounts(sent=3)


async def test_a_long_run_shows_how_far_it_has_come(settings, sqlite_url, monkeypatch):
    from prefect.artifacts import Artifact  # noqa: PLC0415 - takes seconds

    from flows import mailing, progress  # noqa: PLC0415 - imports Prefect

    monkeypatch.setattr(progress, "LOOKS_EVERY", 0.2)
    engine = engine_for(sqlite_url)
    put_in(engine, 60)
    engine.dispose()
    async with misbehaving() as server:
        server.dawdles = 0.2
        settings.setenv("SROK_SMTP_URL", server.url)
        assert (await mailing.deliver(at=AT)).sent == 60
    shown = await Artifact.get("sending")
    assert shown.type == "progress"
    assert 0 < shown.data <= 100


async def test_progress_that_cannot_be_shown_stops_no_letter(settings, sqlite_url, monkeypatch):
    from flows import mailing, progress  # noqa: PLC0415 - imports Prefect

    async def away(**_):
        raise OSError("no Prefect")

    monkeypatch.setattr(progress, "LOOKS_EVERY", 0.01)
    monkeypatch.setattr(progress, "acreate_progress_artifact", away)
    engine = engine_for(sqlite_url)
    put_in(engine, 3)
    engine.dispose()
    async with misbehaving() as server:
        server.dawdles = 0.05
        settings.setenv("SROK_SMTP_URL", server.url)
        assert (await mailing.deliver(at=AT)).sent == 3


async def test_a_relay_at_fault_is_said_and_the_flow_still_ends(settings, database_url):
    from flows.mailing import deliver  # noqa: PLC0415 - imports Prefect

    settings.setenv("SROK_SMTP_URL", "smtp://mail.example:25")
    assert "needs TLS" in (await deliver()).relay_fault
