"""A document is parsed in a process of its own, limited in memory and time, and only plain data come back.
Knows no format.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from plans.formats.limits import CPU_SECONDS, WALL_SECONDS
from plans.rejected import rejected
from plans.rows import Paragraph, Remark, Row, TableRow
from states.draft import Severity

_HOUSE = str(Path(__file__).parents[2])
# Not `-m`: the child must find this very house, wheel or working tree, whatever the working folder is.
_CODE = "import sys; sys.path[:] = sys.argv[2:]; from plans.formats.child import main; main(sys.argv[1])"
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}


def rows_apart(
    content: bytes, *, reader: str = "plans.formats.choose", seconds: float = WALL_SECONDS
) -> tuple[Row, ...]:
    """The rows of a document that is not plain text, read in another process by the `rows_of` of the module `reader`.

    Raises `ImportRejected`.
    """
    paths = [_HOUSE, *(path for path in sys.path if path and path != _HOUSE)]
    command = [sys.executable, "-I", "-S", "-c", _CODE, reader, *paths]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise rejected("", "slow", most=CPU_SECONDS) from None
    except OSError as error:
        raise rejected("", "reader_broken", why=error.strerror) from None
    if done.returncode in _OUT_OF_TIME:
        raise rejected("", "slow", most=CPU_SECONDS)
    return _rows(done.stdout, done.returncode)


def _rows(answer: bytes, code: int) -> tuple[Row, ...]:
    try:
        said: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise rejected("", "reader_ended", code=code) from None
    if "rejected" in said:
        place, reason, values = said["rejected"]
        raise rejected(place, reason, **values)
    return tuple(_row(row) for row in said["rows"])


def _row(said: dict[str, Any]) -> Row:
    kind = said.pop("row")
    if kind == TableRow.__name__:
        return TableRow(**said | {"cells": tuple(said["cells"]), "from_above": frozenset(said["from_above"])})
    if kind == Remark.__name__:
        return Remark(**said | {"severity": Severity(said["severity"])})
    return Paragraph(**said)
