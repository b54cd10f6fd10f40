"""Asking `tests.faults.clients` for what is done by many processes; it stops by itself."""

import json
import subprocess
import sys
from pathlib import Path

from tests.faults.clients import LONGEST

ROOT = Path(__file__).parents[2]


def clients(what, town, **options):
    """What the clients were told, once all of them have ended."""
    command = [sys.executable, "-m", "tests.faults.clients", what, town.written(), json.dumps(options)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
