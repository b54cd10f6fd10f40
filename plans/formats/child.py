"""What runs in the limited process: a document's bytes come in, its rows or one refusal go out as JSON.
Knows nothing of who asked.
"""

import json
import resource
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any

from plans.formats.limits import CPU_SECONDS, MEMORY
from plans.rejected import ImportRejected, rejected
from plans.rows import Row


def main(reader: str) -> None:
    """Limit this process, read standard input, answer on standard output."""
    limit()
    json.dump(answer(sys.stdin.buffer.read(), reader), sys.stdout, default=sorted)  # a set of columns becomes a list


def limit() -> None:
    """Limit this process: address space, processor time, no files written, no core left behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(content: bytes, reader: str = "plans.formats.choose") -> dict[str, Any]:
    """The rows, or the refusal: whatever goes wrong, a document can do no more than be refused."""
    try:
        rows = import_module(reader).rows_of(content)  # imported here: the limits come first
        return {"rows": [_as_json(row) for row in rows]}
    except ImportRejected as fault:
        return as_answer(fault)
    except MemoryError:
        return as_answer(rejected("", "memory"))
    except Exception as error:  # noqa: BLE001 - a parser may raise anything at what nobody meant well
        return as_answer(rejected("", "strange", why=type(error).__name__))


def as_answer(fault: ImportRejected) -> dict[str, Any]:
    """A refusal as plain data: its words stay behind, its code and values travel."""
    return {"rejected": [fault.place, fault.said.code, {name: str(value) for name, value in fault.said.values}]}


def _as_json(row: Row) -> dict[str, Any]:
    return {"row": type(row).__name__, **asdict(row)}
