"""The command line, for an administrator and for scripts. Every command imports what it needs when it runs, so that
`srok --help` answers at once.
"""

import sys

from srok.cli.app import app
from srok.cli.words import fault_in_words


def main() -> None:
    """Run the command line. An expected failure is one line on stderr and exit code 1."""
    try:
        app()
    except Exception as fault:
        said = fault_in_words(fault)
        if said is None:
            raise
        print(f"srok: {said}", file=sys.stderr)
        sys.exit(1)
