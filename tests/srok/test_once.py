"""The day's two commands without Prefect, as cron runs them when the scheduler is dead."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path

from models.database import engine_for
from models.tables import OutboxState, Phase
from srok.demo.postman import Postman
from tests.notifications.misbehaving import PIPELINING, SILENCE, misbehaving
from tests.notifications.waiting import put_in, rows
from tests.repo.house import ROOT

WITHOUT_PREFECT = (
    "import sys\nsys.modules['prefect'] = None\nfrom srok.cli import main\nsys.argv[0] = 'srok'\n"
    "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code, ended.code"
)


def srok(folder, *arguments):
    """Run `srok …` where Prefect cannot be imported at all."""
    command = [sys.executable, "-c", WITHOUT_PREFECT, *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def test_letters_are_written_once_and_sent_where_prefect_is_not_even_installed(controlled, tmp_path, monkeypatch):
    with Postman(tmp_path) as postman:
        monkeypatch.setenv("SROK_SMTP_URL", postman.url)
        assert "27 letters written with 458 new reminders" in srok(
            tmp_path, "escalate", "--once", "--as-of", "2025-03-07"
        )
        assert "0 letters written" in srok(tmp_path, "escalate", "--once", "--as-of", "2025-03-07")
        assert srok(tmp_path, "deliver", "--once").startswith("27 sent, 0 to be tried again")
    assert len(list(Path(tmp_path).glob("*.eml"))) == 27


def test_a_dry_run_needs_no_prefect_either_and_writes_nothing(controlled, tmp_path):
    shown = srok(tmp_path, "escalate", "--dry-run", "--as-of", "2025-03-07")
    assert "27 letters would be written" in shown
    assert shown.replace("would be written", "written") == srok(tmp_path, "escalate", "--once", "--as-of", "2025-03-07")


def test_a_day_off_is_said(controlled):
    assert "2025-03-08 is a day off" in controlled("escalate", "--once", "--as-of", "2025-03-08").out


async def test_a_delivery_that_is_told_to_stop_gives_back_what_has_not_begun_to_leave(sqlite_url):
    engine = engine_for(sqlite_url)
    put_in(engine, 150)
    async with misbehaving(ehlo=PIPELINING) as server:
        dots = count(1)
        server.pick = lambda stage: SILENCE if stage == "dot" and next(dots) > 40 else None
        settings = {"SROK_DATABASE_URL": sqlite_url, "SROK_SMTP_URL": server.url, "PYTHONPATH": str(ROOT)}
        sender = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", WITHOUT_PREFECT, "deliver", "--once"),
            env=os.environ | settings,
            stderr=subprocess.PIPE,
        )
        for _ in range(40 + 8):  # eight connections, and each waits for its last word
            await server.until("dot")
        sender.send_signal(signal.SIGTERM)
        _, said = await sender.communicate()
    assert b"srok: told to stop: what has not left stays queued" in said
    assert Counter((row.state, row.phase, row.possible_duplicates) for row in rows(engine)) == {
        (OutboxState.SENT, None, 0): 40,
        (OutboxState.LEASED, Phase.DATA, 0): 8,
        (OutboxState.QUEUED, None, 0): 102,
    }
    engine.dispose()
