"""The command line, for an administrator and for scripts. Every command imports what it needs when it runs, so that
`srok --help` answers at once.
"""

import io
import os
import sys
from pathlib import Path

from srok.cli.app import app
from srok.cli.words import fault_in_words


def main() -> None:
    """Run the command line. An expected failure is one line on stderr and exit code 1."""
    _settle_streams()
    try:
        app()
    except Exception as fault:
        said = fault_in_words(fault)
        if said is None:
            raise
        print(f"srok: {said}", file=sys.stderr)
        sys.exit(1)


def _settle_streams() -> None:
    """Whatever cannot be written in the encoding of the output is written as its code, for the work is done by then; a
    stream that was closed is one of nothing.
    """
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open(encoding="utf-8")
    sys.stdout = sys.stdout or nothing.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nothing.open("w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
