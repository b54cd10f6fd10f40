"""The command line as people use it: one call, what it printed, and how it ended."""

import contextlib
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import srok
from srok.cli import main

SAMPLES = Path(srok.__file__).parent / "samples"


class Said(NamedTuple):
    """What a command printed and its exit code."""

    out: str
    err: str
    code: int


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """A function that runs `srok …` in a folder of its own, on its own database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SROK_DATABASE_URL", f"sqlite:///{tmp_path}/srok.db")
    monkeypatch.setenv("SROK_EVIDENCE_DIR", str(tmp_path / "evidence"))

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["srok", *map(str, arguments)])
        capsys.readouterr()
        code = _exit_code()
        out, err = capsys.readouterr()
        return Said(out, err, code)

    return call


def _exit_code():
    try:
        main()
    except SystemExit as ended:
        return ended.code or 0
    return 0


@pytest.fixture(scope="session")
def _controlled_database(tmp_path_factory):
    """Made once by the commands themselves, copied for every test: reading an order takes longer than most tests."""
    path = tmp_path_factory.mktemp("controlled") / "srok.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SROK_DATABASE_URL", f"sqlite:///{path}")
        for arguments in (
            ("roster", "import", SAMPLES / "roster.csv"),
            ("import", SAMPLES / "order.txt", "--confirm"),
            ("mail", "on"),
        ):
            patch.setattr(sys, "argv", ["srok", *map(str, arguments)])
            assert _exit_code() == 0
    whole = path.with_name("whole.db")  # a copy of a live file in WAL mode would not be
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(whole),))
    return whole


@pytest.fixture
def controlled(run, tmp_path, _controlled_database):
    """The same, with the sample's roster and order under control, and mail switched on."""
    shutil.copyfile(_controlled_database, tmp_path / "srok.db")
    return run
