"""The command line as people use it: one call, what it printed, and how it ended."""

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


@pytest.fixture
def controlled(run):
    """The same, with the sample's roster and order under control."""
    assert run("roster", "import", SAMPLES / "roster.csv").code == 0
    assert run("import", SAMPLES / "order.txt", "--confirm").code == 0
    return run
