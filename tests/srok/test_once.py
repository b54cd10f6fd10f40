"""The day's two commands without Prefect, as cron runs them when the scheduler is dead."""

import os
import subprocess
import sys
from pathlib import Path

from srok.demo.postman import Postman
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
