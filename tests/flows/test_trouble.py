"""What happens when a run goes wrong: tried again where waiting helps, told to the administrator once a day."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from models.database import engine_for, reading
from models.outbox import letters

BUSY = sqlite3.OperationalError("database is locked")
BUSY.sqlite_errorcode = sqlite3.SQLITE_BUSY


@pytest.fixture
def told(settings, database_url):
    """The subjects of the letters in the outbox."""
    settings.setenv("SROK_ADMIN_EMAIL", "admin@city.example")

    def subjects():
        engine = engine_for(database_url)
        with reading(engine) as session:
            found = [one.subject for one in letters(session)]
        engine.dispose()
        return found

    return subjects


async def test_a_flow_that_fails_tells_the_administrator_once_a_day(told, monkeypatch):
    from flows import mailing  # noqa: PLC0415 - imports Prefect

    async def broken(*_, **__):
        raise RuntimeError("the outbox is gone")

    with monkeypatch.context() as patch:
        patch.setattr(mailing.rounds, "deliver", broken)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await mailing.deliver()
    assert told() == ["Срок: сбой потока deliver"]


async def test_a_busy_database_is_tried_again_and_nobody_is_told(told, monkeypatch):
    from flows import escalation, trouble  # noqa: PLC0415 - imports Prefect

    tries, really = [], escalation.rounds.escalate

    def busy_once(*asked, **named):
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("UPDATE", {}, BUSY)
        return really(*asked, **named)

    monkeypatch.setattr(escalation.rounds, "escalate", busy_once)
    monkeypatch.setattr(escalation, "sweep", escalation.sweep.with_options(retry_delay_seconds=0.1))
    await escalation.remind_and_escalate()
    assert len(tries) == 2
    assert told() == []
    assert len(trouble.PAUSES) == 3


async def test_what_waiting_cannot_cure_is_not_tried_again(told, monkeypatch):
    from flows import escalation  # noqa: PLC0415 - imports Prefect

    tries = []

    def wrong(*_, **__):
        tries.append(1)
        raise ValueError("a plan without a ladder")

    monkeypatch.setattr(escalation.rounds, "escalate", wrong)
    with pytest.raises(ValueError, match="without a ladder"):
        await escalation.remind_and_escalate()
    assert len(tries) == 1
    assert told() == ["Срок: сбой потока remind_and_escalate"]


async def test_what_watch_finds_is_told_once_and_returned(told, settings, tmp_path):
    from flows.watching import watch  # noqa: PLC0415 - imports Prefect

    settings.setenv("SROK_SMTP_URL", "smtp://mail.example:25")
    settings.delenv("PREFECT_API_URL", raising=False)
    settings.chdir(tmp_path)
    assert "relay" in {check.name for check in await watch()}
    await watch()
    assert told() == ["Срок: нужен администратор"]
